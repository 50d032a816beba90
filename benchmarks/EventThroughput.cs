using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fuyao.Registry.Contracts;

namespace Fuyao.Benchmarks;

/// <summary>
/// Clerks who record what happened in households, each in households of their own: a birth, a correction, a move. Before each event
/// the household's page is read, as a clerk reads it; that is part of the time.
/// </summary>
internal static class EventThroughput
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(8);

    public static async Task<Measurement[]> MeasureAsync(HttpClient clerk, RegisterSample sample, int clerks, Func<string, string> named, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        var times = (await Task.WhenAll(Enumerable.Range(0, clerks).Select(c => WorkAsync(clerk, [.. sample.Ids.Where((_, i) => i % clerks == c)], began, ct))))
            .SelectMany(t => t).Order().ToList();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var who = clerks == 1 ? "one clerk" : $"{clerks} clerks";
        return
        [
            new(named($"events by {who}"), times.Count / seconds, "events/s", times.Count),
            new(named($"an event of {who}, p95"), times[Math.Max(0, (int)Math.Ceiling(times.Count * 0.95) - 1)], "ms", times.Count),
        ];
    }

    private static async Task<List<double>> WorkAsync(HttpClient clerk, IReadOnlyList<Guid> households, long began, CancellationToken ct)
    {
        var times = new List<double>();
        string? elsewhere = null;
        for (var i = 0; Stopwatch.GetElapsedTime(began) < Length; i++)
        {
            var path = $"/api/households/{households[i % households.Count]}";
            for (var kind = 0; kind < 3 && Stopwatch.GetElapsedTime(began) < Length; kind++)
            {
                var page = JsonNode.Parse(await clerk.GetStringAsync(path, ct))!;
                var here = (string)page["region"]!["code"]!;
                var what = Event(kind, i, ((int?)(decimal?)page["facts"]!["housing"]?["area"] ?? 0) % 200 + 1, elsewhere ?? here);
                if (kind == 2 && (elsewhere is null || elsewhere == here))
                {
                    elsewhere = here;
                    continue;
                }

                what["reason"] = "基准测试";
                what["on"] = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
                using var request = new HttpRequestMessage(HttpMethod.Post, path + "/events") { Content = JsonContent.Create(what) };
                request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
                request.Headers.TryAddWithoutValidation("If-Match", $"\"{(string)page["version"]!}\"");
                var asked = Stopwatch.GetTimestamp();
                using var answer = await clerk.SendAsync(request, ct);
                if (!answer.IsSuccessStatusCode)
                {
                    throw new InvalidOperationException($"{path}/events {what.ToJsonString()}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(ct)}");
                }

                times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
                elsewhere = kind == 2 ? here : elsewhere;
            }
        }

        return times;
    }

    private static JsonObject Event(int kind, int number, int area, string elsewhere) => kind switch
    {
        0 => new()
        {
            ["kind"] = "birth",
            ["new_persons"] = new JsonArray(new JsonObject { ["name"] = "新生", ["sex"] = number % 2 == 0 ? "male" : "female", ["birth"] = "2016-01-05", ["relation"] = "20" }),
        },
        1 => new() { ["kind"] = "correction", ["changes"] = new JsonObject { ["housing"] = new JsonObject { ["area"] = area } } },
        _ => new() { ["kind"] = "move", ["region"] = elsewhere },
    };
}
