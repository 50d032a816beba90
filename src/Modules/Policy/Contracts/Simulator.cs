using Fuyao.Policy.Simulation;

namespace Fuyao.Policy.Contracts;

/// <summary>
/// Works packs out over a population held in memory and compares them. Nothing is stored. Every amount is the one that a run over the same
/// households awards, to the fen.
/// </summary>
public sealed class Simulator
{
    private readonly SimulatedPopulation population;
    private readonly SimulationOptions options;
    private readonly double? _line;
    private readonly Lazy<Func<int, bool?>?> _isPoor;

    public Simulator(SimulatedPopulation population, SimulationOptions options)
    {
        (this.population, this.options) = (population, options);
        _line = options.Line?.Of(Incomes(population, null));
        _isPoor = new(() => Poor.Of(population, options, _line));
    }

    public SimulatedPopulation Population => population;

    public SimulationOptions Options => options;

    /// <summary>The line in yuan a head and year; null when none is set or no income is known.</summary>
    public double? Line => _line;

    /// <summary>Poverty by the register's incomes alone, without benefits of a pack; null without a line or a known income.</summary>
    public PovertyFigures? Register => _line is { } line ? Incomes(population, null)?.At(line) : null;

    /// <summary>Who is poor by the definition asked for; null when there is nothing to go by.</summary>
    internal Func<int, bool?>? IsPoor => _isPoor.Value;

    /// <summary>Persons whose household's income is not known.</summary>
    public long IncomeUnknown => PersonsWithIncome(_ => true).Unknown;

    /// <summary>The register's incomes per head, one weight a person; null when none is known.</summary>
    /// <param name="belongs">Only these households; null: all.</param>
    public PovertyMeasures? Measures(Predicate<int>? belongs = null) => Incomes(population, null, belongs);

    /// <summary>Persons whose household's income is known, and those whose is not.</summary>
    public (long Known, long Unknown) PersonsWithIncome(Predicate<int> belongs)
    {
        long known = 0, unknown = 0;
        for (var i = 0; i < population.Sizes.Length; i++)
        {
            if (belongs(i))
            {
                (known, unknown) = double.IsNaN(population.IncomePerHead[i]) ? (known, unknown + population.Sizes[i]) : (known + population.Sizes[i], unknown);
            }
        }

        return (known, unknown);
    }

    /// <summary>Units that fall due in a year of a policy that stays all year as it is on the date: what makes one unit's amount a yearly one.</summary>
    public static int TimesAYear(PolicyPeriod unit) => unit switch
    {
        PolicyPeriod.Month => 12,
        PolicyPeriod.Term => 2,
        _ => 1,
    };

    public SimulatedPack Run(PreparedPack pack, CancellationToken ct = default)
    {
        var sums = AwardSums.Of(pack, population, options.Threads, ct);
        return new SimulatedPack(population, Figures.Of(pack.Id, population, sums, IsPoor, _line), sums);
    }

    /// <summary>Winners, losers and the distribution of what they gain and lose.</summary>
    public ChangeFigures Compare(SimulatedPack baseline, SimulatedPack reform) => Changes.Of(population, baseline.Sums.Yearly, reform.Sums.Yearly);

    /// <summary>Households of a kind, by row: winners and losers with the largest change first, the poor who get nothing with the lowest income first, the others who get something with the most first.</summary>
    public int[] List(SimulatedList list, SimulatedPack baseline, SimulatedPack reform) => Listing.Rows(list, this, baseline.Sums, reform.Sums);

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
    internal static PovertyMeasures? Incomes(SimulatedPopulation population, long[]? cash, Predicate<int>? belongs = null)
    {
        var count = 0;
        var (incomes, weights) = (new double[population.Sizes.Length], new double[population.Sizes.Length]);
        for (var i = 0; i < population.Sizes.Length; i++)
        {
            if (population.Sizes[i] > 0 && belongs?.Invoke(i) != false && !double.IsNaN(population.IncomePerHead[i]))
            {
                incomes[count] = population.IncomePerHead[i] + (cash is null ? 0 : cash[i] / 100.0 / population.Sizes[i]);
                weights[count++] = population.Sizes[i];
            }
        }

        return count == 0 ? null : new PovertyMeasures(incomes.AsSpan(0, count).ToArray(), weights.AsSpan(0, count).ToArray());
    }
}
