using Microsoft.Data.Sqlite;

namespace Fuyao.Kernel.Data;

/// <summary>
/// Which database to use, as people write it: a path is a SQLite file; <c>Host=…</c> or <c>postgres://…</c> is PostgreSQL.
/// </summary>
public sealed record DatabaseTarget(DbEngine Engine, string ConnectionString, string? SqlitePath)
{
    /// <summary>
    /// On PostgreSQL, how the owner of the tables connects, who migrates and grants. Null: the application owns them itself, and
    /// neither row-level security nor the loss of privileges binds it.
    /// </summary>
    public string? OwnerConnectionString { get; init; }

    /// <summary>The target as its owner sees it, who is bound by no area.</summary>
    public DatabaseTarget AsOwner() => Engine == DbEngine.Sqlite ? this : new(Engine, new Npgsql.NpgsqlConnectionStringBuilder(OwnerConnectionString ?? ConnectionString)
    {
        Options = $"-c {TableWalls.Setting}={TableWalls.Format(CodeRange.Everything)}",
    }.ConnectionString, null);

    /// <summary>Name of the application's role when it is not the owner.</summary>
    public string? ApplicationRole => OwnerConnectionString is null ? null : new Npgsql.NpgsqlConnectionStringBuilder(ConnectionString).Username;

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
