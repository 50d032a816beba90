using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Model;
using Fuyao.Registry.Received;
using Fuyao.Registry.Records;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Contracts;

/// <summary>About whom something new became known. Scoped; sees only the present actor's area.</summary>
public sealed class RegisterChanges(PlatformDb db)
{
    /// <summary>
    /// Households of an area about which, about whose members, linkages or benefits elsewhere, or about whose village, township or
    /// organisations anything was recorded at a time or after it, whatever day it holds for.
    /// </summary>
    public async Task<IReadOnlyList<Guid>> SinceAsync(int county, CodeRange area, DateTimeOffset since, CancellationToken ct = default)
    {
        var changes = db.Set<Change>().Where(c => c.County == county && c.At >= since);
        var households = db.Set<HouseholdVersion>().Where(v => v.County == county && v.Region >= area.From && v.Region < area.To);
        var received = db.Set<ReceivedBenefitRow>().Where(r => r.County == county && r.HouseholdId != null);
        var found = new HashSet<Guid>();
        found.UnionWith(await (from c in changes join v in households on c.Id equals v.OpenedBy select v.HouseholdId).Distinct().ToListAsync(ct));
        found.UnionWith(await (from c in changes join v in households on c.Id equals v.ClosedBy select v.HouseholdId).Distinct().ToListAsync(ct));
        found.UnionWith(await (from c in changes join r in received on c.Id equals r.OpenedBy select r.HouseholdId!.Value).Distinct().ToListAsync(ct));
        found.UnionWith(await (from c in changes join r in received on c.Id equals r.ClosedBy select r.HouseholdId!.Value).Distinct().ToListAsync(ct));
        found.UnionWith(await ByRecordsAsync(county, households, since, ct));
        return [.. found.Order()];
    }

    // Rules read of records what the household's object shows of them: village and township, and the organisations it is linked with.
    private async Task<HashSet<Guid>> ByRecordsAsync(int county, IQueryable<HouseholdVersion> inArea, DateTimeOffset since, CancellationToken ct)
    {
        // A township's record or a bank in the county seat may lie outside the area of whose households it concerns.
        var changes = db.Set<Change>().AcrossAreas().Where(c => c.County == county && c.At >= since);
        var versions = db.Set<RecordVersion>().AcrossAreas().Where(v => v.County == county && v.Year == 0);
        var changed = await (from c in changes join v in versions on c.Id equals v.OpenedBy select new { v.Kind, v.RecordId, v.Region, v.HouseholdId })
            .Union(from c in changes join v in versions on c.Id equals v.ClosedBy select new { v.Kind, v.RecordId, v.Region, v.HouseholdId }).ToListAsync(ct);
        if (changed.Count == 0)
        {
            return [];
        }

        var organisations = changed.Where(v => v.Kind == RecordKinds.Organisation).Select(v => v.RecordId).Distinct().ToArray();
        var linked = await versions.Where(v => v.Kind == RecordKinds.Linkage && v.OrganisationId != null && organisations.Contains(v.OrganisationId.Value)).Select(v => v.HouseholdId!.Value).Distinct().ToListAsync(ct);
        var named = linked.Concat(changed.Where(v => v.Kind == RecordKinds.Linkage && v.HouseholdId != null).Select(v => v.HouseholdId!.Value)).Distinct().ToList();
        var found = new HashSet<Guid>();
        foreach (var part in named.Chunk(1000))
        {
            found.UnionWith(await inArea.Where(v => part.Contains(v.HouseholdId)).Select(v => v.HouseholdId).Distinct().ToListAsync(ct));
        }

        foreach (var place in changed.Where(v => v.Kind is RecordKinds.Village or RecordKinds.Township).Select(v => new RegionCode(v.Region).Range).Distinct())
        {
            found.UnionWith(await inArea.Where(v => v.Region >= place.From && v.Region < place.To).Select(v => v.HouseholdId).Distinct().ToListAsync(ct));
        }

        return found;
    }

    /// <summary>How many change sets published after a time say something about an area's households, their members or what these receive elsewhere.</summary>
    public Task<int> CountAsync(CodeRange area, DateTimeOffset time, CancellationToken ct = default)
    {
        var (first, last) = ((int)(area.From / 1_000_000), (int)((area.To - 1) / 1_000_000));
        var households = db.Set<HouseholdVersion>().In(area);
        var persons = db.Set<PersonVersion>().In(area);
        var received = db.Set<ReceivedBenefitRow>().In(area).Where(r => r.HouseholdId != null);
        // One question for each index: a change that only closes something, or only opens it, counts too.
        return db.Set<Change>().Where(c => c.County >= first && c.County <= last && c.At > time).CountAsync(
            c => households.Any(v => v.County == c.County && v.OpenedBy == c.Id) || households.Any(v => v.County == c.County && v.ClosedBy == c.Id)
                || persons.Any(v => v.County == c.County && v.OpenedBy == c.Id) || persons.Any(v => v.County == c.County && v.ClosedBy == c.Id)
                || received.Any(v => v.County == c.County && v.OpenedBy == c.Id) || received.Any(v => v.County == c.County && v.ClosedBy == c.Id), ct);
    }

    /// <summary>In which households persons were on a day, as known now.</summary>
    public async Task<IReadOnlyDictionary<Guid, Guid>> HouseholdsAsync(int county, IReadOnlyCollection<Guid> persons, DateOnly on, CancellationToken ct = default)
    {
        var hidden = await db.HiddenChangesAsync(ct);
        return (await db.Set<PersonVersion>().Where(v => v.County == county && persons.Contains(v.PersonId)).Known(hidden).On(on)
            .Select(v => new { v.PersonId, v.HouseholdId }).ToListAsync(ct)).GroupBy(v => v.PersonId).ToDictionary(g => g.Key, g => g.First().HouseholdId);
    }
}
