using System.Buffers.Binary;
using System.Data;
using Fuyao.Operations.Contracts;
using Npgsql;

namespace Fuyao.Operations.Backup;

/// <summary>
/// Every table by COPY within one transaction that sees one moment (repeatable read): needs no pg_dump beside the server, and its
/// rows can be counted and hashed like those of SQLite. The scheduler's own tables are left out: it makes them again from table jobs.
/// </summary>
internal static class PostgresSnapshot
{
    public const string Folder = "tables";

    private const int HeaderBytes = 11 + 4;

    public static async Task<Snapshot> TakeAsync(SystemPlace place, string folder, CancellationToken ct)
    {
        Directory.CreateDirectory(Path.Combine(folder, Folder));
        await using var connection = await OpenAsync(place.Target.ConnectionString, ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var tables = await TablesAsync(connection, ct);
        foreach (var table in tables)
        {
            var columns = string.Join(", ", (await ColumnsAsync(connection, table, ct)).Select(Snapshot.Quote));
            await using var copy = await connection.BeginRawBinaryCopyAsync($"copy (select {columns} from {Snapshot.Quote(table)}) to stdout (format binary)", ct);
            await using var file = File.Create(Path.Combine(folder, Folder, table + ".copy"));
            await copy.CopyToAsync(file, ct);
        }

        var snapshot = await Snapshot.DescribeAsync(connection, transaction, tables, ct);
        await foreach (var row in Snapshot.RowsAsync(
            connection, transaction, "select sequencename, coalesce(last_value, 0) from pg_sequences where schemaname = 'public' order by 1", ct))
        {
            snapshot.Sequences[row.GetString(0)] = row.GetInt64(1);
        }

        return snapshot;
    }

    public static async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync(ct);
        return connection;
    }

    /// <summary>How many others are connected; what this process merely keeps open for later is let go first.</summary>
    public static async Task<long> OthersAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        NpgsqlConnection.ClearAllPools();
        for (var attempt = 0; ; attempt++)
        {
            var others = await Snapshot.ScalarAsync(
                connection, null, "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'", ct);
            // The server takes a moment to see that a connection was closed.
            if (others == 0 || attempt == 20)
            {
                return others;
            }

            await Task.Delay(100, ct);
        }
    }

    public static async Task<List<string>> TablesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        List<string> tables = [];
        await foreach (var row in Snapshot.RowsAsync(
            connection, null,
            """
            select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
                and relname not like 'qrtz\_%' order by relname
            """,
            ct))
        {
            tables.Add(row.GetString(0));
        }

        return tables;
    }

    /// <summary>Columns that are stored as given; computed ones compute themselves again.</summary>
    public static async Task<List<string>> ColumnsAsync(NpgsqlConnection connection, string table, CancellationToken ct)
    {
        List<string> columns = [];
        await foreach (var row in Snapshot.RowsAsync(
            connection, null,
            $"select attname from pg_attribute where attrelid = '\"{table}\"'::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attname",
            ct))
        {
            columns.Add(row.GetString(0));
        }

        return columns;
    }

    /// <summary>Counts the rows of a binary copy; −1 when it is not a whole one.</summary>
    public static long CountRows(string path)
    {
        using var file = new BufferedStream(File.OpenRead(path), 1 << 20);
        var word = new byte[HeaderBytes + 4];
        if (file.ReadAtLeast(word, word.Length, false) < word.Length || !word.AsSpan(0, 7).SequenceEqual("PGCOPY\n"u8))
        {
            return -1;
        }

        for (var rows = 0L; ; rows++)
        {
            if (file.ReadAtLeast(word.AsSpan(0, 2), 2, false) < 2)
            {
                return -1;
            }

            var fields = BinaryPrimitives.ReadInt16BigEndian(word);
            if (fields < 0)
            {
                return rows;
            }

            for (var field = 0; field < fields; field++)
            {
                if (file.ReadAtLeast(word.AsSpan(0, 4), 4, false) < 4)
                {
                    return -1;
                }

                for (var left = BinaryPrimitives.ReadInt32BigEndian(word); left > 0;)
                {
                    var skipped = file.Read(Skipped, 0, Math.Min(left, Skipped.Length));
                    if (skipped == 0)
                    {
                        return -1;
                    }

                    left -= skipped;
                }
            }
        }
    }

    // What is read into it is never looked at.
    private static readonly byte[] Skipped = new byte[1 << 16];
}
