using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Fuyao.Kernel;

namespace Fuyao.Benchmarks;

/// <summary>
/// A township of a furnished county goes to another one: how long it takes, and how long the longest of its writes keeps everybody else
/// who writes waiting. On SQLite none may last longer than half a second, however many live there.
/// </summary>
internal static class BordersBenchmark
{
    private const string Township = $"{RegisterBenchmark.Region}101";
    private const string To = "610730";
    private const double PersonsAHousehold = 7989.0 / 2810;

    public static async IAsyncEnumerable<Measurement> RunAsync(BenchmarkContext context, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var persons in context.Persons is { } asked ? [asked] : (long[])[30_000, 300_000])
        {
            await using var store = await context.OpenStore(persons, ct);
            context.Tell($"a furnished county of {persons:N0} persons");
            await store.FillAsync(RegisterBenchmark.Region, (int)Math.Round(persons / PersonsAHousehold), ct);
            await context.Verb(["furnish", "--region", RegisterBenchmark.Region, "--db", store.Connection], ct);
            context.Tell($"{Township} goes to {To}");
            var writes = new ConcurrentBag<(string Action, double Seconds)>();
            using var listener = new MeterListener { InstrumentPublished = (instrument, all) => Listen(instrument, all) };
            listener.SetMeasurementEventCallback<double>((instrument, seconds, tags, _) =>
            {
                foreach (var tag in tags)
                {
                    writes.Add(($"{tag.Value}", seconds));
                }
            });
            listener.Start();
            var began = Stopwatch.GetTimestamp();
            var day = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
            var done = await context.Verb(
                ["regions", "change", "--kind", "move", "--from", Township, "--to", To, "--on", day, "--reason", "benchmark", "--db", store.Connection], ct);
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            var (households, moved) = ((long)done["households"]!, (long)done["persons"]!);
            string Named(string what) => $"{persons:N0} persons, a township of {households:N0} households: {what}";
            yield return new(Named("households a second"), households / seconds, "households/s", households);
            yield return new(Named("records of persons restated"), moved, "records", moved);
            foreach (var action in writes.GroupBy(w => w.Action).OrderByDescending(g => g.Max(w => w.Seconds)))
            {
                yield return new(Named($"the longest write of {action.Key}"), action.Max(w => w.Seconds) * 1000, "ms", action.Count());
            }
        }
    }

    private static void Listen(Instrument instrument, MeterListener listener)
    {
        if (instrument == Telemetry.Writes)
        {
            listener.EnableMeasurementEvents(instrument);
        }
    }
}
