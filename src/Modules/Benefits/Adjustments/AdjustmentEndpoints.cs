using Fuyao.Access.Contracts;
using Fuyao.Benefits.Orders;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Adjustments;

/// <param name="ArrearsOpen">Owed to households, of all that is filtered.</param>
/// <param name="OverpaidOpen">Owed by them, as a positive amount.</param>
internal sealed record AdjustmentPage(IReadOnlyList<AdjustmentView> Items, string? Next, int Total, Money ArrearsOpen, Money OverpaidOpen);

/// <param name="Amount">Above zero, at most what is still open.</param>
/// <param name="Reason">The receipt, or why it is written off.</param>
internal sealed record RecoverRequest(Money Amount, string Reason);

internal sealed record CompareRequest(string Pack);

/// <param name="Job">Follow it at <c>/api/jobs/{id}</c>.</param>
internal sealed record CompareBegun(Guid Job);

/// <summary>补发与追回: what earlier periods owe and are owed, with the reason of each.</summary>
internal static class AdjustmentEndpoints
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapAdjustments(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/adjustments").WithTags("adjustments");
        group.MapGet("", ListAsync).WithName("ListAdjustments").RequirePermission(Permissions.RunView);
        group.MapGet("workbook", ExportAsync).WithName("GetAdjustmentsWorkbook").RequirePermission(Permissions.RunView).Produces(200, contentType: Workbook);
        group.MapPost("compare", CompareAsync).WithName("CompareEarlierPeriods").RequirePermission(Permissions.PaymentPropose).WithWrite("adjustment.begin");
        group.MapPost("{id:guid}/recover", RecoverAsync).WithName("RecordRecovery").RequirePermission(Permissions.PaymentExport).WithWrite("adjustment.recover").ProducesProblem(409).ProducesProblem(422);
    }

    private static async Task<AdjustmentPage> ListAsync(
        [FromServices] PlatformDb db, [FromServices] AdjustmentViews views, [FromServices] OpenAdjustments settled, [FromServices] AccessLog log, CancellationToken ct,
        string? direction = null, bool open = false, string? policy = null, Guid? household = null, string? region = null, int limit = 50, string? cursor = null)
    {
        var page = OffsetCursor.Read(limit, cursor);
        var all = await FilteredAsync(db, settled, direction, open, policy, household, region, ct);
        var rows = all.Skip(page.Offset).Take(page.Limit).ToList();
        await log.ReadAsync("adjustment.list", new { page.Offset, page.Limit }, [.. rows.Select(a => new AuditSubject("household", a.Adjustment.HouseholdId.ToString(), a.Adjustment.County))]);
        return new AdjustmentPage(
            await views.OfAsync([.. rows.Select(r => r.Adjustment)], ct), page.Next(rows.Count, all.Count), all.Count,
            new Money(all.Where(a => a.Left > Money.Zero).Sum(a => a.Left.Fen)), new Money(-all.Where(a => a.Left < Money.Zero).Sum(a => a.Left.Fen)));
    }

    private static async Task<List<OpenAdjustment>> FilteredAsync(
        PlatformDb db, OpenAdjustments settled, string? direction, bool open, string? policy, Guid? household, string? region, CancellationToken ct)
    {
        var area = OrderEndpoints.Area(region);
        var up = direction switch { null or "" => (bool?)null, "arrears" => true, "overpaid" => false, _ => throw OrderEndpoints.Unknown("direction", "arrears, overpaid") };
        var rows = await db.Set<Adjustment>().AsNoTracking().Where(a => a.Region >= area.From && a.Region < area.To
                && (up == null || (up == true ? a.Amount > Money.Zero : a.Amount < Money.Zero)) && (policy == null || a.Policy == policy) && (household == null || a.HouseholdId == household))
            .OrderByDescending(a => a.KnownAt).ThenBy(a => a.Region).ThenBy(a => a.HouseholdNumber).ThenBy(a => a.Period).ThenBy(a => a.Id).ToListAsync(ct);
        var found = new List<OpenAdjustment>();
        foreach (var county in rows.GroupBy(a => a.County))
        {
            var sums = await settled.SettledAsync(county.Key, [.. county.Select(a => a.Id)], ct);
            found.AddRange(county.Select(a => new OpenAdjustment(a, a.Amount - sums.GetValueOrDefault(a.Id))));
        }

        return open ? [.. found.Where(a => a.Left != Money.Zero)] : found;
    }

    private static async Task<IResult> ExportAsync(
        [FromServices] PlatformDb db, [FromServices] AdjustmentViews views, [FromServices] OpenAdjustments settled, [FromServices] ExportGate gate, [FromServices] AccessLog log,
        [FromServices] CurrentActor actor, CancellationToken ct, string? direction = null, bool open = false, string? policy = null, string? region = null)
    {
        var all = await FilteredAsync(db, settled, direction, open, policy, null, region, ct);
        var pass = await gate.PassAsync("adjustment.export", all.Select(a => a.Adjustment.Subject).Distinct().Count(), actor.Region, ct);
        var content = new MemoryStream();
        AdjustmentWorkbook.Write(content, await views.OfAsync([.. all.Select(a => a.Adjustment)], ct), pass);
        await log.ReadAsync("adjustment.export", new { rows = all.Count }, [new AuditSubject("adjustments", actor.Region.ToShort())]);
        content.Position = 0;
        return TypedResults.Stream(content, Workbook, "补发追回表.xlsx");
    }

    private static async Task<CompareBegun> CompareAsync(CompareRequest request, [FromServices] JobQueue jobs, [FromServices] CurrentActor actor, CancellationToken ct) =>
        new(await jobs.EnqueueAsync(RetroactionJob.KindName, new RetroactionArgs(request.Pack, actor.Region.Value), actor.Region, ct));

    private static async Task<AdjustmentView> RecoverAsync(
        Guid id, RecoverRequest request, [FromServices] PlatformDb db, [FromServices] AdjustmentViews views, [FromServices] OpenAdjustments settled, [FromServices] CurrentActor actor,
        [FromServices] AuditTrail audit, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        var adjustment = await db.Set<Adjustment>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) ?? throw ProblemException.NotFound("adjustment", "补发追回记录");
        await settled.HoldAsync(adjustment.County, adjustment.Pack, ct);
        var left = adjustment.Amount - (await settled.SettledAsync(adjustment.County, [id], ct)).GetValueOrDefault(id);
        var problems = new List<Problem>();
        if (left >= Money.Zero)
        {
            throw new ProblemException(409, new Problem("nothing-owed", new LocalText("该户在此项上不欠款。", "The household owes nothing on this.")));
        }

        if (request.Amount <= Money.Zero || request.Amount > -left)
        {
            problems.Add(new Problem("amount", new LocalText($"金额应大于 0,不超过尚欠的 {(-left).ToDisplay()} 元。", $"State an amount above 0 and at most the {(-left).ToDisplay()} yuan still owed."), "amount"));
        }

        if (string.IsNullOrWhiteSpace(request.Reason))
        {
            problems.Add(new Problem("reason-missing", new LocalText("请写明收据号或核销依据。", "Name the receipt, or say on what grounds it is written off."), "reason"));
        }

        if (problems.Count > 0)
        {
            throw new ProblemException(422, problems);
        }

        await db.BulkInsertAsync([new Settlement
        {
            County = adjustment.County, Id = Ids.New(clock), Region = adjustment.Region, AdjustmentId = id, Amount = -request.Amount, At = clock.GetUtcNow(), By = actor.Name, Reason = CleanText.Of(request.Reason),
        }], ct);
        audit.Add("adjustment.recover", new AuditSubject("household", adjustment.HouseholdId.ToString(), adjustment.County), new { id, Amount = request.Amount.ToString() });
        return (await views.OfAsync([adjustment], ct))[0];
    }
}

internal sealed record RetroactionArgs(string Pack, long Region);

/// <summary>Compares earlier periods with today's knowledge without waiting for the next order.</summary>
internal sealed class RetroactionJob(Retroaction retroaction, PlatformDb db) : IJobHandler
{
    public const string KindName = "adjustments";

    public string Kind => KindName;

    public async Task RunAsync(JobContext job)
    {
        var args = job.ArgsAs<RetroactionArgs>();
        var area = new RegionCode(args.Region).Range;
        var counties = await db.Set<Runs.Run>().AcrossAreas().Where(r => r.Pack == args.Pack).Select(r => r.County).Distinct().ToListAsync(job.CancellationToken);
        var made = new RetroactionResult(0, 0, Money.Zero, Money.Zero);
        foreach (var county in counties)
        {
            var inside = area.Intersect(new RegionCode(county * 1_000_000L).Range);
            if (inside != CodeRange.Nothing)
            {
                var one = await retroaction.ComputeAsync(county, inside, args.Pack, job.CancellationToken, (done, total) => job.Report(done, total));
                made = new RetroactionResult(made.Households + one.Households, made.Adjustments + one.Adjustments, made.Arrears + one.Arrears, made.Overpaid + one.Overpaid);
            }
        }

        job.SetResult(made);
    }
}
