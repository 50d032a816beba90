using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Model;
using Fuyao.Registry.Regions;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Contracts;

/// <summary>A place of the divisions as they are today.</summary>
public sealed record NamedPlace(RegionCode Code, string Name);

/// <summary>Places for other modules. Scoped.</summary>
public sealed class PlaceDirectory
{
    private readonly PlatformDb db;
    private readonly RegionLoader regions;

    internal PlaceDirectory(PlatformDb db, RegionLoader regions) => (this.db, this.regions) = (db, regions);

    public async Task<NamedPlace?> FindAsync(RegionCode place, CancellationToken ct = default)
    {
        await regions.EnsureAsync(place, ct);
        return await db.Set<Region>().AsNoTracking().Where(r => r.Code == place.Value && r.ValidTo == null).Select(r => new NamedPlace(place, r.Name)).FirstOrDefaultAsync(ct);
    }

    public async Task<string> NameAsync(RegionCode place, CancellationToken ct = default) => (await FindAsync(place, ct))?.Name ?? place.ToShort();

    /// <summary>All places inside, in the order of their codes: of a county its townships and villages.</summary>
    public async Task<IReadOnlyList<NamedPlace>> InsideAsync(RegionCode place, CancellationToken ct = default)
    {
        await regions.EnsureAsync(place, ct);
        var range = place.Range;
        return [.. (await db.Set<Region>().AsNoTracking().Where(r => r.Code > range.From && r.Code < range.To && r.ValidTo == null).OrderBy(r => r.Code).ToListAsync(ct))
            .Select(r => new NamedPlace(new RegionCode(r.Code), r.Name))];
    }

    /// <summary>Registered households (建档立卡未脱贫) by village, in the actor's area.</summary>
    public async Task<IReadOnlyDictionary<long, int>> RegisteredAsync(RegionCode place, DateOnly on, CancellationToken ct = default)
    {
        var hidden = await db.HiddenChangesAsync(ct);
        return await db.Set<HouseholdVersion>().In(place.Range).Known(hidden).On(on).Where(v => v.Status == "registered")
            .GroupBy(v => v.Region).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
    }
}
