using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Fuyao.Server;

/// <summary>
/// Failures of the ground that the program stands on – a full, failing or read-only disk, a database server that is gone – which
/// pass without the program's doing: 503, not 500. Whether the write took place is unknown; a retry with the same key finds out.
/// </summary>
internal static class Outage
{
    // Busy, locked, read-only, input/output, full, cannot open.
    private static readonly int[] SqliteCodes = [5, 6, 8, 10, 13, 14];

    // EIO, ENOSPC, EROFS, EDQUOT.
    private static readonly int[] DiskErrors = [5, 28, 30, 122];

    public static bool Is(Exception? exception) => exception switch
    {
        null => false,
        SqliteException sqlite when SqliteCodes.Contains(sqlite.SqliteErrorCode) => true,
        PostgresException { SqlState: ['5', '3', ..] or ['5', '7', 'P', ..] or ['0', '8', ..] or "25006" } => true,
        NpgsqlException { IsTransient: true } => true,
        IOException disk when DiskErrors.Contains(disk.HResult) => true,
        DbException or not AggregateException => Is(exception.InnerException),
        AggregateException many => many.InnerExceptions.Any(Is),
    };
}
