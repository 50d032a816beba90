using System.Text;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Model;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Lists;

/// <summary>Gives facets to the versions of a register that is older than they are.</summary>
internal sealed class FacetFill(PlatformDb db)
{
    private const int AtOnce = 1_000;

    /// <summary>From the last version to the first, in short transactions: while the first has none there is work left, also after a crash.</summary>
    public async Task FillAsync(CancellationToken ct)
    {
        var versions = db.Set<HouseholdVersion>().AcrossAreas().AsNoTracking();
        var first = await versions.OrderBy(v => v.County).ThenBy(v => v.Id).Select(v => v.Facets).FirstOrDefaultAsync(ct);
        if (first != "")
        {
            return;
        }

        while (true)
        {
            var rows = await versions.Where(v => v.Facets == "").OrderByDescending(v => v.County).ThenByDescending(v => v.Id).Take(AtOnce).ToListAsync(ct);
            if (rows.Count == 0)
            {
                return;
            }

            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            foreach (var county in rows.GroupBy(v => v.County))
            {
                var homes = county.Select(v => v.HouseholdId).Distinct().ToArray();
                var persons = (await db.Set<PersonVersion>().AcrossAreas().AsNoTracking()
                    .Where(v => v.County == county.Key && homes.Contains(v.HouseholdId))
                    .Select(v => new { v.HouseholdId, v.Facts, v.ValidFrom, v.ValidTo, v.ClosedBy }).ToListAsync(ct)).ToLookup(v => v.HouseholdId);
                foreach (var version in county)
                {
                    var living = persons[version.HouseholdId]
                        .Where(p => p.ValidFrom <= version.ValidFrom && version.ValidFrom < p.ValidTo && (p.ClosedBy == null || p.ClosedBy == version.ClosedBy));
                    var facets = Facets.Of(Encoding.UTF8.GetBytes(version.Facts), living.Select(p => Encoding.UTF8.GetBytes(p.Facts)));
                    await db.Set<HouseholdVersion>().AcrossAreas().Where(v => v.County == county.Key && v.Id == version.Id)
                        .ExecuteUpdateAsync(set => set.SetProperty(v => v.Facets, facets), ct);
                }
            }

            await transaction.CommitAsync(ct);
        }
    }
}
