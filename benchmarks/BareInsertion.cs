using System.Diagnostics;
using Fuyao.Kernel.Data;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Fuyao.Benchmarks;

/// <summary>The awards of a run put once more into an empty database of the same schema, from memory, by one prepared statement.</summary>
internal static class BareInsertion
{
    // About as many as a run stores at a time.
    private const int RowsATransaction = 8_192;

    public static async Task<(double Seconds, double Processor, long Rows)> MeasureAsync(BenchmarkContext context, string source, string run, CancellationToken ct)
    {
        var path = Path.Combine(context.Folder, "bare.db");
        await context.CreateDatabase(path, ct);
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        await connection.OpenAsync(ct);
        SqlitePragmas.Apply(connection);
        var id = $"x'{Convert.ToHexString(new Guid(run).ToByteArray(bigEndian: true))}'";
        Execute($"attach '{source.Replace("'", "''", StringComparison.Ordinal)}' as source");
        Execute($"insert into runs select * from source.runs where id = {id}");
        var (rows, columns) = Read(connection, id);
        Execute("detach source");
        var (began, processor) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
        Insert(connection, rows, columns);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        processor = Process.GetCurrentProcess().TotalProcessorTime - processor;
        await connection.CloseAsync();
        foreach (var file in Directory.EnumerateFiles(context.Folder, "bare.db*"))
        {
            File.Delete(file);
        }

        return (seconds, processor.TotalSeconds, rows.Count);

        void Execute(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }

    // In the order in which the run stored them.
    private static (List<object?[]> Rows, string[] Columns) Read(SqliteConnection connection, string run)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"select * from source.awards where run_id = {run} order by rowid";
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            var row = new object?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            }

            rows.Add(row);
        }

        return (rows, [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)]);
    }

    private static void Insert(SqliteConnection connection, List<object?[]> rows, string[] columns)
    {
        var database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(
            database, $"insert into awards ({string.Join(", ", columns.Select(c => $"\"{c}\""))}) values ({string.Join(", ", columns.Select(_ => "?"))})", out var statement));
        using (statement)
        {
            foreach (var part in rows.Chunk(RowsATransaction))
            {
                Check(raw.sqlite3_exec(database, "begin immediate"));
                foreach (var row in part)
                {
                    for (var i = 0; i < row.Length; i++)
                    {
                        Check(row[i] switch
                        {
                            null => raw.sqlite3_bind_null(statement, i + 1),
                            long number => raw.sqlite3_bind_int64(statement, i + 1, number),
                            string text => raw.sqlite3_bind_text(statement, i + 1, text),
                            byte[] bytes => raw.sqlite3_bind_blob(statement, i + 1, bytes),
                            var other => throw new NotSupportedException(other.GetType().Name),
                        });
                    }

                    if (raw.sqlite3_step(statement) is var step and not raw.SQLITE_DONE)
                    {
                        raw.sqlite3_reset(statement);
                        Check(step);
                    }

                    Check(raw.sqlite3_reset(statement));
                }

                Check(raw.sqlite3_exec(database, "commit"));
            }
        }

        void Check(int code)
        {
            if (code != raw.SQLITE_OK)
            {
                SqliteException.ThrowExceptionForRC(code, database);
            }
        }
    }
}
