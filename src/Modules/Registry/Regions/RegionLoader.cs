using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Regions;

/// <summary>Fills the table of regions from <see cref="RegionCatalog"/>, one province when it is first needed.</summary>
internal sealed class RegionLoader(PlatformDb db)
{
    // About 40 ms of SQLite's one writer.
    private const int RowsATransaction = 8_000;

    // Two who need a province first at one moment would both write it.
    private static readonly SemaphoreSlim One = new(1);

    /// <summary>
    /// Sees to it that the province of a place is in the table. The province's own row is written last, so that it tells whether
    /// all others are there; after a crash the rest is added.
    /// </summary>
    /// <returns>How many rows were added.</returns>
    public async Task<int> EnsureAsync(RegionCode place, CancellationToken ct)
    {
        var province = place.At(RegionLevel.Province);
        if (place == RegionCode.Nation || await db.Set<Region>().AnyAsync(r => r.Code == province.Value, ct))
        {
            return 0;
        }

        if (db.Database.CurrentTransaction is not null)
        {
            // Whoever writes already must not wait for one who waits to write.
            return await FillAsync(place, province, ct);
        }

        await One.WaitAsync(ct);
        try
        {
            return await FillAsync(place, province, ct);
        }
        finally
        {
            One.Release();
        }
    }

    private async Task<int> FillAsync(RegionCode place, RegionCode province, CancellationToken ct)
    {
        var range = province.Range;
        var present = await db.Set<Region>().Where(r => r.Code >= range.From && r.Code < range.To).Select(r => r.Code).ToHashSetAsync(ct);
        var missing = RegionCatalog.Province(place).Skip(1).Append(RegionCatalog.Province(place).FirstOrDefault())
            .Where(r => r.Name is not null && !present.Contains(r.Code.Value)).ToList();
        foreach (var rows in missing.Chunk(RowsATransaction))
        {
            if (db.Database.CurrentTransaction is null)
            {
                await using var transaction = await db.Database.BeginTransactionAsync(ct);
                await db.BulkInsertAsync(rows.Select(Row), ct);
                await transaction.CommitAsync(ct);
            }
            else
            {
                await db.BulkInsertAsync(rows.Select(Row), ct);
            }
        }

        return missing.Count;
    }

    private static Region Row(RegionName place) => new()
    {
        Code = place.Code.Value,
        Name = place.Name,
        Level = place.Code.Level,
        ValidFrom = DateOnly.MinValue,
    };
}
