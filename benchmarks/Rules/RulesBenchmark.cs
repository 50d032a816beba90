using System.Diagnostics;
using System.Runtime.CompilerServices;
using Fuyao.Policy.Contracts;

namespace Fuyao.Benchmarks.Rules;

/// <summary>
/// Rules over populations: first every value against what another engine computed, by every path; then how many persons a second, on one
/// core and on two, and how the cost grows.
/// </summary>
internal static class RulesBenchmark
{
    private const string Pack = "openfisca-country-template";
    private static readonly DateOnly November = new(2016, 11, 1);
    private static readonly string[] Variables =
    [
        "basic_income", "pension", "income_tax", "social_security_contribution",
        "housing_allowance", "parenting_allowance", "disposable_income", "total_benefits",
    ];

    public static async IAsyncEnumerable<Measurement> RunAsync(BenchmarkContext context, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Yield();
        var folder = context.Data ?? BenchmarkPaths.Baseline();
        var engine = BenchmarkPaths.Engine();
        var pack = engine.Prepare(Pack, November);
        if (folder is not null)
        {
            var read = Stopwatch.GetTimestamp();
            var data = BaselineData.Read(folder);
            var reading = Stopwatch.GetElapsedTime(read).TotalSeconds;
            foreach (var figure in Correctness(pack, data, ct))
            {
                yield return figure;
            }

            var most = context.Persons ?? 30_000_000;
            foreach (var size in new long[] { 10_000, 100_000, 1_000_000, 10_000_000, 30_000_000 }.Where(s => s < most).Append(most))
            {
                foreach (var figure in Throughput(pack, data, size, reading, ct))
                {
                    yield return figure;
                }
            }
        }
        else
        {
            context.Tell("../shared/openfisca-baseline is not there: --data names the folder. Only the other figures are measured.");
        }

        foreach (var figure in CountyBenchmark.Run(engine, Math.Min(context.Persons ?? 1_000_000, 1_000_000), ct).Concat(HouseholdBenchmark.Run(engine, (int)Math.Clamp(context.Persons ?? 1_000_000, 10_000, 1_000_000), ct)))
        {
            yield return figure;
        }
    }

    private static IEnumerable<Measurement> Correctness(PreparedPack pack, BaselineData data, CancellationToken ct)
    {
        var table = data.Columns(data.Persons);
        var expected = data.Expected().Where(e => Variables.Contains(e.Variable)).ToList();
        var results = Enum.GetValues<RulePath>().ToDictionary(path => path, path => pack.Over(table, path, Variables, policies: false).Run(threads: 1, ct));
        long wrong = 0, compared = 0, apart = 0;
        foreach (var (variable, _, values) in expected)
        {
            for (var row = 0; row < values.Length; row++)
            {
                compared++;
                var exact = results[RulePath.Columns].Variable(variable, row);
                // The other engine counts in 32-bit floats.
                wrong += exact.IsNumber && Math.Abs(exact.AsNumber - values[row]) <= 0.01m ? 0 : 1;
            }
        }

        foreach (var variable in Variables)
        {
            var rows = results[RulePath.Columns].Outputs.Single(o => o.Name == variable).Table.Count;
            for (var row = 0; row < rows; row++)
            {
                var fen = Enum.GetValues<RulePath>().Select(path => results[path].Variable(variable, row)).Select(v => v.IsNumber ? Math.Round(v.AsNumber, 2, MidpointRounding.AwayFromZero) : (decimal?)null);
                apart += fen.Distinct().Count() > 1 ? 1 : 0;
            }
        }

        yield return new("wrong values", wrong, "values", compared);
        yield return new("rules: values on which the four paths differ", apart, "values", (long)data.Persons * 4 + (long)data.Households * 4);
    }

    private static IEnumerable<Measurement> Throughput(PreparedPack pack, BaselineData data, long persons, double reading, CancellationToken ct)
    {
        var laid = Stopwatch.GetTimestamp();
        var table = data.Columns(persons);
        var rules = pack.Over(table, RulePath.Columns, Variables, policies: false);
        var results = rules.Allocate();
        var laying = Stopwatch.GetElapsedTime(laid).TotalSeconds;
        var count = table.Lists["persons"].Count;
        var one = Median(Repetitions(count), () => rules.Run(results, threads: 1, ct), out var processor);
        yield return new("rules: eight variables, one core", count / one, "persons/s", count);
        yield return new("rules: eight variables, one core, per second of processor time", count / processor, "persons/s", count);
        yield return new("rules: eight variables, one core, per person", one / count * 1e9, "ns", count);
        if (persons >= 1_000_000)
        {
            var two = Median(Repetitions(count), () => rules.Run(results, threads: 2, ct));
            yield return new("rules: eight variables, two cores", count / two, "persons/s", count);
            yield return new("rules: eight variables, one core, with reading and laying out columns", count / (one + laying + reading), "persons/s", count);
            yield return new("rules: peak memory of the process", BenchmarkPaths.PeakMemory() / 1048576.0, "MiB", count);
        }
    }

    private static int Repetitions(int persons) => persons switch { <= 100_000 => 50, <= 1_000_000 => 9, <= 10_000_000 => 5, _ => 3 };

    public static double Median(int repetitions, Action run) => Median(repetitions, run, out _);

    /// <summary>Seconds of one run, the median of several after those of the first half second: the program is compiled to its best while it runs.</summary>
    /// <param name="repetitions">How many count.</param>
    /// <param name="run">What is measured.</param>
    /// <param name="processor">Seconds that the processor worked for it: on a busy machine less than what passed.</param>
    public static double Median(int repetitions, Action run, out double processor)
    {
        var warm = Stopwatch.GetTimestamp();
        do
        {
            run();
        }
        while (Stopwatch.GetElapsedTime(warm).TotalSeconds < 0.5);
        var (seconds, worked) = (new double[repetitions], new double[repetitions]);
        using var process = Process.GetCurrentProcess();
        for (var i = 0; i < repetitions; i++)
        {
            process.Refresh();
            var before = process.TotalProcessorTime;
            var began = Stopwatch.GetTimestamp();
            run();
            seconds[i] = Stopwatch.GetElapsedTime(began).TotalSeconds;
            process.Refresh();
            worked[i] = (process.TotalProcessorTime - before).TotalSeconds;
        }

        processor = Math.Max(worked.Order().ElementAt(repetitions / 2), 1e-6);
        return seconds.Order().ElementAt(repetitions / 2);
    }
}
