using System.Data.Common;
using Fuyao.Kernel.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Fuyao.Access.Data;

/// <summary>
/// Plain SQL where the object mapper would be in the way: chains, conditional inserts, rotation. Values are bound and read as
/// <see cref="PlatformDb"/> stores them on each engine.
/// </summary>
internal static class Sql
{
    public static DbConnection Connect(DatabaseTarget target) =>
        target.Engine == DbEngine.Sqlite ? new SqliteConnection(target.ConnectionString) : new NpgsqlConnection(target.ConnectionString);

    public static async Task<DbConnection> OpenAsync(DatabaseTarget target, CancellationToken ct = default)
    {
        var connection = Connect(target);
        await connection.OpenAsync(ct);
        if (target.Engine == DbEngine.Sqlite)
        {
            SqlitePragmas.Apply(connection);
        }

        return connection;
    }

    /// <summary>A command within the context's present transaction; its connection must be open.</summary>
    public static DbCommand Command(PlatformDb db, string text, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        Command(db.Database.GetDbConnection(), db.Database.CurrentTransaction?.GetDbTransaction(), text, parameters);

    public static DbCommand Command(
        DbConnection connection, DbTransaction? transaction, string text, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        command.Transaction = transaction;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = Bind(connection, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    public static object Bind(DbConnection connection, object? value) => (value, connection) switch
    {
        (null, _) => DBNull.Value,
        (Guid id, SqliteConnection) => id.ToByteArray(true),
        (DateTimeOffset at, SqliteConnection) => Microseconds(at),
        (DateTimeOffset at, _) => at.ToUniversalTime(),
        _ => value,
    };

    public static Guid ReadGuid(DbDataReader reader, int column) =>
        reader.GetValue(column) is byte[] bytes ? new Guid(bytes, true) : reader.GetGuid(column);

    public static DateTimeOffset ReadInstant(DbDataReader reader, int column) => reader.GetValue(column) switch
    {
        long microseconds => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond),
        DateTime at => new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)),
        var other => (DateTimeOffset)other,
    };

    public static string? ReadText(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static long Microseconds(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>Both engines keep microseconds; what is hashed must be what is stored.</summary>
    public static DateTimeOffset ToStored(DateTimeOffset at) => DateTimeOffset.UnixEpoch.AddTicks(Microseconds(at) * TimeSpan.TicksPerMicrosecond);
}
