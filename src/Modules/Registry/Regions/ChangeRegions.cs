using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Households;
using Fuyao.Registry.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Regions;

/// <summary>Does a change of divisions as a job: a township has thousands of households.</summary>
internal sealed class RegionChangeJob(RegionChanger changer) : IJobHandler
{
    public string Kind => RegionChangeRequest.JobKind;

    public async Task RunAsync(JobContext job) =>
        job.SetResult(await changer.RunAsync(job.ArgsAs<RegionChangeRequest>(), (done, all) => job.Report(done, all), job.CancellationToken));
}

internal sealed record RegionChangeStarted(Guid Job);

/// <param name="ChangeId">For the undo; all rows of one decree have the same.</param>
/// <param name="Undone">It was taken back.</param>
internal sealed record RegionChangeView(
    Guid ChangeId, string Kind, DateOnly On, string From, string To, string NameBefore, string NameAfter, ChangeInfo? Change, bool Undone);

internal sealed record RegionUndoRequest(string? Reason);

internal sealed record RegionChangeList(IReadOnlyList<RegionChangeView> Items);

/// <summary>POST /regions/changes: merge, move or rename divisions of one's county, or between counties of one's area; GET: what was changed, newest first.</summary>
internal static class ChangeRegions
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/regions/changes", StartAsync).WithName("ChangeRegions").RequirePermission(Permissions.RegionChange).WithWrite("regions.change")
            .Produces<RegionChangeStarted>(StatusCodes.Status202Accepted);
        api.MapPost("/regions/changes/preview", PreviewAsync).WithName("PreviewRegionChange").RequirePermission(Permissions.RegionChange);
        api.MapPost("/regions/changes/{change:guid}/undo", UndoAsync).WithName("UndoRegionChange").RequirePermission(Permissions.RegionChange).WithWrite("regions.undo")
            .Produces<RegionChangeStarted>(StatusCodes.Status202Accepted);
        api.MapPost("/regions/changes/{change:guid}/undo/preview", PreviewUndoAsync).WithName("PreviewRegionUndo").RequirePermission(Permissions.RegionChange);
        api.MapGet("/regions/changes", ListAsync).WithName("ListRegionChanges").RequirePermission(Permissions.RegionView);
    }

    private static async Task<IResult> StartAsync(
        RegionChangeRequest request, [FromServices] RegionChanger changer, [FromServices] JobQueue queue, [FromServices] CurrentActor actor, CancellationToken ct)
    {
        await changer.CheckAsync(request, ct);
        return Results.Json(new RegionChangeStarted(await queue.EnqueueAsync(RegionChangeRequest.JobKind, request, actor.Region)), statusCode: StatusCodes.Status202Accepted);
    }

    // Asks what would happen; writes nothing.
    private static Task<RegionChangePreview> PreviewAsync(RegionChangeRequest request, [FromServices] RegionChanger changer, CancellationToken ct) => changer.PreviewAsync(request, ct);

    private static async Task<IResult> UndoAsync(
        Guid change, RegionUndoRequest request, [FromServices] RegionUndo undo, [FromServices] JobQueue queue, [FromServices] CurrentActor actor, CancellationToken ct)
    {
        HouseholdWrites.CheckReason(request.Reason);
        var preview = await undo.PreviewAsync(change, ct);
        if (preview.Problems.Count > 0)
        {
            throw new Kernel.Problems.ProblemException(409, preview.Problems);
        }

        return Results.Json(
            new RegionChangeStarted(await queue.EnqueueAsync(RegionUndoJob.JobKind, new RegionUndoArgs(change, request.Reason!), actor.Region)), statusCode: StatusCodes.Status202Accepted);
    }

    private static Task<RegionUndoPreview> PreviewUndoAsync(Guid change, [FromServices] RegionUndo undo, CancellationToken ct) => undo.PreviewAsync(change, ct);

    private static async Task<RegionChangeList> ListAsync([FromServices] PlatformDb db, [FromServices] CurrentActor actor, CancellationToken ct)
    {
        var (first, last) = VersionQueries.Counties(actor.Area);
        var rows = await db.Set<RegionChange>().AsNoTracking().Where(c => c.County >= first && c.County <= last)
            .Join(db.Set<Change>(), r => new { r.County, Id = r.ChangeId }, c => new { c.County, c.Id }, (r, c) => new { Row = r, Change = c }).ToListAsync(ct);
        return new RegionChangeList([.. rows.DistinctBy(r => r.Row.Id).OrderByDescending(r => r.Row.On).ThenByDescending(r => r.Row.Id).Select(r => new RegionChangeView(
            r.Row.ChangeId, r.Row.Kind, r.Row.On, new RegionCode(r.Row.FromCode).ToString(), new RegionCode(r.Row.ToCode).ToString(), r.Row.NameBefore, r.Row.NameAfter,
            r.Change.At is null ? null : ChangeInfo.Of(r.Change), r.Row.UndoneBy is not null))]);
    }
}
