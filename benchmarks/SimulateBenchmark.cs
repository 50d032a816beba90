using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Fuyao.Benchmarks;

/// <summary>
/// What-if at the real server: reading the register into memory, then answers to changed parameters as a page asks for them, from the request
/// to the last byte of the answer. It checks that a change costs what its awards say, and that nothing changed costs nothing.
/// </summary>
internal static class SimulateBenchmark
{
    private const string Pack = "liuba-2015";
    private const string On = "2016-05-01";
    private const double PersonsAHousehold = 7989.0 / 2810;
    private const int Changes = 15;

    public static async IAsyncEnumerable<Measurement> RunAsync(BenchmarkContext context, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var asked in context.Persons is { } one ? [one] : (long[])[100_000, 1_000_000])
        {
            context.Tell($"putting {asked:N0} persons into a register");
            await using var store = await context.OpenStore(asked, ct);
            await store.FillAsync(RegisterBenchmark.Region, (int)Math.Round(asked / PersonsAHousehold), ct);
            await using var server = await ServerProcess.StartAsync(context, store.Connection, ct);
            var (user, password) = await store.AddUserAsync(RegisterBenchmark.Region, "county-clerk", ct);
            using var clerk = await server.SignInAsync(user, password, ct);
            var rest = server.PeakMemory;
            context.Tell("reading it into memory");
            var began = Stopwatch.GetTimestamp();
            JsonNode register;
            while ((string)(register = JsonNode.Parse(await clerk.GetStringAsync($"/api/simulation/register?on={On}", ct))!)["state"]! == "loading")
            {
                await Task.Delay(100, ct);
            }

            var loaded = Stopwatch.GetElapsedTime(began).TotalSeconds;
            var persons = (long)register["persons"]!;
            Measurement Figure(string what, double value, string unit, long n) => new($"{persons:N0} persons: {what}", value, unit, n);
            yield return Figure("register read into memory", loaded, "s", persons);
            yield return Figure("register read into memory, persons a second", persons / loaded, "persons/s", persons);
            context.Tell("changing parameters");
            var (first, unchanged) = await CompareAsync(clerk, new { pack = Pack, on = On }, ct);
            Require(unchanged["difference"]!["yearly"]!, "0.00", "nothing changed and something costs more");
            yield return Figure("first comparison", first, "s", 1);
            var pensioners = (long)unchanged["baseline"]!["policies"]!.AsArray().Single(p => (string)p!["policy"]! == "elderly-pension")!["awards"]!;
            // Some turn 60 within the year: the months of pensions are counted once, by the first step, and stay.
            decimal? months = null;
            List<double> times = [];
            var busy = server.ProcessorTime;
            for (var i = 1; i <= Changes; i++)
            {
                // One yuan more a month for everybody on each step.
                string Plus(decimal value) => (value + i).ToString(CultureInfo.InvariantCulture);
                var (seconds, report) = await CompareAsync(clerk, new
                {
                    pack = Pack, on = On, set = new Dictionary<string, string> { ["pension_from_60"] = Plus(75), ["pension_from_70"] = Plus(85), ["pension_from_80"] = Plus(95) },
                }, ct);
                months ??= Math.Clamp(decimal.Parse((string)report["difference"]!["yearly"]!, CultureInfo.InvariantCulture), 11.5m * pensioners, 12.5m * pensioners);
                Require(report["difference"]!["yearly"]!, (months.Value * i).ToString("0.00", CultureInfo.InvariantCulture), "the pension costs something else");
                times.Add(seconds);
            }

            var used = (server.ProcessorTime - busy).TotalSeconds / Changes;
            times.Sort();
            yield return Figure("a changed parameter, median", times[times.Count / 2], "s", times.Count);
            yield return Figure("a changed parameter, slowest", times[^1], "s", times.Count);
            yield return Figure("a changed parameter, processor time of the server", used, "s", times.Count);
            var (cell, _) = await CompareAsync(clerk, new { pack = Pack, on = On, cells = new[] { new { policy = "elderly-pension", row = 2, column = 0, text = "100" } } }, ct);
            yield return Figure("a changed cell of a table", cell, "s", 1);
            var (three, _) = await CompareAsync(clerk, new
            {
                pack = Pack, on = On, marginal = true, set = new Dictionary<string, string> { ["pension_from_60"] = "81.5", ["disability_living"] = "60", ["price_index_since_2010"] = "1.2" },
            }, ct);
            yield return Figure("three changes with what each costs", three, "s", 1);
            yield return Figure("server memory, most, less at rest", server.PeakMemory - rest, "MiB", persons);
        }
    }

    private static async Task<(double Seconds, JsonNode Report)> CompareAsync(HttpClient clerk, object body, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await clerk.PostAsJsonAsync("/api/simulation/compare", body, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return answer.IsSuccessStatusCode ? (seconds, JsonNode.Parse(text)!) : throw new InvalidOperationException(text);
    }

    private static void Require(JsonNode found, string expected, string wrong)
    {
        if ((string)found! != expected)
        {
            throw new InvalidOperationException($"{wrong}: {found}, expected {expected}");
        }
    }
}
