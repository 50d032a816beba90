using Fuyao.Benefits.Populations;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Benefits.Simulation;

/// <summary>Reads a place's households into memory. Singleton: it may outlive the request that asked for it.</summary>
internal sealed class SnapshotLoader(PopulationLoader loader, IServiceScopeFactory scopes, PolicyEngine engine)
{
    // The definition of income is the nation's; so are the facts that the register holds, whichever pack reads them.
    private const string National = "national";

    /// <param name="key">The place, the day, and when it was known.</param>
    /// <param name="area">What of it may be seen.</param>
    /// <param name="progress">Households read so far.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="ProblemException">Status 422: nobody is registered there.</exception>
    public async Task<RegisterSnapshot> LoadAsync(SnapshotKey key, CodeRange area, IProgress<int>? progress, CancellationToken ct)
    {
        var (place, on) = (key.Place, key.On);
        var national = engine.Prepare(National, on);
        var read = await loader.LoadAsync(national, area, key.KnownAt, progress: (households, _) => progress?.Report(households), ct: ct);
        if (read.Households.Length == 0)
        {
            throw new ProblemException(422, new Problem("nobody-registered", key.KnownAt is { } known
                ? new LocalText(
                    $"按 {known.InChina():yyyy-MM-dd} 所知,所选地区在该日没有在册农户:名册是后来才登记的。请换一个“当时所知”的日期,或按现在所知计算。",
                    $"By what was known on {known.InChina():yyyy-MM-dd} nobody was registered in this place on this day: the register was entered later. Choose another day of knowledge, or work with what is known now.")
                : new LocalText("所选地区在该日没有在册农户。请先导入名册,或换一个日期。", "Nobody is registered in this place on this day. Import the register first, or choose another day."), "region"));
        }

        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<AreaScope>().Enter(area);
        var stated = await scope.ServiceProvider.GetRequiredService<StatedIncomes>().ReadAsync(area, on, read.KnownAt, ct);
        List<Grouping> groupings = [Places(read.Regions)];
        if (place.Level == RegionLevel.Village)
        {
            groupings.Add(Grouping.Of("group", Enumerable.Range(0, read.Households.Length).Select(row => read.Columns.Text("group", row) ?? "")));
        }

        var population = SimulatedPopulation.Of(national, read.Columns, row => stated.TryGetValue(read.Households[row], out var income) ? income : null, groupings,
            await scope.ServiceProvider.GetRequiredService<PaidBenefits>().ReadAsync(area, read.Households, read.KnownAt, ct));
        return new RegisterSnapshot(place, on, read.KnownAt, read.Households, read.Regions, population, read.Refused.Count);
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
