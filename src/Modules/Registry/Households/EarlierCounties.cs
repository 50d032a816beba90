using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Model;
using Fuyao.Registry.Regions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Registry.Households;

/// <summary>
/// What was recorded of a household while it lay in other counties. A change of divisions brings it along with all that is known; its events
/// and earlier statements stay with the county that made them. Whoever may see the household where it is now reads them there, of this
/// household alone.
/// </summary>
internal sealed class EarlierCounties(PlatformDb db, CurrentActor actor, IServiceScopeFactory scopes)
{
    /// <summary>Reads in each county outside the actor's area from which changes of divisions that stand have brought the household.</summary>
    public async Task<List<T>> ReadAsync<T>(Guid household, Func<PlatformDb, CodeRange, Task<T>> read, CancellationToken ct)
    {
        List<T> found = [];
        var here = await db.Set<HouseholdVersion>().Where(v => v.HouseholdId == household && v.ClosedBy == null).Select(v => v.County).Distinct().ToListAsync(ct);
        HashSet<int> known = [.. here];
        for (var waiting = new Queue<int>(here); waiting.TryDequeue(out var county);)
        {
            await using var scope = scopes.CreateAsyncScope();
            var area = new RegionCode(county * 1_000_000L).Range;
            scope.ServiceProvider.GetRequiredService<AreaScope>().Enter(area);
            var there = scope.ServiceProvider.GetRequiredService<PlatformDb>();
            if (actor.Area.Intersect(area) == CodeRange.Nothing)
            {
                found.Add(await read(there, area));
            }

            var first = area.From;
            var after = area.To;
            var arrived = there.Set<HouseholdVersion>().Where(v => v.County == county && v.HouseholdId == household).Select(v => v.OpenedBy);
            foreach (var earlier in await there.Set<RegionChange>()
                .Where(c => c.County == county && c.UndoneBy == null && (c.FromCode < first || c.FromCode >= after) && arrived.Contains(c.ChangeId))
                .Select(c => c.FromCode).ToListAsync(ct))
            {
                var from = new RegionCode(earlier).County;
                if (known.Add(from))
                {
                    waiting.Enqueue(from);
                }
            }
        }

        return found;
    }
}
