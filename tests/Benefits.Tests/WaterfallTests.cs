using Fuyao.Access.Contracts;
using Fuyao.Benefits.Adjustments;
using Fuyao.Benefits.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Fuyao.Benefits.Tests;

/// <summary>The top-up stands last: it reads income, what other departments pay and every other benefit of the plan.</summary>
public class WaterfallTests
{
    private const string Pack = "liuba-indexed";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task The_top_up_fills_what_income_other_departments_and_the_plans_own_benefits_leave_open(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine, settings: new KeyValuePair<string, string?>("Packs:Directory", Packs()));
        await Register.AddAsync(system.Services, Some.Household("001", County.VillageA, Some.Person("1942-03-05", "张大山").With("labour", "\"none\""))
            .With("income", """{"year":2015,"wage":0,"business":500,"property":0,"transfer":0,"business_cost":0}"""));
        await Register.ReceiveAsync(system.Services, "001", County.VillageA, "低保金", 600, new DateOnly(2016, 1, 1), "year");
        var run = await system.RunAsync(new RunRequest(Pack, County.May));
        // 2,500 yuan of 2010 are 3,000: less 500 earned, 600 from the civil affairs office and 85 a month of pension.
        run.ByPolicy["backstop-topup"].ShouldBe(Money.FromYuan(3_000 - 500 - 600 - (12 * 85)));
        await system.PayAsync(run);

        // Another department's payment becomes known: what was topped up too much is kept back from the next payments.
        system.Clock.Advance(TimeSpan.FromDays(31));
        await Register.ReceiveAsync(system.Services, "001", County.VillageA, "临时救助", 200, new DateOnly(2016, 4, 1), "year");
        var june = await system.PayAsync(await system.RunAsync(new RunRequest(Pack, County.June)));
        var adjustment = await system.ReadAsync(db => db.Set<Adjustment>().SingleAsync(Ct));
        (adjustment.Policy, adjustment.Amount).ShouldBe(("backstop-topup", Money.FromYuan(-200)));
        (await OrderTests.LinesAsync(system, june.Id)).Single().Withheld.ShouldBe(Money.FromYuan(85));
    }

    [Fact]
    public async Task Ours_and_what_other_departments_pay_stand_side_by_side()
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite);
        await Register.AddAsync(server.Services, County.Households());
        await Register.ReceiveAsync(server.Services, "002", County.VillageA, "低保金", 300, new DateOnly(2016, 1, 1), "month");
        using var clerk = await Requests.SignInAsync(server, Roles.CountyClerk);
        await ReviewTests.RunAsync(clerk, "2016-05");
        var page = await Requests.GetAsync(clerk, "/api/entitlements?year=2016");
        page.GetProperty("awarded").GetString().ShouldBe("56670.00");
        var row = page.GetProperty("items").EnumerateArray().Single(r => r.GetProperty("number").GetString() == "002");
        row.GetProperty("awarded").GetString().ShouldBe("160.00");
        row.GetProperty("received").EnumerateArray().Select(r => (r.GetProperty("programme").GetString(), r.GetProperty("amount").GetString())).ShouldBe([("低保金", "300.00")]);
        (await Requests.GetAsync(clerk, "/api/entitlements?year=2015")).GetProperty("total").GetInt32().ShouldBe(0);
    }

    // 留坝's plan with the price index that its text does not say.
    private static string Packs()
    {
        var folder = Directory.CreateTempSubdirectory("fuyao-packs").FullName;
        foreach (var pack in (string[])["national", "liuba-2015"])
        {
            foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "packs", pack), "*", SearchOption.AllDirectories))
            {
                var to = Path.Combine(folder, pack, Path.GetRelativePath(Path.Combine(Repository.Root, "packs", pack), file));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(file, to);
            }
        }

        Directory.CreateDirectory(Path.Combine(folder, Pack, "parameters"));
        File.WriteAllText(Path.Combine(folder, Pack, "pack.yaml"), """
            id: liuba-indexed
            title: {zh: 留坝(定价格指数), en: Liuba with its index}
            version: "1"
            jurisdiction: "610729"
            valid: {from: 2015-01-01, to: 2017-12-31}
            extends: liuba-2015
            documents:
              - {zh: 县里的通知, en: the county's notice}
            """);
        File.WriteAllText(Path.Combine(folder, Pack, "parameters", "index.yaml"), """
            - id: price_index_since_2010
              title: {zh: 自2010年起的价格指数, en: Price index since 2010}
              unit: ratio
              overrides: the county states it
              source: {file: notice.txt, plan: "", quote: "1.2"}
              from: 2015-01-01
              value: 1.2
            """);
        return folder;
    }
}
