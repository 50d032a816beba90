using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Fuyao.Benchmarks.Faults;

/// <summary>
/// Promises under faults: what was promised, what was done to it, how often it was broken. Every “violations” figure must be 0.
/// How many deaths of the server under load: <c>--count N</c> (100 without it); see <see cref="Deaths"/>.
/// </summary>
internal static class FaultBenchmark
{
    public const string Violations = "violations";

    public static async IAsyncEnumerable<Measurement> RunAsync(BenchmarkContext context, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var figure in Deaths.UnderLoadAsync(context, (int)(context.Count ?? 100), ct))
        {
            yield return figure;
        }

        await foreach (var figure in KilledWorkAsync(context, ct))
        {
            yield return figure;
        }

        foreach (var disk in (Func<BenchmarkContext, CancellationToken, IAsyncEnumerable<Measurement>>[])[DiskFaults.FailingAsync, DiskFaults.FullAsync, DiskFaults.ReadOnlyAsync])
        {
            await foreach (var figure in disk(context, ct))
            {
                yield return figure;
            }
        }
    }

    /// <summary>kill -9 of imports, runs, backups and rotations at random points; begun again, each ends as if nothing had happened.</summary>
    private static async IAsyncEnumerable<Measurement> KilledWorkAsync(BenchmarkContext context, [EnumeratorCancellation] CancellationToken ct)
    {
        var folder = Path.Combine(context.Folder, "work");
        var database = Path.Combine(folder, "fuyao.db");
        await context.Verb(["generate", "--region", "610729", "--households", "1500", "--seed", "9", "--out", Path.Combine(folder, "county")], ct);
        var files = Directory.GetFiles(Path.Combine(folder, "county"), "*.xlsx");
        await context.CreateDatabase(database, ct);
        var random = new Random(20_161_123);
        var killed = 0;
        async Task TryAsync(string[] words)
        {
            using var process = Process.Start(new ProcessStartInfo("dotnet", [context.Program, .. words, "--db", database, "--json"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
            await Task.WhenAny(process.WaitForExitAsync(ct), Task.Delay(random.Next(700, 3500), ct));
            if (!process.HasExited)
            {
                killed++;
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }

        string[] import = ["import", .. files, "--region", "610729"];
        for (var i = 0; i < 3; i++)
        {
            await TryAsync(import);
        }

        var first = await context.Verb([.. import, "--db", database], ct);
        var again = await context.Verb([.. import, "--db", database], ct);
        var wrong = again["accepted"]!.GetValue<long>() != 0 || again["unchanged"]!.GetValue<long>() != first["accepted"]!.GetValue<long>() + first["unchanged"]!.GetValue<long>();
        yield return new("kill -9 of imports: rows missing or doubled after the next one", wrong ? 1 : 0, Violations, 3);

        string[] run = ["run", "--pack", "liuba-2015", "--period", "2016-05", "--region", "610729"];
        for (var i = 0; i < 2; i++)
        {
            await TryAsync(run);
        }

        var month = await context.Verb([.. run, "--db", database], ct);
        var repeated = await context.Verb([.. run, "--db", database], ct);
        yield return new("kill -9 of runs: awards paid twice or lost", month["amount"]!.ToString() == repeated["amount"]!.ToString() || repeated["awards"]!.GetValue<long>() == 0 ? 0 : 1, Violations, 2);

        var torn = 0;
        for (var i = 0; i < 3; i++)
        {
            var archive = Path.Combine(folder, $"{i}.backup");
            await TryAsync(["backup", archive]);
            torn += File.Exists(archive) && !(await context.Verb(["backup", "verify", archive, "--db", database], ct))["ok"]!.GetValue<bool>() ? 1 : 0;
            File.Delete(archive);
            await context.Verb(["backup", archive, "--db", database], ct);
            torn += (await context.Verb(["backup", "verify", archive, "--db", database], ct))["ok"]!.GetValue<bool>() ? 0 : 1;
        }

        yield return new("kill -9 of backups: archives that are there and not whole", torn, Violations, 3);
        await TryAsync(["keys", "rotate"]);
        await TryAsync(["keys", "rotate", "--lookup"]);
        await context.Verb(["keys", "rotate", "--continue", "--db", database], ct);
        await context.Verb(["keys", "rotate", "--lookup", "--continue", "--db", database], ct);
        var known = await context.Verb([.. import, "--db", database], ct);
        yield return new("kill -9 of key rotations: rows no longer recognised", known["accepted"]!.GetValue<long>(), Violations, known["unchanged"]!.GetValue<long>());
        yield return new("kill -9 of long work: audit broken", await AuditFaultsAsync(context, database, ct), Violations, killed);
    }

    public static async Task<int> AuditFaultsAsync(BenchmarkContext context, string database, CancellationToken ct) =>
        (await context.Verb(["audit", "verify", "--db", database], ct))["ok"]!.GetValue<bool>() ? 0 : 1;
}
