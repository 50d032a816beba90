using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Fuyao.Kernel.Data;

/// <summary>
/// What every SQLite connection is opened with: write-ahead log, a commit that has reached the disk, deleted data overwritten,
/// and patience with the one writer.
/// </summary>
public sealed class SqlitePragmas : DbConnectionInterceptor
{
    private const string Pragmas = """
        pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on; pragma foreign_keys = on;
        pragma busy_timeout = 30000; pragma cache_size = -65536; pragma temp_store = memory;
        """;

    public static void Apply(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Apply(connection);
        return Task.CompletedTask;
    }
}
