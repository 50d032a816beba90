using Fuyao.Kernel;

namespace Fuyao.Casework.Ranking;

/// <summary>按收入倒排: the order of net income per head, the poorest first.</summary>
internal static class RankingOrder
{
    /// <summary>
    /// Gives each household its rank. Ties are in the order of village and 户编号, which decides nothing: they share the rank.
    /// Households of unknown income come last, without a rank.
    /// </summary>
    public static IReadOnlyList<Place> Of(IEnumerable<RankedHousehold> households)
    {
        var ordered = households
            .OrderBy(h => h.PerHead is null)
            .ThenBy(h => h.PerHead ?? Money.Zero)
            .ThenBy(h => h.Village)
            .ThenBy(h => h.Number, StringComparer.Ordinal)
            .ToList();
        var whole = Ranks(ordered);
        var inVillage = Within(h => h.Village);
        var inCategory = Within(h => (h.Village, h.Category));
        return [.. ordered.Select((h, i) => new Place(
            h, whole[i].Rank, whole[i].Tied, inVillage[i].Rank, inVillage[i].Tied, inCategory[i].Rank, inCategory[i].Tied))];

        (int? Rank, int Tied)[] Within<TKey>(Func<RankedHousehold, TKey> key)
        {
            var within = new (int? Rank, int Tied)[ordered.Count];
            foreach (var part in ordered.Index().GroupBy(h => key(h.Item)))
            {
                var members = part.ToList();
                foreach (var (position, rank) in Ranks([.. members.Select(m => m.Item)]).Index())
                {
                    within[members[position].Index] = rank;
                }
            }

            return within;
        }
    }

    private static (int? Rank, int Tied)[] Ranks(List<RankedHousehold> ordered)
    {
        var ranks = new (int? Rank, int Tied)[ordered.Count];
        for (int first = 0, end; first < ordered.Count; first = end)
        {
            end = first + 1;
            if (ordered[first].PerHead is not { } income)
            {
                ranks[first] = (null, 1);
                continue;
            }

            while (end < ordered.Count && ordered[end].PerHead == income)
            {
                end++;
            }

            Array.Fill(ranks, (first + 1, end - first), first, end - first);
        }

        return ranks;
    }
}
