using System.Data.Common;
using System.Runtime.CompilerServices;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Operations.Backup;
using Fuyao.Operations.Contracts;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Fuyao.Operations.Move;

/// <summary>A table as both sides know it: its columns in the order of their names.</summary>
internal sealed record MovingTable(string Name, IReadOnlyList<StoredColumn> Columns, bool InAccessLog);

/// <summary>One of the two databases of a move, with one transaction over everything (on SQLite two: the access log is a file of its own).</summary>
internal sealed class TableSide : IAsyncDisposable
{
    private const string AccessTable = "access_log";
    private const int TellEvery = 10_000;

    private readonly PlatformDb db;
    private readonly DbConnection main;
    private readonly DbConnection? accessLog;
    private DbTransaction? transaction;
    private DbTransaction? accessTransaction;

    private TableSide(PlatformDb db, DbConnection main, DbConnection? accessLog)
    {
        (this.db, this.main, this.accessLog) = (db, main, accessLog);
        Tables = List();
    }

    /// <summary>Referenced tables before those that refer to them. What can be made again from the rest is not among them.</summary>
    public IReadOnlyList<MovingTable> Tables { get; }

    public static async Task<TableSide> OpenAsync(PlatformDb db, SystemPlace place, CancellationToken ct)
    {
        var main = await ConnectAsync(place.Target, ct);
        if (place.AccessLog is not { } path)
        {
            return new TableSide(db, main, null);
        }

        await AccessLogFile.EnsureAsync(place.Target, ct);
        return new TableSide(db, main, await ConnectAsync(DatabaseTarget.Parse(path), ct));
    }

    public MovingTable? Find(string name) => Tables.FirstOrDefault(t => t.Name == name);

    public async Task BeginAsync(CancellationToken ct)
    {
        transaction = await main.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, ct);
        accessTransaction = accessLog is null ? null : await accessLog.BeginTransactionAsync(ct);
        if (main is SqliteConnection)
        {
            await ExecuteAsync(main, transaction, "pragma defer_foreign_keys = on", ct);
        }
    }

    public async Task CommitAsync(CancellationToken ct)
    {
        if (main is NpgsqlConnection)
        {
            await SetSequencesAsync(ct);
        }

        if (accessTransaction is not null)
        {
            await accessTransaction.CommitAsync(ct);
        }

        await transaction!.CommitAsync(ct);
    }

    public Task<long> CountAsync(MovingTable table, CancellationToken ct) =>
        Snapshot.ScalarAsync(ConnectionOf(table), TransactionOf(table), $"select count(*) from {Snapshot.Quote(table.Name)}", ct);

    /// <summary>Takes out what a first start puts in: key checks, regions.</summary>
    public async Task EmptyAsync(MovingTable table, CancellationToken ct)
    {
        if (await CountAsync(table, ct) > 0)
        {
            await ExecuteAsync(ConnectionOf(table), TransactionOf(table), $"delete from {Snapshot.Quote(table.Name)}", ct);
        }
    }

    public async IAsyncEnumerable<object?[]> ReadAsync(MovingTable table, [EnumeratorCancellation] CancellationToken ct)
    {
        var columns = string.Join(", ", table.Columns.Select(c => c.Delimited));
        await foreach (var row in Snapshot.RowsAsync(ConnectionOf(table), TransactionOf(table), $"select {columns} from {Snapshot.Quote(table.Name)}", ct))
        {
            var values = new object?[table.Columns.Count];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = table.Columns[i].Read(row, i);
            }

            yield return values;
        }
    }

    public async Task<RowSum> SumAsync(MovingTable table, CancellationToken ct)
    {
        var sum = default(RowSum);
        await foreach (var row in ReadAsync(table, ct))
        {
            sum = sum.With(row);
        }

        return sum;
    }

    /// <returns>Count and checksum of what was sent.</returns>
    public Task<RowSum> WriteAsync(MovingTable table, IAsyncEnumerable<object?[]> rows, Action<long> progress, CancellationToken ct) =>
        ConnectionOf(table) is NpgsqlConnection postgres ? CopyAsync(postgres, table, rows, progress, ct) : InsertAsync(table, rows, progress, ct);

    public async ValueTask DisposeAsync()
    {
        foreach (var one in (IAsyncDisposable?[])[transaction, accessTransaction, main, accessLog])
        {
            if (one is not null)
            {
                await one.DisposeAsync();
            }
        }
    }

    private static async Task<RowSum> CopyAsync(NpgsqlConnection connection, MovingTable table, IAsyncEnumerable<object?[]> rows, Action<long> progress, CancellationToken ct)
    {
        var sum = default(RowSum);
        await using var writer = await connection.BeginBinaryImportAsync(
            $"copy {Snapshot.Quote(table.Name)} ({string.Join(", ", table.Columns.Select(c => c.Delimited))}) from stdin (format binary)", ct);
        await foreach (var row in rows)
        {
            sum = sum.With(row);
            await writer.StartRowAsync(ct);
            for (var i = 0; i < row.Length; i++)
            {
                var (value, type) = table.Columns[i].ToStore(row[i]);
                await (value is null ? writer.WriteNullAsync(ct) : writer.WriteAsync(value, type, ct));
            }

            Tell(sum, progress);
        }

        await writer.CompleteAsync(ct);
        return sum;
    }

    private async Task<RowSum> InsertAsync(MovingTable table, IAsyncEnumerable<object?[]> rows, Action<long> progress, CancellationToken ct)
    {
        var sum = default(RowSum);
        await using var insert = ConnectionOf(table).CreateCommand();
        insert.Transaction = TransactionOf(table);
        insert.CommandText =
            $"insert into {Snapshot.Quote(table.Name)} ({string.Join(", ", table.Columns.Select(c => c.Delimited))}) values ({string.Join(", ", table.Columns.Select((_, i) => $"@p{i}"))})";
        await foreach (var row in rows)
        {
            sum = sum.With(row);
            insert.Parameters.Clear();
            for (var i = 0; i < row.Length; i++)
            {
                table.Columns[i].Bind(insert, $"@p{i}", row[i]);
            }

            await insert.ExecuteNonQueryAsync(ct);
            Tell(sum, progress);
        }

        return sum;
    }

    private static void Tell(RowSum sum, Action<long> progress)
    {
        if (sum.Rows % TellEvery == 0)
        {
            progress(sum.Rows);
        }
    }

    private List<MovingTable> List()
    {
        var entities = db.Model.GetEntityTypes().Where(e => e.GetTableName() is not null && !e.IsDerived()).ToList();
        List<MovingTable> tables = [];
        List<IEntityType> left = [.. entities];
        while (left.Count > 0)
        {
            var next = left.Where(e => e.GetForeignKeys().All(f => f.PrincipalEntityType == e || !left.Contains(f.PrincipalEntityType))).ToList();
            if (next.Count == 0)
            {
                throw new InvalidOperationException("The tables refer to one another in a circle.");
            }

            tables.AddRange(next.OrderBy(e => e.GetTableName(), StringComparer.Ordinal).Select(e => Of(e, e.GetTableName()!, false)));
            left.RemoveAll(next.Contains);
        }

        if (accessLog is not null)
        {
            // The same columns as the other chain's, in a file of its own.
            tables.Add(Of(entities.Single(e => e.GetTableName() == "audit"), AccessTable, true));
        }

        return tables;
    }

    private MovingTable Of(IEntityType entity, string name, bool inAccessLog) =>
        new(name, [.. StoredColumn.Of(db, entity).OrderBy(c => c.Name, StringComparer.Ordinal)], inAccessLog);

    private DbConnection ConnectionOf(MovingTable table) => table.InAccessLog ? accessLog! : main;

    private DbTransaction? TransactionOf(MovingTable table) => table.InAccessLog ? accessTransaction : transaction;

    private async Task SetSequencesAsync(CancellationToken ct)
    {
        foreach (var entity in db.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties().Where(p => p.ValueGenerated == ValueGenerated.OnAdd && (p.ClrType == typeof(int) || p.ClrType == typeof(long))))
            {
                var (table, column) = (entity.GetTableName()!, property.GetColumnName());
                await ExecuteAsync(
                    main, transaction,
                    $"select setval(s, m) from (select pg_get_serial_sequence('{Snapshot.Quote(table)}', '{column}') s, max({Snapshot.Quote(column)}) m from {Snapshot.Quote(table)}) x where s is not null and m is not null",
                    ct);
            }
        }
    }

    private static async Task ExecuteAsync(DbConnection connection, DbTransaction? transaction, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction, command.CommandTimeout) = (sql, transaction, 0);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<DbConnection> ConnectAsync(DatabaseTarget target, CancellationToken ct)
    {
        if (target.Engine == DbEngine.Postgres)
        {
            return await PostgresSnapshot.OpenAsync(target.ConnectionString, ct);
        }

        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(target.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        SqlitePragmas.Apply(connection);
        return connection;
    }
}
