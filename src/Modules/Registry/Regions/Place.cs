using Fuyao.Kernel;

namespace Fuyao.Registry.Regions;

/// <summary>Where a household lives, as lists and pages name it.</summary>
/// <param name="Code">12 digits.</param>
internal sealed record Place(string Code, string Name, string? Township, string? County)
{
    /// <param name="on">As the places were called on this day; now when absent.</param>
    public static Place Of(long code, DateOnly? on = null)
    {
        var region = new RegionCode(code);
        return new Place(region.ToString(), RegionCatalog.NameOf(region, on) ?? region.ToString(), Above(region, RegionLevel.Township, on), Above(region, RegionLevel.County, on));
    }

    private static string? Above(RegionCode region, RegionLevel level, DateOnly? on) => region.Level > level ? RegionCatalog.NameOf(region.At(level), on) : null;
}
