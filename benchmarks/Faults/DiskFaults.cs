using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Fuyao.Benchmarks.Faults;

/// <summary>What a disk does to a running server: fails to write through, fills up, turns read-only.</summary>
internal static class DiskFaults
{
    /// <summary>Every fsync fails (strace injects EIO): nothing is acknowledged, reading goes on, and writing heals with the disk.</summary>
    public static async IAsyncEnumerable<Measurement> FailingAsync(BenchmarkContext context, [EnumeratorCancellation] CancellationToken ct)
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
        yield return new("fsync fails: writes acknowledged", acknowledged, FaultBenchmark.Violations, 20);
        yield return new("fsync fails: answers other than 503", other, FaultBenchmark.Violations, 20);
        yield return new("fsync fails: reading without persons' data refused", read is System.Net.HttpStatusCode.OK ? 0 : 1, FaultBenchmark.Violations, 1);
        yield return new("fsync works again: writes still refused", before is System.Net.HttpStatusCode.Created && healed is System.Net.HttpStatusCode.Created ? 0 : 1, FaultBenchmark.Violations, 1);
        yield return new("fsync failed: audit broken", await FaultBenchmark.AuditFaultsAsync(context, database, ct), FaultBenchmark.Violations, 1);
    }

    /// <summary>A disk that fills up (a small tmpfs): refused cleanly, reading goes on, heals by itself.</summary>
    public static async IAsyncEnumerable<Measurement> FullAsync(BenchmarkContext context, [EnumeratorCancellation] CancellationToken ct)
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
            figures.Add(new("full disk: refused otherwise than by 503", other, FaultBenchmark.Violations, kept));
            figures.Add(new("full disk: acknowledged writes lost", acknowledged.Count(n => !stored.ContainsKey(n)), FaultBenchmark.Violations, acknowledged.Count));
            figures.Add(new("full disk: nothing was refused, so nothing was tested", kept > 0 ? 0 : 1, FaultBenchmark.Violations, 40));
            figures.Add(new("full disk: reading without persons' data refused", read is System.Net.HttpStatusCode.OK ? 0 : 1, FaultBenchmark.Violations, 1));
            figures.Add(new("room again: writes still refused", healed is System.Net.HttpStatusCode.Created ? 0 : 1, FaultBenchmark.Violations, 1));
            figures.Add(new("full disk: audit broken", await FaultBenchmark.AuditFaultsAsync(context, database, ct), FaultBenchmark.Violations, 1));
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

    /// <summary>A disk whose file system turns read-only after an error of its own (ext4 on a loop device): refused cleanly, reading goes on, well after repair.</summary>
    public static async IAsyncEnumerable<Measurement> ReadOnlyAsync(BenchmarkContext context, [EnumeratorCancellation] CancellationToken ct)
    {
        var (disk, image) = (Path.Combine(context.Folder, "ext4"), Path.Combine(context.Folder, "ext4.img"));
        Directory.CreateDirectory(disk);
        await using (var file = File.Create(image))
        {
            file.SetLength(96 << 20);
        }

        string[] mount = ["-o", "loop,errors=remount-ro", image, disk];
        if (await ShellAsync("mkfs.ext4", "-q", "-F", image) != 0 || await ShellAsync("mount", mount) != 0)
        {
            context.Tell("read-only disk: skipped, only root may mount a loop device");
            yield break;
        }

        var figures = new List<Measurement>();
        try
        {
            var database = Path.Combine(disk, "data", "fuyao.db");
            await using var server = await FaultServer.CreateAsync(context, database, ct);
            await server.StartAsync(ct);
            var before = await server.RegisterAsync("R000001", FaultServer.NewKey(), ct);
            await server.GetAsync("/api/regions?parent=610729", ct);
            var device = File.ReadLines("/proc/mounts").Select(l => l.Split(' ')).Single(l => l[1] == disk)[0];
            await File.WriteAllTextAsync($"/sys/fs/ext4/{Path.GetFileName(device)}/trigger_fs_error", "1", ct);
            var (acknowledged, other) = (0, 0);
            for (var i = 2; i < 22; i++)
            {
                var status = (int?)await server.RegisterAsync($"R{i:000000}", FaultServer.NewKey(), ct);
                acknowledged += status is >= 200 and < 300 ? 1 : 0;
                other += status is >= 200 and < 300 or 503 ? 0 : 1;
            }

            var read = await server.GetAsync("/api/regions?parent=610729", ct);
            await server.KillAsync();
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            await ShellAsync("umount", disk);
            await ShellAsync("e2fsck", "-fy", image);
            await ShellAsync("mount", mount);
            await server.StartAsync(ct);
            var after = await server.RegisterAsync("R000099", FaultServer.NewKey(), ct);
            await server.KillAsync();
            var stored = FaultServer.Registered(database);
            figures.Add(new("read-only disk: writes acknowledged", acknowledged, FaultBenchmark.Violations, 20));
            figures.Add(new("read-only disk: answers other than 503", other, FaultBenchmark.Violations, 20));
            figures.Add(new("read-only disk: reading without persons' data refused", read is System.Net.HttpStatusCode.OK ? 0 : 1, FaultBenchmark.Violations, 1));
            figures.Add(new("repaired disk: acknowledged before and lost, or stored half", before is System.Net.HttpStatusCode.Created && stored.Count == 2 && stored.ContainsKey("R000001") ? 0 : 1, FaultBenchmark.Violations, 1));
            figures.Add(new("repaired disk: writes still refused", after is System.Net.HttpStatusCode.Created ? 0 : 1, FaultBenchmark.Violations, 1));
            figures.Add(new("repaired disk: audit broken", await FaultBenchmark.AuditFaultsAsync(context, database, ct), FaultBenchmark.Violations, 1));
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

    private static async Task<int> ShellAsync(string command, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(command, words) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
