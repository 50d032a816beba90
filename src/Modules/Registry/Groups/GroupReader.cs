using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Model;
using Fuyao.Registry.Records;
using Fuyao.Registry.Regions;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Groups;

/// <summary>The groups of an area with the households that belong to them.</summary>
internal sealed class GroupReader(PlatformDb db)
{
    public async Task<List<GroupLine>> ReadAsync(RegionCode area, DateOnly day, DateTimeOffset? knownAt, CancellationToken ct)
    {
        var known = await Knowing.AtAsync(db, knownAt, ct);
        var versions = await known.Of(db.Set<RecordVersion>().AsNoTracking().In(area.Range).Where(v => v.Kind == RecordKinds.Group && v.Year == 0)).ToListAsync(ct);
        var counts = await known.Of(db.Set<HouseholdVersion>().In(area.Range)).On(day).Where(v => v.GroupName != null)
            .GroupBy(v => new { v.Region, v.GroupName }).Select(g => new { g.Key.Region, g.Key.GroupName, Households = g.Count(), Persons = g.Sum(v => v.MemberCount) }).ToListAsync(ct);
        var byName = counts.ToLookup(c => (c.Region, GroupName.KeyOf(c.GroupName!)));
        return [.. versions.GroupBy(v => v.RecordId).Select(g => (All: g.ToList(), Now: g.FirstOrDefault(v => v.ValidFrom <= day && day < v.ValidTo)))
            .Where(g => g.Now is not null)
            .Select(g =>
            {
                var names = g.All.OrderBy(v => v.ValidFrom).Select(v => v.Name!).Distinct().ToList();
                var used = Keys(g.All).SelectMany(key => byName[(g.Now!.Region, key)]).ToList();
                return new GroupLine(
                    g.Now!.RecordId, g.Now.Name!, g.Now.Number, Place.Of(g.Now.Region, day), GetRecord.Element(g.Now.Facts), g.Now.ValidFrom == Span.Beginning ? null : g.Now.ValidFrom,
                    names, used.Sum(c => c.Households), used.Sum(c => c.Persons));
            })
            .OrderBy(g => g.Region.Code).ThenBy(g => g.Number is null ? int.MaxValue : int.Parse(g.Number, System.Globalization.CultureInfo.InvariantCulture)).ThenBy(g => g.Name)];
    }

    /// <summary>
    /// The names in households of the group's village that mean this group – its own, former ones, and those of groups that were merged
    /// into it; null when there is no such group in the actor's area.
    /// </summary>
    public async Task<(long Village, string[] Names)?> NamesAsync(Guid group, CancellationToken ct)
    {
        var merged = $"\"merged_into\":\"{group}\"";
        var versions = await db.Set<RecordVersion>().AsNoTracking()
            .Where(v => v.Kind == RecordKinds.Group && v.ClosedBy == null && (v.RecordId == group || v.Facts.Contains(merged))).ToListAsync(ct);
        if (versions.FirstOrDefault(v => v.RecordId == group) is not { } own)
        {
            return null;
        }

        var keys = Keys(versions.Where(v => v.Region == own.Region)).ToHashSet();
        var used = await db.Set<HouseholdVersion>().Where(v => v.County == own.County && v.Region == own.Region && v.GroupName != null)
            .Select(v => v.GroupName!).Distinct().ToListAsync(ct);
        return (own.Region, [.. used.Where(name => keys.Contains(GroupName.KeyOf(name)))]);
    }

    private static IEnumerable<string> Keys(IEnumerable<RecordVersion> versions) => versions
        .SelectMany(v => new[] { GroupName.KeyOf(v.Name!), v.Key[(v.Key.IndexOf('/', StringComparison.Ordinal) + 1)..] }).Distinct();
}
