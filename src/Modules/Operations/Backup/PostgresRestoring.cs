using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Operations.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Fuyao.Operations.Backup;

/// <summary>
/// A new database is made beside the old one, brought to the backup's schema, filled and verified; then the two change names.
/// </summary>
internal sealed class PostgresRestoring(SystemPlace place, IServiceProvider services, TimeProvider clock) : Restoring(place, clock)
{
    private readonly string name = new NpgsqlConnectionStringBuilder(place.Target.ConnectionString).Database!;

    private string Server => new NpgsqlConnectionStringBuilder(Place.Target.ConnectionString) { Database = "postgres", Pooling = false }.ConnectionString;

    public override async Task RefuseIfInUseAsync(bool force, CancellationToken ct)
    {
        if (!await ExistsAsync(ct))
        {
            return;
        }

        if (!force && !Unfinished && !await IsEmptyAsync(ct))
        {
            throw Backups.Refuse(
                "restore-would-replace", $"数据库 {name} 已有数据。确要替换请加 --force,原数据库会改名保留。",
                $"The database {name} holds data. To replace it add --force; it is kept under another name.");
        }

        await using var connection = await PostgresSnapshot.OpenAsync(Place.Target.ConnectionString, ct);
        if (await PostgresSnapshot.OthersAsync(connection, ct) > 0)
        {
            throw Backups.Refuse("server-runs", $"有程序正连接数据库 {name},请先停止服务器。", $"Something is connected to the database {name}. Stop the servers first.");
        }
    }

    public override async Task<string?> PutInPlaceAsync(Manifest manifest, CancellationToken ct)
    {
        var prepared = $"{name}_restoring";
        await OnServerAsync($"drop database if exists {Snapshot.Quote(prepared)}", ct);
        await OnServerAsync($"create database {Snapshot.Quote(prepared)}", ct);
        var target = DatabaseTarget.Parse(new NpgsqlConnectionStringBuilder(Place.Target.ConnectionString) { Database = prepared, Pooling = false }.ConnectionString);
        await FillAsync(target, manifest, ct);
        var faults = await ChainCheck.FaultsAsync(Place with { Target = target, Heads = Path.Combine(Place.Staging, "heads") }, ct);
        if (faults.Count > 0)
        {
            await OnServerAsync($"drop database {Snapshot.Quote(prepared)}", ct);
            throw new ProblemException(422, [.. faults.Select(f => new Problem("backup-damaged", f))]);
        }

        string? former = null;
        if (await ExistsAsync(ct))
        {
            if (await IsEmptyAsync(ct))
            {
                await OnServerAsync($"drop database {Snapshot.Quote(name)}", ct);
            }
            else
            {
                former = $"{name}_replaced_{Stamp.ToLowerInvariant()}";
                await OnServerAsync($"alter database {Snapshot.Quote(name)} rename to {Snapshot.Quote(former)}", ct);
            }
        }

        await OnServerAsync($"alter database {Snapshot.Quote(prepared)} rename to {Snapshot.Quote(name)}", ct);
        var aside = MoveFiles([("files", Place.Files), ("packs", Place.Packs), ("heads", Place.Heads)]);
        return former is null ? aside : $"{former}{(aside is null ? "" : $", {aside}")}";
    }

    /// <summary>Drops the database of a drill; nothing on SQLite.</summary>
    public static async Task DropAsync(DatabaseTarget target, CancellationToken ct)
    {
        if (target.Engine == DbEngine.Postgres)
        {
            var connection = new NpgsqlConnectionStringBuilder(target.ConnectionString);
            await OnServerAsync(new NpgsqlConnectionStringBuilder(target.ConnectionString) { Database = "postgres", Pooling = false }.ConnectionString, $"drop database if exists {Snapshot.Quote(connection.Database!)} with (force)", ct);
        }
    }

    private async Task FillAsync(DatabaseTarget target, Manifest manifest, CancellationToken ct)
    {
        await using var db = PlatformDbRegistration.Open(target, services.GetServices<IModelPart>());
        var known = db.Database.GetMigrations().ToList();
        if (manifest.Schema.Except(known).FirstOrDefault() is { } newer)
        {
            throw new ProblemException(503, new Problem("schema-newer", new LocalText(
                $"此备份由更新版本的扶摇写成(本程序不认识:{newer})。请安装新版本。", $"This backup was made by a newer Fuyao (unknown here: {newer}). Install the newer version.")));
        }

        await db.GetService<IMigrator>().MigrateAsync(manifest.Schema.LastOrDefault() ?? throw new InvalidOperationException("The backup names no schema."), ct);
        await using var connection = await PostgresSnapshot.OpenAsync(target.ConnectionString, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        foreach (var table in await InOrderAsync(connection, [.. manifest.Tables.Keys.Where(t => t != "__EFMigrationsHistory")], ct))
        {
            var columns = string.Join(", ", (await PostgresSnapshot.ColumnsAsync(connection, table, ct)).Select(Snapshot.Quote));
            await using (var copy = await connection.BeginRawBinaryCopyAsync($"copy {Snapshot.Quote(table)} ({columns}) from stdin (format binary)", ct))
            {
                await using var file = File.OpenRead(Path.Combine(Place.Staging, PostgresSnapshot.Folder, table + ".copy"));
                await file.CopyToAsync(copy, ct);
            }

            var rows = await Snapshot.ScalarAsync(connection, transaction, $"select count(*) from {Snapshot.Quote(table)}", ct);
            if (rows != manifest.Tables[table])
            {
                throw new InvalidOperationException($"Table {table} got {rows} rows instead of {manifest.Tables[table]}.");
            }
        }

        foreach (var (sequence, last) in manifest.Sequences.Where(s => s.Value > 0))
        {
            await Snapshot.ScalarAsync(connection, transaction, $"select setval('{Snapshot.Quote(sequence)}'::regclass, {last})", ct);
        }

        await transaction.CommitAsync(ct);
    }

    /// <summary>Referenced tables before those that refer to them.</summary>
    private static async Task<List<string>> InOrderAsync(NpgsqlConnection connection, List<string> tables, CancellationToken ct)
    {
        List<(string From, string To)> references = [];
        await foreach (var row in Snapshot.RowsAsync(
            connection, null, "select conrelid::regclass::text, confrelid::regclass::text from pg_constraint where contype = 'f' and conrelid <> confrelid", ct))
        {
            references.Add((row.GetString(0).Trim('"'), row.GetString(1).Trim('"')));
        }

        List<string> ordered = [];
        while (ordered.Count < tables.Count)
        {
            var next = tables.Where(t => !ordered.Contains(t) && references.All(r => r.From != t || ordered.Contains(r.To) || !tables.Contains(r.To))).ToList();
            ordered.AddRange(next.Count > 0 ? next : throw new InvalidOperationException("The tables refer to one another in a circle."));
        }

        return ordered;
    }

    private async Task<bool> IsEmptyAsync(CancellationToken ct)
    {
        await using var connection = await PostgresSnapshot.OpenAsync(Place.Target.ConnectionString, ct);
        return (await PostgresSnapshot.TablesAsync(connection, ct)).Count == 0;
    }

    private async Task<bool> ExistsAsync(CancellationToken ct)
    {
        await using var connection = await PostgresSnapshot.OpenAsync(Server, ct);
        return await Snapshot.ScalarAsync(connection, null, $"select count(*) from pg_database where datname = '{name.Replace("'", "''", StringComparison.Ordinal)}'", ct) > 0;
    }

    private Task OnServerAsync(string sql, CancellationToken ct) => OnServerAsync(Server, sql, ct);

    private static async Task OnServerAsync(string server, string sql, CancellationToken ct)
    {
        await using var connection = await PostgresSnapshot.OpenAsync(server, ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
