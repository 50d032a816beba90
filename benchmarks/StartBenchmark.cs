using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Fuyao.Benchmarks;

/// <summary>How long a person waits: for a one-line answer of the command line, and for the server to be ready.</summary>
internal static class StartBenchmark
{
    public static async IAsyncEnumerable<Measurement> RunAsync(BenchmarkContext context, [EnumeratorCancellation] CancellationToken ct)
    {
        var version = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            var began = Stopwatch.GetTimestamp();
            using var process = Start(context, "--version");
            await process.WaitForExitAsync(ct);
            version.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
        }

        yield return new("start: command line", Median(version), "s", version.Count);
        var database = Path.Combine(context.Folder, "start.db");
        yield return new("start: server, new database", await ReadyAsync(context, database, ct), "s", 1);
        var again = new List<double>();
        for (var i = 0; i < 3; i++)
        {
            again.Add(await ReadyAsync(context, database, ct));
        }

        yield return new("start: server, existing database", Median(again), "s", again.Count);
    }

    private static async Task<double> ReadyAsync(BenchmarkContext context, string database, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        using var process = Start(context, "serve", "--db", database, "--urls", "http://127.0.0.1:0", "--lang", "en");
        try
        {
            var said = new List<string>();
            while (await process.StandardError.ReadLineAsync(ct) is { } line)
            {
                said.Add(line);
                if (line.IndexOf("http://", StringComparison.Ordinal) is var at and >= 0 && line.StartsWith("Serving", StringComparison.Ordinal))
                {
                    using var client = new HttpClient();
                    using var answer = await client.GetAsync(line[at..].Trim() + "/health/ready", ct);
                    answer.EnsureSuccessStatusCode();
                    return Stopwatch.GetElapsedTime(began).TotalSeconds;
                }
            }

            throw new InvalidOperationException("The server ended without serving: " + string.Join('\n', said));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static Process Start(BenchmarkContext context, params string[] words) => Process.Start(new ProcessStartInfo("dotnet", [context.Program, .. words])
    {
        RedirectStandardError = true,
        RedirectStandardOutput = true,
    })!;

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
