using Fuyao.Policy.Contracts;
using Fuyao.Policy.Evaluation;

namespace Fuyao.Policy.Simulation;

/// <summary>What policies give, summed by household and by policy.</summary>
internal sealed class AwardSums
{
    private const int HouseholdsAtOnce = 8_192;

    private AwardSums(IReadOnlyList<CompiledPolicy> policies, HashSet<string> dated, int households)
    {
        Policies = [.. policies.Select(p => new PolicyTally(p, dated.Contains(p.Id)))];
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

    public static AwardSums Of(PreparedPack pack, SimulatedPopulation population, int threads, CancellationToken ct)
    {
        var compiled = pack.Compiled;
        var dated = DueDays.Dated(compiled);
        var sums = new AwardSums(compiled.Policies, dated, population.Households.Count);
        sums.Add(pack, sums.Policies, null, population, threads, ct);
        foreach (var (day, policies) in DueDays.Days(compiled, dated))
        {
            sums.Add(new PreparedPack(day), [.. sums.Policies.Where(p => policies.Contains(p.Policy.Id)).Select(p => p.Year!)], policies, population, threads, ct);
        }

        return sums;
    }

    // The results themselves are large and not kept.
    private void Add(PreparedPack pack, PolicyTally[] totals, string[]? only, SimulatedPopulation population, int threads, CancellationToken ct)
    {
        var results = pack.Over(population.Households, only: only).Run(threads, ct);
        PopulationAwards[] awards = [.. totals.Select(t => results.Of(t.Policy.Id))];
        var next = 0;
        var workers = Enumerable.Range(0, threads).Select(_ => totals.Select(t => new PolicyTally(t.Policy, t.Year is not null)).ToArray()).ToArray();
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = ct }, worker =>
        {
            int from;
            while ((from = Interlocked.Add(ref next, HouseholdsAtOnce) - HouseholdsAtOnce) < population.Households.Count)
            {
                ct.ThrowIfCancellationRequested();
                Sum(workers[worker], awards, only is null, population, from, Math.Min(population.Households.Count, from + HouseholdsAtOnce));
            }
        });
        foreach (var tallies in workers)
        {
            foreach (var (total, part) in totals.Zip(tallies))
            {
                total.Add(part);
            }
        }
    }

    /// <param name="onDate">The pack's own date; else one of the days on which dated policies fall due, which count for the year alone.</param>
    private void Sum(PolicyTally[] tallies, PopulationAwards[] results, bool onDate, SimulatedPopulation population, int from, int to)
    {
        var offsets = population.Households.Lists["persons"].Offsets!;
        for (var t = 0; t < tallies.Length; t++)
        {
            var (tally, awards) = (tallies[t], results[t]);
            var times = !onDate ? 1 : tally.Year is null ? tally.Times : 0;
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
                    Amount[household] += onDate ? fen : 0;
                    Yearly[household] += fen * times;
                    Cash[household] += tally.Recurs ? cash * times : 0;
                }
            }
        }
    }
}
