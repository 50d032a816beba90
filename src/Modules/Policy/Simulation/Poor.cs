using Fuyao.Policy.Contracts;

namespace Fuyao.Policy.Simulation;

/// <summary>Who is poor.</summary>
internal static class Poor
{
    /// <returns>Says of a household whether it is poor, null where that is not known; null when there is nothing to go by.</returns>
    public static Func<int, bool?>? Of(SimulatedPopulation population, PoorDefinition definition, double? line)
    {
        if (definition == PoorDefinition.Income)
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
}
