using Fuyao.Kernel;
using Fuyao.Policy.Simulation;

namespace Fuyao.Policy.Contracts;

/// <summary>A pack worked out over a population: what it gives every household, and what it comes to. Safe for several threads once made.</summary>
public sealed class SimulatedPack
{
    private readonly SimulatedPopulation _population;

    internal SimulatedPack(SimulatedPopulation population, SimulationFigures figures, AwardSums sums)
    {
        _population = population;
        Figures = figures;
        Sums = sums;
    }

    public SimulationFigures Figures { get; }

    internal AwardSums Sums { get; }

    /// <summary>What a household is given in a year, all policies together; see <see cref="SimulationFigures.Yearly"/>.</summary>
    public Money Yearly(int household) => new(Sums.Yearly[household]);

    /// <summary>Recurring cash a head and year, yuan: what counts as income beside <see cref="SimulatedPopulation.IncomePerHead"/>.</summary>
    public double CashPerHead(int household) => _population.Sizes[household] is > 0 and var size ? Sums.Cash[household] / 100.0 / size : 0;
}
