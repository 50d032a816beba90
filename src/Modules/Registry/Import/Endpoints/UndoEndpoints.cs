using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Households;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Import.Endpoints;

/// <param name="Partial">Undo what can be undone and leave what was changed since.</param>
internal sealed record UndoRequest(string Reason, bool Partial = false);

/// <summary>What an undo of an import would do, and the undo.</summary>
internal static class UndoEndpoints
{
    public static void Map(IEndpointRouteBuilder imports)
    {
        imports.MapGet("/{id:guid}/undo", PreviewAsync).WithName("PreviewImportUndo").RequirePermission(Permissions.ImportRun);
        imports.MapPost("/{id:guid}/undo", UndoAsync).WithName("UndoImport").RequirePermission(Permissions.ImportRun).WithWrite("import.undo")
            .Produces<ImportStarted>(StatusCodes.Status202Accepted);
    }

    private static async Task<Ok<UndoReport>> PreviewAsync(Guid id, [FromServices] PlatformDb db, [FromServices] ImportUndoing undo, [FromServices] AccessLog log, CancellationToken ct)
    {
        var record = await ImportEndpoints.FindAsync(id, db, ct);
        await log.ReadAsync("import.undo", [new AuditSubject("import", id.ToString(), record.County)]);
        var all = new UndoReport(0, 0, 0, 0, [], null);
        foreach (var change in record.ChangesOf())
        {
            var one = await undo.PreviewAsync(change, ct);
            all = new UndoReport(all.Households + one.Households, all.Records + one.Records, all.Blocked + one.Blocked, all.Undone + one.Undone, [.. all.Blocks, .. one.Blocks], null);
        }

        return TypedResults.Ok(all);
    }

    private static async Task<IResult> UndoAsync(
        Guid id, UndoRequest request, [FromServices] PlatformDb db, [FromServices] JobQueue jobs, [FromServices] AuditTrail audit, CancellationToken ct)
    {
        HouseholdWrites.CheckReason(request.Reason);
        var record = await ImportEndpoints.TrackedAsync(id, db, ct);
        if (record.State != ImportState.Applied || record.ChangesOf().Count == 0)
        {
            throw new ProblemException(409, new Problem("not-applied", new("只有已写入登记册的导入才能撤销。", "Only an import that was stored can be undone.")));
        }

        record.State = ImportState.Undoing;
        record.JobId = await jobs.EnqueueAsync(ImportUndoJob.JobKind, new ImportUndoArgs(id, request.Partial, request.Reason), new RegionCode(record.Region), ct);
        await db.SaveChangesAsync(ct);
        audit.Add("import.undo-asked", new AuditSubject("import", id.ToString(), record.County), new { request.Partial });
        return Results.Json(new ImportStarted(id, record.JobId), statusCode: StatusCodes.Status202Accepted);
    }
}

internal sealed record ImportUndoArgs(Guid Import, bool Partial, string Reason);

/// <summary>Undoes an import. Started again after a crash it begins anew: what the dead run had written was never published.</summary>
internal sealed class ImportUndoJob(PlatformDb db, ImportUndoing undo, WriteSession session) : IJobHandler
{
    public const string JobKind = "import-undo";

    public string Kind => JobKind;

    public async Task RunAsync(JobContext job)
    {
        var ct = job.CancellationToken;
        var args = job.ArgsAs<ImportUndoArgs>();
        var record = await db.Set<ImportRecord>().AsNoTracking().SingleAsync(i => i.Id == args.Import, ct);
        try
        {
            var blocked = 0;
            foreach (var change in record.ChangesOf())
            {
                var before = await undo.PreviewAsync(change, ct);
                if (before.Households + before.Records > before.Undone + before.Blocked || before.Blocked > 0)
                {
                    blocked += (await undo.RunAsync(change, args.Partial, args.Reason, (done, all) => job.Report(done, all), ct)).Blocked;
                }
            }

            await SettleAsync(record.Id, blocked == 0 ? ImportState.Undone : ImportState.Applied, null);
            job.SetResult(new { import = record.Id, blocked });
        }
        catch (ProblemException e)
        {
            await SettleAsync(record.Id, ImportState.Applied, e.Problems);
            throw;
        }
    }

    private Task SettleAsync(Guid id, ImportState state, IReadOnlyList<Problem>? problems) => session.RunAsync("import.undone", async () =>
    {
        var record = await db.Set<ImportRecord>().SingleAsync(i => i.Id == id);
        record.State = state;
        record.Problems = problems is null ? null : JsonSerializer.Serialize(problems, ImportReports.Json);
        await db.SaveChangesAsync();
    }, CancellationToken.None);
}
