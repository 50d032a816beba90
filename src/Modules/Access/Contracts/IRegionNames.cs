using Fuyao.Kernel;

namespace Fuyao.Access.Contracts;

/// <summary>Names of places, from whoever owns the regions. Access shows them beside a user's area.</summary>
public interface IRegionNames
{
    ValueTask<string?> NameAsync(RegionCode region, CancellationToken ct);
}
