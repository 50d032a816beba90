using Fuyao.Kernel;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Evaluation;

namespace Fuyao.Policy.Simulation;

/// <summary>What policies give, summed by household and by policy.</summary>
internal sealed class AwardSums
{
    private const int HouseholdsAtOnce = 8_192;

    private readonly PopulationResults _results;

    private AwardSums(PopulationResults results, IReadOnlyList<CompiledPolicy> policies, int households)
    {
        _results = results;
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
        var sums = new AwardSums(results, policies, population.Households.Count);
        var next = 0;
        var workers = Enumerable.Range(0, threads).Select(_ => policies.Select(p => new PolicyTally(p)).ToArray()).ToArray();
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = ct }, worker =>
        {
            int from;
            while ((from = Interlocked.Add(ref next, HouseholdsAtOnce) - HouseholdsAtOnce) < population.Households.Count)
            {
                ct.ThrowIfCancellationRequested();
                sums.Sum(workers[worker], population, from, Math.Min(population.Households.Count, from + HouseholdsAtOnce));
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

    public IReadOnlyList<(string Policy, Money Yearly)> Of(SimulatedPopulation population, int household)
    {
        List<(string, Money)> given = [];
        var offsets = population.Households.Lists["persons"].Offsets!;
        foreach (var tally in Policies)
        {
            var policy = tally.Policy;
            var (first, end) = policy.IsPerson ? (offsets[household], offsets[household + 1]) : (household, household + 1);
            var fen = 0L;
            for (var row = first; row < end; row++)
            {
                fen += _results.Award(policy.Id, row) is (ResultStatus.Awarded, var amount) ? amount.Fen : 0;
            }

            if (fen != 0)
            {
                given.Add((policy.Id, new Money(fen * tally.Times)));
            }
        }

        return given;
    }

    private void Sum(PolicyTally[] tallies, SimulatedPopulation population, int from, int to)
    {
        var offsets = population.Households.Lists["persons"].Offsets!;
        foreach (var tally in tallies)
        {
            var policy = tally.Policy;
            var parts = new long[policy.Parts.Count];
            for (var household = from; household < to; household++)
            {
                var (first, end) = policy.IsPerson ? (offsets[household], offsets[household + 1]) : (household, household + 1);
                var (fen, cash) = (0L, 0L);
                for (var row = first; row < end; row++)
                {
                    var (status, amount) = _results.Award(policy.Id, row);
                    if (status == ResultStatus.NotEligible)
                    {
                        continue;
                    }

                    if (parts.Length > 0)
                    {
                        parts[0] = amount.Fen;
                    }

                    tally.Count(status, parts);
                    if (status == ResultStatus.Awarded)
                    {
                        for (var part = 0; part < parts.Length; part++)
                        {
                            fen += parts[part];
                            cash += tally.CashParts[part] ? parts[part] : 0;
                        }
                    }
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
