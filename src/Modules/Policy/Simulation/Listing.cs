using Fuyao.Policy.Contracts;

namespace Fuyao.Policy.Simulation;

/// <summary>Households of a kind in the order in which one looks at them.</summary>
internal static class Listing
{
    public static int[] Rows(SimulatedList list, Simulator simulator, AwardSums before, AwardSums after)
    {
        var (was, becomes) = (before.Yearly, after.Yearly);
        var isPoor = list is SimulatedList.Missed or SimulatedList.Leaked ? simulator.IsPoor : null;
        Predicate<int> belongs = list switch
        {
            SimulatedList.Winners => row => becomes[row] > was[row],
            SimulatedList.Losers => row => becomes[row] < was[row],
            SimulatedList.Missed => row => isPoor?.Invoke(row) == true && after.Amount[row] == 0,
            _ => row => isPoor?.Invoke(row) == false && after.Amount[row] != 0,
        };
        int[] rows = [.. Enumerable.Range(0, was.Length).Where(row => belongs(row))];
        var incomes = simulator.Population.IncomePerHead;
        (double, int)[] order = list switch
        {
            SimulatedList.Missed => Array.ConvertAll(rows, row => (double.IsNaN(incomes[row]) ? double.MaxValue : incomes[row], row)),
            SimulatedList.Leaked => Array.ConvertAll(rows, row => (-(double)becomes[row], row)),
            _ => Array.ConvertAll(rows, row => (-Math.Abs((double)(becomes[row] - was[row])), row)),
        };
        Array.Sort(order, rows);
        return rows;
    }
}
