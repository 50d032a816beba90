using Fuyao.Access.Contracts;
using Fuyao.Kernel;

namespace Fuyao.Registry.Regions;

/// <summary>Names of places for other modules, from the shipped catalogue.</summary>
internal sealed class RegionNames : IRegionNames
{
    public ValueTask<string?> NameAsync(RegionCode region, CancellationToken ct, DateOnly? on) => ValueTask.FromResult(RegionCatalog.NameOf(region, on));
}
