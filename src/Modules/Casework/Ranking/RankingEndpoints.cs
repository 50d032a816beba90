using Fuyao.Access.Contracts;
using Fuyao.Casework.Contracts;
using Fuyao.Casework.Quotas;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Casework.Ranking;

/// <param name="Region">County, township or village code.</param>
/// <param name="On">The day on which the register is read; the year's last, or today, when absent.</param>
/// <param name="KnownAt">As the register was known at this time; now when absent.</param>
internal sealed record MakeRankingRequest(string Region, int Year, DateOnly? On = null, DateTimeOffset? KnownAt = null);

internal sealed record RankingStarted(Guid Job);

internal sealed record RankingJobArgs(long Region, int Year, DateOnly? On = null, DateTimeOffset? KnownAt = null);

/// <param name="Sign">+1 added, −1 subtracted, 0 recorded but not counted.</param>
internal sealed record ComponentView(string Id, LocalText Label, Money? Amount, int Sign);

internal sealed record FlagView(string Code, LocalText Text);

internal sealed record RankedView(Guid Id, string Number, string? HeadName, int Members, string? Status);

internal sealed record VillageView(string Code, string Name, string Township);

/// <param name="Rank">From 1, the poorest; absent when the income is unknown.</param>
/// <param name="Tied">Another household has the same income and shares the rank.</param>
/// <param name="TiedWith">How many households share the rank, itself included.</param>
/// <param name="Working">The components of net income; those with sign 0 are not counted.</param>
/// <param name="Note">Why the components do not add up to the figure: it is stated in the register without them.</param>
/// <param name="Flags">Exclusion facts that hold: somebody has to look.</param>
/// <param name="Unchecked">Exclusion facts that nobody has looked at.</param>
/// <param name="Quota">On which side of its village's quota; absent when the village has none.</param>
internal sealed record RankingLineView(
    int Position, int? Rank, bool Tied, int TiedWith, int? VillageRank, RankedView Household, VillageView Region, string? Group, int Heads, IncomeBasis Basis,
    Money? IncomePerHead, Money? Total, int? IncomeYear, IReadOnlyList<ComponentView> Working, LocalText? Note, IReadOnlyList<string> Needs, IReadOnlyList<FlagView> Flags,
    IReadOnlyList<FlagView> Unchecked, string? Category, QuotaMark? Quota);

/// <param name="Ranking">Absent when the place has not been ranked yet.</param>
/// <param name="Definition">What was counted as income, in words.</param>
/// <param name="Formula">The same as a FEEL expression.</param>
/// <param name="Quotas">How many stand on each side of their villages' quotas; absent while no village of the place has one.</param>
internal sealed record RankingPage(
    RankingSummary? Ranking, int? Year, LocalText? Definition, string? Formula, string? Quote, IReadOnlyList<RankingLineView> Items, string? Next, int Total,
    QuotaTally? Quotas);

/// <summary>Make a ranking, look at it, fetch its workbook and its notice.</summary>
internal static class RankingEndpoints
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapRanking(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/ranking").WithTags("ranking");
        group.MapPost("", MakeAsync).WithName("MakeRanking").RequirePermission(Permissions.RankingRun).WithWrite("ranking.start")
            .ProducesProblem(422);
        group.MapGet("", ListAsync).WithName("GetRanking").RequirePermission(Permissions.RankingView);
        group.MapGet("workbook", WorkbookAsync).WithName("GetRankingWorkbook").RequirePermission(Permissions.RankingView)
            .Produces(200, contentType: Workbook);
        group.MapGet("notice", NoticeAsync).WithName("GetRankingNotice").RequirePermission(Permissions.RankingView)
            .Produces(200, contentType: "text/html");
    }

    private static async Task<Accepted<RankingStarted>> MakeAsync(MakeRankingRequest request, [FromServices] Rankings rankings, [FromServices] JobQueue jobs, CancellationToken ct)
    {
        var region = Region(request.Region);
        rankings.Check(new RankingRequest(region, request.Year, request.On, request.KnownAt));
        var job = await jobs.EnqueueAsync(RankingJob.KindName, new RankingJobArgs(region.Value, request.Year, request.On, request.KnownAt), region, ct);
        return TypedResults.Accepted($"/api/jobs/{job}", new RankingStarted(job));
    }

    private static async Task<RankingPage> ListAsync(
        [FromServices] Rankings rankings, [FromServices] PlatformDb db, [FromServices] AccessLog log, [FromServices] CurrentActor actor, HttpContext http, CancellationToken ct, string? region = null, int? year = null, Guid? id = null, DateOnly? on = null, [FromQuery(Name = "known_at")] DateTimeOffset? knownAt = null, int limit = 50,
        string? cursor = null)
    {
        var page = OffsetCursor.Read(limit, cursor);
        var place = region is null ? actor.Region : Region(region);
        if (await LatestAsync(rankings, place, new Asked(year, id, on, knownAt), ct) is not { } run)
        {
            return new RankingPage(null, year, null, null, null, [], null, 0, null);
        }

        var range = place.Range;
        var lines = db.Set<RankingLine>().AsNoTracking().Where(l => l.County == run.County && l.RankingId == run.Id && l.Region >= range.From && l.Region < range.To);
        var rows = await lines.OrderBy(l => l.Position).Skip(page.Offset).Take(page.Limit).ToListAsync(ct);
        var total = await lines.CountAsync(ct);
        var definition = IncomeDefinition.Read(run.Definition);
        var quotas = await QuotaMarks.LoadAsync(db, run.County, run.Year, range, ct);
        var names = (IRegionNames?)http.RequestServices.GetService(typeof(IRegionNames));
        var items = new List<RankingLineView>();
        foreach (var line in rows)
        {
            items.Add(await ViewAsync(line, run.On, definition, quotas, names, ct));
        }

        await log.ReadAsync("ranking.view", new { page.Offset, page.Limit }, [new AuditSubject("ranking", run.Id.ToString(), run.County)]);
        return new RankingPage(RankingEntry.Summary(run), run.Year, definition.Meaning, definition.Text, definition.Quote, items, page.Next(rows.Count, total), total,
            await quotas.TallyAsync(lines, ct));
    }

    private static async Task<FileStreamHttpResult> WorkbookAsync(
        [FromServices] Rankings rankings, [FromServices] PlatformDb db, [FromServices] ExportGate gate, [FromServices] AccessLog log, [FromServices] CurrentActor actor, CancellationToken ct, string? region = null, int? year = null, Guid? id = null, DateOnly? on = null, [FromQuery(Name = "known_at")] DateTimeOffset? knownAt = null)
    {
        var run = await NeededAsync(rankings, region is null ? actor.Region : Region(region), new Asked(year, id, on, knownAt), ct);
        var persons = await db.Set<RankingLine>().Where(l => l.County == run.County && l.RankingId == run.Id).SumAsync(l => (long)l.Heads, ct);
        await gate.PassAsync("ranking.export", persons, new RegionCode(run.Region), ct);
        var content = new MemoryStream();
        await rankings.WriteWorkbookAsync(run.Id, content, ct);
        content.Position = 0;
        await log.ReadAsync("ranking.export", new AuditSubject("ranking", run.Id.ToString(), run.County));
        return TypedResults.Stream(content, Workbook, $"收入倒排-{new RegionCode(run.Region).ToShort()}-{run.Year}.xlsx");
    }

    private static async Task<FileStreamHttpResult> NoticeAsync(
        [FromServices] Rankings rankings, [FromServices] AccessLog log, [FromServices] CurrentActor actor, HttpContext http, CancellationToken ct, string? region = null, int? year = null, Guid? id = null, DateOnly? on = null, [FromQuery(Name = "known_at")] DateTimeOffset? knownAt = null)
    {
        var place = region is null ? actor.Region : Region(region);
        var run = await NeededAsync(rankings, place, new Asked(year, id, on, knownAt), ct);
        var content = new MemoryStream();
        await rankings.WriteNoticeAsync(run.Id, content, place, ct);
        content.Position = 0;
        await log.ReadAsync("ranking.notice", new AuditSubject("ranking", run.Id.ToString(), run.County));
        http.Response.Headers.ContentSecurityPolicy = RankingNotice.ContentSecurityPolicy;
        return TypedResults.Stream(content, "text/html; charset=utf-8");
    }

    private static async Task<RankingRun> NeededAsync(Rankings rankings, RegionCode place, Asked asked, CancellationToken ct) =>
        await LatestAsync(rankings, place, asked, ct) ?? throw ProblemException.NotFound("ranking", "收入倒排名单");

    /// <param name="On">The ranking whose register had been read by this day.</param>
    /// <param name="KnownAt">Rankings that had been made by this time.</param>
    private sealed record Asked(int? Year, Guid? Id, DateOnly? On, DateTimeOffset? KnownAt);

    // The latest ranking of the place itself or of a place around it; its lines are then those of the place.
    private static async Task<RankingRun?> LatestAsync(Rankings rankings, RegionCode place, Asked asked, CancellationToken ct)
    {
        if (asked.Id is { } known)
        {
            return await rankings.FindAsync(known, ct);
        }

        var (year, on, at) = (asked.Year, asked.On, asked.KnownAt);
        var visible = rankings.Visible().Where(r => (year == null || r.Year == year) && (on == null || r.On <= on) && (at == null || r.CompletedAt <= at));
        if (place.Level < RegionLevel.County)
        {
            var range = place.Range;
            return await visible.Where(r => r.Region >= range.From && r.Region < range.To).OrderByDescending(r => r.StartedAt).FirstOrDefaultAsync(ct);
        }

        long[] around = [place.Value, place.At(RegionLevel.County).Value, place.Level >= RegionLevel.Township ? place.At(RegionLevel.Township).Value : place.Value];
        return await visible.Where(r => r.County == place.County && around.Contains(r.Region)).OrderByDescending(r => r.StartedAt).FirstOrDefaultAsync(ct);
    }

    private static async Task<RankingLineView> ViewAsync(RankingLine line, DateOnly on, IncomeDefinition definition, QuotaMarks quotas, IRegionNames? names, CancellationToken ct)
    {
        var village = new RegionCode(line.Region);
        var township = village.At(RegionLevel.Township);
        return new RankingLineView(
            line.Position, line.Rank, line.Tied > 1, line.Tied, line.VillageRank,
            new RankedView(line.HouseholdId, line.Number, line.HeadName, line.Heads, line.Status),
            new VillageView(
                village.ToString(), (names is null ? null : await names.NameAsync(village, ct, on)) ?? village.ToShort(),
                (names is null ? null : await names.NameAsync(township, ct, on)) ?? township.ToShort()),
            line.GroupName, line.Heads, line.Basis, line.PerHead, line.Total, line.IncomeYear,
            [.. Component.Read(line.Components).Select(c => new ComponentView(c.Id, definition.Labels.GetValueOrDefault(c.Id) ?? new LocalText(c.Id, c.Id), c.Amount, c.Sign))],
            RankingEntry.Note(line.Basis), Split(line.Needs), Flags(line.Flags), Flags(line.Unchecked), line.Category, quotas.Of(line));
    }

    private static RegionCode Region(string text) => RegionCode.TryParse(text, out var code) ? code
        : throw new ProblemException(400, RegionCode.Wrong("region"));

    private static List<FlagView> Flags(string codes) => [.. Split(codes).Select(c => new FlagView(c, Exclusions.Names.GetValueOrDefault(c) ?? new LocalText(c, c)))];

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
