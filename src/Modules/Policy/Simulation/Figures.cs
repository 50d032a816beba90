using Fuyao.Kernel;
using Fuyao.Policy.Contracts;

namespace Fuyao.Policy.Simulation;

/// <summary>Figures of one pack out of its sums.</summary>
internal static class Figures
{
    private const int LorenzSteps = 20;

    public static SimulationFigures Of(string pack, SimulatedPopulation population, AwardSums sums, Func<int, bool?>? isPoor, double? line)
    {
        var incomes = Simulator.Incomes(population, sums.Cash);
        return new SimulationFigures
        {
            Pack = pack,
            Households = population.Households.Count,
            Persons = population.Persons,
            Recipients = sums.Amount.Count(fen => fen != 0),
            Awards = sums.Policies.Sum(p => p.Awards),
            Amount = new Money(sums.Amount.Sum()),
            Yearly = new Money(sums.Yearly.Sum()),
            Undetermined = sums.Policies.Sum(p => p.Undetermined),
            Manual = sums.Policies.Sum(p => p.Manual),
            Excluded = sums.Policies.Sum(p => p.Excluded),
            Policies =
            [
                .. sums.Policies.Where(p => p.Policy.Value is null).Select(p => new PolicyFigures(
                    p.Policy.Id, p.Awards, p.Households, new Money(p.Fen), new Money(p.Yearly), p.Undetermined, p.Manual, p.Excluded)),
            ],
            Sources =
            [
                .. sums.Policies.SelectMany(p => p.Sources().Select(s => (s.Source, s.Fen, Yearly: 0L)).Concat(p.YearlySources().Select(s => (s.Source, Fen: 0L, Yearly: s.Fen)))).GroupBy(s => s.Source)
                    .Select(g => new SourceFigures(g.Key, new Money(g.Sum(s => s.Fen)), new Money(g.Sum(s => s.Yearly)))).OrderBy(s => s.Source, StringComparer.Ordinal),
            ],
            Groups = population.Groupings.ToDictionary(g => g.Id, g => Groups(g, population, sums)),
            Poverty = line is { } at ? incomes?.At(at) : null,
            Lorenz = incomes?.Lorenz(LorenzSteps),
            Targeting = Targeting(population, sums, isPoor),
        };
    }

    private static IReadOnlyList<GroupFigures> Groups(Grouping grouping, SimulatedPopulation population, AwardSums sums)
    {
        var groups = new (int Households, int Persons, int Recipients, long Amount, long Yearly)[grouping.Keys.Count];
        for (var i = 0; i < grouping.Codes.Length; i++)
        {
            ref var group = ref groups[grouping.Codes[i]];
            group.Households++;
            group.Persons += population.Sizes[i];
            group.Recipients += sums.Amount[i] != 0 ? 1 : 0;
            group.Amount += sums.Amount[i];
            group.Yearly += sums.Yearly[i];
        }

        return [.. groups.Zip(grouping.Keys, (g, key) => new GroupFigures(key, g.Households, g.Persons, g.Recipients, new Money(g.Amount), new Money(g.Yearly))).Where(g => g.Households > 0)];
    }

    private static TargetingFigures? Targeting(SimulatedPopulation population, AwardSums sums, Func<int, bool?>? isPoor)
    {
        if (isPoor is null)
        {
            return null;
        }

        long poor = 0, reached = 0, covered = 0, unknown = 0;
        for (var i = 0; i < population.Sizes.Length; i++)
        {
            var (size, isReached) = (population.Sizes[i], sums.Amount[i] != 0);
            switch (isPoor(i))
            {
                case null:
                    unknown += size;
                    continue;
                case true:
                    poor += size;
                    covered += isReached ? size : 0;
                    break;
            }

            reached += isReached ? size : 0;
        }

        return new TargetingFigures(poor, reached, covered, unknown);
    }
}
