using Fuyao.Access.Contracts;
using Fuyao.Benefits.Orders;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Benefits.Reviews;

internal sealed record CountAmount(int Count, Money Amount);

/// <summary>One benefit against its last period.</summary>
/// <param name="Period">Of this run; <paramref name="PeriodBefore"/> is what it is compared with.</param>
/// <param name="Changed">How many have another amount, and by how much together.</param>
internal sealed record PolicyReview(
    string Policy, LocalText? Title, string Unit, string Period, string? PeriodBefore, CountAmount Before, CountAmount Now, CountAmount New, CountAmount Ended, CountAmount Changed);

/// <param name="Earlier">The run it is compared with; null for the first of the pack.</param>
internal sealed record RunReview(
    Guid Run, string Period, Guid? Earlier, string? EarlierPeriod, IReadOnlyList<PolicyReview> Policies, CountAmount New, CountAmount Ended, CountAmount Changed, Money Before, Money Now);

internal sealed record FactChangeView(string Path, string? Person, LocalText Label, LocalText? Before, LocalText? After, DateTimeOffset? At, string? Actor, string? Reason, string? Evidence);

/// <param name="Facts">What is not as it was.</param>
/// <param name="Says">What the rule says now.</param>
internal sealed record AwardDifferenceView(
    Guid Award, string Kind, RunPlace Village, Guid Household, string HouseholdNumber, string? HeadName, string? SubjectName, string Policy, LocalText? Title, string Unit,
    Money Before, Money After, IReadOnlyList<FactChangeView> Facts, LocalText? Says);

internal sealed record AwardDifferencePage(IReadOnlyList<AwardDifferenceView> Items, string? Next, int Total);

/// <summary>What is new, ended and changed since the last period, and why: looked at before payment is proposed.</summary>
internal static class ReviewEndpoints
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapReviews(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/runs/{id:guid}").WithTags("runs");
        group.MapGet("review", ReviewAsync).WithName("ReviewRun").RequirePermission(Permissions.RunView);
        group.MapGet("differences", ListAsync).WithName("ListDifferences").RequirePermission(Permissions.RunView);
        group.MapGet("differences.xlsx", ExportAsync).WithName("GetDifferences").RequirePermission(Permissions.RunView).Produces(200, contentType: Workbook);
    }

    private static async Task<RunReview> ReviewAsync(Guid id, [FromServices] PlatformDb db, [FromServices] RunDifferences differences, [FromServices] RunViews views, CancellationToken ct)
    {
        var run = await RunEndpoints.FindAsync(db, id, ct);
        return await ReadAsync(run, await differences.EarlierAsync(run, ct), differences, views, ct);
    }

    internal static async Task<RunReview> ReadAsync(Run run, Run? earlier, RunDifferences differences, RunViews views, CancellationToken ct)
    {
        var titles = views.Titles(run.Pack, run.On);
        var rows = new List<PolicyReview>();
        foreach (var policy in await differences.PoliciesAsync(run, earlier, ct))
        {
            var changed = await ChangesAsync(differences, run, policy, ct);
            rows.Add(new PolicyReview(
                policy.Policy, titles.GetValueOrDefault(policy.Policy), policy.Unit, policy.Now, policy.Before,
                View(policy.Before is null ? default : await differences.SumAsync(differences.Earlier(run, policy), ct)), View(await differences.SumAsync(differences.Of(run, policy), ct)),
                View(await differences.SumAsync(differences.Pairs(run, policy, DifferenceKind.New).Select(p => p.Award), ct)),
                View(await differences.SumAsync(differences.Pairs(run, policy, DifferenceKind.Ended).Select(p => p.Award), ct)), View(changed)));
        }

        return new RunReview(
            run.Id, run.Period, earlier?.Id, earlier?.Period, rows, Sum(rows, r => r.New), Sum(rows, r => r.Ended), Sum(rows, r => r.Changed),
            new Money(rows.Sum(r => r.Before.Amount.Fen)), new Money(rows.Sum(r => r.Now.Amount.Fen)));
    }

    private static async Task<CountSum> ChangesAsync(RunDifferences differences, Run run, ComparedPolicy policy, CancellationToken ct)
    {
        if (policy.Before is null)
        {
            return default;
        }

        var pairs = differences.Pairs(run, policy, DifferenceKind.Changed);
        var now = await differences.SumAsync(pairs.Select(p => p.Award), ct);
        var before = await differences.SumAsync(pairs.Select(p => p.Earlier!), ct);
        return new CountSum(now.Count, now.Amount - before.Amount);
    }

    private static async Task<AwardDifferencePage> ListAsync(
        Guid id, [FromServices] PlatformDb db, [FromServices] RunDifferences differences, [FromServices] DifferenceReasons reasons, [FromServices] RunViews views, [FromServices] AccessLog log,
        CancellationToken ct, string kind = "new", string? policy = null, string? region = null, int limit = 50, string? cursor = null)
    {
        var run = await RunEndpoints.FindAsync(db, id, ct);
        var page = OffsetCursor.Read(limit, cursor);
        var earlier = await differences.EarlierAsync(run, ct);
        var policies = (await differences.PoliciesAsync(run, earlier, ct)).Where(p => policy is null || p.Policy == policy).ToList();
        var (rows, total) = await differences.ReadAsync(run, policies, Kind(kind), Area(run, region), page.Offset, page.Limit, ct);
        var titles = views.Titles(run.Pack, run.On);
        var items = new List<AwardDifferenceView>();
        foreach (var row in rows)
        {
            items.Add(await ViewAsync(row, await reasons.OfAsync(row, run, earlier, ct), titles, views, ct));
        }

        await log.ReadAsync("run.differences", new { kind, page.Offset, page.Limit }, [new AuditSubject("run", run.Id.ToString(), run.County)]);
        return new AwardDifferencePage(items, page.Next(rows.Count, total), total);
    }

    private static async Task<IResult> ExportAsync(
        Guid id, [FromServices] PlatformDb db, [FromServices] RunDifferences differences, [FromServices] DifferenceReasons reasons, [FromServices] RunViews views, [FromServices] ExportGate gate,
        [FromServices] AccessLog log, CancellationToken ct, string? kind = null)
    {
        var run = await RunEndpoints.FindAsync(db, id, ct);
        var earlier = await differences.EarlierAsync(run, ct);
        var policies = await differences.PoliciesAsync(run, earlier, ct);
        DifferenceKind[] kinds = kind is null ? [DifferenceKind.Ended, DifferenceKind.Changed, DifferenceKind.New] : [Kind(kind)];
        var found = new List<DifferentAward>();
        foreach (var one in kinds)
        {
            found.AddRange((await differences.ReadAsync(run, policies, one, new RegionCode(run.Region).Range, 0, int.MaxValue, ct)).Rows);
        }

        var pass = await gate.PassAsync("run.differences", found.Select(f => f.Award.Subject).Distinct().Count(), new RegionCode(run.Region), ct);
        var content = new MemoryStream();
        await DifferenceWorkbook.WriteAsync(content, run, earlier, await ReadAsync(run, earlier, differences, views, ct), kinds, found, reasons, views, pass, ct);
        await log.ReadAsync("run.differences", new { kind, rows = found.Count }, [new AuditSubject("run", run.Id.ToString(), run.County)]);
        content.Position = 0;
        var place = await views.PlaceAsync(run.Region, ct);
        return TypedResults.Stream(content, Workbook, $"{place.Name}{run.Period}{(kind == "ended" ? "停发名单" : "待遇差异表")}.xlsx");
    }

    private static async Task<AwardDifferenceView> ViewAsync(DifferentAward row, DifferenceReason why, IReadOnlyDictionary<string, LocalText> titles, RunViews views, CancellationToken ct)
    {
        var village = await views.PlaceAsync(row.Award.Region, ct);
        return new AwardDifferenceView(
            row.Award.Id, row.Kind.ToString().ToLowerInvariant(), new RunPlace(village.Code, village.Name), row.Award.HouseholdId, row.Award.HouseholdNumber, row.Award.HeadName,
            row.Award.PersonName ?? row.Award.HeadName, row.Award.Policy, titles.GetValueOrDefault(row.Award.Policy), row.Award.Unit, row.Before, row.After, [.. why.Facts.Select(View)], why.Result);
    }

    internal static FactChangeView View(FactChange f) => new(f.Path, f.Person, f.Label, f.Before, f.After, f.At, f.Actor, f.Reason, f.Evidence);

    private static CountAmount View(CountSum sum) => new(sum.Count, sum.Amount);

    private static CountAmount Sum(List<PolicyReview> rows, Func<PolicyReview, CountAmount> of) => new(rows.Sum(r => of(r).Count), new Money(rows.Sum(r => of(r).Amount.Fen)));

    private static DifferenceKind Kind(string text) => Enum.TryParse<DifferenceKind>(text, ignoreCase: true, out var kind) ? kind : throw OrderEndpoints.Unknown("kind", "new, ended, changed");

    private static CodeRange Area(Run run, string? region) => new RegionCode(run.Region).Range.Intersect(OrderEndpoints.Area(region));
}
