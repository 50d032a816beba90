using System.Diagnostics;
using System.Text;
using Fuyao.Feel;
using Fuyao.Feel.Tables;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;
using Fuyao.Policy.Contracts;

namespace Fuyao.Benchmarks.Rules;

/// <summary>One household at a time: what a person waits for.</summary>
internal static class HouseholdBenchmark
{
    private const string Household = """
        {"id":"h1","region":"610729101201","status":"registered","hardship":["special"],"relocation":{"mode":"concentrated","year":2016},"persons":[
        {"id":"p1","sex":"male","birth":"1942-03-05","relation":"02","disability":{"category":4,"grade":2}},
        {"id":"p2","sex":"female","birth":"1969-11-20","relation":"10"},
        {"id":"p3","sex":"female","birth":"1998-02-01","relation":"30","school":{"stage":"senior","grade":3}}]}
        """;

    public static IEnumerable<Measurement> Run(PolicyEngine engine, int evaluations, CancellationToken ct)
    {
        var scope = new FeelScope(new FeelMember("age", FeelType.Number.Within(0, 130, whole: true)));
        var table = FeelTable.Compile(
            new TableSpec("pension", [new TableInput("age")], [new TableOutput(Type: FeelType.Number)],
                [new(["[60..70)"], ["75"]), new(["[70..80)"], ["85"]), new([">= 80"], ["95"])]), scope, FeelOptions.Strict).Required();
        var ages = Enumerable.Range(55, 40).Select(age => scope.Input(("age", FeelValue.Of((decimal)age)))).ToArray();
        var checkSum = 0m;
        var seconds = RulesBenchmark.Median(5, () =>
        {
            for (var i = 0; i < evaluations; i++)
            {
                var value = table.Evaluate(ages[i % ages.Length]).Value;
                checkSum += value.IsNumber ? value.AsNumber : 0m;
            }
        });
        ct.ThrowIfCancellationRequested();
        yield return new("household: three-tier pension table", evaluations / seconds, "evaluations/s", evaluations + ((long)checkSum & 0));
        var pack = engine.Prepare("liuba-2015", new DateOnly(2016, 5, 1));
        var json = Encoding.UTF8.GetBytes(Household);
        foreach (var (explain, what) in new[] { (Explain.Reasons, "with its reasons"), (Explain.Alternatives, "with its reasons and what would change it") })
        {
            var took = new double[2000];
            for (var i = -3000; i < took.Length; i++)
            {
                var began = Stopwatch.GetTimestamp();
                pack.Evaluate(json, explain);
                if (i >= 0)
                {
                    took[i] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
                }
            }

            yield return new($"household: liuba pack {what}, three persons", took.Order().ElementAt(took.Length / 2), "µs", took.Length);
        }
    }
}
