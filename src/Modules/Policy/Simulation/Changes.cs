using Fuyao.Kernel;
using Fuyao.Policy.Contracts;

namespace Fuyao.Policy.Simulation;

/// <summary>Winners and losers between two sets of yearly amounts by household.</summary>
internal static class Changes
{
    public static ChangeFigures Of(SimulatedPopulation population, long[] before, long[] after)
    {
        var deciles = new (int Households, long Persons, int Winners, int Losers, long Change)[11];
        List<long> changes = [];
        long winning = 0, losing = 0, gain = 0, loss = 0, most = 0, least = 0;
        var (winners, losers) = (0, 0);
        for (var i = 0; i < before.Length; i++)
        {
            var change = after[i] - before[i];
            ref var decile = ref deciles[population.IncomeDeciles[i]];
            decile.Households++;
            decile.Persons += population.Sizes[i];
            if (change == 0)
            {
                continue;
            }

            changes.Add(change);
            decile.Change += change;
            if (change > 0)
            {
                winners++;
                decile.Winners++;
                winning += population.Sizes[i];
                gain += change;
                most = Math.Max(most, change);
            }
            else
            {
                losers++;
                decile.Losers++;
                losing += population.Sizes[i];
                loss -= change;
                least = Math.Max(least, -change);
            }
        }

        changes.Sort();
        return new ChangeFigures(
            winners, losers, before.Length - winners - losers, winning, losing, new Money(gain), new Money(loss), Mean(gain, winners), Mean(loss, losers), new Money(most), new Money(least),
            changes.Count == 0 ? [] : [.. Enumerable.Range(1, 9).Select(tenth => new Money(changes[changes.Count * tenth / 10]))],
            [.. deciles.Index().Where(d => d.Index > 0 && d.Item.Households > 0)
                .Select(d => new DecileChange(d.Index, d.Item.Households, d.Item.Persons, d.Item.Winners, d.Item.Losers, new Money(d.Item.Change), Mean(d.Item.Change, d.Item.Persons)))]);
    }

    private static Money Mean(long fen, long count) => count == 0 ? Money.Zero : Money.FromYuan(fen / 100m / count);
}
