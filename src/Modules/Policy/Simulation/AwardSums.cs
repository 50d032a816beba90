using Fuyao.Policy.Contracts;
using Fuyao.Policy.Evaluation;

namespace Fuyao.Policy.Simulation;

/// <summary>What policies give, summed by household and by policy.</summary>
internal sealed class AwardSums
{
    private const int HouseholdsAtOnce = 8_192;

    private AwardSums(IReadOnlyList<CompiledPolicy> policies, int households)
    {
        Policies = [.. policies.Select(p => new PolicyTally(p))];
        Amount = new long[households];
        Yearly = new long[households];
        Cash = new long[households];
    }

    public PolicyTally[] Policies { get; }

    /// <summary>Fen by household, one unit of every award.</summary>
    public long[] Amount { get; }

    /// <summary>Fen by household and year.</summary>
    public long[] Yearly { get; }

    /// <summary>Fen by household and year that recur and reach its hands as cash.</summary>
    public long[] Cash { get; }

    public static AwardSums Of(PopulationResults results, IReadOnlyList<CompiledPolicy> policies, SimulatedPopulation population, int threads, CancellationToken ct)
    {
        var sums = new AwardSums(policies, population.Households.Count);
        // The results themselves are large and not kept.
        PopulationAwards[] awards = [.. policies.Select(p => results.Of(p.Id))];
        var next = 0;
        var workers = Enumerable.Range(0, threads).Select(_ => policies.Select(p => new PolicyTally(p)).ToArray()).ToArray();
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = ct }, worker =>
        {
            int from;
            while ((from = Interlocked.Add(ref next, HouseholdsAtOnce) - HouseholdsAtOnce) < population.Households.Count)
            {
                ct.ThrowIfCancellationRequested();
                sums.Sum(workers[worker], awards, population, from, Math.Min(population.Households.Count, from + HouseholdsAtOnce));
            }
        });
        foreach (var tallies in workers)
        {
            foreach (var (total, part) in sums.Policies.Zip(tallies))
            {
                total.Add(part);
            }
        }

        return sums;
    }

    private void Sum(PolicyTally[] tallies, PopulationAwards[] results, SimulatedPopulation population, int from, int to)
    {
        var offsets = population.Households.Lists["persons"].Offsets!;
        for (var t = 0; t < tallies.Length; t++)
        {
            var (tally, awards) = (tallies[t], results[t]);
            for (var household = from; household < to; household++)
            {
                var (first, end) = tally.Policy.IsPerson ? (offsets[household], offsets[household + 1]) : (household, household + 1);
                var (fen, cash) = (0L, 0L);
                for (var row = first; row < end; row++)
                {
                    var status = awards.Status(row);
                    if (status == ResultStatus.NotEligible)
                    {
                        continue;
                    }

                    var (amount, inHand) = tally.Count(status, awards, row);
                    fen += amount;
                    cash += inHand;
                }

                if (fen != 0)
                {
                    tally.Households++;
                    Amount[household] += fen;
                    Yearly[household] += fen * tally.Times;
                    Cash[household] += tally.Recurs ? cash * tally.Times : 0;
                }
            }
        }
    }
}
