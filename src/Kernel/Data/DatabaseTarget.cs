using Microsoft.Data.Sqlite;

namespace Fuyao.Kernel.Data;

/// <summary>
/// Which database to use, as people write it: a path is a SQLite file; <c>Host=…</c> or <c>postgres://…</c> is PostgreSQL.
/// </summary>
public sealed record DatabaseTarget(DbEngine Engine, string ConnectionString, string? SqlitePath)
{
    /// <summary>The path of what belongs to the database; a database server has no path of its own, so it lies in the working directory under the database's name.</summary>
    public string Beside(string suffix) =>
        (SqlitePath ?? Path.GetFullPath(new Npgsql.NpgsqlConnectionStringBuilder(ConnectionString).Database ?? "fuyao")) + suffix;

    public static DatabaseTarget Parse(string text)
    {
        if (text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase))
        {
            var uri = new Uri(text);
            var user = uri.UserInfo.Split(':', 2);
            var builder = new Npgsql.NpgsqlConnectionStringBuilder
            {
                Host = uri.Host,
                Port = uri.Port > 0 ? uri.Port : 5432,
                Database = Uri.UnescapeDataString(uri.AbsolutePath.Trim('/')),
                Username = Uri.UnescapeDataString(user[0]),
                Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            };
            return new DatabaseTarget(DbEngine.Postgres, builder.ConnectionString, null);
        }

        if (text.Contains("Host=", StringComparison.OrdinalIgnoreCase) || text.Contains("Server=", StringComparison.OrdinalIgnoreCase))
        {
            return new DatabaseTarget(DbEngine.Postgres, text, null);
        }

        var path = text.StartsWith("Data Source=", StringComparison.OrdinalIgnoreCase)
            ? new SqliteConnectionStringBuilder(text).DataSource
            : text;
        path = Path.GetFullPath(path);
        var sqlite = new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, DefaultTimeout = 30 };
        return new DatabaseTarget(DbEngine.Sqlite, sqlite.ConnectionString, path);
    }
}
