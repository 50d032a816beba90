using System.Collections.Concurrent;
using Fuyao.App;
using Fuyao.Kernel.Data;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Fuyao.Testing;

/// <summary>
/// A database with the present schema and nothing in it, migrated once a process and engine and then copied: a test that needs the whole
/// application does not wait for the migrations.
/// </summary>
internal static class PreparedDatabase
{
    private static readonly ConcurrentDictionary<DbEngine, Lazy<Task<TestDatabase>>> Patterns = new();

    public static async Task<TestDatabase> CreateAsync(DbEngine engine)
    {
        var pattern = await Patterns.GetOrAdd(engine, e => new(() => PrepareAsync(e))).Value;
        if (engine == DbEngine.Postgres)
        {
            return await TestDatabase.CreateAsync(engine, pattern.Name);
        }

        var database = await TestDatabase.CreateAsync(engine);
        File.Copy(pattern.Target.SqlitePath!, database.Target.SqlitePath!);
        return database;
    }

    private static async Task<TestDatabase> PrepareAsync(DbEngine engine)
    {
        var database = await TestDatabase.CreateAsync(engine);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => database.DisposeAsync().AsTask().GetAwaiter().GetResult();
        var configuration = TestSystem.Configuration(database, []);
        await using (var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddFuyao(configuration).BuildServiceProvider())
        {
            await services.PrepareDatabaseAsync();
        }

        // Nobody may be in what is copied; and SQLite's log is brought in when the last one leaves.
        if (engine == DbEngine.Sqlite)
        {
            using var connection = new SqliteConnection(database.Target.ConnectionString);
            SqliteConnection.ClearPool(connection);
        }
        else
        {
            foreach (var role in new[] { database.Target, database.Target.AsOwner() })
            {
                await using var connection = new NpgsqlConnection(role.ConnectionString);
                NpgsqlConnection.ClearPool(connection);
            }
        }

        return database;
    }
}
