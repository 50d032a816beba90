using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Operations.Backup;
using Npgsql;

namespace Fuyao.Operations.Contracts;

/// <summary>
/// The whole system in one archive, and back: database, access log, signed heads, stored files, kept packs. Not the keys, which
/// are kept apart (<see cref="KeyBackup"/>), and not the scheduler's state, which table <c>jobs</c> brings back.
/// </summary>
public sealed class Backups
{
    private readonly TimeProvider clock;
    private readonly IServiceProvider services;

    internal Backups(TimeProvider clock, IServiceProvider services)
    {
        this.clock = clock;
        this.services = services;
    }

    /// <summary>Makes a backup of one moment while everybody goes on working.</summary>
    /// <param name="path">The archive; it must not exist yet, and appears only when it is whole.</param>
    /// <param name="passphrase">Seals the archive; null leaves names and facts readable to whoever gets it (protected values stay encrypted).</param>
    public async Task<BackupReport> CreateAsync(SystemPlace place, string path, string? passphrase, CancellationToken ct = default)
    {
        var (began, at) = (Stopwatch.GetTimestamp(), clock.GetUtcNow());
        path = Path.GetFullPath(path);
        if (File.Exists(path))
        {
            throw Refuse("backup-exists", $"{path} 已存在。备份不会覆盖旧文件。", $"{path} exists. A backup never overwrites one.");
        }

        var (parts, beside) = (path + ".parts", path + ".new");
        PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
        await using var turn = Alone(path + ".lock");
        PrivateFiles.EmptyFolder(parts);
        try
        {
            var snapshot = await Snapshot.TakeAsync(place, parts, ct);
            // The heads are read after the data and cut to it: neither a head without its record nor a chain without its beginning.
            await WriteHeadsAsync(place.Heads, Path.Combine(parts, "heads"), snapshot.Chains, ct);
            Manifest? manifest = null;
            await using (var target = PrivateFiles.Create(beside))
            {
                await Archive.WriteAsync(target, passphrase, Entries(place, parts), entries => manifest = new Manifest(
                    Manifest.PresentFormat, place.Target.Engine.ToString().ToLowerInvariant(), at, Version, snapshot.Schema, snapshot.KeyChecks,
                    snapshot.Tables, snapshot.Sequences, snapshot.Chains, snapshot.Places, entries), ct);
                target.Flush(true);
            }

            var sha256 = await Sha256Async(beside, ct);
            File.Move(beside, path, overwrite: false);
            return new BackupReport(
                true, path, sha256, new FileInfo(path).Length, at, manifest!.Rows, manifest.Files, Math.Round(Stopwatch.GetElapsedTime(began).TotalSeconds, 2));
        }
        finally
        {
            File.Delete(beside);
            Directory.Delete(parts, recursive: true);
        }
    }

    // Two that write the same archive would take each other's parts away. The lock goes with the process that holds it.
    private static FileStream Alone(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException held) when ((held.HResult & 0xFFFF) is 11 or 32)
        {
            throw Refuse("backup-running", "同名备份正在进行,请等它完成。", "A backup under this name is being made. Wait for it.");
        }
    }

    /// <summary>Reads an archive to its end and checks all that can be checked without restoring it; with the keys at hand, the audit's chains too.</summary>
    /// <param name="place">Whose keys are tried; null: the chains are not verified.</param>
    public async Task<BackupCheck> VerifyAsync(string path, string? passphrase, SystemPlace? place, CancellationToken ct = default)
    {
        path = Path.GetFullPath(path);
        Exists(path);
        var parts = path + ".check";
        PrivateFiles.EmptyFolder(parts);
        try
        {
            var (manifest, problems) = await Archive.ReadAsync(path, passphrase, name => name.StartsWith("files/", StringComparison.Ordinal) ? null : Path.Combine(parts, name), ct);
            if (manifest is not null && problems.Count == 0)
            {
                problems.AddRange(await FaultsAsync(parts, manifest, place?.Keys, ct));
            }

            return new BackupCheck(
                problems.Count == 0, path, await Sha256Async(path, ct), new FileInfo(path).Length, manifest?.At, manifest?.Rows ?? 0, manifest?.Files ?? 0, problems);
        }
        finally
        {
            Directory.Delete(parts, recursive: true);
        }
    }

    /// <summary>Verifies an archive whole and puts the system back as it was then.</summary>
    /// <param name="force">Replaces what is there, which is kept aside.</param>
    /// <exception cref="ProblemException">The archive is damaged, its keys are missing, a server runs, or something is there already: nothing was changed.</exception>
    public async Task<RestoreReport> RestoreAsync(string path, string? passphrase, SystemPlace place, bool force, CancellationToken ct = default)
    {
        var began = Stopwatch.GetTimestamp();
        path = Path.GetFullPath(path);
        Exists(path);
        if (!File.Exists(place.Keys))
        {
            throw Refuse(
                "keys-missing",
                $"没有密钥文件 {place.Keys}。请先恢复密钥(keys restore),否则恢复出的个人信息无法解读。",
                $"The key file {place.Keys} is missing. Restore the keys first (keys restore): without them personal data in the backup cannot be read.");
        }

        using Restoring restoring = place.Target.Engine == DbEngine.Sqlite ? new SqliteRestoring(place, clock) : new PostgresRestoring(place, services, clock);
        await restoring.RefuseIfInUseAsync(force, ct);
        var aside = (string?)null;
        Manifest manifest;
        restoring.BeginStaging();
        try
        {
            manifest = await UnpackAsync(path, passphrase, place, ct);
            aside = await restoring.PutInPlaceAsync(manifest, ct);
        }
        catch
        {
            restoring.AbandonStaging();
            throw;
        }

        return new RestoreReport(
            true, await Sha256Async(path, ct), manifest.At, manifest.Rows, manifest.Files, aside, Math.Round(Stopwatch.GetElapsedTime(began).TotalSeconds, 2));
    }

    private static async Task<Manifest> UnpackAsync(string path, string? passphrase, SystemPlace place, CancellationToken ct)
    {
        var (manifest, problems) = await Archive.ReadAsync(path, passphrase, name => Path.Combine(place.Staging, name), ct);
        if (manifest is not null && manifest.Engine != place.Target.Engine.ToString().ToLowerInvariant())
        {
            throw Refuse(
                "backup-other-engine",
                $"此备份取自 {manifest.Engine} 数据库。请先恢复到同类数据库,再用 migrate-db 转换。",
                $"This backup is of a {manifest.Engine} database. Restore it to one of the same kind, then convert it with migrate-db.");
        }

        if (manifest is not null && problems.Count == 0)
        {
            problems.AddRange(await FaultsAsync(place.Staging, manifest, place.Keys, ct));
        }

        return manifest is not null && problems.Count == 0 ? manifest : throw new ProblemException(422, [.. problems.Select(p => new Problem("backup-damaged", p))]);
    }

    /// <summary>
    /// After a recovery of the database to an earlier moment: keeps of the signed heads what the database still holds, and the former
    /// file aside as evidence.
    /// </summary>
    /// <returns>Where the former heads are.</returns>
    public async Task<string> RewindHeadsAsync(SystemPlace place, CancellationToken ct = default)
    {
        using var alone = await DatabaseMove.AloneAsync(place, ct);
        var ends = await Snapshot.EndsAsync(place, ct);
        var aside = $"{place.Heads}.before-{clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}";
        File.Copy(place.Heads, aside, overwrite: false);
        await WriteHeadsAsync(place.Heads, place.Heads + ".new", ends, ct);
        File.Move(place.Heads + ".new", place.Heads, overwrite: true);
        return aside;
    }

    /// <summary>A restore that is thrown away again: everything that <see cref="RestoreAsync"/> does, under the keys in use, beside the running system.</summary>
    public async Task<BackupCheck> DrillAsync(string path, string? passphrase, SystemPlace place, CancellationToken ct = default)
    {
        var check = await VerifyAsync(path, passphrase, place, ct);
        var folder = check.File + ".drill";
        if (!check.Ok)
        {
            return check;
        }

        PrivateFiles.EmptyFolder(folder);
        var drill = SystemPlace.In(folder, place.Keys);
        if (place.Target.Engine == DbEngine.Postgres)
        {
            var name = new NpgsqlConnectionStringBuilder(place.Target.ConnectionString).Database;
            drill = drill with { Target = DatabaseTarget.Parse(new NpgsqlConnectionStringBuilder(place.Target.ConnectionString) { Database = $"{name}_drill", Pooling = false }.ConnectionString) };
        }

        try
        {
            await RestoreAsync(path, passphrase, drill, force: true, ct);
            var faults = await ChainCheck.FaultsAsync(drill, ct);
            return check with { Ok = faults.Count == 0, Problems = faults };
        }
        catch (ProblemException refused)
        {
            return check with { Ok = false, Problems = [.. refused.Problems.Select(p => p.Text)] };
        }
        finally
        {
            await PostgresRestoring.DropAsync(drill.Target, ct);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Version => typeof(Backups).Assembly.GetName().Version!.ToString(3);

    private static IEnumerable<(string Name, string Path)> Entries(SystemPlace place, string parts)
    {
        foreach (var path in Directory.EnumerateFiles(parts, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            yield return (Name(parts, path), path);
        }

        foreach (var (folder, name) in (IEnumerable<(string, string)>)[(place.Files, "files/"), (place.Packs, "packs/")])
        {
            if (!Directory.Exists(folder))
            {
                continue;
            }

            foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(p => !p.EndsWith(".part", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            {
                yield return (name + Name(folder, path), path);
            }
        }

        static string Name(string folder, string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');
    }

    // "chain county seq hash signature", one a line. What has been sealed after pruning belongs to the chain before the dot.
    private static async Task WriteHeadsAsync(string heads, string copy, IReadOnlyList<ChainEnd> ends, CancellationToken ct)
    {
        if (!File.Exists(heads))
        {
            return;
        }

        var known = ends.ToDictionary(e => (e.Chain, e.County), e => e.Seq);
        await using var target = new StreamWriter(PrivateFiles.Create(copy), new UTF8Encoding(false)) { NewLine = "\n" };
        foreach (var line in await HeadsCopy.ReadAsync(heads, ct))
        {
            var parts = line.Split(' ');
            if (parts.Length == 5 && long.Parse(parts[2], CultureInfo.InvariantCulture) is var seq
                && seq <= known.GetValueOrDefault((parts[0].Split('.')[0], int.Parse(parts[1], CultureInfo.InvariantCulture))))
            {
                await target.WriteLineAsync(line.AsMemory(), ct);
            }
        }
    }

    private static async Task<List<LocalText>> FaultsAsync(string folder, Manifest manifest, string? keys, CancellationToken ct)
    {
        List<LocalText> faults = [];
        Dictionary<string, long> rows = [];
        if (manifest.Engine == "sqlite")
        {
            foreach (var file in ((string[])[SqliteSnapshot.Database, SqliteSnapshot.AccessLog]).Select(f => Path.Combine(folder, f)).Where(File.Exists))
            {
                var own = await SqliteSnapshot.FaultsAsync(file, ct);
                faults.AddRange(own.Select(f => new LocalText($"数据库文件有损:{f}", $"The database file is damaged: {f}")));
                if (own.Count == 0)
                {
                    (await SqliteSnapshot.DescribeAsync(file, ct)).Tables.ToList().ForEach(t => rows[t.Key] = t.Value);
                }
            }
        }
        else
        {
            foreach (var table in manifest.Tables.Keys.Where(t => File.Exists(Path.Combine(folder, PostgresSnapshot.Folder, t + ".copy"))))
            {
                rows[table] = PostgresSnapshot.CountRows(Path.Combine(folder, PostgresSnapshot.Folder, table + ".copy"));
            }
        }

        if (faults.Count == 0)
        {
            faults.AddRange(manifest.Tables.Where(t => rows.GetValueOrDefault(t.Key, -1) != t.Value).Select(t => new LocalText(
                $"表 {t.Key} 应有 {t.Value} 行,实有 {rows.GetValueOrDefault(t.Key)} 行", $"Table {t.Key} should have {t.Value} rows and has {rows.GetValueOrDefault(t.Key)}")));
        }

        if (faults.Count == 0 && keys is not null && File.Exists(keys) && manifest.Engine == "sqlite")
        {
            faults.AddRange(await ChainCheck.FaultsAsync(SystemPlace.In(folder, keys), ct));
        }

        return faults;
    }

    private static async Task<string> Sha256Async(string path, CancellationToken ct)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
    }

    private static void Exists(string path)
    {
        if (!File.Exists(path))
        {
            throw Refuse("backup-missing", $"没有文件 {path}。", $"There is no file {path}.");
        }
    }

    internal static ProblemException Refuse(string code, string zh, string en) => new(409, new Problem(code, new LocalText(zh, en)));
}
