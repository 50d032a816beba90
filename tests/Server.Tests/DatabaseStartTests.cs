using Fuyao.App;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Server.Tests;

public class DatabaseStartTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [EachEngine]
    public async Task A_second_start_changes_nothing(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        (await system.Services.PrepareFuyaoAsync(Stop)).ShouldBeNull();
        await using var scope = system.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        (await db.Database.GetAppliedMigrationsAsync(Stop)).ShouldBe(db.Database.GetMigrations());
    }

    [Theory]
    [EachEngine]
    public async Task A_database_of_a_newer_program_is_refused_and_left_alone(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        await using var scope = system.Services.CreateAsyncScope();
        await using var db = scope.ServiceProvider.OpenOwner();
        await db.Database.ExecuteSqlRawAsync(
            "create table if not exists \"__EFMigrationsHistory\" (\"MigrationId\" varchar(150) primary key, \"ProductVersion\" varchar(32) not null)", Stop);
        await db.Database.ExecuteSqlRawAsync("insert into \"__EFMigrationsHistory\" values ('29990101000000_FromTheFuture', '99')", Stop);

        var refusal = await Should.ThrowAsync<ProblemException>(() => system.Services.PrepareFuyaoAsync(Stop));
        refusal.Problems.ShouldHaveSingleItem().Code.ShouldBe("schema-newer");
        refusal.Message.ShouldContain("FromTheFuture");
        (await db.Database.GetAppliedMigrationsAsync(Stop)).ShouldContain("29990101000000_FromTheFuture");
    }

    [Fact]
    public async Task After_a_start_on_PostgreSQL_every_table_of_a_county_has_its_policy_and_the_application_owns_nothing()
    {
        Assert.SkipWhen(TestDatabase.PostgresServer is null, "FUYAO_TEST_POSTGRES is not set: run ./fuyao test, which starts a server");
        await using var system = await TestSystem.CreateAsync(DbEngine.Postgres);
        await using var scope = system.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var guarded = await db.Database.SqlQueryRaw<string>(
            "select c.relname as \"Value\" from pg_class c join pg_policy p on p.polrelid = c.oid where c.relrowsecurity").ToListAsync(Stop);
        guarded.ShouldBe(TableWalls.WithPolicy(db.Model), ignoreOrder: true);
        guarded.ShouldContain("person_versions");
        (await db.Database.SqlQueryRaw<string>("select tablename as \"Value\" from pg_tables where schemaname = 'public' and tableowner = current_user").ToListAsync(Stop)).ShouldBeEmpty();
    }

    [Theory]
    [EachEngine]
    public async Task Programs_that_start_together_take_turns(DbEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var one = Chain(database, upTo: 2);
        await using var two = Chain(database, upTo: 2);
        await using var three = Chain(database, upTo: 2);
        await Task.WhenAll(one.PrepareDatabaseAsync(Stop), two.PrepareDatabaseAsync(Stop), three.PrepareDatabaseAsync(Stop));
        (await RowsAsync(one)).ShouldBe(["first", "second"]);
    }

    [Fact]
    public async Task Before_a_SQLite_file_is_migrated_it_is_copied()
    {
        await using var database = await TestDatabase.CreateAsync(DbEngine.Sqlite);
        await using (var old = Chain(database, upTo: 1))
        {
            (await old.PrepareDatabaseAsync(Stop)).ShouldBeNull();
        }

        await using var current = Chain(database, upTo: 2);
        var copy = (await current.PrepareDatabaseAsync(Stop)).ShouldNotBeNull();
        (await RowsAsync(current)).ShouldBe(["first", "second"]);
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false }.ConnectionString);
        await connection.OpenAsync(Stop);
        await using var command = new SqliteCommand("select group_concat(word) from words", connection);
        (await command.ExecuteScalarAsync(Stop)).ShouldBe("first");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(copy).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task A_lock_left_by_a_killed_program_does_not_block_the_next_start()
    {
        await using var database = await TestDatabase.CreateAsync(DbEngine.Sqlite);
        await using (var old = Chain(database, upTo: 1))
        {
            await old.PrepareDatabaseAsync(Stop);
            await using var scope = old.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<PlatformDb>().Database.ExecuteSqlRawAsync(
                """create table if not exists "__EFMigrationsLock" ("Id" integer primary key, "Timestamp" text not null); insert or ignore into "__EFMigrationsLock" values (1, '2016-01-01')""", Stop);
        }

        await using var current = Chain(database, upTo: 2);
        await current.PrepareDatabaseAsync(Stop).WaitAsync(TimeSpan.FromSeconds(20), Stop);
        (await RowsAsync(current)).ShouldBe(["first", "second"]);
    }

    private static async Task<List<string>> RowsAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        return await db.Database.SqlQueryRaw<string>("select word as \"Value\" from words order by word").ToListAsync(Stop);
    }

    /// <summary>A program whose chain is the test's own two migrations, or only the first of them.</summary>
    private static ServiceProvider Chain(TestDatabase database, int upTo)
    {
        var services = new ServiceCollection().AddLogging().AddPlatformDb(database.Target);
        services.ConfigureDbContext<PlatformDb>(options =>
        {
            options.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
            options.ReplaceService<IMigrationsAssembly, Migrations.OwnMigrations>();
            ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new Migrations.UpTo(upTo));
        });
        return services.BuildServiceProvider();
    }
}
