using System.Runtime.CompilerServices;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Households;
using Fuyao.Registry.Model;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Contracts;

/// <summary>Households as other modules read them. Scoped; sees only the present actor's area.</summary>
public sealed class HouseholdReader(PlatformDb db)
{
    // Villages are read in groups of about so many households: bounded memory, few queries, and between two groups the
    // connection is free for the caller's own writes.
    private const int HouseholdsAtOnce = 2000;

    private static readonly Comparer<PersonRow> ById = Comparer<PersonRow>.Create((a, b) => a.Id.CompareTo(b.Id));

    /// <summary>All households of an area as known now for a day, in the order of (county, village, household number).</summary>
    /// <param name="area">Villages outside the actor's own area are left out.</param>
    /// <param name="on">The day for which facts are read.</param>
    /// <param name="asKnownAt">As it was known at this time; now when absent.</param>
    public async IAsyncEnumerable<HouseholdRecord> StreamAsync(
        CodeRange area, DateOnly on, [EnumeratorCancellation] CancellationToken ct = default, DateTimeOffset? asKnownAt = null)
    {
        var knowing = await Knowing.AtAsync(db, asKnownAt, ct);
        (int County, HouseholdAdditions.Kept Kept)? kept = null;
        foreach (var (county, villages) in await VillagesAsync(area, on, knowing, ct))
        {
            var households = await HouseholdRows(knowing.Of(db.Set<HouseholdVersion>().In(villages).Where(v => v.County == county)).On(on))
                .ToListAsync(ct);
            var persons = await PersonRows(knowing.Of(db.Set<PersonVersion>().In(villages).Where(v => v.County == county)).On(on))
                .ToListAsync(ct);
            var members = Members(persons);
            if (kept?.County != county)
            {
                kept = (county, await HouseholdAdditions.KeptAsync(db, county, ct));
            }

            var additions = await HouseholdAdditions.LoadAsync(db, county, kept.Value.Kept, [.. households.Select(h => (h.Id, h.Region))], on, knowing, ct);
            foreach (var household in households)
            {
                var (first, end) = members.GetValueOrDefault(household.Id);
                yield return HouseholdJson.Record(additions.IsEmpty ? household : household with { Facts = additions.To(household) }, persons, first, end);
            }
        }
    }

    /// <summary>How many households and persons an area holds as known now for a day.</summary>
    public async Task<(int Households, int Persons)> CountAsync(CodeRange area, DateOnly on, CancellationToken ct = default)
    {
        var hidden = await db.HiddenChangesAsync(ct);
        return (
            await db.Set<HouseholdVersion>().In(area).Known(hidden).On(on).CountAsync(ct),
            await db.Set<PersonVersion>().In(area).Known(hidden).On(on).CountAsync(ct));
    }

    /// <summary>Whether a person was ever in a household of the actor's area.</summary>
    public Task<bool> KnowsPersonAsync(Guid person, CodeRange area, CancellationToken ct = default) =>
        db.Set<PersonVersion>().In(area).AnyAsync(v => v.PersonId == person, ct);

    /// <summary>One household for a day, as known now or as it was known at a time; null when there is none in the actor's area.</summary>
    public async Task<HouseholdRecord?> GetAsync(Guid id, DateOnly on, DateTimeOffset? asKnownAt = null, CancellationToken ct = default)
    {
        var hidden = asKnownAt is null ? await db.HiddenChangesAsync(ct) : [];
        var versions = db.Set<HouseholdVersion>().Where(v => v.HouseholdId == id).On(on);
        var household = await HouseholdRows(asKnownAt is { } at ? versions.KnownAt(db, at) : versions.Known(hidden)).SingleOrDefaultAsync(ct);
        if (household is null)
        {
            return null;
        }

        var members = db.Set<PersonVersion>().Where(v => v.County == household.County && v.HouseholdId == id).On(on);
        var persons = await PersonRows(asKnownAt is { } then ? members.KnownAt(db, then) : members.Known(hidden)).ToListAsync(ct);
        persons.Sort(ById);
        var kept = await HouseholdAdditions.KeptAsync(db, household.County, ct);
        var additions = await HouseholdAdditions.LoadAsync(db, household.County, kept, [(household.Id, household.Region)], on, await Knowing.AtAsync(db, asKnownAt, ct), ct);
        return HouseholdJson.Record(household with { Facts = additions.To(household) }, persons, 0, persons.Count);
    }

    /// <summary>
    /// Some households of a county for a day, as known now: one set of queries for all of them. Those that are not there on the day or
    /// lie outside the actor's area are left out.
    /// </summary>
    public async Task<IReadOnlyDictionary<Guid, HouseholdRecord>> ManyAsync(int county, IReadOnlyCollection<Guid> ids, DateOnly on, CancellationToken ct = default)
    {
        var found = new Dictionary<Guid, HouseholdRecord>();
        var knowing = await Knowing.AtAsync(db, null, ct);
        var kept = ids.Count == 0 ? null : await HouseholdAdditions.KeptAsync(db, county, ct);
        foreach (var part in ids.Chunk(HouseholdsAtOnce))
        {
            var households = await HouseholdRows(knowing.Of(db.Set<HouseholdVersion>().Where(v => v.County == county && part.Contains(v.HouseholdId))).On(on)).ToListAsync(ct);
            var persons = await PersonRows(knowing.Of(db.Set<PersonVersion>().Where(v => v.County == county && part.Contains(v.HouseholdId))).On(on)).ToListAsync(ct);
            persons.Sort((a, b) => a.HouseholdId.CompareTo(b.HouseholdId));
            var members = Members(persons);
            var additions = await HouseholdAdditions.LoadAsync(db, county, kept!, [.. households.Select(h => (h.Id, h.Region))], on, knowing, ct);
            foreach (var household in households)
            {
                var (first, end) = members.GetValueOrDefault(household.Id);
                found[household.Id] = HouseholdJson.Record(additions.IsEmpty ? household : household with { Facts = additions.To(household) }, persons, first, end);
            }
        }

        return found;
    }

    // Members of one household stand together.
    private static Dictionary<Guid, (int First, int End)> Members(List<PersonRow> persons)
    {
        Dictionary<Guid, (int First, int End)> members = [];
        for (int first = 0, end; first < persons.Count; first = end)
        {
            end = first + 1;
            while (end < persons.Count && persons[end].HouseholdId == persons[first].HouseholdId)
            {
                end++;
            }

            // Here and not in the database, whose index has them in this order but for the last step.
            persons.Sort(first, end - first, ById);
            members[persons[first].HouseholdId] = (first, end);
        }

        return members;
    }

    private async Task<List<(int County, CodeRange Villages)>> VillagesAsync(CodeRange area, DateOnly on, IKnowing knowing, CancellationToken ct)
    {
        var counts = await knowing.Of(db.Set<HouseholdVersion>().In(area)).On(on)
            .GroupBy(v => new { v.County, v.Region })
            .Select(g => new { g.Key.County, g.Key.Region, Households = g.Count() })
            .OrderBy(g => g.County).ThenBy(g => g.Region)
            .ToListAsync(ct);
        List<(int County, CodeRange Villages)> groups = [];
        var households = 0;
        foreach (var village in counts)
        {
            var last = groups.Count - 1;
            if (last >= 0 && groups[last].County == village.County && households + village.Households <= HouseholdsAtOnce)
            {
                groups[last] = (village.County, groups[last].Villages with { To = village.Region + 1 });
                households += village.Households;
            }
            else
            {
                groups.Add((village.County, new CodeRange(village.Region, village.Region + 1)));
                households = village.Households;
            }
        }

        return groups;
    }

    private static IQueryable<HouseholdRow> HouseholdRows(IQueryable<HouseholdVersion> versions) => versions
        .OrderBy(v => v.Region).ThenBy(v => v.Number)
        .Select(v => new HouseholdRow(
            v.County, v.HouseholdId, v.Number, v.Region, v.GroupName, v.HeadName, v.Id, v.Status, v.BankAccountCipher, v.StatedIncomePerHead, v.Facts));

    private static IQueryable<PersonRow> PersonRows(IQueryable<PersonVersion> versions) => versions
        .OrderBy(v => v.Region).ThenBy(v => v.HouseholdId)
        .Select(v => new PersonRow(v.HouseholdId, v.PersonId, v.Name, v.Birth, v.Relation, v.IdCipher, v.Facts));
}
