using Fuyao.Policy.Contracts;

namespace Fuyao.Policy.Simulation;

/// <summary>Who is poor.</summary>
internal static class Poor
{
    /// <returns>Says of a household whether it is poor, null where that is not known; null when there is nothing to go by.</returns>
    public static Func<int, bool?>? Of(SimulatedPopulation population, SimulationOptions options, double? line)
    {
        if (options.Poor == PoorDefinition.Policy)
        {
            return options.Entitled is { } entitled ? Entitled(population, entitled, options.Threads) : null;
        }

        if (options.Poor == PoorDefinition.Income)
        {
            var incomes = population.IncomePerHead;
            return line is { } below ? row => double.IsNaN(incomes[row]) ? null : incomes[row] < below : null;
        }

        if (population.Groupings.FirstOrDefault(g => g.Id == "status") is not { } status)
        {
            return null;
        }

        bool[] registered = [.. status.Keys.Select(key => key == "registered")];
        return row => registered[status.Codes[row]];
    }

    private static Func<int, bool?> Entitled(SimulatedPopulation population, PoorPolicy entitled, int threads)
    {
        var awards = entitled.Pack.Over(population.Households, only: [entitled.Policy]).Run(threads).Of(entitled.Policy);
        var ofPersons = awards.Policy.Subject == PolicySubject.Person;
        var offsets = population.Households.Lists["persons"].Offsets!;
        var met = new bool?[population.Households.Count];
        for (var household = 0; household < met.Length; household++)
        {
            var (first, end) = ofPersons ? (offsets[household], offsets[household + 1]) : (household, household + 1);
            bool? any = false;
            for (var row = first; row < end && any != true; row++)
            {
                any = awards.Status(row) switch
                {
                    ResultStatus.NotEligible => any,
                    ResultStatus.Undetermined => null,
                    _ => true,
                };
            }

            met[household] = any;
        }

        return household => met[household];
    }
}
