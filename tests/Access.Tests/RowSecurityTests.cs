using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace Fuyao.Access.Tests;

/// <summary>The second wall: PostgreSQL itself shows an actor no row outside the area, whatever the program forgot.</summary>
public sealed class RowSecurityTests
{
    private static readonly RegionCode Township = new(610729101000);

    [Fact]
    public async Task Without_the_query_filter_and_in_raw_sql_nothing_outside_the_area_is_seen_changed_or_deleted()
    {
        await using var host = await StartAsync();
        await using var scope = host.Operator(Township);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        (await db.Set<Well>().IgnoreQueryFilters().CountAsync(Ct)).ShouldBe(2);
        (await db.Set<Well>().FromSqlRaw("select * from wells").IgnoreQueryFilters().CountAsync(Ct)).ShouldBe(2);
        (await db.Database.SqlQueryRaw<int>("select count(*)::int as \"Value\" from wells").SingleAsync(Ct)).ShouldBe(2);
        (await db.Set<Well>().IgnoreQueryFilters().ExecuteUpdateAsync(set => set.SetProperty(w => w.Note, "seen"), Ct)).ShouldBe(2);
        await using (var transaction = await db.Database.BeginTransactionAsync(Ct))
        {
            (await CountAsync((NpgsqlConnection)db.Database.GetDbConnection())).ShouldBe(2);
            (await db.Set<Well>().IgnoreQueryFilters().ExecuteDeleteAsync(Ct)).ShouldBe(2);
            await transaction.CommitAsync(Ct);
        }

        await using var all = host.Operator();
        (await all.ServiceProvider.GetRequiredService<PlatformDb>().Set<Well>().Select(w => w.Note).Distinct().ToListAsync(Ct)).ShouldBe(["a well"]);
    }

    [Fact]
    public async Task A_connection_that_says_no_area_sees_nothing_and_keeps_none_from_its_last_user()
    {
        await using var host = await StartAsync();
        await using (var scope = host.Operator())
        {
            var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
            await db.Database.OpenConnectionAsync(Ct);
            (await db.Set<Well>().CountAsync(Ct)).ShouldBe(5);
            (await CountAsync((NpgsqlConnection)db.Database.GetDbConnection())).ShouldBe(0);
        }

        await using var pooled = new NpgsqlConnection(host.Database.Target.ConnectionString);
        await pooled.OpenAsync(Ct);
        (await CountAsync(pooled)).ShouldBe(0);
        await using var nobody = host.Services.CreateAsyncScope();
        (await nobody.ServiceProvider.GetRequiredService<PlatformDb>().Set<Well>().IgnoreQueryFilters().CountAsync(Ct)).ShouldBe(0);
    }

    [Fact]
    public async Task To_look_across_areas_on_purpose_reaches_the_county_and_no_further_and_ends_with_the_query()
    {
        await using var host = await StartAsync();
        await using var scope = host.Operator(Township);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        (await db.Set<Well>().AcrossAreas().CountAsync(Ct)).ShouldBe(3);
        (await db.Set<Well>().IgnoreQueryFilters().CountAsync(Ct)).ShouldBe(2);
        await using var transaction = await db.Database.BeginTransactionAsync(Ct);
        (await db.Set<Well>().AcrossAreas().CountAsync(Ct)).ShouldBe(3);
        (await db.Set<Well>().IgnoreQueryFilters().CountAsync(Ct)).ShouldBe(2);
    }

    [Fact]
    public async Task No_row_is_written_into_a_county_that_the_area_does_not_touch()
    {
        await using var host = await StartAsync();
        await using var scope = host.Operator(Township);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var foreign = Well(AccessHost.OtherCounty.Value);
        db.Add(foreign);
        (await Should.ThrowAsync<DbUpdateException>(() => db.SaveChangesAsync(Ct))).InnerException!.Message.ShouldContain("row-level security");
        db.ChangeTracker.Clear();
        (await Should.ThrowAsync<PostgresException>(() => db.BulkInsertAsync([foreign], Ct))).Message.ShouldContain("row-level security");
        (await db.BulkInsertAsync([Well(610729102201)], Ct)).ShouldBe(1);
    }

    [Fact]
    public async Task A_command_that_fails_leaves_its_open_connection_usable()
    {
        await using var host = await StartAsync();
        await using var scope = host.Operator();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        await db.Database.OpenConnectionAsync(Ct);
        await Should.ThrowAsync<PostgresException>(() => db.Database.SqlQueryRaw<int>("select 1 / 0 as \"Value\"").SingleAsync(Ct));
        (await db.Set<Well>().CountAsync(Ct)).ShouldBe(5);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<AccessHost> StartAsync()
    {
        Assert.SkipWhen(TestDatabase.PostgresServer is null, "FUYAO_TEST_POSTGRES is not set: run ./fuyao test, which starts a server");
        var host = await AccessHost.StartAsync(DbEngine.Postgres);
        await using var scope = host.Operator();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        db.AddRange(Well(610729101201), Well(610729101202), Well(610729102201), Well(610730101201), Well(620100101201));
        await db.SaveChangesAsync(Ct);
        return host;
    }

    private static Well Well(long region) => new() { County = (int)(region / 1_000_000), Id = Ids.New(TimeProvider.System), Region = region, Note = "a well" };

    private static async Task<long> CountAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select count(*) from wells", connection);
        return (long)(await command.ExecuteScalarAsync(Ct))!;
    }
}
