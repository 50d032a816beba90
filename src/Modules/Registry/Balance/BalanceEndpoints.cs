using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Events;
using Fuyao.Registry.Groups;
using Fuyao.Registry.Model;
using Fuyao.Registry.Regions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Balance;

/// <param name="Region">2 to 12 digits; the actor's own area when absent.</param>
/// <param name="Group">One group of a village.</param>
/// <param name="From">Day of the opening count; the beginning of the year when absent.</param>
/// <param name="To">Day of the closing count; today when absent.</param>
internal sealed record BalanceQuery(
    [property: FromQuery(Name = "region")] string? Region,
    [property: FromQuery(Name = "group")] string? Group,
    [property: FromQuery(Name = "from")] string? From,
    [property: FromQuery(Name = "to")] string? To,
    [property: FromQuery(Name = "known_at")] string? KnownAt);

/// <summary>One household or person that came or went.</summary>
internal sealed record BalanceItem(
    DateOnly On, string Kind, LocalText Name, bool Enters, Guid Household, string Number, string? HeadName, Guid? Person, string? PersonName, Place? From, Place? To, Guid? Event);

internal sealed record BalanceItems(IReadOnlyList<BalanceItem> Items, string? Next, int Total);

/// <summary>GET /balance: opening + in − out = closing for an area between two days, with the way down to each movement, and as a workbook.</summary>
internal static class BalanceEndpoints
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/balance", GetAsync).WithName("GetBalance").RequirePermission(Permissions.HouseholdView);
        api.MapGet("/balance/items", ItemsAsync).WithName("ListBalanceItems").RequirePermission(Permissions.HouseholdView);
        api.MapGet("/balance/workbook", WorkbookAsync).WithName("GetBalanceWorkbook").RequirePermission(Permissions.HouseholdView)
            .Produces(StatusCodes.Status200OK, contentType: Workbook);
    }

    private static async Task<PopulationBalance> GetAsync(
        [AsParameters] BalanceQuery query, [FromServices] BalanceReader reader, [FromServices] GroupReader groups, [FromServices] CurrentActor actor, [FromServices] TimeProvider clock,
        CancellationToken ct) =>
        await ReportAsync(Asked.Read(query, actor, clock), reader, groups, ct);

    private static async Task<BalanceItems> ItemsAsync(
        [AsParameters] BalanceQuery query, string? of, string? direction, string? kind, int? limit, string? cursor,
        [FromServices] BalanceReader reader, [FromServices] GroupReader groups, [FromServices] PlatformDb db, [FromServices] CurrentActor actor, [FromServices] AccessLog log, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        var asked = Asked.Read(query, actor, clock);
        var page = OffsetCursor.Read(limit ?? 50, cursor);
        bool Inside(Lodging place) => asked.Area.Contains(new RegionCode(place.Region)) && (asked.Group is null || (place.Group ?? "") == asked.Group);
        var village = await GroupNames.OfAsync(groups, asked, ct);
        var found = BalanceReport.Crossing(village.Of(await reader.MovementsAsync(asked.Range, asked.From, asked.To, asked.KnownAt, asked.IsVillage, ct)), Inside)
            .Where(c => (string.IsNullOrEmpty(of) || c.Movement.IsPerson == (of == "persons")) && (string.IsNullOrEmpty(direction) || c.Enters == (direction == "in")) && (string.IsNullOrEmpty(kind) || c.Kind == kind))
            .OrderBy(c => c.Movement.On).ThenBy(c => c.Movement.Household).ThenBy(c => c.Movement.IsPerson).ThenBy(c => c.Movement.Subject).ToList();
        var shown = found.Skip(page.Offset).Take(page.Limit).ToList();
        var (arrived, total) = await ArrivedAsync(asked, of, direction, kind, page.Offset - found.Count, page.Limit - shown.Count, found.Count, reader, db, clock, ct);
        var ids = shown.Select(c => c.Movement.Household).Concat(arrived.Select(a => a.Household)).Distinct().ToArray();
        var (low, high) = VersionQueries.Counties(asked.Range);
        var households = (await db.Set<HouseholdVersion>().AsNoTracking().Where(v => v.County >= low && v.County <= high && ids.Contains(v.HouseholdId))
            .Select(v => new { v.HouseholdId, v.Number, v.HeadName, v.OpenedBy }).ToListAsync(ct)).GroupBy(v => v.HouseholdId).ToDictionary(g => g.Key, g => g.MaxBy(v => v.OpenedBy)!);
        if (ids.Length > 0)
        {
            await log.ReadAsync("household.list", [.. ids.Select(id => new AuditSubject("household", id.ToString()))]);
        }

        return new BalanceItems(
            [.. shown.Select(c => new BalanceItem(
                c.Movement.On, c.Kind, EventKinds.NameOf(c.Kind), c.Enters, c.Movement.Household,
                households.GetValueOrDefault(c.Movement.Household)?.Number ?? "", households.GetValueOrDefault(c.Movement.Household)?.HeadName,
                c.Movement.IsPerson ? c.Movement.Subject : null, c.Movement.IsPerson ? c.Movement.Name : null,
                c.Movement.From is { } from ? Place.Of(from.Region, c.Movement.On.AddDays(-1)) : null, c.Movement.To is { } to ? Place.Of(to.Region, c.Movement.On) : null, c.Movement.Event)), .. arrived],
            page.Next(shown.Count + arrived.Count, total), total);
    }

    private static async Task<IResult> WorkbookAsync(
        [AsParameters] BalanceQuery query, [FromServices] BalanceReader reader, [FromServices] GroupReader groups, [FromServices] CurrentActor actor, [FromServices] TimeProvider clock,
        CancellationToken ct)
    {
        var asked = Asked.Read(query, actor, clock);
        var file = new MemoryStream();
        BalanceSheet.Write(file, await ReportAsync(asked, reader, groups, ct));
        return Results.File(file.ToArray(), Workbook, $"balance-{asked.From:yyyy-MM-dd}-{asked.To:yyyy-MM-dd}.xlsx");
    }

    private static async Task<PopulationBalance> ReportAsync(Asked asked, BalanceReader reader, GroupReader groups, CancellationToken ct)
    {
        var village = await GroupNames.OfAsync(groups, asked, ct);
        var balance = BalanceReport.Of(
            asked.Area, asked.Group, asked.From, asked.To, asked.KnownAt,
            village.Of(await reader.CountAsync(asked.Range, new AsOf(asked.From, asked.KnownAt), ct)),
            village.Of(await reader.CountAsync(asked.Range, new AsOf(asked.To, asked.KnownAt), ct)),
            village.Of(await reader.MovementsAsync(asked.Range, asked.From, asked.To, asked.KnownAt, asked.IsVillage, ct)),
            asked.IsVillage ? [] : await reader.ArrivalsAsync(asked.Range, asked.From, asked.To, asked.KnownAt, ct));
        return asked.IsVillage ? balance with { Rows = [.. balance.Rows.Select(r => r with { GroupId = village.IdOf(r.Group) })] } : balance;
    }

    // What a first import brought comes after what has its own story, straight from the database page by page.
    private static async Task<(List<BalanceItem> Items, int Total)> ArrivedAsync(
        Asked asked, string? of, string? direction, string? kind, int offset, int limit, int before, BalanceReader reader, PlatformDb db, TimeProvider clock, CancellationToken ct)
    {
        if (asked.IsVillage || direction == "out" || (kind is { Length: > 0 } && kind != EventKinds.Import))
        {
            return ([], before);
        }

        var arrivals = await reader.ArrivalsAsync(asked.Range, asked.From, asked.To, asked.KnownAt, ct);
        var (households, persons) = (of == "persons" ? 0 : arrivals.Sum(a => a.Households), of == "households" ? 0 : arrivals.Sum(a => a.Persons));
        var arrived = reader.Arrived(asked.Range, asked.From, asked.To, asked.KnownAt ?? clock.GetUtcNow()).AsNoTracking();
        List<BalanceItem> items = [];
        offset = Math.Max(0, offset);
        if (limit > 0 && offset < households)
        {
            items.AddRange((await arrived.OrderBy(v => v.Region).ThenBy(v => v.Number).Skip(offset).Take(limit).Select(v => new { v.ValidFrom, v.HouseholdId, v.Number, v.HeadName, v.Region }).ToListAsync(ct))
                .Select(v => new BalanceItem(v.ValidFrom, EventKinds.Import, EventKinds.NameOf(EventKinds.Import), true, v.HouseholdId, v.Number, v.HeadName, null, null, null, Place.Of(v.Region, v.ValidFrom), null)));
        }

        if (limit > items.Count && persons > 0)
        {
            var members = arrived.Join(db.Set<PersonVersion>().AsNoTracking().AcrossAreas().In(asked.Range), h => new { h.County, h.HouseholdId }, p => new { p.County, p.HouseholdId }, (h, p) => new { Household = h, Person = p });
            items.AddRange((await members.OrderBy(m => m.Household.Region).ThenBy(m => m.Household.Number).ThenBy(m => m.Person.PersonId).Skip(Math.Max(0, offset - households)).Take(limit - items.Count)
                    .Select(m => new { m.Person.ValidFrom, m.Person.HouseholdId, m.Household.Number, m.Household.HeadName, m.Person.PersonId, m.Person.Name, m.Person.Region }).ToListAsync(ct))
                .Select(m => new BalanceItem(m.ValidFrom, EventKinds.Import, EventKinds.NameOf(EventKinds.Import), true, m.HouseholdId, m.Number, m.HeadName, m.PersonId, m.Name, null, Place.Of(m.Region, m.ValidFrom), null)));
        }

        return (items, before + households + persons);
    }

    internal sealed record Asked(RegionCode Area, string? Group, DateOnly From, DateOnly To, DateTimeOffset? KnownAt, CodeRange Range)
    {
        public bool IsVillage => Area.Level == RegionLevel.Village;

        public static Asked Read(BalanceQuery query, CurrentActor actor, TimeProvider clock)
        {
            List<Problem> problems = [];
            var area = actor.Region;
            if (query.Region is { Length: > 0 } && !RegionCode.TryParse(query.Region, out area))
            {
                problems.Add(new Problem("wrong-filter", new LocalText("应为 2、4、6、9 或 12 位区划代码。", "Expected a region code of 2, 4, 6, 9 or 12 digits."), "region"));
            }

            var to = AsOf.Day(query.To, clock, problems, "to");
            var from = string.IsNullOrEmpty(query.From) ? new DateOnly(Math.Max(to.Year, 2), 1, 1).AddDays(-1) : AsOf.Day(query.From, clock, problems, "from");
            var known = AsOf.Instant(query.KnownAt, clock, problems);
            if (from > to)
            {
                problems.Add(new Problem("wrong-filter", new LocalText("期初日应不晚于期末日。", "The opening day is after the closing day."), "from"));
            }

            if (query.Group is not null && area.Level != RegionLevel.Village)
            {
                problems.Add(new Problem("wrong-filter", new LocalText("按组统计须先选定行政村。", "A group needs its village."), "group"));
            }

            return problems.Count == 0 ? new Asked(area, query.Group, from, to, known, actor.Area.Intersect(area.Range)) : throw new ProblemException(400, problems);
        }
    }
}
