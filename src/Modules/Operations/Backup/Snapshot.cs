using System.Data.Common;
using System.Globalization;
using Fuyao.Kernel.Data;
using Fuyao.Operations.Contracts;

namespace Fuyao.Operations.Backup;

/// <summary>What the database held at one moment.</summary>
internal sealed record Snapshot(
    IReadOnlyList<string> Schema, Dictionary<string, string> KeyChecks, Dictionary<string, long> Tables, Dictionary<string, long> Sequences,
    List<ChainEnd> Chains, List<string> Places)
{
    /// <summary>The two chains; on SQLite the second lies in a file of its own.</summary>
    private static readonly string[] ChainTables = ["audit", "access_log"];

    /// <summary>Writes the data of one moment into the folder while everybody goes on writing.</summary>
    public static Task<Snapshot> TakeAsync(SystemPlace place, string folder, CancellationToken ct) => place.Target.Engine == DbEngine.Sqlite
        ? SqliteSnapshot.TakeAsync(place, folder, ct)
        : PostgresSnapshot.TakeAsync(place, folder, ct);

    /// <summary>Reads what the manifest says of a database, over a connection that sees one moment of it.</summary>
    public static async Task<Snapshot> DescribeAsync(DbConnection connection, DbTransaction? transaction, IReadOnlyList<string> tables, CancellationToken ct)
    {
        var snapshot = new Snapshot([], [], [], [], [], []);
        foreach (var table in tables)
        {
            snapshot.Tables[table] = await ScalarAsync(connection, transaction, $"select count(*) from {Quote(table)}", ct);
        }

        foreach (var chain in ChainTables.Where(tables.Contains))
        {
            await foreach (var row in RowsAsync(connection, transaction, $"select county, max(seq) from {chain} group by county", ct))
            {
                snapshot.Chains.Add(new ChainEnd(chain, row.GetInt32(0), row.GetInt64(1)));
            }
        }

        if (tables.Contains("files"))
        {
            // A file whose time was over keeps its row and has no content; a database of an earlier schema knows no such files.
            var columns = connection is Npgsql.NpgsqlConnection
                ? "select count(*) from information_schema.columns where table_name = 'files' and column_name = 'removed_at'"
                : "select count(*) from pragma_table_info('files') where name = 'removed_at'";
            var there = await ScalarAsync(connection, transaction, columns, ct) > 0 ? " where removed_at is null" : "";
            await foreach (var row in RowsAsync(connection, transaction, $"select place from files{there}", ct))
            {
                snapshot.Places.Add(row.GetString(0));
            }
        }

        if (tables.Contains("key_checks"))
        {
            await foreach (var row in RowsAsync(connection, transaction, "select name, value from key_checks", ct))
            {
                snapshot.KeyChecks[row.GetString(0)] = Convert.ToHexStringLower((byte[])row[1]);
            }
        }

        List<string> schema = [];
        if (tables.Contains("__EFMigrationsHistory"))
        {
            await foreach (var row in RowsAsync(connection, transaction, "select \"MigrationId\" from \"__EFMigrationsHistory\" order by 1", ct))
            {
                schema.Add(row.GetString(0));
            }
        }

        return snapshot with { Schema = schema };
    }

    /// <summary>The last record of every chain, as the database now holds them.</summary>
    public static async Task<IReadOnlyList<ChainEnd>> EndsAsync(SystemPlace place, CancellationToken ct)
    {
        if (place.Target.SqlitePath is { } path)
        {
            var ends = (await SqliteSnapshot.DescribeAsync(path, ct)).Chains;
            return File.Exists(place.AccessLog) ? [.. ends, .. (await SqliteSnapshot.DescribeAsync(place.AccessLog, ct)).Chains] : ends;
        }

        await using var connection = await PostgresSnapshot.OpenAsync(place.Target.ConnectionString, ct);
        return (await DescribeAsync(connection, null, ChainTables, ct)).Chains;
    }

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static async Task<long> ScalarAsync(DbConnection connection, DbTransaction? transaction, string sql, CancellationToken ct)
    {
        await using var command = Command(connection, transaction, sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
    }

    public static async IAsyncEnumerable<DbDataReader> RowsAsync(
        DbConnection connection, DbTransaction? transaction, string sql, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = Command(connection, transaction, sql);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            yield return reader;
        }
    }

    private static DbCommand Command(DbConnection connection, DbTransaction? transaction, string sql)
    {
        var command = connection.CreateCommand();
        (command.CommandText, command.Transaction, command.CommandTimeout) = (sql, transaction, 0);
        return command;
    }
}
