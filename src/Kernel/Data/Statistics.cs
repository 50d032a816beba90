using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Kernel.Data;

/// <summary>What SQLite knows of its tables. Without it a household looked up by its id is found by walking through its county.</summary>
public static class Statistics
{
    /// <summary>
    /// Counts anew: at every start and after much was written. Samples of each index, so a second at a million persons. PostgreSQL does it
    /// by itself.
    /// </summary>
    public static async Task RefreshStatisticsAsync(this PlatformDb db, CancellationToken ct = default)
    {
        if (db.Engine != DbEngine.Sqlite)
        {
            return;
        }

        await db.Database.ExecuteSqlRawAsync("pragma analysis_limit = 400; analyze", ct);
        // A connection reads the counts when it is opened.
        SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
    }
}
