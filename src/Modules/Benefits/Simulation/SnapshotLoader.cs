using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Benefits.Simulation;

/// <summary>Reads a place's households into memory. Scoped services of its own, so that it may outlive the request that asked for it.</summary>
internal sealed class SnapshotLoader(IServiceScopeFactory scopes, PolicyEngine engine, TimeProvider clock)
{
    // Its definition of income is the nation's; so are the facts that every pack may read.
    private const string National = "national";

    /// <param name="place">The place.</param>
    /// <param name="area">What of it may be seen.</param>
    /// <param name="on">The day.</param>
    /// <param name="packs">The packs that will be worked out.</param>
    /// <param name="progress">Households read so far.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="ProblemException">Status 422: nobody is registered there.</exception>
    public async Task<RegisterSnapshot> LoadAsync(
        RegionCode place, CodeRange area, DateOnly on, IReadOnlyList<PreparedPack> packs, IProgress<int>? progress, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<AreaScope>().Enter(area);
        var knownAt = clock.GetUtcNow();
        List<HouseholdRecord> households = [];
        await foreach (var household in scope.ServiceProvider.GetRequiredService<HouseholdReader>().StreamAsync(area, on, ct))
        {
            households.Add(household);
            if (households.Count % 1000 == 0)
            {
                progress?.Report(households.Count);
            }
        }

        if (households.Count == 0)
        {
            throw new ProblemException(422, new Problem("nobody-registered", new LocalText(
                "所选地区在该日没有在册农户。请先导入名册,或换一个日期。", "Nobody is registered in this place on this day. Import the register first, or choose another day."), "region"));
        }

        long[] regions = [.. households.Select(h => h.Region)];
        return new RegisterSnapshot(place, on, knownAt, [.. households.Select(h => h.Id)], regions, SimulatedPopulation.Of(
            packs[0], engine.Prepare(National, on), households.Select(h => h.Json), [.. households.Select(h => h.StatedIncomePerHead)], [Places(regions)]));
    }

    // The places directly below the smallest place that holds all: of one county its townships.
    private static Grouping Places(long[] regions)
    {
        var (first, last) = (new RegionCode(regions.Min()), new RegionCode(regions.Max()));
        var level = RegionLevel.Village;
        while (level > RegionLevel.Province && first.At(level - 1) != last.At(level - 1))
        {
            level--;
        }

        return Grouping.Of("region", regions.Select(r => new RegionCode(r).At(level).ToShort()));
    }
}
