using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Fuyao.Benchmarks;

/// <summary>
/// Months of the county's pack over whole registers on SQLite, each run in a process of its own: from the stored facts to stored awards
/// that can be explained. Beside it the bare insertion of the same rows into the same table, which no run can beat.
/// </summary>
internal static class RunBenchmark
{
    private const double PersonsAHousehold = 7989.0 / 2810;
    private static readonly string[] Periods = ["2016-05", "2016-06"];

    public static async IAsyncEnumerable<Measurement> RunAsync(BenchmarkContext context, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var asked in context.Persons is { } one ? [one] : (long[])[100_000, 1_000_000])
        {
            var path = Path.Combine(context.Folder, $"runs-{asked}.db");
            await using (var store = await context.OpenStore(asked, ct))
            {
                context.Tell($"a register of {asked:N0} persons");
                await store.FillAsync(RegisterBenchmark.Region, (int)Math.Round(asked / PersonsAHousehold), ct);
                store.CopyTo(path);
            }

            foreach (var period in Periods)
            {
                context.Tell($"running {period}");
                var run = await MeasureAsync(context, path, period, ct);
                var (persons, awards) = ((long)run.Summary["persons"]!, (long)run.Summary["awards"]!);
                string Named(string what) => $"{persons:N0} persons, {period}: {what}";
                var worked = (double)run.Summary["seconds"]!;
                yield return new(Named("run"), persons / worked, "persons/s", persons);
                yield return new(Named("run with starting the process"), persons / run.Seconds, "persons/s", persons);
                yield return new(Named("processor time of the process"), run.Processor, "s", persons);
                yield return new(Named("awards a person"), (double)awards / persons, "awards", awards);
                yield return new(Named("peak memory"), run.Memory, "MiB", persons);
                if (period == Periods[0])
                {
                    context.Tell("inserting the same rows bare");
                    var bare = await BareInsertion.MeasureAsync(context, path, (string)run.Summary["run"]!, ct);
                    if (bare.Rows != awards)
                    {
                        throw new InvalidOperationException($"{bare.Rows} rows for {awards} awards.");
                    }

                    yield return new(Named("bare insertion of the same awards"), bare.Seconds, "s", bare.Rows);
                    yield return new(Named("bare insertion, processor time"), bare.Processor, "s", bare.Rows);
                    yield return new(Named("run"), worked, "s", persons);
                    yield return new(Named("run against bare insertion"), worked / bare.Seconds, "ratio", persons);
                }
            }

            File.Delete(path);
        }
    }

    private static async Task<(JsonNode Summary, double Seconds, double Processor, double Memory)> MeasureAsync(
        BenchmarkContext context, string database, string period, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [context.Program, "run", "--pack", "liuba-2015", "--region", RegisterBenchmark.Region, "--period", period, "--db", database, "--json"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        var (processor, memory) = (TimeSpan.Zero, 0L);
        // What a process took can be asked for only while it lives.
        while (!process.HasExited)
        {
            try
            {
                process.Refresh();
                (processor, memory) = (process.TotalProcessorTime, Math.Max(memory, process.PeakWorkingSet64));
            }
            catch (InvalidOperationException)
            {
                break;
            }

            await Task.Delay(20, ct);
        }

        await process.WaitForExitAsync(ct);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return process.ExitCode == 0
            ? (JsonNode.Parse(await said)!, seconds, processor.TotalSeconds, memory / 1048576.0)
            : throw new InvalidOperationException($"The run ended with {process.ExitCode}: {await complained}{await said}");
    }
}
