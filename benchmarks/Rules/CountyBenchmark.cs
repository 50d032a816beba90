using System.Diagnostics;
using Fuyao.Feel.Columns;
using Fuyao.Policy.Contracts;

namespace Fuyao.Benchmarks.Rules;

/// <summary>All policies of the liuba pack over a synthetic county.</summary>
internal static class CountyBenchmark
{
    private static readonly DateOnly May = new(2016, 5, 1);

    public static IEnumerable<Measurement> Run(PolicyEngine engine, long persons, CancellationToken ct)
    {
        var pack = engine.Prepare("liuba-2015", May);
        yield return new("liuba: awards on which columns and interpreter differ", Differences(pack, ct) + Differences(Supposed(pack), ct), "awards", 40_000);
        var table = new SyntheticCounty(20160501).Columns((int)persons);
        foreach (var (rules, what) in new[] { (pack, "the whole pack"), (Supposed(pack), "the whole pack, its lost figures supposed") })
        {
            foreach (var figure in Throughput(rules, what, table, persons, ct))
            {
                yield return figure;
            }
        }
    }

    private static IEnumerable<Measurement> Throughput(PreparedPack pack, string what, ColumnTable table, long persons, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        var rules = pack.Over(table);
        var results = rules.Allocate();
        yield return new($"liuba: {what}, compiling it over the columns", Stopwatch.GetElapsedTime(began).TotalMilliseconds, "ms", pack.Policies.Count);
        yield return new($"liuba: {what}, policies left to the interpreter", rules.Interpreted.Count, "policies", pack.Policies.Count);
        var one = RulesBenchmark.Median(9, () => rules.Run(results, threads: 1, ct), out var processor);
        yield return new($"liuba: {what}, one core", persons / one, "persons/s", persons);
        yield return new($"liuba: {what}, one core, per second of processor time", persons / processor, "persons/s", persons);
        var two = RulesBenchmark.Median(9, () => rules.Run(results, threads: 2, ct));
        yield return new($"liuba: {what}, two cores", persons / two, "persons/s", persons);
    }

    // What the plan's text lost would make rules that wait for it cost nothing.
    private static PreparedPack Supposed(PreparedPack pack) => pack.Suppose(Supposition.None with
    {
        Parameters = pack.Parameters.Where(p => p.Unknown).ToDictionary(p => p.Id, p => p.Id switch
        {
            "lesser_entrance_class" => "true",
            "price_index_since_2010" => "1.15",
            _ => "150",
        }),
    });

    private static long Differences(PreparedPack pack, CancellationToken ct)
    {
        ColumnTable table = new SyntheticCounty(7).Columns(20_000);
        var columns = pack.Over(table).Run(1, ct);
        var interpreter = pack.Over(table, RulePath.Interpreter).Run(1, ct);
        long differ = 0;
        foreach (var policy in pack.Policies.Where(p => p.Subject is PolicySubject.Person or PolicySubject.Household))
        {
            var rows = policy.Subject == PolicySubject.Person ? table.Lists["persons"].Count : table.Count;
            for (var row = 0; row < rows; row++)
            {
                differ += columns.Award(policy.Id, row) == interpreter.Award(policy.Id, row) ? 0 : 1;
            }
        }

        return differ;
    }
}
