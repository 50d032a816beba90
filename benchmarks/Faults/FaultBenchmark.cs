using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Fuyao.Benchmarks.Faults;

/// <summary>
/// Promises under faults: what was promised, what was done to it, how often it was broken. Every “violations” figure must be 0.
/// How many kills: <c>--persons N</c> (20 without it).
/// </summary>
internal static class FaultBenchmark
{
    public const string Violations = "violations";

    public static async IAsyncEnumerable<Measurement> RunAsync(BenchmarkContext context, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var figure in KillsUnderLoadAsync(context, (int)(context.Persons ?? 20), ct))
        {
            yield return figure;
        }

        await foreach (var figure in KilledWorkAsync(context, ct))
        {
            yield return figure;
        }

        await foreach (var figure in FailingDiskAsync(context, ct))
        {
            yield return figure;
        }

        await foreach (var figure in FullDiskAsync(context, ct))
        {
            yield return figure;
        }
    }

    /// <summary>kill -9 at random under load: what was acknowledged is there, what was not is there once after a retry with the same key.</summary>
    private static async IAsyncEnumerable<Measurement> KillsUnderLoadAsync(BenchmarkContext context, int kills, [EnumeratorCancellation] CancellationToken ct)
    {
        var database = Path.Combine(context.Folder, "kills", "fuyao.db");
        await using var server = await FaultServer.CreateAsync(context, database, ct);
        var random = new Random(20_161_122);
        var (acknowledged, unanswered, starts) = (new HashSet<string>(), new Dictionary<string, string>(), new List<double>());
        var number = 0;
        for (var kill = 0; kill < kills; kill++)
        {
            starts.Add(await server.StartAsync(ct));
            // First what the last kill left without an answer: the same key, so that it counts once whatever became of it.
            foreach (var (household, key) in unanswered.ToList())
            {
                if (await server.RegisterAsync(household, key, ct) is System.Net.HttpStatusCode.Created)
                {
                    acknowledged.Add(household);
                    unanswered.Remove(household);
                }
            }

            var end = Task.Delay(random.Next(150, 1200), ct).ContinueWith(_ => server.KillAsync(), TaskScheduler.Default).Unwrap();
            await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
            {
                while (!end.IsCompleted)
                {
                    var (household, key) = ($"K{Interlocked.Increment(ref number):000000}", FaultServer.NewKey());
                    var status = await server.RegisterAsync(household, key, ct);
                    lock (acknowledged)
                    {
                        if (status is System.Net.HttpStatusCode.Created)
                        {
                            acknowledged.Add(household);
                        }
                        else
                        {
                            unanswered[household] = key;
                        }
                    }

                    if (status is null)
                    {
                        return;
                    }
                }
            }));
            await end;
        }

        starts.Add(await server.StartAsync(ct));
        foreach (var (household, key) in unanswered)
        {
            if (await server.RegisterAsync(household, key, ct) is System.Net.HttpStatusCode.Created)
            {
                acknowledged.Add(household);
            }
        }

        await server.KillAsync();
        var stored = FaultServer.Registered(database);
        context.Tell($"kill -9 under load: {kills} kills, {acknowledged.Count} acknowledged writes");
        yield return new("kill -9 under load: nothing was acknowledged, so nothing was tested", acknowledged.Count > kills ? 0 : 1, Violations, acknowledged.Count);
        yield return new("kill -9 under load: acknowledged writes lost", acknowledged.Count(n => !stored.ContainsKey(n)), Violations, acknowledged.Count);
        yield return new("kill -9 under load: writes stored twice", stored.Values.Count(c => c > 1), Violations, stored.Count);
        yield return new("kill -9 under load: audit broken", await AuditFaultsAsync(context, database, ct), Violations, kills);
        yield return new("kill -9 under load: slowest start to ready", starts.Max(), "s", starts.Count);
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

    /// <summary>Every fsync fails (strace injects EIO): nothing is acknowledged, reading goes on, and writing heals with the disk.</summary>
    private static async IAsyncEnumerable<Measurement> FailingDiskAsync(BenchmarkContext context, [EnumeratorCancellation] CancellationToken ct)
    {
        if (!File.Exists("/usr/bin/strace"))
        {
            context.Tell("failing fsync: skipped, strace is not installed here");
            yield break;
        }

        var database = Path.Combine(context.Folder, "fsync", "fuyao.db");
        await using var server = await FaultServer.CreateAsync(context, database, ct);
        await server.StartAsync(ct);
        var before = await server.RegisterAsync("F000001", FaultServer.NewKey(), ct);
        await server.GetAsync("/api/regions?parent=610729", ct);
        using var strace = Process.Start(new ProcessStartInfo(
            "/usr/bin/strace", ["-f", "-q", "-p", $"{server.ProcessId}", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO"]))!;
        await Task.Delay(1500, ct);
        var (acknowledged, other) = (0, 0);
        for (var i = 2; i < 22; i++)
        {
            var status = await server.RegisterAsync($"F{i:000000}", FaultServer.NewKey(), ct);
            acknowledged += (int?)status is >= 200 and < 300 ? 1 : 0;
            other += (int?)status is >= 200 and < 300 or 503 ? 0 : 1;
        }

        var read = await server.GetAsync("/api/regions?parent=610729", ct);
        strace.Kill();
        await strace.WaitForExitAsync(CancellationToken.None);
        await Task.Delay(500, ct);
        var healed = await server.RegisterAsync("F000099", FaultServer.NewKey(), ct);
        await server.KillAsync();
        yield return new("fsync fails: writes acknowledged", acknowledged, Violations, 20);
        yield return new("fsync fails: answers other than 503", other, Violations, 20);
        yield return new("fsync fails: reading without persons' data refused", read is System.Net.HttpStatusCode.OK ? 0 : 1, Violations, 1);
        yield return new("fsync works again: writes still refused", before is System.Net.HttpStatusCode.Created && healed is System.Net.HttpStatusCode.Created ? 0 : 1, Violations, 1);
        yield return new("fsync failed: audit broken", await AuditFaultsAsync(context, database, ct), Violations, 1);
    }

    /// <summary>A disk that fills up (a small tmpfs): refused cleanly, reading goes on, heals by itself.</summary>
    private static async IAsyncEnumerable<Measurement> FullDiskAsync(BenchmarkContext context, [EnumeratorCancellation] CancellationToken ct)
    {
        var disk = Path.Combine(context.Folder, "disk");
        Directory.CreateDirectory(disk);
        if (await ShellAsync("mount", "-t", "tmpfs", "-o", "size=64m,mode=700", "tmpfs", disk) != 0)
        {
            context.Tell("full disk: skipped, a tmpfs may only be mounted by root");
            yield break;
        }

        var figures = new List<Measurement>();
        try
        {
            var database = Path.Combine(disk, "data", "fuyao.db");
            await using var server = await FaultServer.CreateAsync(context, database, ct);
            await server.StartAsync(ct);
            await server.RegisterAsync("D000001", FaultServer.NewKey(), ct);
            await server.GetAsync("/api/regions?parent=610729", ct);
            var filler = Path.Combine(disk, "filler");
            Fill(filler);
            var (acknowledged, other, kept) = (new List<string>(), 0, 0);
            for (var i = 2; i < 42; i++)
            {
                var status = await server.RegisterAsync($"D{i:000000}", FaultServer.NewKey(), ct);
                if ((int?)status is >= 200 and < 300)
                {
                    acknowledged.Add($"D{i:000000}");
                }
                else
                {
                    kept++;
                    other += (int?)status == 503 ? 0 : 1;
                }
            }

            var read = await server.GetAsync("/api/regions?parent=610729", ct);
            File.Delete(filler);
            var healed = await server.RegisterAsync("D000099", FaultServer.NewKey(), ct);
            await server.KillAsync();
            var stored = FaultServer.Registered(database);
            figures.Add(new("full disk: refused otherwise than by 503", other, Violations, kept));
            figures.Add(new("full disk: acknowledged writes lost", acknowledged.Count(n => !stored.ContainsKey(n)), Violations, acknowledged.Count));
            figures.Add(new("full disk: nothing was refused, so nothing was tested", kept > 0 ? 0 : 1, Violations, 40));
            figures.Add(new("full disk: reading without persons' data refused", read is System.Net.HttpStatusCode.OK ? 0 : 1, Violations, 1));
            figures.Add(new("room again: writes still refused", healed is System.Net.HttpStatusCode.Created ? 0 : 1, Violations, 1));
            figures.Add(new("full disk: audit broken", await AuditFaultsAsync(context, database, ct), Violations, 1));
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            await ShellAsync("umount", "-l", disk);
        }

        foreach (var figure in figures)
        {
            yield return figure;
        }
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        foreach (var size in (int[])[1 << 20, 1 << 12, 1])
        {
            var block = new byte[size];
            try
            {
                while (true)
                {
                    file.Write(block);
                }
            }
            catch (IOException)
            {
                // Full for blocks of this size.
            }
        }
    }

    private static async Task<int> AuditFaultsAsync(BenchmarkContext context, string database, CancellationToken ct) =>
        (await context.Verb(["audit", "verify", "--db", database], ct))["ok"]!.GetValue<bool>() ? 0 : 1;

    private static async Task<int> ShellAsync(string command, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(command, words) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
