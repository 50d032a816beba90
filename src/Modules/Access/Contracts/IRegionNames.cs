using Fuyao.Kernel;

namespace Fuyao.Access.Contracts;

/// <summary>Names of places, from whoever owns the regions. Access shows them beside a user's area.</summary>
public interface IRegionNames
{
    /// <param name="on">As the place was called on this day; as now when absent.</param>
    ValueTask<string?> NameAsync(RegionCode region, CancellationToken ct, DateOnly? on = null);
}
