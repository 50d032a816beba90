using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Model;
using Fuyao.Registry.Records;
using Fuyao.Registry.Regions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Received;

/// <summary>A row of another department's list; the id number is masked.</summary>
/// <param name="Version">For <c>If-Match</c>.</param>
/// <param name="Region">The household's village once matched, else the place as far as the list names it.</param>
/// <param name="WrittenPlace">Township and village as the list writes them.</param>
/// <param name="List">The change that brought the row in.</param>
/// <param name="SplitOf">The row that this one was split from.</param>
/// <param name="Until">Last day; null when it goes on, or was paid once.</param>
internal sealed record ReceivedLine(
    Guid Id, Guid Version, string Department, string Programme, string? PersonName, string? IdNumberMasked, string? HouseholdNumber, Place Region, string? WrittenPlace,
    Money Amount, string? Recurring, DateOnly Date, DateOnly? Until, string State, string? MatchedBy, Guid? Household, Guid? Person, Guid List, string? Source, int? SheetRow, Guid? SplitOf);

internal sealed record ReceivedCount(string State, int Rows, Money Amount);

internal sealed record ReceivedList(IReadOnlyList<ReceivedLine> Items, string? Next, int Total, IReadOnlyList<ReceivedCount> Counts);

/// <param name="At">When it was taken in.</param>
internal sealed record ReceivedSource(Guid Id, string Department, IReadOnlyList<string> Programmes, string? Source, string Actor, DateTimeOffset? At, IReadOnlyList<ReceivedCount> Counts);

internal sealed record ReceivedSources(IReadOnlyList<ReceivedSource> Items);

/// <summary>Somebody whom a row may mean.</summary>
/// <param name="SameIdNumber">Whether the list's id number is this person's; null when one of them has none.</param>
internal sealed record CandidateView(Guid Household, string Number, string? HeadName, Guid? Person, string? Name, DateOnly? Birth, Place Region, bool? SameIdNumber, string? IdNumberMasked);

/// <param name="Parts">What a split row was told apart into.</param>
internal sealed record ReceivedDetail(ReceivedLine Row, IReadOnlyList<CandidateView> Candidates, IReadOnlyList<ReceivedLine> Parts);

internal sealed record HouseholdReceived(IReadOnlyList<ReceivedLine> Items, Money Yearly);

/// <summary>What a list of rows may be asked for, besides their state.</summary>
internal sealed record ReceivedFilter(string? Region, string? Department, string? Programme, Guid? List, string? Q, string? On);

/// <summary>GET /received, /received/lists, /received/{id}, /households/{id}/received.</summary>
internal static class ReceivedEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/received", ListAsync).WithName("ListReceived").RequirePermission(Permissions.RecordView);
        api.MapGet("/received/lists", SourcesAsync).WithName("ListReceivedSources").RequirePermission(Permissions.RecordView);
        api.MapGet("/received/{id:guid}", GetAsync).WithName("GetReceived").RequirePermission(Permissions.RecordChange);
        api.MapGet("/households/{id:guid}/received", OfHouseholdAsync).WithName("GetHouseholdReceived").RequirePermission(Permissions.HouseholdView);
    }

    private static async Task<ReceivedList> ListAsync(
        string? state, string? region, string? department, string? programme, Guid? list, string? q, string? on, [FromQuery(Name = "known_at")] string? knownAt,
        int? limit, string? cursor, [FromServices] PlatformDb db, [FromServices] Seal seal, [FromServices] CurrentActor actor, [FromServices] AccessLog log,
        [FromServices] TimeProvider clock, CancellationToken ct)
    {
        var page = OffsetCursor.Read(limit ?? 50, cursor);
        var (_, at) = GetRecord.AsOf(on, knownAt, clock);
        var known = await Knowing.AtAsync(db, at, ct);
        var rows = known.Of(db.Set<ReceivedBenefitRow>().AsNoTracking());
        rows = Fitting(rows, new ReceivedFilter(region, department, programme, list, q, on), actor, seal, clock);
        var counts = await CountsAsync(rows, ct);
        var found = state is { Length: > 0 } ? rows.Where(r => r.State == state) : rows;
        var total = state is { Length: > 0 } ? counts.FirstOrDefault(c => c.State == state)?.Rows ?? 0 : counts.Sum(c => c.Rows);
        var shown = await found.OrderBy(r => r.Region).ThenBy(r => r.Department).ThenBy(r => r.ListId).ThenBy(r => r.SheetRow).ThenBy(r => r.RowId)
            .Skip(page.Offset).Take(page.Limit).ToListAsync(ct);
        await SeenAsync(log, "received.list", shown);
        return new ReceivedList(await LinesAsync(db, seal, shown, ct), page.Next(shown.Count, total), total, counts);
    }

    /// <summary>Rows that fit what is asked for besides their state.</summary>
    public static IQueryable<ReceivedBenefitRow> Fitting(IQueryable<ReceivedBenefitRow> rows, ReceivedFilter asked, CurrentActor actor, Seal seal, TimeProvider clock)
    {
        var (region, department, programme, list, q, on) = asked;
        rows = region is null ? rows : rows.In(ListPlaces.Area(region, actor).Range);
        rows = department is { Length: > 0 } ? rows.Where(r => r.Department == department) : rows;
        rows = programme is { Length: > 0 } ? rows.Where(r => r.Programme == programme) : rows;
        rows = list is null ? rows : rows.Where(r => r.ListId == list);
        if (q is { Length: > 0 })
        {
            var text = Kernel.Text.CleanText.Of(q);
            var ids = seal.IdNumberHashes(text.ToUpperInvariant());
            rows = rows.Where(r => r.PersonName!.Contains(text) || r.HouseholdNumber == text || (r.IdHash != null && ids.Contains(r.IdHash)));
        }

        if (on is { Length: > 0 })
        {
            rows = rows.On(GetRecord.AsOf(on, null, clock).On);
        }

        return rows;
    }

    private static async Task<ReceivedSources> SourcesAsync([FromServices] PlatformDb db, CancellationToken ct)
    {
        var known = await Knowing.AtAsync(db, null, ct);
        var groups = await known.Of(db.Set<ReceivedBenefitRow>().AsNoTracking())
            .GroupBy(r => new { r.County, r.ListId, r.Department, r.Programme, r.State })
            .Select(g => new { g.Key, Rows = g.Count(), Fen = g.Sum(r => (long)(object)r.Amount) }).ToListAsync(ct);
        var ids = groups.Select(g => g.Key.ListId).Distinct().ToArray();
        var changes = await db.Set<Change>().AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
        return new ReceivedSources([.. groups.GroupBy(g => (g.Key.ListId, g.Key.Department)).Select(list =>
        {
            var change = changes.GetValueOrDefault(list.Key.ListId);
            return new ReceivedSource(
                list.Key.ListId, list.Key.Department, [.. list.Select(g => g.Key.Programme).Distinct().Order()], change?.Source, change?.Actor ?? "", change?.At,
                [.. list.GroupBy(g => g.Key.State).Select(s => new ReceivedCount(s.Key, s.Sum(g => g.Rows), new Money(s.Sum(g => g.Fen))))]);
        }).OrderByDescending(s => s.At)]);
    }

    private static async Task<ReceivedDetail> GetAsync(
        Guid id, [FromServices] PlatformDb db, [FromServices] Seal seal, [FromServices] ReceivedMatcher matcher, [FromServices] ReceivedWriter writer,
        [FromServices] AccessLog log, CancellationToken ct)
    {
        var row = await FindAsync(db, id, ct);
        var state = writer.StateOf(row);
        var candidates = await matcher.CandidatesAsync(state, ct);
        await SeenAsync(log, "received.view", [row]);
        if (candidates.Count > 0)
        {
            await log.ReadAsync("received.candidates", [.. candidates.Select(c => new AuditSubject("household", c.Household.ToString(), row.County))]);
        }

        return new ReceivedDetail(
            (await LinesAsync(db, seal, [row], ct))[0],
            [.. candidates.Select(c => new CandidateView(
                c.Household, c.Number, c.HeadName, c.Person, c.Name, c.Birth, Place.Of(c.Village),
                c.SealedId is null || state.IdNumber is null ? null : seal.Open(c.SealedId) == state.IdNumber, c.SealedId is null ? null : Mask.IdNumber(seal.Open(c.SealedId))))],
            await LinesAsync(db, seal, await SplitReceived.PartsAsync(db, row, ct), ct));
    }

    private static async Task<HouseholdReceived> OfHouseholdAsync(
        Guid id, string? on, [FromQuery(Name = "known_at")] string? knownAt, [FromServices] PlatformDb db, [FromServices] Seal seal, [FromServices] AccessLog log,
        [FromServices] TimeProvider clock, CancellationToken ct)
    {
        var (day, at) = GetRecord.AsOf(on, knownAt, clock);
        var known = await Knowing.AtAsync(db, at, ct);
        // The household decides: what it received before it moved here is seen here.
        var county = await known.Of(db.Set<HouseholdVersion>().Where(v => v.HouseholdId == id)).Select(v => (int?)v.County).FirstOrDefaultAsync(ct)
            ?? throw ProblemException.NotFound("household", "这一户");
        var rows = await known.Of(db.Set<ReceivedBenefitRow>().AsNoTracking().AcrossAreas()
                .Where(r => r.County == county && r.HouseholdId == id && r.State == MatchStates.Matched)).On(day)
            .OrderByDescending(r => r.Date).ThenBy(r => r.RowId).ToListAsync(ct);
        await log.ReadAsync("received.household", new AuditSubject("household", id.ToString(), county));
        return new HouseholdReceived(await LinesAsync(db, seal, rows, ct), new Money(rows.Sum(r => r.Recurring switch
        {
            "month" => r.Amount.Fen * 12,
            "year" => r.Amount.Fen,
            _ => r.Date.AddYears(1) > day ? r.Amount.Fen : 0,
        })));
    }

    public static async Task<ReceivedBenefitRow> FindAsync(PlatformDb db, Guid row, CancellationToken ct) =>
        await (await Knowing.AtAsync(db, null, ct)).Of(db.Set<ReceivedBenefitRow>().AsNoTracking().Where(r => r.RowId == row)).FirstOrDefaultAsync(ct)
        ?? throw ProblemException.NotFound("received", "这条记录");

    public static async Task<IReadOnlyList<ReceivedLine>> LinesAsync(PlatformDb db, Seal seal, IReadOnlyList<ReceivedBenefitRow> rows, CancellationToken ct)
    {
        var lists = rows.Select(r => r.ListId).Distinct().ToArray();
        var sources = await db.Set<Change>().AsNoTracking().Where(c => lists.Contains(c.Id)).Select(c => new { c.Id, c.Source }).ToDictionaryAsync(c => c.Id, c => c.Source, ct);
        return [.. rows.Select(r => new ReceivedLine(
            r.RowId, r.Id, r.Department, r.Programme, r.PersonName, r.IdCipher is null ? null : Mask.IdNumber(seal.Open(r.IdCipher)), r.HouseholdNumber, Place.Of(r.Region), r.Place,
            r.Amount, r.Recurring, r.Date, r.ValidTo == Span.Forever ? null : r.ValidTo.AddDays(-1), r.State, r.MatchedBy, r.HouseholdId, r.PersonId, r.ListId,
            sources.GetValueOrDefault(r.ListId), r.SheetRow, r.SplitOf))];
    }

    private static async Task<List<ReceivedCount>> CountsAsync(IQueryable<ReceivedBenefitRow> rows, CancellationToken ct) =>
        [.. (await rows.GroupBy(r => r.State).Select(g => new { g.Key, Rows = g.Count(), Fen = g.Sum(r => (long)(object)r.Amount) }).ToListAsync(ct))
            .Select(g => new ReceivedCount(g.Key, g.Rows, new Money(g.Fen)))];

    private static Task SeenAsync(AccessLog log, string action, IReadOnlyList<ReceivedBenefitRow> rows) =>
        rows.Count == 0 ? Task.CompletedTask
            : log.ReadAsync(action, [.. rows.Select(r => r.PersonId is { } person ? new AuditSubject("person", person.ToString(), r.County) : new AuditSubject("received", r.RowId.ToString(), r.County)).Distinct()]);
}
