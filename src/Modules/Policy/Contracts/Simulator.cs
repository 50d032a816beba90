using Fuyao.Kernel;
using Fuyao.Policy.Simulation;

namespace Fuyao.Policy.Contracts;

/// <summary>
/// Works packs out over a population held in memory and compares them. Nothing is stored. Every amount is the one that a run over the same
/// households awards, to the fen.
/// </summary>
public sealed class Simulator(SimulatedPopulation population, SimulationOptions options)
{
    private readonly double? _line = options.Line?.Of(Incomes(population, null));

    public SimulatedPopulation Population => population;

    public SimulationOptions Options => options;

    /// <summary>The line in yuan a head and year; null when none is set or no income is known.</summary>
    public double? Line => _line;

    /// <summary>Poverty by the register's incomes alone, without benefits of a pack; null without a line or a known income.</summary>
    public PovertyFigures? Register => _line is { } line ? Incomes(population, null)?.At(line) : null;

    /// <summary>Persons whose household's income is not known.</summary>
    public long IncomeUnknown => population.Sizes.Index().Where(h => double.IsNaN(population.IncomePerHead[h.Index])).Sum(h => (long)h.Item);

    public SimulatedPack Run(PreparedPack pack, CancellationToken ct = default)
    {
        var sums = AwardSums.Of(pack.Over(population.Households).Run(options.Threads, ct), pack.Compiled.Policies, population, options.Threads, ct);
        return new SimulatedPack(population, Figures.Of(pack.Id, population, sums, options, _line), sums);
    }

    /// <summary>Winners, losers and the distribution of what they gain and lose.</summary>
    public ChangeFigures Compare(SimulatedPack baseline, SimulatedPack reform) => Changes.Of(population, baseline.Sums.Yearly, reform.Sums.Yearly);

    /// <summary>Households that change, largest change first; ties in the population's order.</summary>
    /// <param name="baseline">Before.</param>
    /// <param name="reform">After.</param>
    /// <param name="winners">Those who gain, or those who lose.</param>
    public int[] Changed(SimulatedPack baseline, SimulatedPack reform, bool winners) => Changes.Rows(baseline.Sums.Yearly, reform.Sums.Yearly, winners);

    /// <summary>What each of several changes costs by itself, and what it adds when the others are already made.</summary>
    /// <param name="pack">Without any of them.</param>
    /// <param name="supposed">The changes.</param>
    /// <param name="before">What <paramref name="pack"/> comes to.</param>
    /// <param name="all">What it comes to with all changes.</param>
    /// <param name="ct">Stops it.</param>
    public IReadOnlyList<MarginalCost> Marginal(PreparedPack pack, Supposition supposed, SimulatedPack before, SimulatedPack all, CancellationToken ct = default)
    {
        List<MarginalCost> costs = [];
        foreach (var change in supposed.Each())
        {
            var alone = supposed.Count == 1 ? all : Run(pack.Suppose(change), ct);
            var without = supposed.Count == 1 ? before : Run(pack.Suppose(supposed.Without(change)), ct);
            var (name, from, to) = Supposing.Describe(pack.Compiled, change);
            costs.Add(new MarginalCost(name, from, to, alone.Figures.Yearly - before.Figures.Yearly, all.Figures.Yearly - without.Figures.Yearly));
        }

        return costs;
    }

    /// <summary>Incomes per head with recurring cash of a pack, one weight a person; null when no income is known.</summary>
    internal static PovertyMeasures? Incomes(SimulatedPopulation population, long[]? cash)
    {
        var count = 0;
        var (incomes, weights) = (new double[population.Sizes.Length], new double[population.Sizes.Length]);
        for (var i = 0; i < population.Sizes.Length; i++)
        {
            if (population.Sizes[i] > 0 && !double.IsNaN(population.IncomePerHead[i]))
            {
                incomes[count] = population.IncomePerHead[i] + (cash is null ? 0 : cash[i] / 100.0 / population.Sizes[i]);
                weights[count++] = population.Sizes[i];
            }
        }

        return count == 0 ? null : new PovertyMeasures(incomes.AsSpan(0, count).ToArray(), weights.AsSpan(0, count).ToArray());
    }
}
