using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Operations.Contracts;
using Fuyao.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Operations.Tests;

public sealed class MoveTests
{
    private const long Village = 610729100201;

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task A_system_moves_to_the_other_database_with_every_row_file_and_chain_and_back_again_unchanged(DbEngine engine)
    {
        Assert.SkipWhen(TestDatabase.PostgresServer is null, "FUYAO_TEST_POSTGRES is not set: run ./fuyao test, which starts a server");
        await using var system = await OpenAsync(engine);
        await Register.AddAsync(system.Services, Enumerable.Range(1, 60).Select(n =>
            Some.Household($"{n:0000}", Village, Some.Person("1950-01-01", $"张{n}")).With("income", """{"year":2015,"wage":1234.5}""").With("phone", $"\"1391234{n:0000}\"")));
        await BackupTests.SaveFileAsync(system.Services, "a list");
        await using (var scope = system.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(new RegionCode(610729000000));
            await scope.ServiceProvider.GetRequiredService<AccessLog>().ReadAsync("household.list", new AuditSubject("household", "1", 610729));
            await scope.ServiceProvider.GetRequiredService<UserAdmin>().AddAsync("clerk", "职员", "county-clerk", new RegionCode(610729000000), "a long password 1", ct: Ct);
        }

        var counted = await BackupTests.CountAsync(system.Services);
        await system.CloseAsync();
        await system.OpenAsync();
        await using var there = await MoveAsync(system.Services, engine == DbEngine.Sqlite ? DbEngine.Postgres : DbEngine.Sqlite);
        (await BackupTests.CountAsync(there.Services)).ShouldBe(counted);
        (await there.Services.GetRequiredService<AuditVerifier>().VerifyAsync(Ct)).ShouldSatisfyAllConditions(a => a.FirstBroken.ShouldBeNull(), a => a.Records.ShouldBeGreaterThan(3));
        await using (var scope = there.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(RegionCode.Nation);
            (await scope.ServiceProvider.GetRequiredService<UserAdmin>().ListAsync(Ct)).ShouldHaveSingleItem().UserName.ShouldBe("clerk");
        }

        await Register.AddAsync(there.Services, Some.Household("later", Village, Some.Person("1950-01-01")));

        await there.CloseAsync();
        await there.OpenAsync();
        await using var back = await MoveAsync(there.Services, engine);
        (await BackupTests.CountAsync(back.Services)).Households.ShouldBe(counted.Households + 1);
        (await back.Services.GetRequiredService<AuditVerifier>().VerifyAsync(Ct)).FirstBroken.ShouldBeNull();
    }

    [Fact]
    public async Task Nothing_is_moved_into_a_database_that_holds_data()
    {
        await using var system = await OpenAsync(DbEngine.Sqlite);
        await Register.AddAsync(system.Services, Some.Household("1", Village, Some.Person("1950-01-01")));
        await using var other = await MoveAsync(system.Services, DbEngine.Sqlite);
        (await Should.ThrowAsync<ProblemException>(() => DatabaseMove.RunAsync(system.Services, other.Services, null, Ct)))
            .Problems.Single().Code.ShouldBe("move-would-replace");
    }

    private static async Task<RestoredSystem> OpenAsync(DbEngine engine)
    {
        var database = await TestDatabase.CreateAsync(engine);
        var system = new RestoredSystem(database, SystemPlace.In(database.Folder, Path.Combine(database.Folder, "keys")) with { Target = database.Target.AsOwner() });
        await system.OpenAsync();
        return system;
    }

    private static async Task<RestoredSystem> MoveAsync(IServiceProvider source, DbEngine engine)
    {
        var database = await TestDatabase.CreateAsync(engine);
        var target = new RestoredSystem(database, SystemPlace.In(database.Folder, Path.Combine(database.Folder, "keys")) with { Target = database.Target.AsOwner() });
        DatabaseMove.CarryKeys(source.GetRequiredService<SystemPlace>(), target.Place);
        await target.OpenAsync();
        var report = await DatabaseMove.RunAsync(source, target.Services, null, Ct);
        report.Ok.ShouldBeTrue();
        report.Rows.ShouldBeGreaterThan(0);

        // A start, as the command makes one afterwards.
        await target.CloseAsync();
        await target.OpenAsync();
        return target;
    }
}
