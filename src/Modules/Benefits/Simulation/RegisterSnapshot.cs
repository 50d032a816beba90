using System.Collections.Concurrent;
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
/// <param name="Refused">Households whose facts no rule can read: they are left out.</param>
internal sealed record RegisterSnapshot(RegionCode Place, DateOnly On, DateTimeOffset KnownAt, Guid[] Ids, long[] Regions, SimulatedPopulation Population, int Refused)
{
    // Sums of a pack over a million persons take some ten megabytes.
    private const int Kept = 8;

    private readonly ConcurrentDictionary<(SimulatedPopulation, string), SimulatedPack> _known = new();

    /// <summary>What a pack comes to; worked out once for as long as it is among the last ones asked for.</summary>
    public SimulatedPack Run(Simulator simulator, PreparedPack pack, Supposition supposed, CancellationToken ct)
    {
        var key = (simulator.Population, string.Join('\n', [
            pack.Id, pack.Hash, $"{simulator.Options.Line}", $"{simulator.Options.Poor}", $"{simulator.Options.Entitled?.Pack.Hash} {simulator.Options.Entitled?.Policy}",
            .. supposed.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"), .. supposed.Cells.Select(c => c.ToString())]));
        if (_known.TryGetValue(key, out var known))
        {
            return known;
        }

        if (_known.Count >= Kept)
        {
            _known.Clear();
        }

        return _known[key] = simulator.Run(pack, ct);
    }
}
