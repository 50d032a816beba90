using Fuyao.Kernel;
using Fuyao.Registry.Regions;

namespace Fuyao.Registry.Import;

/// <summary>Finds a village by the names of its township and itself, inside one area. Endings such as 村委会 do not matter.</summary>
internal sealed class RegionResolver
{
    private static readonly string[] VillageEndings =
        ["村民委员会", "居民委员会", "社区居委会", "社区居民委员会", "村委会", "居委会", "社区", "行政村", "村"];

    private readonly Dictionary<(string Township, string Village), long> exact = [];
    private readonly Dictionary<string, List<long>> byVillage = new(StringComparer.Ordinal);
    private readonly HashSet<string> townships = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> townshipCodes = new(StringComparer.Ordinal);
    private readonly HashSet<long> codes = [];
    private readonly CodeRange area;

    public RegionResolver(RegionCode area)
    {
        this.area = area.Range;
        // The area may be below a township: its own ancestors give the names.
        var township = area.Level >= RegionLevel.Township ? RegionCatalog.NameOf(area.At(RegionLevel.Township)) ?? "" : "";
        foreach (var place in RegionCatalog.Inside(area))
        {
            if (place.Code.Level == RegionLevel.Township)
            {
                township = place.Name;
                townshipCodes[Township(township)] = place.Code.Value;
            }
            else if (place.Code.Level == RegionLevel.Village)
            {
                Add(township, place);
            }
        }

        townships.UnionWith(exact.Keys.Select(k => k.Township));
    }

    public bool HasVillages => codes.Count > 0;

    public bool Contains(long code) => area.Contains(code);

    public bool Knows(long code) => codes.Contains(code);

    public bool KnowsTownship(string? township) => township is not null && townships.Contains(Township(township));

    /// <summary>The township's code by its name, or null.</summary>
    public long? FindTownship(string? township) => township is not null && townshipCodes.TryGetValue(Township(township), out var code) ? code : null;

    /// <summary>The village's code, or null when the names fit none or several.</summary>
    public long? Find(string? township, string? village)
    {
        if (village is null)
        {
            return null;
        }

        var name = Village(village);
        if (!string.IsNullOrEmpty(township))
        {
            // Zero marks names that two villages of one township share.
            return exact.TryGetValue((Township(township), name), out var code) && code != 0 ? code : null;
        }

        return byVillage.GetValueOrDefault(name) is [var only] ? only : null;
    }

    /// <summary>The name without the ending that different offices write differently.</summary>
    public static string Village(string name)
    {
        foreach (var ending in VillageEndings)
        {
            if (name.Length > ending.Length && name.EndsWith(ending, StringComparison.Ordinal))
            {
                return Village(name[..^ending.Length]);
            }
        }

        return name;
    }

    private static string Township(string name)
    {
        foreach (var ending in (ReadOnlySpan<string>)["街道办事处", "街道", "民族乡", "镇", "乡"])
        {
            if (name.Length > ending.Length + 1 && name.EndsWith(ending, StringComparison.Ordinal))
            {
                return name[..^ending.Length];
            }
        }

        return name;
    }

    private void Add(string township, RegionName place)
    {
        codes.Add(place.Code.Value);
        var name = Village(place.Name);
        exact[(Township(township), name)] = exact.ContainsKey((Township(township), name)) ? 0 : place.Code.Value;
        if (!byVillage.TryGetValue(name, out var list))
        {
            byVillage[name] = list = [];
        }

        list.Add(place.Code.Value);
    }
}
