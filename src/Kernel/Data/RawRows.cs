using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using SQLitePCL;

namespace Fuyao.Kernel.Data;

/// <summary>
/// Reads a query of plain columns without making an object of every row: for the few readings that go over a whole register. The query is
/// EF's own, with the area filter; on PostgreSQL it runs in a transaction that knows the area.
/// </summary>
public static class RawRows
{
    /// <param name="db">The database.</param>
    /// <param name="query">A projection of columns; they are numbered from 0 as it names them.</param>
    /// <param name="each">Called for every row; the row is valid only during the call.</param>
    /// <param name="ct">Stops between two rows.</param>
    public static async Task ReadRowsAsync<T>(this PlatformDb db, IQueryable<T> query, Action<RawRow> each, CancellationToken ct)
    {
        await using var own = db.Engine == DbEngine.Postgres && db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await using var command = query.CreateDbCommand();
            command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
            await using var reader = await command.ExecuteReaderAsync(ct);
            var row = new RawRow(reader);
            while (await reader.ReadAsync(ct))
            {
                ct.ThrowIfCancellationRequested();
                each(row);
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }
}

/// <summary>The row that a reading stands at.</summary>
public sealed class RawRow
{
    private readonly DbDataReader reader;
    private readonly sqlite3_stmt? statement;
    private byte[] text = [];

    internal RawRow(DbDataReader reader) => (this.reader, statement) = (reader, (reader as SqliteDataReader)?.Handle);

    public bool IsNull(int column) => statement is null ? reader.IsDBNull(column) : raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public long Number(int column) => statement is null ? reader.GetInt64(column) : raw.sqlite3_column_int64(statement, column);

    public Guid Id(int column) => statement is null ? reader.GetGuid(column) : new Guid(raw.sqlite3_column_blob(statement, column), bigEndian: true);

    /// <summary>A text as UTF-8, valid until the next call; empty for null.</summary>
    public ReadOnlySpan<byte> Text(int column)
    {
        if (statement is not null)
        {
            return raw.sqlite3_column_blob(statement, column);
        }

        if (reader.IsDBNull(column))
        {
            return [];
        }

        var value = reader.GetString(column);
        if (text.Length < Encoding.UTF8.GetMaxByteCount(value.Length))
        {
            text = new byte[Encoding.UTF8.GetMaxByteCount(value.Length) * 2];
        }

        return text.AsSpan(0, Encoding.UTF8.GetBytes(value, text));
    }
}
