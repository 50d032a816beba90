using System.Globalization;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Events;
using Fuyao.Registry.Model;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Balance;

/// <summary>
/// Finds who was counted where, and why that changed, from the versions themselves: what a person or household is counted as before
/// and after each day tells every movement, so opening + in − out = closing holds whatever has been recorded, undone or corrected.
/// Events give the movements their names; where there is none, the change that first stated it does.
/// </summary>
internal sealed class BalanceReader(PlatformDb db, TimeProvider clock)
{
    private const string DeathMember = "\"death\":\"";

    /// <summary>Households and living persons on a day, by village and group.</summary>
    public async Task<Dictionary<Lodging, (int Households, int Persons)>> CountAsync(CodeRange area, AsOf when, CancellationToken ct) =>
        (await (await when.OfAsync(db, db.Set<HouseholdVersion>().In(area), ct))
            .GroupBy(v => new { v.Region, v.GroupName })
            .Select(g => new { g.Key.Region, g.Key.GroupName, Households = g.Count(), Persons = g.Sum(v => v.MemberCount) }).ToListAsync(ct))
        .ToDictionary(g => new Lodging(g.Region, g.GroupName), g => (g.Households, g.Persons));

    /// <summary>Every movement into, out of and inside an area after one day and up to another.</summary>
    /// <param name="area">A village when <paramref name="groups"/>.</param>
    /// <param name="first">The day of the opening count; movements of the day itself are in it.</param>
    /// <param name="last">The day of the closing count.</param>
    /// <param name="groups">Whether to look inside villages: reads all of the area, so only for one village.</param>
    /// <returns>All movements but those of <see cref="ArrivalsAsync"/>, of which there are none when <paramref name="groups"/>.</returns>
    public async Task<List<Movement>> MovementsAsync(CodeRange area, DateOnly first, DateOnly last, DateTimeOffset? knownAt, bool groups, CancellationToken ct)
    {
        var known = knownAt ?? clock.GetUtcNow();
        var arrived = Arrived(area, first, last, known).Select(v => v.HouseholdId);
        var households = await RowsAsync(db.Set<HouseholdVersion>().AcrossAreas().In(area).Where(v => groups ? v.ValidFrom <= last && v.ValidTo > first
                : ((v.ValidFrom > first && v.ValidFrom <= last) || (v.ValidTo > first && v.ValidTo <= last)) && !arrived.Contains(v.HouseholdId))
            .Select(v => new Row { County = v.County, Subject = v.HouseholdId, Household = v.HouseholdId, Region = v.Region, Group = v.GroupName, Name = v.HeadName, From = v.ValidFrom, To = v.ValidTo, OpenedBy = v.OpenedBy, ClosedBy = v.ClosedBy }), known, ct);
        var persons = await RowsAsync(Persons(db.Set<PersonVersion>().AcrossAreas().In(area).Where(v => groups ? v.ValidFrom <= last && v.ValidTo > first
            : ((v.ValidFrom > first && v.ValidFrom <= last) || (v.ValidTo > first && v.ValidTo <= last)) && !arrived.Contains(v.HouseholdId))), known, ct);
        persons.AddRange(groups ? [] : await WanderersAsync(area, first, last, known, ct));
        var reasons = await ReasonsAsync(area, first, last, known, ct);
        var rooms = groups ? households.Where(r => r.Counts).GroupBy(r => r.Household).ToDictionary(g => g.Key, g => g.OrderBy(r => r.From).ToList()) : [];
        List<Movement> movements = [];
        movements.AddRange(Walk(households, isPerson: false, first, last, reasons, r => [new Stay(r.From, r.To, r.Household, new Lodging(r.Region, groups ? r.Group : null), r.Name)]));
        movements.AddRange(Walk(persons, isPerson: true, first, last, reasons, r => Stays(r, groups ? rooms.GetValueOrDefault(r.Household) ?? [] : null)));
        return movements;
    }

    /// <summary>What an import brought for the first time and nobody touched since, by village.</summary>
    public async Task<List<Arrivals>> ArrivalsAsync(CodeRange area, DateOnly first, DateOnly last, DateTimeOffset? knownAt, CancellationToken ct)
    {
        var known = knownAt ?? clock.GetUtcNow();
        var sums = await Arrived(area, first, last, known).GroupBy(v => v.Region).Select(g => new Arrivals(g.Key, g.Count(), g.Sum(v => v.MemberCount))).ToListAsync(ct);
        // Members who have been elsewhere are looked at one by one.
        var wanderers = (await WanderersAsync(area, first, last, known, ct)).Where(r => r.Counts && (r.Death is not { } death || death > r.From)).ToLookup(r => r.Region);
        return [.. sums.Select(s => s with { Persons = s.Persons - wanderers[s.Region].Count() })];
    }

    /// <summary>The households of <see cref="ArrivalsAsync"/> themselves.</summary>
    /// <param name="area">Within the actor's: whether a household has other versions is asked of the whole county, which lifts the filter.</param>
    public IQueryable<HouseholdVersion> Arrived(CodeRange area, DateOnly first, DateOnly last, DateTimeOffset known)
    {
        var (low, high) = VersionQueries.Counties(area);
        var imports = db.Set<Change>().Where(c => c.County >= low && c.County <= high && c.Channel == ChangeChannels.Import && c.At != null && c.At <= known).Select(c => c.Id);
        // A death in the middle of a version makes two of it, so a household with one version has the same members all the time.
        var once = db.Set<HouseholdVersion>().AcrossAreas().Where(v => v.County >= low && v.County <= high)
            .GroupBy(v => v.HouseholdId).Where(g => g.Count() == 1).Select(g => g.Key);
        return db.Set<HouseholdVersion>().AcrossAreas().In(area).Where(v => v.ValidFrom > first && v.ValidFrom <= last && v.ValidTo == Span.Forever && v.ClosedBy == null
            && imports.Contains(v.OpenedBy) && once.Contains(v.HouseholdId));
    }

    /// <summary>Members of arrived households of whom more is stated: they were in another household before.</summary>
    private async Task<List<Row>> WanderersAsync(CodeRange area, DateOnly first, DateOnly last, DateTimeOffset known, CancellationToken ct)
    {
        var (low, high) = VersionQueries.Counties(area);
        var arrived = Arrived(area, first, last, known).Select(v => v.HouseholdId);
        var several = db.Set<PersonVersion>().AcrossAreas().Where(v => v.County >= low && v.County <= high)
            .GroupBy(v => v.PersonId).Where(g => g.Count() > 1).Select(g => g.Key);
        var ids = await several.Take(1).AnyAsync(ct) ? several : null;
        return ids is null ? [] : await RowsAsync(Persons(db.Set<PersonVersion>().AcrossAreas().In(area).Where(v => ids.Contains(v.PersonId)
            && ((v.ValidFrom > first && v.ValidFrom <= last) || (v.ValidTo > first && v.ValidTo <= last)) && arrived.Contains(v.HouseholdId))), known, ct);
    }

    private static IQueryable<Row> Persons(IQueryable<PersonVersion> versions) => versions.Select(v => new Row
    {
        County = v.County, Subject = v.PersonId, Household = v.HouseholdId, Region = v.Region, Name = v.Name, From = v.ValidFrom, To = v.ValidTo, OpenedBy = v.OpenedBy,
        ClosedBy = v.ClosedBy, Facts = v.Facts.Contains(DeathMember) ? v.Facts : null,
    });

    // A person is counted while alive; within a village also by the group that the household belongs to on the day.
    private static IEnumerable<Stay> Stays(Row row, List<Row>? rooms)
    {
        var to = row.Death is { } death && death < row.To ? death : row.To;
        if (rooms is null)
        {
            return row.From < to ? [new Stay(row.From, to, row.Household, new Lodging(row.Region, null), row.Name)] : [];
        }

        return rooms.Select(r => new Stay(Later(r.From, row.From), Earlier(r.To, to), row.Household, new Lodging(row.Region, r.Group), row.Name)).Where(s => s.From < s.To);

        static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

        static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;
    }

    private static IEnumerable<Movement> Walk(List<Row> rows, bool isPerson, DateOnly first, DateOnly last, Reasons reasons, Func<Row, IEnumerable<Stay>> stays)
    {
        foreach (var subject in rows.GroupBy(r => r.Subject))
        {
            var counted = subject.Where(r => r.Counts).SelectMany(stays).ToList();
            foreach (var day in counted.SelectMany(s => new[] { s.From, s.To }).Where(d => first < d && d <= last).Distinct().Order())
            {
                Stay? before = counted.Where(s => s.To == day).Select(s => (Stay?)s).FirstOrDefault();
                Stay? after = counted.Where(s => s.From == day).Select(s => (Stay?)s).FirstOrDefault();
                if (before?.Place == after?.Place)
                {
                    continue;
                }

                var left = before is { } was ? reasons.Of(subject.Key, isPerson, was.Household, day, PartyRoles.Out) : default;
                var entered = after is { } now ? reasons.Of(subject.Key, isPerson, now.Household, day, PartyRoles.In) : default;
                yield return new Movement(
                    subject.Key, isPerson, (after ?? before)!.Value.Household, day, before?.Place, after?.Place,
                    before is null ? null : left.Kind ?? entered.Kind ?? Origin(subject, day, ends: true, before.Value),
                    after is null ? null : entered.Kind ?? left.Kind ?? Origin(subject, day, ends: false, after.Value),
                    left.Event ?? entered.Event, (after ?? before)!.Value.Name);
            }
        }
    }

    // Restating a version copies its days under the later change: the earliest that stated the same beginning or end is the origin.
    private static string Origin(IEnumerable<Row> rows, DateOnly day, bool ends, Stay stay) =>
        rows.Where(r => r.Household == stay.Household && (ends ? r.To == day || r.Death == day : r.From == day)).MinBy(r => r.OpenedAt)?.Channel switch
        {
            ChangeChannels.Import => EventKinds.Import,
            ChangeChannels.Correction => EventKinds.Correction,
            ChangeChannels.Regions => EventKinds.Regions,
            _ => EventKinds.Change,
        };

    private async Task<List<Row>> RowsAsync(IQueryable<Row> rows, DateTimeOffset known, CancellationToken ct) =>
        await rows.Join(
            db.Set<Change>().Where(c => c.At != null && c.At <= known), r => new { r.County, Id = r.OpenedBy }, c => new { c.County, c.Id },
            (r, c) => new Row
            {
                County = r.County, Subject = r.Subject, Household = r.Household, Region = r.Region, Group = r.Group, Name = r.Name, From = r.From, To = r.To,
                OpenedBy = r.OpenedBy, ClosedBy = r.ClosedBy, Facts = r.Facts, OpenedAt = c.At!.Value, Channel = c.Channel,
                Counts = r.ClosedBy == null || !db.Set<Change>().Any(x => x.County == r.County && x.Id == r.ClosedBy && x.At != null && x.At <= known),
            }).AsNoTracking().ToListAsync(ct);

    private async Task<Reasons> ReasonsAsync(CodeRange area, DateOnly first, DateOnly last, DateTimeOffset known, CancellationToken ct)
    {
        var (low, high) = VersionQueries.Counties(area);
        var events = db.Set<RegisterEvent>().Where(e => e.County >= low && e.County <= high && e.On > first && e.On <= last && e.Kind != EventKinds.Undo
            && db.Set<Change>().Any(c => c.County == e.County && c.Id == e.ChangeId && c.At != null && c.At <= known)
            && (e.UndoneBy == null || !db.Set<RegisterEvent>().Any(u => u.County == e.County && u.Id == e.UndoneBy
                && db.Set<Change>().Any(c => c.County == u.County && c.Id == u.ChangeId && c.At != null && c.At <= known))));
        var parties = await db.Set<EventParty>().Where(p => p.County >= low && p.County <= high && p.Role != PartyRoles.Stays)
            .Join(events, p => new { p.County, Id = p.EventId }, e => new { e.County, e.Id }, (p, e) => new { p.HouseholdId, p.PersonId, p.Role, e.On, e.Kind, e.Id }).ToListAsync(ct);
        Dictionary<(Guid, DateOnly, string), (string, Guid)> reasons = [];
        foreach (var party in parties.OrderBy(p => p.Id))
        {
            reasons[(party.PersonId ?? party.HouseholdId, party.On, party.Role)] = (party.Kind, party.Id);
        }

        return new Reasons(reasons);
    }

    private sealed class Reasons(Dictionary<(Guid Subject, DateOnly On, string Role), (string Kind, Guid Event)> known)
    {
        /// <summary>The event of the person itself, else that of the whole household.</summary>
        public (string? Kind, Guid? Event) Of(Guid subject, bool isPerson, Guid household, DateOnly on, string role) =>
            known.TryGetValue((subject, on, role), out var own) ? own : isPerson && known.TryGetValue((household, on, role), out var whole) ? whole : (null, null);
    }

    private sealed class Row
    {
        public required int County { get; init; }

        public required Guid Subject { get; init; }

        public required Guid Household { get; init; }

        public required long Region { get; init; }

        public string? Group { get; init; }

        public string? Name { get; init; }

        public required DateOnly From { get; init; }

        public required DateOnly To { get; init; }

        public required Guid OpenedBy { get; init; }

        public Guid? ClosedBy { get; init; }

        public string? Facts { get; init; }

        public DateTimeOffset OpenedAt { get; init; }

        public string? Channel { get; init; }

        /// <summary>Whether it was not yet closed at the time that is asked about.</summary>
        public bool Counts { get; init; }

        public DateOnly? Death => Facts is { } facts && facts.IndexOf(DeathMember, StringComparison.Ordinal) is var at and >= 0
            ? DateOnly.ParseExact(facts.AsSpan(at + DeathMember.Length, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
    }
}
