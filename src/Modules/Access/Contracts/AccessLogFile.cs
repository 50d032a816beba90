using Fuyao.Access.Audit;
using Fuyao.Access.Data;
using Fuyao.Kernel.Data;

namespace Fuyao.Access.Contracts;

/// <summary>The access log's own file beside a SQLite database.</summary>
public static class AccessLogFile
{
    /// <summary>Makes the file and its table when they are missing.</summary>
    public static async Task EnsureAsync(DatabaseTarget database, CancellationToken ct = default)
    {
        var path = AccessOptions.AccessLogAt(database) ?? throw new ArgumentException("On PostgreSQL the access log is a table.", nameof(database));
        PrivateFile.Ensure(path);
        await using var connection = await Sql.OpenAsync(DatabaseTarget.Parse(path), ct);
        await using var create = Sql.Command(connection, null, AccessLogWriter.SqliteTable);
        await create.ExecuteNonQueryAsync(ct);
    }
}
