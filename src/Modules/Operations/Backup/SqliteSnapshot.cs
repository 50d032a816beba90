using Fuyao.Kernel.Data;
using Fuyao.Operations.Contracts;
using Microsoft.Data.Sqlite;

namespace Fuyao.Operations.Backup;

/// <summary>
/// SQLite's own online backup: the pages of one moment, row numbers included, while writers go on in the write-ahead log. (A
/// <c>vacuum into</c> would renumber rows, by which search indexes find them.)
/// </summary>
internal static class SqliteSnapshot
{
    public const string Database = "database.db";
    public const string AccessLog = "database.db.access";

    public static async Task<Snapshot> TakeAsync(SystemPlace place, string folder, CancellationToken ct)
    {
        var copy = Path.Combine(folder, Database);
        await Task.Run(() => Copy(place.Target, copy), ct);
        var snapshot = await DescribeAsync(copy, ct);
        if (!File.Exists(place.AccessLog))
        {
            return snapshot;
        }

        copy = Path.Combine(folder, AccessLog);
        await Task.Run(() => Copy(DatabaseTarget.Parse(place.AccessLog), copy), ct);
        var log = await DescribeAsync(copy, ct);
        return snapshot with
        {
            Chains = [.. snapshot.Chains, .. log.Chains],
            Tables = snapshot.Tables.Concat(log.Tables).ToDictionary(),
        };
    }

    /// <summary>A copy of the database as it is at this moment, one file without a journal.</summary>
    public static void Copy(DatabaseTarget source, string path)
    {
        using var from = new SqliteConnection(Unpooled(source.ConnectionString));
        from.Open();
        using var to = Open(path, SqliteOpenMode.ReadWriteCreate);
        from.BackupDatabase(to);
        using var journal = to.CreateCommand();
        journal.CommandText = "pragma journal_mode = delete";
        journal.ExecuteNonQuery();
    }

    public static async Task<Snapshot> DescribeAsync(string path, CancellationToken ct)
    {
        await using var connection = Open(path, SqliteOpenMode.ReadOnly);
        List<string> tables = [];
        await foreach (var row in Snapshot.RowsAsync(
            connection, null, "select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' and sql not like 'create virtual%' order by name", ct))
        {
            tables.Add(row.GetString(0));
        }

        return await Snapshot.DescribeAsync(connection, null, tables, ct);
    }

    /// <summary>What SQLite itself finds wrong with the file; empty when it is sound.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(string path, CancellationToken ct)
    {
        List<string> faults = [];
        try
        {
            await using var connection = Open(path, SqliteOpenMode.ReadOnly);
            await foreach (var row in Snapshot.RowsAsync(connection, null, "pragma integrity_check(20)", ct))
            {
                faults.Add(row.GetString(0));
            }

            faults.Remove("ok");
            await foreach (var row in Snapshot.RowsAsync(connection, null, "pragma foreign_key_check", ct))
            {
                faults.Add($"{row.GetString(0)}: foreign key to {row.GetString(2)}");
            }
        }
        catch (SqliteException e)
        {
            faults.Add(e.Message);
        }

        return faults;
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 30 }.ConnectionString);
        connection.Open();
        return connection;
    }

    private static string Unpooled(string connection) => new SqliteConnectionStringBuilder(connection) { Pooling = false }.ConnectionString;
}
