using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Access.Identity;

/// <summary>Which assignments hold now: confirmed, within their days, not ended – and a lent one only while its lender holds it too.</summary>
internal static class Assignments
{
    public static IQueryable<RoleAssignment> Live(PlatformDb db, TimeProvider clock)
    {
        var today = clock.TodayInChina();
        return db.Set<RoleAssignment>().AsNoTracking().Where(a =>
            !a.Pending && a.EndedAt == null && (a.From == null || a.From <= today) && (a.To == null || a.To >= today)
            && (a.LentFrom == null || db.Set<RoleAssignment>().Any(o =>
                o.Id == a.LentFrom && o.UserId == a.LentBy && o.LentFrom == null && !o.Pending && o.EndedAt == null
                && (o.From == null || o.From <= today) && (o.To == null || o.To >= today)
                && db.Set<User>().Any(u => u.Id == o.UserId && !u.Disabled))));
    }

    /// <summary>Names of the places, as far as somebody knows them.</summary>
    public static async Task<IReadOnlyDictionary<long, string?>> PlacesAsync(IRegionNames? names, IEnumerable<long> regions, CancellationToken ct)
    {
        var found = new Dictionary<long, string?>();
        foreach (var region in regions.Distinct())
        {
            found[region] = names is null ? null : await names.NameAsync(new RegionCode(region), ct);
        }

        return found;
    }
}
