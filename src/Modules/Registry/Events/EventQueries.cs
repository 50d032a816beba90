using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Households;
using Fuyao.Registry.Model;
using Fuyao.Registry.Regions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Events;

/// <param name="Role"><c>in</c>, <c>out</c> or <c>stays</c>.</param>
internal sealed record EventPartyView(Guid Household, string Number, string? HeadName, Guid? Person, string? Name, string Role, Place Region);

/// <param name="On">First day on which it holds; null when the beginning is unknown.</param>
/// <param name="Effects">What it did, in words.</param>
/// <param name="CanUndo">Whether a clerk may ask to take it back; whether it can be is found out by asking.</param>
internal sealed record EventView(
    Guid Id, string Kind, LocalText Name, DateOnly? On, ChangeInfo Change, IReadOnlyList<EventPartyView> Parties, IReadOnlyList<LocalText> Effects,
    Guid? Undoes, Guid? UndoneBy, bool CanUndo);

internal sealed record EventList(IReadOnlyList<EventView> Items, string? Next, int Total);

/// <summary>GET /events and GET /households/{id}/events: what happened, newest first.</summary>
internal static class EventQueries
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/households/{id:guid}/events", OfHouseholdAsync).WithName("ListHouseholdEvents").RequirePermission(Permissions.HouseholdView);
        api.MapGet("/events", ListAsync).WithName("ListEvents").RequirePermission(Permissions.HouseholdView);
    }

    private static async Task<EventList> OfHouseholdAsync(
        Guid id, [FromServices] PlatformDb db, [FromServices] EarlierCounties earlier, [FromServices] CurrentActor actor, [FromServices] AccessLog log, CancellationToken ct)
    {
        var (first, last) = VersionQueries.Counties(actor.Area);
        if (!await db.Set<HouseholdVersion>().AnyAsync(v => v.County >= first && v.County <= last && v.HouseholdId == id, ct))
        {
            throw ProblemException.NotFound("household", "这一户");
        }

        await log.ReadAsync("household.history", new AuditSubject("household", id.ToString()));
        var items = await OfAsync(db, actor.Area, id, actor.May(Permissions.HouseholdChange), ct);
        // What the county that it came from recorded is read there; who else took part is that county's affair, as is taking it back.
        var before = await earlier.ReadAsync(id, (there, area) => OfAsync(there, area, id, mayUndo: false, ct), ct);
        items = [.. items.Concat(before.SelectMany(e => e).Select(e => e with { Parties = [.. e.Parties.Where(p => p.Household == id)] }))
            .DistinctBy(e => e.Id).OrderByDescending(e => e.On ?? DateOnly.MinValue).ThenByDescending(e => e.Id)];
        return new EventList(items, null, items.Count);
    }

    private static async Task<List<EventView>> OfAsync(PlatformDb db, CodeRange area, Guid household, bool mayUndo, CancellationToken ct)
    {
        var (first, last) = VersionQueries.Counties(area);
        var ids = await db.Set<EventParty>().Where(p => p.County >= first && p.County <= last && p.HouseholdId == household).Select(p => p.EventId).Distinct().ToListAsync(ct);
        return await ViewsAsync(db, area, ids, mayUndo, ct);
    }

    private static async Task<EventList> ListAsync(
        string? region, string? kind, string? from, string? to, int? limit, string? cursor,
        [FromServices] PlatformDb db, [FromServices] CurrentActor actor, [FromServices] AccessLog log, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        List<Problem> problems = [];
        var area = Area(region, actor, problems);
        var (first, end) = (string.IsNullOrEmpty(from) ? Span.Beginning : AsOf.Day(from, clock, problems, "from"), AsOf.Day(to, clock, problems, "to"));
        if (kind is { Length: > 0 } && EventKinds.Find(kind) is null)
        {
            problems.Add(new Problem("wrong-filter", new LocalText("没有这种记事。", "There is no such kind of event."), "kind"));
        }

        if (problems.Count > 0)
        {
            throw new ProblemException(400, problems);
        }

        var page = OffsetCursor.Read(limit ?? 50, cursor);
        var (low, high) = VersionQueries.Counties(area);
        var parties = db.Set<EventParty>().Where(p => p.County >= low && p.County <= high && p.Region >= area.From && p.Region < area.To && p.On >= first && p.On <= end);
        var events = db.Set<RegisterEvent>().Where(e => e.County >= low && e.County <= high && parties.Any(p => p.County == e.County && p.EventId == e.Id));
        events = kind is { Length: > 0 } ? events.Where(e => e.Kind == kind) : events;
        var total = await events.Select(e => e.Id).Distinct().CountAsync(ct);
        var ids = await events.Select(e => new { e.Id, e.On }).Distinct().OrderByDescending(e => e.On).ThenByDescending(e => e.Id)
            .Skip(page.Offset).Take(page.Limit).Select(e => e.Id).ToListAsync(ct);
        var items = await ViewsAsync(db, actor.Area, ids, actor.May(Permissions.HouseholdChange), ct);
        if (items.Count > 0)
        {
            await log.ReadAsync("household.list", [.. items.SelectMany(e => e.Parties).Select(p => p.Household).Distinct().Select(h => new AuditSubject("household", h.ToString()))]);
        }

        return new EventList(items, page.Next(items.Count, total), total);
    }

    /// <summary>The actor's area, cut down to a place that is asked for.</summary>
    public static CodeRange Area(string? region, CurrentActor actor, List<Problem> problems)
    {
        if (string.IsNullOrEmpty(region))
        {
            return actor.Area;
        }

        if (RegionCode.TryParse(region, out var code))
        {
            return actor.Area.Intersect(code.Range);
        }

        problems.Add(new Problem("wrong-filter", new LocalText("应为 2、4、6、9 或 12 位区划代码。", "Expected a region code of 2, 4, 6, 9 or 12 digits."), "region"));
        return CodeRange.Nothing;
    }

    private static async Task<List<EventView>> ViewsAsync(PlatformDb db, CodeRange area, IReadOnlyCollection<Guid> ids, bool mayUndo, CancellationToken ct)
    {
        var (first, last) = VersionQueries.Counties(area);
        var events = (await db.Set<RegisterEvent>().AsNoTracking().Where(e => e.County >= first && e.County <= last && ids.Contains(e.Id)).ToListAsync(ct)).DistinctBy(e => e.Id).ToList();
        var parties = await db.Set<EventParty>().AsNoTracking().Where(p => p.County >= first && p.County <= last && ids.Contains(p.EventId)).OrderBy(p => p.Line).ToListAsync(ct);
        var changeIds = events.Select(e => e.ChangeId).ToArray();
        var changes = (await db.Set<Change>().AsNoTracking().Where(c => c.County >= first && c.County <= last && changeIds.Contains(c.Id) && c.At != null).ToListAsync(ct))
            .DistinctBy(c => c.Id).ToDictionary(c => c.Id);
        var households = parties.Select(p => p.HouseholdId).Distinct().ToArray();
        var heads = (await db.Set<HouseholdVersion>().AsNoTracking().Where(v => v.County >= first && v.County <= last && households.Contains(v.HouseholdId))
            .Select(v => new { v.HouseholdId, v.Number, v.HeadName, v.ValidTo, v.OpenedBy }).ToListAsync(ct))
            .GroupBy(v => v.HouseholdId).ToDictionary(g => g.Key, g => g.OrderByDescending(v => v.ValidTo).ThenByDescending(v => v.OpenedBy).First());
        var persons = parties.Where(p => p.PersonId != null).Select(p => p.PersonId!.Value).Distinct().ToArray();
        var names = (await db.Set<PersonVersion>().AsNoTracking().Where(v => v.County >= first && v.County <= last && persons.Contains(v.PersonId))
            .Select(v => new { v.PersonId, v.Name, v.OpenedBy }).ToListAsync(ct)).GroupBy(v => v.PersonId).ToDictionary(g => g.Key, g => g.MaxBy(v => v.OpenedBy)!.Name);
        return [.. events.Where(e => changes.ContainsKey(e.ChangeId)).OrderByDescending(e => e.On).ThenByDescending(e => e.Id).Select(e => new EventView(
            e.Id, e.Kind, EventKinds.NameOf(e.Kind), e.On == Span.Beginning ? null : e.On, ChangeInfo.Of(changes[e.ChangeId]),
            [.. parties.Where(p => p.EventId == e.Id).Select(p => new EventPartyView(
                p.HouseholdId, heads.GetValueOrDefault(p.HouseholdId)?.Number ?? "", heads.GetValueOrDefault(p.HouseholdId)?.HeadName,
                p.PersonId, p.PersonId is { } person ? names.GetValueOrDefault(person) : null, p.Role, Place.Of(p.Region, p.Role == PartyRoles.Out && e.On > Span.Beginning ? e.On.AddDays(-1) : e.On)))],
            EventWriter.EffectsOf(e), e.Undoes, e.UndoneBy, e.UndoneBy is null && e.Kind != EventKinds.Undo && mayUndo))];
    }
}
