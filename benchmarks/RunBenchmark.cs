using System.Diagnostics;
using System.Runtime.CompilerServices;
using Fuyao.Registry.Contracts;

namespace Fuyao.Benchmarks;

/// <summary>A month of the county's pack over a register on SQLite: evaluating, storing awards with their reasons.</summary>
internal static class RunBenchmark
{
    public static async IAsyncEnumerable<Measurement> RunAsync(BenchmarkContext context, [EnumeratorCancellation] CancellationToken ct)
    {
        context.Tell($"building a register of {ImportBenchmark.Households:N0} households");
        var data = ImportBenchmark.Generate(context, SheetFormat.Csv, ImportBenchmark.Households, "run", ct);
        await ImportBenchmark.ImportAsync(context, data, "run.db", ct);
        string[] words = ["run", "--pack", "liuba-2015", "--region", ImportBenchmark.Region, "--db", Path.Combine(context.Folder, "run.db")];
        foreach (var (period, name) in (ValueTuple<string, string>[])[("2016-05", "run, first month"), ("2016-06", "run, next month")])
        {
            context.Tell($"running {period}");
            var began = Stopwatch.GetTimestamp();
            var summary = await context.Verb([.. words, "--period", period], ct);
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            var persons = summary["persons"]!.GetValue<long>();
            yield return new(name, persons / seconds, "persons/s", persons);
        }
    }
}
