using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Registry.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Registry.Households;

/// <param name="Change">The change set that holds all of it: what <c>/households/bulk/{change}/undo</c> takes back.</param>
internal sealed record BulkStarted(Guid Change, Guid Job);

/// <param name="Blocked">Households that somebody changed since: while there are any, nothing is taken back.</param>
internal sealed record BulkUndoPreview(int Households, int Blocked);

internal sealed record BulkUndoRequest(string? Reason);

/// <summary>POST /households/bulk: one change for many, as a job; its preview; and its undo, as long as nobody changed the same since.</summary>
internal static class BulkEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var bulk = api.MapGroup("/households/bulk");
        bulk.MapPost("/preview", PreviewAsync).WithName("PreviewBulkChange").RequirePermission(Permissions.HouseholdChange);
        bulk.MapPost("", StartAsync).WithName("StartBulkChange").RequirePermission(Permissions.HouseholdChange).WithWrite("household.bulk-asked")
            .Produces<BulkStarted>(StatusCodes.Status202Accepted);
        bulk.MapGet("/{change:guid}/undo", PreviewUndoAsync).WithName("PreviewBulkUndo").RequirePermission(Permissions.HouseholdChange);
        bulk.MapPost("/{change:guid}/undo", UndoAsync).WithName("UndoBulkChange").RequirePermission(Permissions.HouseholdChange).WithWrite("household.bulk-undo-asked")
            .Produces<BulkStarted>(StatusCodes.Status202Accepted);
    }

    private static async Task<Ok<BulkPreview>> PreviewAsync(BulkRequest request, [FromServices] BulkChange bulk, [FromServices] AccessLog log, [FromServices] CurrentActor actor, CancellationToken ct)
    {
        bulk.Check(request with { Reason = request.Reason ?? "preview" });
        var preview = await bulk.PreviewAsync(request, ct);
        if (preview.Lines.Count > 0)
        {
            await log.ReadAsync("household.list", [.. preview.Lines.Select(l => new AuditSubject("household", l.Id.ToString(), actor.County))]);
        }

        return TypedResults.Ok(preview);
    }

    private static async Task<IResult> StartAsync(
        BulkRequest request, [FromServices] BulkChange bulk, [FromServices] JobQueue jobs, [FromServices] CurrentActor actor, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        bulk.Check(request);
        var change = Ids.New(clock);
        return Results.Json(new BulkStarted(change, await jobs.EnqueueAsync(BulkJob.JobKind, new BulkJobArgs(change, request), actor.Region, ct)), statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<Ok<BulkUndoPreview>> PreviewUndoAsync(Guid change, [FromServices] ImportUndoing undo, CancellationToken ct)
    {
        var found = await undo.PreviewAsync(change, ct);
        return TypedResults.Ok(new BulkUndoPreview(found.Households, found.Blocked));
    }

    private static async Task<IResult> UndoAsync(
        Guid change, BulkUndoRequest request, [FromServices] ImportUndoing undo, [FromServices] JobQueue jobs, [FromServices] CurrentActor actor, CancellationToken ct)
    {
        HouseholdWrites.CheckReason(request.Reason);
        await undo.PreviewAsync(change, ct);
        return Results.Json(new BulkStarted(change, await jobs.EnqueueAsync(BulkUndoJob.JobKind, new BulkUndoArgs(change, request.Reason!), actor.Region, ct)), statusCode: StatusCodes.Status202Accepted);
    }
}

internal sealed record BulkJobArgs(Guid Change, BulkRequest Request);

internal sealed record BulkUndoArgs(Guid Change, string Reason);

internal sealed class BulkJob(BulkChange bulk) : IJobHandler
{
    public const string JobKind = "household.bulk";

    public string Kind => JobKind;

    public async Task RunAsync(JobContext job)
    {
        var args = job.ArgsAs<BulkJobArgs>();
        var (changed, unchanged) = await bulk.ApplyAsync(args.Request, args.Change, (done, all) => job.Report(done, all), job.CancellationToken);
        job.SetResult(new { change = args.Change, changed, unchanged });
    }
}

internal sealed class BulkUndoJob(ImportUndoing undo) : IJobHandler
{
    public const string JobKind = "household.bulk-undo";

    public string Kind => JobKind;

    public async Task RunAsync(JobContext job)
    {
        var args = job.ArgsAs<BulkUndoArgs>();
        var report = await undo.RunAsync(args.Change, false, args.Reason, (done, all) => job.Report(done, all), job.CancellationToken);
        job.SetResult(new { change = args.Change, report.Households, report.Blocked });
    }
}
