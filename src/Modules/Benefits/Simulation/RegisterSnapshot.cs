using Fuyao.Kernel;
using Fuyao.Policy.Contracts;

namespace Fuyao.Benefits.Simulation;

/// <summary>The register of a place on a day, in memory.</summary>
/// <param name="Place">What was asked for.</param>
/// <param name="On">The day.</param>
/// <param name="KnownAt">When it was read.</param>
/// <param name="Ids">By household.</param>
/// <param name="Regions">By household the village.</param>
/// <param name="Population">Columns and groups.</param>
internal sealed record RegisterSnapshot(RegionCode Place, DateOnly On, DateTimeOffset KnownAt, Guid[] Ids, long[] Regions, SimulatedPopulation Population);
