using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Fuyao.Kernel.Data;

/// <summary>
/// Inserts many rows of one entity without tracking them: a prepared statement on SQLite, binary COPY on PostgreSQL. Columns,
/// converters and types come from the model, so a bulk insert and an ordinary one write the same bytes.
/// </summary>
public static class BulkInsert
{
    private const string Staged = "bulk_rows";

    /// <summary>Inserts the rows within the context's present transaction, or each statement on its own without one.</summary>
    /// <returns>How many rows were written.</returns>
    public static async Task<int> BulkInsertAsync<T>(this PlatformDb db, IEnumerable<T> rows, CancellationToken ct = default)
        where T : class
    {
        var columns = Column<T>.Of(db);
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            return db.Database.GetDbConnection() switch
            {
                SqliteConnection sqlite => InsertSqlite(sqlite, Transaction(db), columns, rows, ct),
                NpgsqlConnection postgres => await InsertPostgresAsync(db, postgres, columns, rows, ct),
                var other => throw new NotSupportedException(other.GetType().Name),
            };
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static DbTransaction? Transaction(PlatformDb db) => db.Database.CurrentTransaction?.GetDbTransaction();

    private static int InsertSqlite<T>(SqliteConnection connection, DbTransaction? transaction, Columns<T> columns, IEnumerable<T> rows, CancellationToken ct)
    {
        using var command = connection.CreateCommand();
        command.Transaction = (SqliteTransaction?)transaction;
        command.CommandText =
            $"insert into {columns.Table} ({string.Join(", ", columns.Items.Select(c => c.Name))}) values ({string.Join(", ", columns.Items.Select((_, i) => $"$p{i}"))})";
        var parameters = columns.Items.Select((_, i) => command.Parameters.Add(new SqliteParameter($"$p{i}", DBNull.Value))).ToArray();
        command.Prepare();
        var count = 0;
        foreach (var row in rows)
        {
            ct.ThrowIfCancellationRequested();
            for (var i = 0; i < parameters.Length; i++)
            {
                parameters[i].Value = columns.Items[i].Read(row) ?? DBNull.Value;
            }

            command.ExecuteNonQuery();
            count++;
        }

        return count;
    }

    // COPY knows no row-level security: the rows go through a temporary table, which writes no log, and past the policy from there.
    private static async Task<int> InsertPostgresAsync<T>(PlatformDb db, NpgsqlConnection connection, Columns<T> columns, IEnumerable<T> rows, CancellationToken ct)
    {
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        var names = string.Join(", ", columns.Items.Select(c => c.Name));
        await ExecuteAsync($"create temporary table {Staged} (like {columns.Table}) on commit drop");
        var count = await CopyPostgresAsync(connection, Staged, columns, rows, ct);
        await ExecuteAsync($"insert into {columns.Table} ({names}) select {names} from {Staged}; drop table {Staged}");
        if (own is not null)
        {
            await own.CommitAsync(ct);
        }

        return count;

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, (NpgsqlTransaction?)Transaction(db));
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private static async Task<int> CopyPostgresAsync<T>(NpgsqlConnection connection, string table, Columns<T> columns, IEnumerable<T> rows, CancellationToken ct)
    {
        await using var writer = await connection.BeginBinaryImportAsync(
            $"copy {table} ({string.Join(", ", columns.Items.Select(c => c.Name))}) from stdin (format binary)", ct);
        var count = 0;
        foreach (var row in rows)
        {
            await writer.StartRowAsync(ct);
            foreach (var column in columns.Items)
            {
                if (column.Read(row) is { } value)
                {
                    await writer.WriteAsync(value, column.StoreType, ct);
                }
                else
                {
                    await writer.WriteNullAsync(ct);
                }
            }

            count++;
        }

        await writer.CompleteAsync(ct);
        return count;
    }

    private sealed record Columns<T>(string Table, Column<T>[] Items);

    private sealed record Column<T>(string Name, string StoreType, Func<T, object?> Read)
    {
        public static Columns<T> Of(PlatformDb db)
        {
            var entity = db.Model.FindEntityType(typeof(T)) ?? throw new ArgumentException($"{typeof(T).Name} is not in the model.");
            var table = StoreObjectIdentifier.Table(entity.GetTableName()!, entity.GetSchema());
            var sql = db.GetService<ISqlGenerationHelper>();
            return new Columns<T>(
                sql.DelimitIdentifier(table.Name, table.Schema),
                [.. entity.GetProperties().Where(p => p.GetColumnName(table) is not null && p.PropertyInfo is not null).Select(p => From(p, table, sql))]);
        }

        private static Column<T> From(IProperty property, StoreObjectIdentifier table, ISqlGenerationHelper sql)
        {
            var mapping = property.GetRelationalTypeMapping();
            var getter = property.GetGetter();
            var convert = mapping.Converter?.ConvertToProvider;
            return new Column<T>(
                sql.DelimitIdentifier(property.GetColumnName(table)!),
                mapping.StoreType,
                row => getter.GetClrValue(row!) is { } value ? convert is null ? value : convert(value) : null);
        }
    }
}
