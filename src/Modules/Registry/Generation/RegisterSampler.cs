using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Model;
using Fuyao.Registry.Regions;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Generation;

/// <summary>Takes samples of a register for a benchmark to ask it with.</summary>
internal sealed class RegisterSampler(PlatformDb db, Seal seal)
{
    public async Task<RegisterSample> TakeAsync(int most, CancellationToken ct)
    {
        var households = db.Set<HouseholdVersion>().AsNoTracking().Where(v => v.ClosedBy == null);
        var persons = db.Set<PersonVersion>().AsNoTracking().Where(v => v.ClosedBy == null);
        var (ofHouseholds, ofPersons) = (await households.CountAsync(ct), await persons.CountAsync(ct));
        var villages = await households.Select(v => v.Region).Distinct().OrderBy(v => v).ToListAsync(ct);
        var some = new List<(Guid Id, string Number, byte[]? Phone)>();
        var ids = new List<byte[]>();
        // A few of each of some villages all over the place.
        var step = Math.Max(1, villages.Count / Math.Min(most, 50));
        foreach (var village in villages.Where((_, i) => i % step == 0))
        {
            var few = Math.Max(1, most * step / villages.Count);
            some.AddRange((await households.Where(v => v.Region == village).OrderBy(v => v.Number).Select(v => new { v.HouseholdId, v.Number, v.PhoneCipher }).Take(few).ToListAsync(ct))
                .Select(v => (v.HouseholdId, v.Number, v.PhoneCipher)));
            ids.AddRange(await persons.Where(v => v.Region == village && v.IdCipher != null).OrderBy(v => v.HouseholdId).Select(v => v.IdCipher!).Take(few).ToListAsync(ct));
        }

        return new RegisterSample(
            ofHouseholds, ofPersons,
            await persons.Where(v => v.Name != null).Select(v => v.Name!).Distinct().OrderBy(n => n).ToListAsync(ct),
            [.. ids.Take(most).Select(c => seal.Open(c)!)],
            [.. some.Take(most).Select(h => h.Number)],
            [.. some.Select(h => seal.Open(h.Phone)).OfType<string>().Take(most)],
            [.. some.Select(h => h.Id).Distinct().Take(most)],
            [.. villages.Where((_, i) => i % step == 0).Take(most).Select(v => RegionCatalog.NameOf(new RegionCode(v))).OfType<string>()]);
    }
}
