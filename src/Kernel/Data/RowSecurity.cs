using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Fuyao.Kernel.Data;

/// <summary>
/// Tells PostgreSQL the actor's area: with every command, in the transaction that the command runs in, so that neither a pooled
/// connection nor a proxy in front of the database ever carries one actor's area to another. Costs no round trip.
/// </summary>
internal sealed class RowSecurity : DbCommandInterceptor, IDbTransactionInterceptor
{
    /// <summary>Comment by which a command says that it looks beyond the area on purpose.</summary>
    public const string AcrossMark = "fuyao:across-areas";

    private const string Begin = "begin; ";

    public static readonly RowSecurity Instance = new();

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Prepare(command, eventData);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Prepare(command, eventData);
        return new(result);
    }

    public override InterceptionResult<object> ScalarExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<object> result)
    {
        Prepare(command, eventData);
        return result;
    }

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        Prepare(command, eventData);
        return new(result);
    }

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Prepare(command, eventData);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Prepare(command, eventData);
        return new(result);
    }

    public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) => Abandon(command);

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Abandon(command);
        return Task.CompletedTask;
    }

    public override void CommandCanceled(DbCommand command, CommandEndEventData eventData) => Abandon(command);

    public override Task CommandCanceledAsync(DbCommand command, CommandEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Abandon(command);
        return Task.CompletedTask;
    }

    public DbTransaction TransactionStarted(DbConnection connection, TransactionEndEventData eventData, DbTransaction result)
    {
        if (Enter(eventData, result) is { } command)
        {
            using (command)
            {
                command.ExecuteNonQuery();
            }
        }

        return result;
    }

    public async ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
    {
        if (Enter(eventData, result) is { } command)
        {
            await using (command)
            {
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }

        return result;
    }

    private static DbCommand? Enter(TransactionEndEventData eventData, DbTransaction transaction)
    {
        if (eventData.Context is not PlatformDb db || transaction.Connection is not { } connection)
        {
            return null;
        }

        db.AreaOfTransaction = db.Area;
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = Set(db.Area);
        return command;
    }

    private static void Prepare(DbCommand command, CommandEventData eventData)
    {
        // What SaveChanges sends is counted statement by statement; it has a transaction, which knows the area.
        if (eventData.Context is not PlatformDb db || eventData.CommandSource is CommandSource.SaveChanges or CommandSource.Migrations)
        {
            return;
        }

        var across = command.CommandText.Contains(AcrossMark, StringComparison.Ordinal);
        var area = across ? TableWalls.Counties(db.Area) : db.Area;
        var text = command.CommandText.TrimEnd(';', ' ', '\n', '\r');
        if (command.Transaction is null)
        {
            command.CommandText = $"{Begin}{Set(area)}; {text}\n; commit";
        }
        else if (area != db.AreaOfTransaction)
        {
            command.CommandText = across ? $"{Set(area)}; {text}\n; {Set(db.Area)}" : $"{Set(area)}; {text}";
            db.AreaOfTransaction = db.Area;
        }
    }

    // A command that failed half-way leaves the transaction that was begun with it; its connection may be used again.
    private static void Abandon(DbCommand command)
    {
        if (command.CommandText.StartsWith(Begin, StringComparison.Ordinal) && command.Connection is { State: System.Data.ConnectionState.Open } connection)
        {
            using var rollback = connection.CreateCommand();
            rollback.CommandText = "rollback";
            rollback.ExecuteNonQuery();
        }
    }

    private static string Set(CodeRange area) => $"set local {TableWalls.Setting} = '{TableWalls.Format(area)}'";
}
