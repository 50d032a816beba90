using System.Diagnostics;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Operations.Backup;
using Fuyao.Operations.Move;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Operations.Contracts;

/// <summary>One table after a move.</summary>
/// <param name="Checksum">Of all its rows on either side, hexadecimal; the order of rows does not matter.</param>
public sealed record MovedTable(string Table, long Rows, string Checksum);

/// <summary>What a move did.</summary>
public sealed record MoveReport(bool Ok, string From, string To, long Rows, IReadOnlyList<MovedTable> Tables, double Seconds);

/// <summary>
/// Moves a whole system from one database to another of either kind: every table is streamed row by row in one transaction, read
/// back and compared by count and checksum, and only then committed. Search indexes and the scheduler's state make themselves again.
/// </summary>
public static class DatabaseMove
{
    /// <summary>Puts the keys in place before the target is opened for the first time, so that it takes them for its own.</summary>
    /// <exception cref="ProblemException">409: other keys lie there.</exception>
    public static void CarryKeys(SystemPlace from, SystemPlace to)
    {
        if (from.Keys == to.Keys)
        {
            return;
        }

        if (File.Exists(to.Keys) && !File.ReadAllBytes(to.Keys).AsSpan().SequenceEqual(File.ReadAllBytes(from.Keys)))
        {
            throw Backups.Refuse("keys-there", $"{to.Keys} 已有另一套密钥。", $"{to.Keys} holds other keys already.");
        }

        if (!File.Exists(to.Keys))
        {
            PrivateFiles.CreateFolder(Path.GetDirectoryName(to.Keys)!);
            using var copy = PrivateFiles.Create(to.Keys);
            copy.Write(File.ReadAllBytes(from.Keys));
            copy.Flush(true);
        }
    }

    /// <param name="source">Services over the source, which is at the program's schema.</param>
    /// <param name="target">Services over the target, prepared and empty.</param>
    /// <param name="progress">Told table and rows.</param>
    /// <exception cref="ProblemException">409: the target holds data, or somebody works on the source; 500 <c>move-differs</c>: what was read back is not what was written. Nothing was stored.</exception>
    public static async Task<MoveReport> RunAsync(IServiceProvider source, IServiceProvider target, Action<string, long>? progress = null, CancellationToken ct = default)
    {
        var began = Stopwatch.GetTimestamp();
        var (from, to) = (source.GetRequiredService<SystemPlace>(), target.GetRequiredService<SystemPlace>());
        using var alone = await AloneAsync(from, ct);
        await using var reading = PlatformDbRegistration.Open(from.Target, source.GetServices<IModelPart>());
        await using var writing = PlatformDbRegistration.Open(to.Target, target.GetServices<IModelPart>());
        await using var read = await TableSide.OpenAsync(reading, from, ct);
        await using var write = await TableSide.OpenAsync(writing, to, ct);
        await RefuseUnlessEmptyAsync(write, ct);
        await read.BeginAsync(ct);
        await write.BeginAsync(ct);
        List<MovedTable> tables = [];
        List<Problem> different = [];
        foreach (var table in write.Tables)
        {
            if (read.Find(table.Name) is not { } twin)
            {
                throw new InvalidOperationException($"Table {table.Name} is not in the source.");
            }

            await write.EmptyAsync(table, ct);
            var sent = await write.WriteAsync(table, read.ReadAsync(twin, ct), count => progress?.Invoke(table.Name, count), ct);
            var stored = await write.SumAsync(table, ct);
            tables.Add(new MovedTable(table.Name, stored.Rows, stored.ToString()));
            if (sent != stored)
            {
                different.Add(new Problem("move-differs", new LocalText(
                    $"表 {table.Name}:写入 {sent.Rows} 行({sent}),读回 {stored.Rows} 行({stored})。", $"Table {table.Name}: {sent.Rows} rows ({sent}) were written and {stored.Rows} ({stored}) read back.")));
            }
        }

        if (different.Count > 0)
        {
            throw new ProblemException(500, different);
        }

        CarryFiles(from, to);
        await write.CommitAsync(ct);
        return new MoveReport(true, Name(from), Name(to), tables.Sum(t => t.Rows), tables, Math.Round(Stopwatch.GetElapsedTime(began).TotalSeconds, 2));
    }

    private static void CarryFiles(SystemPlace from, SystemPlace to)
    {
        if (from.Heads != to.Heads && File.Exists(from.Heads))
        {
            File.Copy(from.Heads, to.Heads, overwrite: true);
        }

        foreach (var (folder, copy) in (IEnumerable<(string, string)>)[(from.Files, to.Files), (from.Packs, to.Packs)])
        {
            if (folder == copy || !Directory.Exists(folder))
            {
                continue;
            }

            foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                var place = Path.Combine(copy, Path.GetRelativePath(folder, path));
                PrivateFiles.CreateFolder(Path.GetDirectoryName(place)!);
                File.Copy(path, place, overwrite: true);
            }
        }
    }

    private static async Task RefuseUnlessEmptyAsync(TableSide side, CancellationToken ct)
    {
        foreach (var name in (string[])["audit", "users", "households"])
        {
            if (side.Find(name) is { } table && await side.CountAsync(table, ct) > 0)
            {
                throw Backups.Refuse(
                    "move-would-replace", $"目标数据库的表 {name} 已有数据。只能迁入空数据库。", $"Table {name} of the target holds data. Only an empty database can be moved into.");
            }
        }
    }

    internal static async Task<IDisposable?> AloneAsync(SystemPlace from, CancellationToken ct)
    {
        if (from.Target.Engine == DbEngine.Sqlite)
        {
            return ServingMark.TakeAlone(from.Target)
                ?? throw Backups.Refuse("server-runs", "有服务器正在使用源数据库,请先停止。", "A server is running on the source. Stop it first.");
        }

        await using var connection = await PostgresSnapshot.OpenAsync(from.Target.ConnectionString, ct);
        return await PostgresSnapshot.OthersAsync(connection, ct) == 0
            ? null
            : throw Backups.Refuse("server-runs", "有程序正连接源数据库,请先停止服务器。", "Something is connected to the source. Stop the servers first.");
    }

    private static string Name(SystemPlace place) => place.Target.SqlitePath ?? new Npgsql.NpgsqlConnectionStringBuilder(place.Target.ConnectionString).Database!;
}
