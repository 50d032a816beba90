using Fuyao.Kernel;

namespace Fuyao.Registry.Regions;

/// <summary>Where a household lives, as lists and pages name it.</summary>
/// <param name="Code">12 digits.</param>
internal sealed record Place(string Code, string Name, string? Township, string? County)
{
    public static Place Of(long code)
    {
        var region = new RegionCode(code);
        return new Place(region.ToString(), NameOf(region) ?? region.ToString(), Above(region, RegionLevel.Township), Above(region, RegionLevel.County));
    }

    private static string? Above(RegionCode region, RegionLevel level) => region.Level > level ? NameOf(region.At(level)) : null;

    private static string? NameOf(RegionCode region) => RegionCatalog.NameOf(region);
}
