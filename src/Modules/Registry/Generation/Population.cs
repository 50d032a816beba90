using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Import;
using Fuyao.Registry.Regions;

namespace Fuyao.Registry.Generation;

/// <summary>The invented households of a place, village after village; one at a time is in memory.</summary>
internal sealed class Population(RegionCode region, int households, int seed)
{
    private const int PersonsOfLiuba = 7989;
    private const int HouseholdsOfLiuba = 2810;
    private const int VillagesAtLeast = 12;

    private readonly Dice dice = new(seed);

    /// <summary>Made by the households given out so far.</summary>
    public int Persons { get; private set; }

    /// <summary>Called when a county begins: id numbers are unique within one.</summary>
    public Action<int, PersonMaker>? CountyBegins { get; init; }

    /// <summary>Called when the last household of a village has been given out.</summary>
    public Action<int>? VillageDone { get; init; }

    /// <exception cref="ProblemException">The region has no villages.</exception>
    public IEnumerable<HouseholdDraft> Households()
    {
        var persons = new PersonMaker(dice);
        var maker = new HouseholdMaker(dice, persons);
        var target = (int)Math.Round(households * (double)PersonsOfLiuba / HouseholdsOfLiuba, MidpointRounding.AwayFromZero);
        var (done, county) = (0, 0);
        foreach (var (village, share) in Shares(Villages()))
        {
            if (county != (int)(village.Code / 1_000_000))
            {
                county = (int)(village.Code / 1_000_000);
                persons.NextCounty();
                CountyBegins?.Invoke(county, persons);
            }

            for (var sequence = 1; sequence <= share; sequence++, done++)
            {
                var household = maker.Make(village, sequence, Size(target - Persons, households - done));
                Persons += household.Persons.Count;
                yield return household;
            }

            VillageDone?.Invoke(done);
        }
    }

    private List<Village> Villages()
    {
        var list = new List<Village>();
        var (county, township) = (RegionCatalog.NameOf(region.At(RegionLevel.County)) ?? "", RegionCatalog.NameOf(region.At(RegionLevel.Township)) ?? "");
        foreach (var place in RegionCatalog.Inside(region))
        {
            switch (place.Code.Level)
            {
                case RegionLevel.City:
                case RegionLevel.County:
                    county = place.Name;
                    break;
                case RegionLevel.Township:
                    township = place.Name;
                    break;
                case RegionLevel.Village:
                    list.Add(new Village(place.Code.Value, county, township, place.Name, place.Code.Value % 10 < 6, place.Code.Value / 100_000_000 == 6107 ? "秦巴山区" : null));
                    break;
            }
        }

        // Names that two villages of a township share would need codes; town communities have no rural register.
        var resolver = new RegionResolver(region);
        var named = list.Where(v => resolver.Find(v.Township, v.Name) == v.Code).ToList();
        var rural = named.Where(v => !v.Name.Contains("社区", StringComparison.Ordinal) && !v.Name.Contains("居委", StringComparison.Ordinal)).ToList();
        var chosen = rural.Count > 0 ? rural : named;
        if (chosen.Count == 0)
        {
            throw new ProblemException(422, new Problem("region-unknown", new(
                $"区划代码 {region.ToShort()} 下没有行政村。", $"There are no villages inside {region.ToShort()}.")));
        }

        var wanted = Math.Clamp(households / VillagesAtLeast, 1, chosen.Count);
        return [.. Enumerable.Range(0, wanted).Select(i => chosen[(int)((long)i * chosen.Count / wanted)])];
    }

    private IEnumerable<(Village Village, int Households)> Shares(List<Village> villages)
    {
        var shares = new Dice(seed ^ 0x5EED);
        var weights = villages.Select(_ => 0.4 + shares.Random.NextDouble()).ToArray();
        var total = weights.Sum();
        var (upto, given) = (0d, 0);
        for (var i = 0; i < villages.Count; i++)
        {
            upto += weights[i];
            var next = i == villages.Count - 1 ? households : (int)Math.Round(households * upto / total);
            yield return (villages[i], next - given);
            given = next;
        }
    }

    // Sizes follow the register's distribution but steer towards the exact total, so that no list need be kept.
    private int Size(int personsLeft, int householdsLeft)
    {
        if (householdsLeft == 1)
        {
            return Math.Max(1, personsLeft);
        }

        var size = 1 + dice.Weighted(19, 26, 25, 17, 9, 4);
        var drift = personsLeft - (householdsLeft * (double)PersonsOfLiuba / HouseholdsOfLiuba);
        var room = householdsLeft < 20 ? 1 : 8;
        size = drift > room ? Math.Max(size, 3) : drift < -room ? Math.Min(size, 2) : size;
        return Math.Clamp(size, Math.Max(1, personsLeft - ((householdsLeft - 1) * 6)), Math.Min(6, personsLeft - (householdsLeft - 1)));
    }
}
