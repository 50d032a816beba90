using System.Diagnostics;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Fuyao.Registry.Contracts;

namespace Fuyao.Benchmarks;

/// <summary>
/// A large register at work, over HTTP at the real server: searching for everything that can be searched for, with and without
/// somebody writing all the time; the slowest lists; pages; an export; changes; and what it takes in memory and on disk.
/// </summary>
internal static class RegisterBenchmark
{
    public const string Region = "610729";
    private const double PersonsAHousehold = 7989.0 / 2810;
    private const int Repeated = 40;

    public static async IAsyncEnumerable<Measurement> RunAsync(BenchmarkContext context, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var persons in context.Persons is { } asked ? [asked] : (long[])[100_000, 300_000, 1_000_000])
        {
            var households = (int)Math.Round(persons / PersonsAHousehold);
            context.Tell($"putting {households:N0} households into a register");
            await using var store = await context.OpenStore(persons, ct);
            var began = Stopwatch.GetTimestamp();
            var filled = await store.FillAsync(Region, households, ct);
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            var sample = await store.SampleAsync(Region, 200, ct);
            string Named(string what) => $"{sample.Persons:N0} persons: {what}";
            if (filled)
            {
                yield return new(Named("filled"), sample.Persons / seconds, "persons/s", sample.Persons);
            }

            yield return new(Named("database"), store.Size() / 1048576.0, "MiB", sample.Persons);
            yield return new(Named("database a person"), store.Size() / 1024.0 / sample.Persons, "KiB", sample.Persons);

            await using var server = await ServerProcess.StartAsync(context, store.Connection, ct);
            var (user, password) = await store.AddUserAsync(Region, "county-clerk", ct);
            using var clerk = await server.SignInAsync(user, password, ct);
            yield return new(Named("server memory at rest"), server.PeakMemory, "MiB", 1);
            foreach (var writing in (bool[])[false, true])
            {
                await using var writer = writing ? Writer.Start(clerk, sample, ct) : null;
                context.Tell(writing ? "searching while writing" : "searching");
                foreach (var (kind, texts) in Searches(sample))
                {
                    foreach (var figure in await TimeAsync(clerk, Named($"search {kind}{(writing ? ", while writing" : "")}"), texts.Select(t => $"/api/search?q={Uri.EscapeDataString(t)}"), ct))
                    {
                        yield return figure;
                    }
                }

                context.Tell(writing ? "lists while writing" : "lists");
                foreach (var (name, query) in Lists)
                {
                    // As the office asks: the page, which is shown at once, and beside it the exact count and sums.
                    foreach (var (what, path) in ((string, string)[])[("list", $"/api/households?totals=false&{query}"), ("count", $"/api/households/totals?{query}")])
                    {
                        foreach (var figure in await TimeAsync(clerk, Named($"{what} {name}{(writing ? ", while writing" : "")}"), Enumerable.Repeat(path, writing ? 5 : 10), ct))
                        {
                            yield return figure;
                        }
                    }
                }

                foreach (var figure in await TimeAsync(clerk, Named($"household page{(writing ? ", while writing" : "")}"), sample.Ids.Take(Repeated).Select(id => $"/api/households/{id}"), ct))
                {
                    yield return figure;
                }

                if (writer is not null)
                {
                    var (changes, took, slowest) = await writer.StopAsync();
                    yield return new(Named("changes by one writer beside the searches"), changes / took, "changes/s", changes);
                    yield return new(Named("the slowest hundredth of these changes"), slowest, "ms", changes);
                }
            }

            context.Tell("recording events");
            foreach (var clerks in (int[])[1, 4])
            {
                foreach (var figure in await EventThroughput.MeasureAsync(clerk, sample, clerks, Named, ct))
                {
                    yield return figure;
                }
            }

            foreach (var figure in await TimeAsync(clerk, Named("figures of the county as of a past day"), Enumerable.Repeat("/api/home?on=2015-06-30", 5), ct))
            {
                yield return figure;
            }

            // The register began with one import: everybody came that day, nobody was there before.
            foreach (var figure in await TimeAsync(clerk, Named("opening + in − out = closing of the county, over all its days"), Enumerable.Repeat("/api/balance?from=1999-12-31&to=2016-12-31", 3), ct))
            {
                yield return figure;
            }

            context.Tell("exporting every household");
            yield return new(Named("server memory before the export"), server.PeakMemory, "MiB", 1);
            var copy = Path.Combine(context.Folder, "export.xlsx");
            var (bytes, spent) = await ExportAsync(clerk, copy, ct);
            var check = await context.Verb(["verify", copy], ct);
            File.Delete(copy);
            yield return new(Named("export"), sample.Households / spent, "rows/s", sample.Households);
            yield return new(Named("export, rows or checksum other than the file says"), check["ok"]!.GetValue<bool>() ? 0 : 1, "violations", check["rows"]!.GetValue<long>());
            yield return new(Named("export, size"), bytes / 1048576.0, "MiB", sample.Households);
            yield return new(Named("server memory, most"), server.PeakMemory, "MiB", 1);
        }
    }

    private static IEnumerable<(string Kind, IEnumerable<string> Texts)> Searches(RegisterSample sample)
    {
        var two = sample.Names.Where(n => n.Length == 2).ToList();
        var three = sample.Names.Where(n => n.Length == 3).ToList();
        yield return ("names of two characters, all", two);
        yield return ("names of three characters", Some(three, 200));
        yield return ("two characters of a longer name", Some([.. three.Select(n => n[1..]).Distinct()], 200));
        yield return ("one character", Some([.. sample.Names.Select(n => n[..1]).Distinct()], 100));
        yield return ("traditional characters", ["張偉", "劉芳", "陳軍", "楊麗", "趙國強", "黃小紅", "國華", "蘭英", "馬飛", "龍"]);
        yield return ("pinyin", ["zhangwei", "wangfang", "lina", "chenjun", "liuyang", "zhaojianguo", "wangxiu", "yangli", "zhang", "shan", "zeng", "xiaoyan"]);
        yield return ("initials", ["zw", "wf", "ljg", "zxy", "cj", "ygh", "hm", "lxm", "zz", "wjg"]);
        yield return ("whole id numbers", sample.IdNumbers.Take(100));
        yield return ("household numbers", sample.Numbers.Take(100));
        yield return ("beginnings of household numbers", sample.Numbers.Take(100).Select(n => n[..^2]));
        yield return ("phones", sample.Phones.Take(50));
        yield return ("villages", sample.Villages.Take(50));
    }

    private static IEnumerable<string> Some(List<string> of, int most) => of.Where((_, i) => i % Math.Max(1, of.Count / most) == 0).Take(most);

    public static readonly (string Name, string Query)[] Lists =
    [
        ("of all", ""),
        ("by income down", "sort=-income"),
        ("by name of head", "sort=head_name"),
        ("by members", "sort=-members"),
        ("status and category", "status=registered&category=general"),
        ("cause by income", "cause=labour&sort=income"),
        ("a narrow income", "income_from=2000&income_to=2010"),
        ("a rare cause and no match", "cause=disaster&status=exited&category=wubao&income_from=9000"),
        ("housing D without safe water", "where=" + Uri.EscapeDataString("housing.grade=D;water_safe=no")),
        ("a rare fact of any member", "where=" + Uri.EscapeDataString("persons.orphan=yes;persons.disability.grade=1")),
        ("a narrow area by area", "where=" + Uri.EscapeDataString("housing.area=61..62") + "&sort=-housing.area&fields=housing.area,water_safe"),
        ("rare facts", "where=" + Uri.EscapeDataString("housing.grade=D;land.forest=..1")),
        ("part of a name", "q=" + Uri.EscapeDataString("建国")),
        ("one character", "q=" + Uri.EscapeDataString("王")),
        ("as of a past day", "on=2015-01-01"),
    ];

    private static async Task<Measurement[]> TimeAsync(HttpClient clerk, string name, IEnumerable<string> paths, CancellationToken ct)
    {
        var times = new List<double>();
        foreach (var path in paths)
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await clerk.GetAsync(path, ct);
            var body = await answer.Content.ReadAsByteArrayAsync(ct);
            if (!answer.IsSuccessStatusCode)
            {
                throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {Encoding.UTF8.GetString(body)}");
            }

            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        if (times.Count == 0)
        {
            return [];
        }

        times.Sort();
        return [new(name + ", median", times[times.Count / 2], "ms", times.Count), new(name + ", p95", times[Math.Min(times.Count - 1, (int)Math.Ceiling(times.Count * 0.95) - 1)], "ms", times.Count)];
    }

    // A long list is written by a job: asked for, waited for, fetched.
    private static async Task<(long Bytes, double Seconds)> ExportAsync(HttpClient clerk, string copy, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        var id = (string)(await clerk.GetFromJsonAsync<JsonNode>("/api/households/export?later=true", ct))!["job"]!;
        JsonNode job;
        while ((string)(job = (await clerk.GetFromJsonAsync<JsonNode>($"/api/jobs/{id}", ct))!)["state"]! is "queued" or "running" or "waiting")
        {
            await Task.Delay(100, ct);
        }

        var file = (string)job["result"]!["file"]!;
        using var answer = await clerk.GetAsync($"/api/files/{file}", HttpCompletionOption.ResponseHeadersRead, ct);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync(ct);
        await using var kept = File.Create(copy);
        await body.CopyToAsync(kept, ct);
        return (kept.Length, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    /// <summary>Somebody who changes one household after another.</summary>
    private sealed class Writer : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop;
        private readonly Task<(long Changes, double Seconds, double Slowest)> work;

        private Writer(HttpClient clerk, RegisterSample sample, CancellationToken ct)
        {
            stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
            work = Task.Run(() => WorkAsync(clerk, sample, stop.Token), CancellationToken.None);
        }

        public static Writer Start(HttpClient clerk, RegisterSample sample, CancellationToken ct) => new(clerk, sample, ct);

        public async Task<(long Changes, double Seconds, double Slowest)> StopAsync()
        {
            await stop.CancelAsync();
            return await work;
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await ((Task)work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stop.Dispose();
        }

        private static async Task<(long, double, double)> WorkAsync(HttpClient clerk, RegisterSample sample, CancellationToken ct)
        {
            var began = Stopwatch.GetTimestamp();
            var times = new List<double>();
            for (var i = 0; !ct.IsCancellationRequested; i++)
            {
                var path = $"/api/households/{sample.Ids[i % sample.Ids.Count]}";
                var version = (string)JsonNode.Parse(await clerk.GetStringAsync(path, CancellationToken.None))!["version"]!;
                using var change = new HttpRequestMessage(HttpMethod.Patch, path)
                {
                    Content = JsonContent.Create(new JsonObject { ["reason"] = "基准测试", ["changes"] = new JsonObject { ["housing"] = new JsonObject { ["area"] = 40 + (i % 100) } } }),
                };
                change.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
                change.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
                var asked = Stopwatch.GetTimestamp();
                using var answer = await clerk.SendAsync(change, CancellationToken.None);
                if (!answer.IsSuccessStatusCode)
                {
                    throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(CancellationToken.None)}");
                }

                times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }

            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            times.Sort();
            return (times.Count, seconds, times.Count == 0 ? 0 : times[Math.Max(0, (int)(times.Count * 0.99) - 1)]);
        }
    }
}
