using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Npgsql;
using SQLitePCL;

namespace Fuyao.Kernel.Data;

/// <summary>
/// Inserts many rows of one entity without tracking them: a prepared statement on SQLite; on PostgreSQL one
/// statement, or binary COPY for many. Columns,
/// converters and types come from the model, so a bulk insert and an ordinary one write the same bytes.
/// </summary>
public static class BulkInsert
{
    private const string Staged = "bulk_rows";

    // Up to so many rows a statement with parameters costs less than a temporary table; and every such table holds locks to the end of the
    // transaction, of which a server has some thousands in all.
    private const int FewRows = 50;

    private static readonly ConditionalWeakTable<IEntityType, object> Known = [];

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
                SqliteConnection sqlite => InsertSqlite(sqlite, columns, rows, ct),
                NpgsqlConnection postgres => await InsertPostgresAsync(db, postgres, columns, rows, ct),
                var other => throw new NotSupportedException(other.GetType().Name),
            };
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    // Straight to the library: a parameter object for every value costs more than the insert itself. Needs no transaction object: SQLite has
    // one transaction a connection.
    private static int InsertSqlite<T>(SqliteConnection connection, Columns<T> columns, IEnumerable<T> rows, CancellationToken ct)
    {
        var sql = $"insert into {columns.Table} ({string.Join(", ", columns.Items.Select(c => c.Name))}) values ({string.Join(", ", columns.Items.Select(_ => "?"))})";
        var database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(database, sql, out var statement));
        using (statement)
        {
            var count = 0;
            foreach (var row in rows)
            {
                ct.ThrowIfCancellationRequested();
                for (var i = 0; i < columns.Items.Length; i++)
                {
                    Check(columns.Items[i].Bind(statement, i + 1, row));
                }

                var step = raw.sqlite3_step(statement);
                if (step != raw.SQLITE_DONE)
                {
                    raw.sqlite3_reset(statement);
                    Check(step);
                }

                Check(raw.sqlite3_reset(statement));
                count++;
            }

            return count;
        }

        void Check(int code)
        {
            if (code != raw.SQLITE_OK)
            {
                SqliteException.ThrowExceptionForRC(code, database);
            }
        }
    }

    // As Microsoft.Data.Sqlite stores them.
    private static int Bind(sqlite3_stmt statement, int index, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(statement, index),
        string text => raw.sqlite3_bind_text(statement, index, text),
        int number => raw.sqlite3_bind_int(statement, index, number),
        long number => raw.sqlite3_bind_int64(statement, index, number),
        bool flag => raw.sqlite3_bind_int(statement, index, flag ? 1 : 0),
        byte[] bytes => raw.sqlite3_bind_blob(statement, index, bytes),
        Guid id => BindId(statement, index, id),
        DateOnly day => raw.sqlite3_bind_text(statement, index, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        DateTimeOffset at => raw.sqlite3_bind_text(statement, index, at.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture)),
        DateTime at => raw.sqlite3_bind_text(statement, index, at.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)),
        decimal number => raw.sqlite3_bind_text(statement, index, number.ToString("0.0###########################", CultureInfo.InvariantCulture)),
        double number => raw.sqlite3_bind_double(statement, index, number),
        short number => raw.sqlite3_bind_int(statement, index, number),
        byte number => raw.sqlite3_bind_int(statement, index, number),
        _ => throw new NotSupportedException(value.GetType().Name),
    };

    /// <summary>
    /// Binds a property without boxing it and without the object that a converter would make; values of other types take the long way.
    /// Every one stores what the model's converter does.
    /// </summary>
    private static Func<sqlite3_stmt, int, T, int>? Straight<T>(IProperty property, ValueConverter? converter)
    {
        var (type, stored, longest) = (property.ClrType, converter?.ProviderClrType, TextLengths.Of(property));
        if (converter is null)
        {
            return type == typeof(string) ? Of<string?>(Text)
                : type == typeof(byte[]) ? Of<byte[]?>((s, i, value) => value is null ? raw.sqlite3_bind_null(s, i) : raw.sqlite3_bind_blob(s, i, value))
                : type == typeof(int) ? Of<int>(raw.sqlite3_bind_int)
                : type == typeof(long) ? Of<long>(raw.sqlite3_bind_int64)
                : type == typeof(DateOnly) ? Of<DateOnly>(BindDay)
                : null;
        }

        return type == typeof(Guid) && stored == typeof(byte[]) ? Of<Guid>(BindOrdered)
            : type == typeof(Guid?) && stored == typeof(byte[]) ? Of<Guid?>((s, i, value) => value is { } id ? BindOrdered(s, i, id) : raw.sqlite3_bind_null(s, i))
            : type == typeof(Money) && stored == typeof(long) ? Of<Money>((s, i, value) => raw.sqlite3_bind_int64(s, i, value.Fen))
            : type == typeof(Money?) && stored == typeof(long) ? Of<Money?>((s, i, value) => value is { } money ? raw.sqlite3_bind_int64(s, i, money.Fen) : raw.sqlite3_bind_null(s, i))
            : null;

        Func<sqlite3_stmt, int, T, int>? Of<TValue>(Func<sqlite3_stmt, int, TValue, int> bind) =>
            property.PropertyInfo!.GetMethod is { } getter && getter.DeclaringType!.IsAssignableFrom(typeof(T))
                ? getter.CreateDelegate<Func<T, TValue>>() is var read ? (statement, index, row) => bind(statement, index, read(row)) : null
                : null;

        int Text(sqlite3_stmt statement, int index, string? value)
        {
            if (longest is { } most)
            {
                TextLengths.Check(value, most, property);
            }

            return value is null ? raw.sqlite3_bind_null(statement, index) : raw.sqlite3_bind_text(statement, index, value);
        }
    }

    private static int BindOrdered(sqlite3_stmt statement, int index, Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return raw.sqlite3_bind_blob(statement, index, bytes);
    }

    private static int BindDay(sqlite3_stmt statement, int index, DateOnly day)
    {
        Span<byte> text = stackalloc byte[10];
        day.TryFormat(text, out _, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return raw.sqlite3_bind_text(statement, index, text);
    }

    private static int BindId(sqlite3_stmt statement, int index, Guid id)
    {
        Span<byte> text = stackalloc byte[36];
        id.TryFormat(text, out _);
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = text[i] is >= (byte)'a' and <= (byte)'f' ? (byte)(text[i] - 32) : text[i];
        }

        return raw.sqlite3_bind_text(statement, index, text);
    }

    // COPY knows no row-level security: the rows go through a temporary table, which writes no log, and past the policy from there.
    private static async Task<int> InsertPostgresAsync<T>(PlatformDb db, NpgsqlConnection connection, Columns<T> columns, IEnumerable<T> rows, CancellationToken ct)
    {
        using var row = rows.GetEnumerator();
        var first = new List<T>();
        while (first.Count <= FewRows && row.MoveNext())
        {
            first.Add(row.Current);
        }

        if (first.Count == 0)
        {
            return 0;
        }

        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        await using var command = new NpgsqlCommand(null, connection, (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction());
        var names = string.Join(", ", columns.Items.Select(c => c.Name));
        var count = first.Count;
        if (first.Count <= FewRows)
        {
            command.CommandText = $"insert into {columns.Table} ({names}) values {string.Join(", ", first.Select((_, r) => $"({string.Join(", ", columns.Items.Select((_, c) => $"${(r * columns.Items.Length) + c + 1}"))})"))}";
            command.Parameters.AddRange((NpgsqlParameter[])[.. first.SelectMany(r => columns.Items.Select(c => new NpgsqlParameter { Value = c.Read(r) ?? DBNull.Value, DataTypeName = c.StoreType }))]);
            await command.ExecuteNonQueryAsync(ct);
        }
        else
        {
            await ExecuteAsync($"create temporary table {Staged} (like {columns.Table}) on commit drop");
            count = await CopyPostgresAsync(connection, Staged, columns, first.Concat(Rest(row)), ct);
            await ExecuteAsync($"insert into {columns.Table} ({names}) select {names} from {Staged}; drop table {Staged}");
        }

        if (own is not null)
        {
            await own.CommitAsync(ct);
        }

        return count;

        Task<int> ExecuteAsync(string sql)
        {
            command.CommandText = sql;
            return command.ExecuteNonQueryAsync(ct);
        }
    }

    private static IEnumerable<T> Rest<T>(IEnumerator<T> row)
    {
        while (row.MoveNext())
        {
            yield return row.Current;
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

    private sealed record Column<T>(string Name, string StoreType, Func<T, object?> Read, Func<sqlite3_stmt, int, T, int> Bind)
    {
        public static Columns<T> Of(PlatformDb db)
        {
            var entity = db.Model.FindEntityType(typeof(T)) ?? throw new ArgumentException($"{typeof(T).Name} is not in the model.");
            return (Columns<T>)Known.GetValue(entity, e => Of(db, e));
        }

        private static Columns<T> Of(PlatformDb db, IEntityType entity)
        {
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
            Func<T, object?> read = TextLengths.Of(property) is { } longest
                ? row =>
                {
                    var text = (string?)getter.GetClrValue(row!);
                    TextLengths.Check(text, longest, property);
                    return text;
                }
                : row => getter.GetClrValue(row!) is { } value ? convert is null ? value : convert(value) : null;
            return new Column<T>(
                sql.DelimitIdentifier(property.GetColumnName(table)!), mapping.StoreType, read,
                Straight<T>(property, mapping.Converter) ?? ((statement, index, row) => BulkInsert.Bind(statement, index, read(row))));
        }
    }
}
