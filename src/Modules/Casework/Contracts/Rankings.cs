using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Casework.Quotas;
using Fuyao.Casework.Ranking;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Casework.Contracts;

/// <summary>
/// 按收入倒排: ranks the households of a place by net income per head, keeps the ranking as a document, and writes its workbook
/// and its notice. Scoped; acts in the area of the present actor.
/// </summary>
public sealed class Rankings
{
    private const int LinesAtOnce = 4_000;

    private readonly PlatformDb db;
    private readonly WriteSession session;
    private readonly AuditTrail audit;
    private readonly CurrentActor actor;
    private readonly HouseholdReader households;
    private readonly PolicyEngine engine;
    private readonly TimeProvider clock;
    private readonly IRegionNames? names;

    internal Rankings(
        PlatformDb db, WriteSession session, AuditTrail audit, CurrentActor actor, HouseholdReader households, PolicyEngine engine, TimeProvider clock, IRegionNames? names)
    {
        (this.db, this.session, this.audit, this.actor) = (db, session, audit, actor);
        (this.households, this.engine, this.clock, this.names) = (households, engine, clock, names);
    }

    /// <summary>Makes a ranking.</summary>
    /// <exception cref="ProblemException">404: the place is outside the actor's area. 422: it is larger than a county, or nobody is registered there.</exception>
    public async Task<RankingSummary> MakeAsync(RankingRequest request, Action<int>? progress = null, CancellationToken ct = default)
    {
        Check(request);
        var today = clock.TodayInChina();
        var last = Period.OfYear(request.Year).LastDay;
        var on = request.On ?? (last < today ? last : today);
        IncomeDefinition? definition = null;
        var found = new List<RankedHousehold>();
        await foreach (var household in households.StreamAsync(request.Region.Range, on, ct, request.KnownAt))
        {
            found.Add(RankingEntry.Of(household, engine.ComputeIncome(household.Json, on), ref definition));
            progress?.Invoke(found.Count);
        }

        if (found.Count == 0)
        {
            throw new ProblemException(422, new Problem("nobody-registered", new LocalText(
                $"所选地区在 {on:yyyy-MM-dd} 没有在册农户。请先导入名册或选择其他年度。", $"Nobody was registered in this place on {on:yyyy-MM-dd}. Import the register first or choose another year."), "region"));
        }

        return await StoreAsync(request, on, definition ?? IncomeDefinition.None, RankingOrder.Of(found), ct);
    }

    /// <summary>The ranking's workbook: the order with its working, the unknown, the explanation.</summary>
    /// <exception cref="ProblemException">404: no such ranking in the actor's area.</exception>
    public async Task WriteWorkbookAsync(Guid ranking, Stream output, CancellationToken ct = default) =>
        RankingWorkbook.Write(output, await ReadAsync(ranking, ct));

    /// <summary>The notice to post, a page or more for each village, as HTML to print: no id number, phone, account, health or property.</summary>
    /// <exception cref="ProblemException">404: no such ranking in the actor's area.</exception>
    public async Task WriteNoticeAsync(Guid ranking, Stream output, RegionCode? village = null, CancellationToken ct = default) =>
        await RankingNotice.WriteAsync(output, await ReadAsync(ranking, ct, village), ct);

    internal async Task<RankingDocument> ReadAsync(Guid id, CancellationToken ct, RegionCode? within = null)
    {
        var run = await FindAsync(id, ct);
        var lines = db.Set<RankingLine>().AsNoTracking().Where(l => l.County == run.County && l.RankingId == run.Id);
        if (within?.Range is { } range)
        {
            lines = lines.Where(l => l.Region >= range.From && l.Region < range.To);
        }

        var rows = await lines.OrderBy(l => l.Position).ToListAsync(ct);
        var places = new Dictionary<long, (string Township, string Village)>();
        foreach (var village in rows.Select(r => r.Region).Distinct())
        {
            var code = new RegionCode(village);
            places[village] = (await NameAsync(code.At(RegionLevel.Township), run.On, ct), await NameAsync(code, run.On, ct));
        }

        return rows.Count == 0 ? throw ProblemException.NotFound("ranking", "收入倒排名单")
            : new RankingDocument(
                run, await NameAsync(new RegionCode(run.Region), run.On, ct), IncomeDefinition.Read(run.Definition), rows, places,
                await QuotaMarks.LoadAsync(db, run.County, run.Year, new RegionCode(run.Region).Range, ct));
    }

    // A ranking of a county may be opened from a township in it: its lines are filtered, its head says nothing about anybody.
    internal async Task<RankingRun> FindAsync(Guid id, CancellationToken ct) =>
        await Visible().SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw ProblemException.NotFound("ranking", "收入倒排名单");

    internal IQueryable<RankingRun> Visible()
    {
        var (first, last) = ((int)(actor.Area.From / 1_000_000), (int)((Math.Max(actor.Area.To, 1) - 1) / 1_000_000));
        return db.Set<RankingRun>().AsNoTracking().Where(r => r.County >= first && r.County <= last && r.CompletedAt != null);
    }

    internal void Check(RankingRequest request)
    {
        if (request.Region.Level < RegionLevel.County)
        {
            throw new ProblemException(422, new Problem("region-level", new LocalText(
                "收入倒排以县、乡镇或村为单位。", "A ranking is made for a county, a township or a village."), "region"));
        }

        if (request.On > clock.TodayInChina() || request.KnownAt > clock.GetUtcNow())
        {
            throw new ProblemException(422, new Problem("day-to-come", new LocalText("日期不能晚于今天。", "The day lies in the future."), request.On > clock.TodayInChina() ? "on" : "known_at"));
        }

        if (request.Year is < 1990 or > 2100)
        {
            throw new ProblemException(422, new Problem("year", new LocalText("年度应为 1990–2100。", "The year is 1990–2100."), "year"));
        }

        if (actor.Area.Intersect(request.Region.Range) != request.Region.Range)
        {
            throw ProblemException.NotFound("place", "地区");
        }
    }

    private async Task<string> NameAsync(RegionCode region, DateOnly on, CancellationToken ct) =>
        (names is null ? null : await names.NameAsync(region, ct, on)) ?? region.ToShort();

    private async Task<RankingSummary> StoreAsync(RankingRequest request, DateOnly on, IncomeDefinition definition, IReadOnlyList<Ranking.Place> places, CancellationToken ct)
    {
        var run = new RankingRun
        {
            County = request.Region.County,
            Id = Ids.New(clock),
            Region = request.Region.Value,
            Year = request.Year,
            On = on,
            KnownAt = request.KnownAt,
            StartedAt = clock.GetUtcNow(),
            StartedBy = actor.Name,
            Households = places.Count,
            Ranked = places.Count(p => p.Rank is not null),
            Stated = places.Count(p => p.Household.Basis == IncomeBasis.Stated),
            Unknown = places.Count(p => p.Rank is null),
            Tied = places.Count(p => p.Tied > 1),
            Flagged = places.Count(p => p.Household.Flags.Count > 0),
            Definition = JsonSerializer.Serialize(definition, CaseworkJson.Options),
        };
        await session.RunAsync("ranking.begin", () => db.BulkInsertAsync([run], ct), ct);
        foreach (var part in places.Index().Chunk(LinesAtOnce))
        {
            await session.RunAsync("ranking.part", () => db.BulkInsertAsync(part.Select(p => Line(run, p.Index + 1, p.Item)), ct), ct);
        }

        // Nothing of it is seen before all of it is there.
        var now = clock.GetUtcNow();
        await session.RunAsync("ranking.make", async () =>
        {
            await db.Set<RankingRun>().Where(r => r.County == run.County && r.Id == run.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.CompletedAt, now), ct);
            audit.Add("ranking.make", new AuditSubject("ranking", run.Id.ToString(), run.County), new { run.Year, run.Households, run.Unknown, Region = request.Region.ToShort() });
        }, ct);
        return RankingEntry.Summary(run);
    }

    private static RankingLine Line(RankingRun run, int position, Ranking.Place place) => new()
    {
        County = run.County,
        RankingId = run.Id,
        Position = position,
        Region = place.Household.Village,
        HouseholdId = place.Household.Id,
        Number = place.Household.Number,
        GroupName = place.Household.Group,
        HeadName = place.Household.HeadName,
        Status = place.Household.Status,
        Heads = place.Household.Heads,
        Basis = place.Household.Basis,
        PerHead = place.Household.PerHead,
        Total = place.Household.Total,
        IncomeYear = place.Household.IncomeYear,
        Rank = place.Rank,
        Tied = place.Tied,
        VillageRank = place.VillageRank,
        VillageTied = place.VillageTied,
        Category = place.Household.Category,
        CategoryRank = place.CategoryRank,
        CategoryTied = place.CategoryTied,
        Components = JsonSerializer.Serialize(place.Household.Components.Select(c => new Component(c.Id, c.Amount, c.Sign)), CaseworkJson.Options),
        Flags = string.Join(',', place.Household.Flags),
        Unchecked = string.Join(',', place.Household.Unchecked),
        Needs = string.Join(',', place.Household.Needs),
    };
}
