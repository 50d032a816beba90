using Fuyao.Kernel.Data;
using Npgsql;

namespace Fuyao.Testing;

/// <summary>An empty database of one test alone: a SQLite file in a temporary folder, or a PostgreSQL database; gone afterwards.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    // Not the owner of the tables, so that every test stands behind the same walls as an installation.
    private const string ApplicationRole = "fuyao_test_application";

    private readonly string folder;
    private readonly string? name;

    private TestDatabase(string folder, string? name, DatabaseTarget target)
    {
        this.folder = folder;
        this.name = name;
        Target = target;
    }

    /// <summary>Connection string of the server for tests, or null.</summary>
    public static string? PostgresServer { get; } = Environment.GetEnvironmentVariable("FUYAO_TEST_POSTGRES");

    public DatabaseTarget Target { get; }

    /// <summary>A private folder for keys, files and backups; deleted with the database.</summary>
    public string Folder => folder;

    /// <summary>On PostgreSQL its name.</summary>
    internal string? Name => name;

    public static Task<TestDatabase> CreateAsync(DbEngine engine) => CreateAsync(engine, null);

    /// <param name="pattern">On PostgreSQL the database that it is a copy of.</param>
    internal static async Task<TestDatabase> CreateAsync(DbEngine engine, string? pattern)
    {
        var folder = Directory.CreateTempSubdirectory("fuyao-").FullName;
        if (engine == DbEngine.Sqlite)
        {
            return new TestDatabase(folder, null, DatabaseTarget.Parse(Path.Combine(folder, "fuyao.db")));
        }

        var name = Path.GetFileName(folder).ToLowerInvariant().Replace('-', '_') + "_" + Environment.ProcessId;
        await OnServerAsync($"create database \"{name}\"{(pattern is null ? "" : $" template \"{pattern}\"")}");
        await OnServerAsync($"""
            do $$ begin create role {ApplicationRole} login password '{ApplicationRole}' nosuperuser nobypassrls;
            exception when duplicate_object or unique_violation then null; end $$
            """);
        // Small pools: many tests share one server.
        var connection = new NpgsqlConnectionStringBuilder(PostgresServer) { Database = name, MaxPoolSize = 20, ConnectionIdleLifetime = 5, ConnectionPruningInterval = 2 };
        var owner = connection.ConnectionString;
        (connection.Username, connection.Password) = (ApplicationRole, ApplicationRole);
        return new TestDatabase(folder, name, DatabaseTarget.Parse(connection.ConnectionString) with { OwnerConnectionString = owner });
    }

    public async ValueTask DisposeAsync()
    {
        if (name is null)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearPool(new Microsoft.Data.Sqlite.SqliteConnection(Target.ConnectionString));
        }
        else
        {
            await OnServerAsync($"drop database if exists \"{name}\" with (force)");
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task OnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(PostgresServer ?? throw new InvalidOperationException("FUYAO_TEST_POSTGRES is not set.")) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
