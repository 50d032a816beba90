using System.Diagnostics;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Fuyao.Kernel;

namespace Fuyao.Benchmarks.Requests;

/// <summary>
/// Requests made from the interface file, sent to the real server by everybody at once: by roles of the county, by a neighbouring county's and by
/// nobody in particular. Whatever is sent, nothing ends in a fault of the server, nobody gets in without signing in and no neighbour sees what is
/// the county's own. How many: <c>--count N</c>.
/// </summary>
internal static class RequestBenchmark
{
    private const string County = "610729";
    private const string Neighbour = "610730";
    private const int Households = 300;
    private const int Workers = 8;

    /// <summary>Stands in a household's name, and nobody but the county may see it.</summary>
    private const string Canary = "金丝雀";

    /// <summary>What begins long work every time is asked for once in so many rounds.</summary>
    private const int LongWorkEvery = 100;

    private static readonly string[] LongWork = ["/api/operations/backups", "/api/runs", "/api/ranking", "/api/documents/batches"];

    private sealed class Tally
    {
        public int Sent, Faults, Admitted, Leaked, Unanswered;

        public Dictionary<string, (int Times, double Seconds)> Spent { get; } = [];

        public SortedDictionary<string, string> Examples { get; } = new(StringComparer.Ordinal);
    }

    /// <param name="Client">Signed in, or not.</param>
    /// <param name="Admitted">False for whoever has not signed in.</param>
    /// <param name="Ours">True for the county's own.</param>
    private sealed record Caller(HttpClient Client, bool Admitted, bool Ours);

    public static async IAsyncEnumerable<Measurement> RunAsync(BenchmarkContext context, [EnumeratorCancellation] CancellationToken ct)
    {
        var count = (int)(context.Count ?? 20_000);
        var document = Path.Combine(context.Folder, "openapi.json");
        await context.Verb(["openapi", document], ct);
        var file = JsonNode.Parse(await File.ReadAllTextAsync(document, ct))!;
        await using var store = await context.OpenStore(Households, ct);
        await store.FillAsync(County, Households, ct);
        var sample = await store.SampleAsync(County, 100, ct);
        await using var server = await ServerProcess.StartAsync(context, store.Connection, ct, WithoutLimits(context.Folder));
        var callers = new List<Caller> { new(new HttpClient { BaseAddress = server.Address }, false, false) };
        foreach (var (region, role) in ((string, string)[])[(County, "county-clerk"), (County, "administrator"), (County, "finance"), (County, "auditor"), (County, "approver"), (Neighbour, "county-clerk"), (Neighbour, "auditor")])
        {
            var (user, password) = await store.AddUserAsync(region, role, ct);
            callers.Add(new(await server.SignInAsync(user, password, ct), true, region == County));
        }

        await MarkAsync(callers[1].Client, ct);
        var (tally, next, began) = (new Tally(), 0, Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            var make = new RequestMaker(file, worker, sample.Ids.Select(i => i.ToString()));
            while (Interlocked.Increment(ref next) - 1 is var n && n < count)
            {
                var (operation, round) = (make.Operations[n % make.Operations.Count], n / make.Operations.Count);
                var operationNow = LongWork.Contains(operation.Path) && operation.Method == "POST" && round % LongWorkEvery != 0 ? make.Operations[0] : operation;
                await AskAsync(make, operationNow, callers[(n + round) % callers.Count], tally, ct);
                if ((n + 1) % 20_000 == 0)
                {
                    context.Tell($"{n + 1:N0} requests, {(n + 1) / Stopwatch.GetElapsedTime(began).TotalSeconds:N0} a second, {tally.Faults} faults, {server.PeakMemory:N0} MiB");
                }
            }
        }, ct)));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        foreach (var example in tally.Examples)
        {
            context.Tell($"{example.Key}: {example.Value}");
        }

        foreach (var (operation, (times, spent)) in tally.Spent.OrderByDescending(s => s.Value.Seconds).Take(5))
        {
            context.Tell($"{operation}: {spent:N1} s for {times:N0}");
        }

        callers.ForEach(c => c.Client.Dispose());
        yield return new("any input: requests", tally.Sent / seconds, "requests/s", tally.Sent);
        yield return new("any input: answers of 5xx", tally.Faults, Faults.FaultBenchmark.Violations, tally.Sent);
        yield return new("any input: left without an answer", tally.Unanswered, Faults.FaultBenchmark.Violations, tally.Sent);
        yield return new("not signed in: let in", tally.Admitted, Faults.FaultBenchmark.Violations, tally.Sent / callers.Count);
        yield return new("a neighbouring county: shown what is not its own", tally.Leaked, Faults.FaultBenchmark.Violations, tally.Sent / callers.Count * 2);
        yield return new("any input: audit broken", (await context.Verb(["audit", "verify", "--db", store.Connection], ct))["ok"]!.GetValue<bool>() ? 0 : 1, Faults.FaultBenchmark.Violations, 1);
        yield return new("any input: most memory of the server", server.PeakMemory, "MiB", tally.Sent);
    }

    private static async Task AskAsync(RequestMaker make, Operation operation, Caller caller, Tally tally, CancellationToken ct)
    {
        using var request = make.Make(operation);
        var (began, status, body) = (Stopwatch.GetTimestamp(), 0, "");
        try
        {
            using var answer = await caller.Client.SendAsync(request, ct);
            (status, body) = ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(ct));
        }
        catch (HttpRequestException e)
        {
            body = e.Message;
        }

        make.Learn(body);
        var wrong = status switch
        {
            0 => "no answer",
            >= 500 => $"{status}",
            < 400 when !caller.Admitted => "let in",
            _ => caller.Admitted && !caller.Ours && body.Contains(Canary, StringComparison.Ordinal) ? "shown" : null,
        };
        var said = wrong is null || request.Content is null ? "" : await request.Content.ReadAsStringAsync(ct);
        lock (tally)
        {
            tally.Sent++;
            var (times, spent) = tally.Spent.GetValueOrDefault(operation.ToString());
            tally.Spent[operation.ToString()] = (times + 1, spent + Stopwatch.GetElapsedTime(began).TotalSeconds);
            tally.Unanswered += status == 0 ? 1 : 0;
            tally.Faults += status >= 500 ? 1 : 0;
            tally.Admitted += wrong == "let in" ? 1 : 0;
            tally.Leaked += wrong == "shown" ? 1 : 0;
            if (wrong is not null)
            {
                tally.Examples.TryAdd($"{wrong} {operation}", $"{request.RequestUri} {said[..Math.Min(said.Length, 300)]} → {body[..Math.Min(body.Length, 300)]}");
            }
        }
    }

    /// <summary>Everybody may ask as often as they can; nothing else happens beside.</summary>
    private static Dictionary<string, string> WithoutLimits(string folder) => new()
    {
        ["FUYAO_LIMITS__REVEAL"] = "1000000",
        ["FUYAO_LIMITS__REVEALSPERDAY"] = "1000000",
        ["FUYAO_LIMITS__EXPORT"] = "1000000",
        ["FUYAO_LIMITS__UPLOAD"] = "1000000",
        ["FUYAO_BACKUP__AT"] = "",
        ["FUYAO_BACKUP__DIRECTORY"] = Path.Combine(folder, "backups"),
        ["FUYAO_RETENTION__AT"] = "",
    };

    private static async Task MarkAsync(HttpClient clerk, CancellationToken ct)
    {
        var household = JsonNode.Parse($$"""
            {"id":"CANARY","region":"610729001201","status":"registered","persons":[{"id":"p1","name":"{{Canary}}","sex":"male","birth":"1960-01-01","relation":"02"}]}
            """);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/households") { Content = JsonContent.Create(new JsonObject { ["reason"] = "canary", ["household"] = household }) };
        request.Headers.Add("Idempotency-Key", Ids.New(TimeProvider.System).ToString());
        using var answer = await clerk.SendAsync(request, ct);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"The household that stands for what is the county's own was not registered: {await answer.Content.ReadAsStringAsync(ct)}");
        }
    }
}
