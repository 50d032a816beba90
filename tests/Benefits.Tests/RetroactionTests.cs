using System.Text.Json;
using System.Text.Json.Nodes;
using Fuyao.Benefits.Adjustments;
using Fuyao.Benefits.Contracts;
using Fuyao.Benefits.Orders;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;
using Fuyao.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Benefits.Tests;

public class RetroactionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task A_death_known_two_months_after_is_kept_back_from_the_households_next_payment_and_the_rest_is_carried(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        var ids = await Register.AddAsync(system.Services, County.Households());
        await PayAsync(system, 5);
        await PayAsync(system, 6);
        var before = await system.ReadAsync(db => db.Set<OrderLine>().AsNoTracking().OrderBy(l => l.Id).ToListAsync(Ct));
        system.Clock.Advance(TimeSpan.FromDays(70));
        // Died in April, recorded in July: May and June were paid in vain.
        await Register.RecordAsync(system.Services, ids["001"], new DateOnly(2016, 4, 20), persons => new JsonObject
        {
            ["kind"] = "death", ["persons"] = new JsonArray(persons["张大山"]), ["head"] = persons["李梅"],
        });
        var july = await PayAsync(system, 7);

        var adjustments = await AdjustmentsAsync(system);
        adjustments.Select(a => (a.Policy, a.Period, a.PersonName, a.Before, a.Due, a.Amount)).ShouldBe(
        [
            ("elderly-pension", "2016-05", "张大山", Yuan(85), Yuan(0), Yuan(-85)), ("elderly-pension", "2016-06", "张大山", Yuan(85), Yuan(0), Yuan(-85)),
        ]);
        var reason = JsonSerializer.Deserialize<AdjustmentReason>(adjustments[0].Reason, BenefitsJson.Options)!;
        reason.Facts.ShouldNotBeEmpty();
        // Her 50 a month is all that the household still receives: 50 are kept back, 120 wait.
        var line = (await OrderTests.LinesAsync(system, july.Id)).Single(l => l.HouseholdNumber == "001");
        (line.Gross, line.Withheld, line.Amount, line.Status).ShouldBe((Yuan(50), Yuan(50), Yuan(0), LineStatus.Nothing));
        (await OpenAsync(system)).ShouldBe(Yuan(-120));
        await PayAsync(system, 8);
        (await OpenAsync(system)).ShouldBe(Yuan(-70));
        (await system.ReadAsync(db => db.Set<OrderLine>().AsNoTracking().Where(l => before.Select(b => b.Id).Contains(l.Id)).OrderBy(l => l.Id).ToListAsync(Ct)))
            .Select(l => l.Amount).ShouldBe(before.Select(l => l.Amount), "nothing of the past is edited");
    }

    [Theory, EachEngine]
    public async Task A_disability_card_that_is_backdated_is_paid_with_the_next_order(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        await Register.AddAsync(system.Services, County.Households());
        await PayAsync(system, 5);
        system.Clock.Advance(TimeSpan.FromDays(31));
        await Register.RestateAsync(system.Services, Some.Household("002", County.VillageA, Some.Person("1950-05-01", "王五"),
            Some.Person("1936-05-02", "赵秀", "female").With("disability", """{"category":4,"grade":2}""")).With("bank_account", "\"6217000010007654321\""), new DateOnly(2016, 5, 1));
        var june = await PayAsync(system, 6);
        var lines = (await OrderTests.LinesAsync(system, june.Id)).Where(l => l.Policy == "disability-living" && l.HouseholdNumber == "002").ToList();
        lines.Select(l => (l.Period, l.Gross, l.AdjustmentId is not null)).ShouldBe([("2016-05", Yuan(50), true), ("2016-06", Yuan(50), false)], ignoreOrder: true);
        (await OpenAsync(system)).ShouldBe(Money.Zero);
        await PayAsync(system, 7);
        (await AdjustmentsAsync(system)).Count.ShouldBe(1, "compared again, nothing new");
    }

    [Theory, EachEngine]
    public async Task What_is_recorded_late_of_a_village_is_compared_for_every_household_in_it_and_no_other(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        var ids = await Register.AddAsync(system.Services, County.Households());
        await PayAsync(system, 5);
        var since = system.Clock.GetUtcNow();
        system.Clock.Advance(TimeSpan.FromDays(1));
        await Register.StateRecordAsync(system.Services, "village", $"{County.VillageA}", County.VillageA, """{"poor":true}""", "某村");
        (await SinceAsync()).ShouldBe([ids["001"], ids["002"], ids["003"]], ignoreOrder: true);

        since = system.Clock.GetUtcNow();
        system.Clock.Advance(TimeSpan.FromDays(1));
        var cooperative = await Register.StateRecordAsync(system.Services, "organisation", "o1", 610729000000, """{"kind":"cooperative"}""", "青山合作社");
        (await SinceAsync()).ShouldBeEmpty();
        await Register.StateRecordAsync(system.Services, "linkage", "l1", County.VillageB, """{"relation":"shareholder"}""", household: ids["004"], organisation: cooperative);
        (await SinceAsync()).ShouldBe([ids["004"]]);
        since = system.Clock.GetUtcNow();
        system.Clock.Advance(TimeSpan.FromDays(1));
        await Register.StateRecordAsync(system.Services, "organisation", "o1", 610729000000, """{"kind":"leading_enterprise"}""", "青山合作社");
        (await SinceAsync()).ShouldBe([ids["004"]], "the household reads its organisation");
        (await SinceAsync(610729101000)).ShouldBeEmpty("it lives elsewhere");

        async Task<IReadOnlyList<Guid>> SinceAsync(long area = 610729000000)
        {
            await using var scope = system.Services.Operator();
            return await scope.ServiceProvider.GetRequiredService<RegisterChanges>().SinceAsync(610729, new RegionCode(area).Range, since.AddSeconds(1), Ct);
        }
    }

    [Theory, EachEngine]
    public async Task What_a_household_owes_goes_with_it_when_it_moves_to_another_township(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        await Register.AddAsync(system.Services, County.Households());
        await PayAsync(system, 5);
        system.Clock.Advance(TimeSpan.FromDays(31));
        // He was dead before May, and in June she lives in the other township.
        JsonObject At(long village) => Some.Household("001", village,
            Some.Person("1942-03-05", "张大山").With("death", "\"2016-04-20\""), Some.Person("1969-11-20", "李梅", "female").With("disability", """{"category":4,"grade":2}""")).With("bank_account", "\"6217000010001234567\"");
        await Register.RestateAsync(system.Services, At(County.VillageA), new DateOnly(2016, 4, 20));
        await Register.RestateAsync(system.Services, At(County.VillageB), new DateOnly(2016, 6, 1));
        var june = await PayAsync(system, 6);
        var line = (await OrderTests.LinesAsync(system, june.Id)).Single(l => l.HouseholdNumber == "001");
        (line.Region, line.Policy, line.Gross, line.Withheld).ShouldBe((County.VillageB, "disability-living", Yuan(50), Yuan(50)));
    }

    [Theory, EachEngine]
    public async Task What_came_back_of_somebody_who_was_dead_is_neither_sent_again_nor_asked_back(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        var ids = await Register.AddAsync(system.Services, County.Households());
        var may = await PayAsync(system, 5);
        await system.DeskAsync(null, d => d.SendAsync(may.Id, Ct));
        var pension = (await OrderTests.LinesAsync(system, may.Id)).Single(l => l.PersonName == "张大山");
        await system.DeskAsync(null, d => d.SettleAsync(may.Id, [(pension.Id, "户主死亡,账户冻结")], restPaid: true, Ct));
        system.Clock.Advance(TimeSpan.FromDays(31));
        await Register.RecordAsync(system.Services, ids["001"], new DateOnly(2016, 4, 20), persons => new JsonObject
        {
            ["kind"] = "death", ["persons"] = new JsonArray(persons["张大山"]), ["head"] = persons["李梅"],
        });
        var again = await system.DeskAsync(null, d => d.ReissueAsync(may.Id, null, Ct));
        await OrderTests.PrepareAsync(system, again);
        var line = (await OrderTests.LinesAsync(system, again.Id)).Single(l => l.ReissueOf == pension.Id);
        (line.Gross, line.Withheld, line.Amount, line.Status).ShouldBe((Yuan(85), Yuan(85), Yuan(0), LineStatus.Nothing));
        (await OpenAsync(system)).ShouldBe(Money.Zero);
        (await OrderTests.LinesAsync(system, (await PayAsync(system, 6)).Id)).Where(l => l.HouseholdNumber == "001").ShouldAllBe(l => l.Withheld == Money.Zero);
    }

    [Theory, EachEngine]
    public async Task Two_orders_made_at_once_keep_back_what_is_owed_once(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        var ids = await Register.AddAsync(system.Services, County.Households());
        await PayAsync(system, 5);
        system.Clock.Advance(TimeSpan.FromDays(70));
        await Register.RecordAsync(system.Services, ids["001"], new DateOnly(2016, 4, 20), persons => new JsonObject
        {
            ["kind"] = "death", ["persons"] = new JsonArray(persons["张大山"]), ["head"] = persons["李梅"],
        });
        await Register.RestateAsync(system.Services, Some.Household("002", County.VillageA, Some.Person("1950-05-01", "王五"),
            Some.Person("1936-05-02", "赵秀", "female").With("disability", """{"category":4,"grade":2}""")).With("bank_account", "\"6217000010007654321\""), new DateOnly(2016, 5, 1));
        var (june, july) = (await system.RunAsync(County.JuneRun), await system.RunAsync(new RunRequest("liuba-2015", Period.OfMonth(2016, 7))));
        var orders = await Task.WhenAll(Task.Run(() => system.ProposeAsync(june), Ct), Task.Run(() => system.ProposeAsync(july), Ct));
        var lines = (await OrderTests.LinesAsync(system, orders[0].Id)).Concat(await OrderTests.LinesAsync(system, orders[1].Id)).ToList();
        lines.Where(l => l.HouseholdNumber == "001").Sum(l => l.Withheld.Fen).ShouldBe(Yuan(85).Fen, "50 in the one, 35 in the other");
        lines.Where(l => l.AdjustmentId is not null).Select(l => (l.Period, l.Gross)).ShouldBe([("2016-05", Yuan(50))], "arrears are paid once");
        (await OpenAsync(system)).ShouldBe(Money.Zero);
    }

    [Fact]
    public async Task No_more_of_a_payment_is_kept_back_than_the_county_allows()
    {
        await using var system = await TestSystem.CreateAsync(DbEngine.Sqlite, settings: new KeyValuePair<string, string?>("Benefits:OffsetPercent", "30"));
        var ids = await Register.AddAsync(system.Services, County.Households());
        await PayAsync(system, 5);
        system.Clock.Advance(TimeSpan.FromDays(31));
        await Register.RecordAsync(system.Services, ids["001"], new DateOnly(2016, 4, 20), persons => new JsonObject
        {
            ["kind"] = "death", ["persons"] = new JsonArray(persons["张大山"]), ["head"] = persons["李梅"],
        });
        var june = await PayAsync(system, 6);
        var line = (await OrderTests.LinesAsync(system, june.Id)).Single(l => l.HouseholdNumber == "001");
        (line.Gross, line.Withheld, line.Amount).ShouldBe((Yuan(50), Yuan(15), Yuan(35)));
    }

    [Fact]
    public async Task A_refused_order_keeps_nothing_back_and_the_next_one_does()
    {
        await using var system = await TestSystem.CreateAsync(DbEngine.Sqlite);
        var ids = await Register.AddAsync(system.Services, County.Households());
        await PayAsync(system, 5);
        system.Clock.Advance(TimeSpan.FromDays(31));
        await Register.RecordAsync(system.Services, ids["001"], new DateOnly(2016, 4, 20), persons => new JsonObject
        {
            ["kind"] = "death", ["persons"] = new JsonArray(persons["张大山"]), ["head"] = persons["李梅"],
        });
        var run = await system.RunAsync(County.JuneRun);
        var refused = await system.ProposeAsync(run);
        (await OpenAsync(system)).ShouldBe(Yuan(-35));
        await system.DeskAsync(County.Approver, d => d.RefuseAsync(refused.Id, "再核", Ct));
        (await OpenAsync(system)).ShouldBe(Yuan(-85));
        await system.PayAsync(run);
        (await OpenAsync(system)).ShouldBe(Yuan(-35));
    }

    [Fact]
    public async Task What_was_registered_late_is_paid_once_whether_by_adjustment_or_by_a_supplementary_run()
    {
        await using var system = await TestSystem.CreateAsync(DbEngine.Sqlite);
        await Register.AddAsync(system.Services, County.Households());
        await PayAsync(system, 5);
        system.Clock.Advance(TimeSpan.FromDays(31));
        await Register.AddAsync(system.Services, Some.Household("006", County.VillageB, Some.Person("1940-01-01")));
        await PayAsync(system, 6);
        (await AdjustmentsAsync(system)).Single().Amount.ShouldBe(Yuan(85));
        (await system.RunAsync(County.MayRun with { Supplement = true })).Awards.ShouldBe(0);
    }

    [Theory, EachEngine]
    public async Task Over_any_history_of_facts_what_was_paid_and_what_is_open_sum_to_what_todays_knowledge_makes_due(DbEngine engine)
    {
        for (var seed = 1; seed <= (engine == DbEngine.Sqlite ? 4 : 1); seed++)
        {
            var random = new Random(seed);
            await using var system = await TestSystem.CreateAsync(engine, settings: new KeyValuePair<string, string?>("Benefits:OffsetPercent", $"{random.Next(0, 101)}"));
            List<string> numbers = [.. Enumerable.Range(1, 5).Select(i => $"{i:000}")];
            await Register.AddAsync(system.Services, numbers.Select(n => Facts(random, n)));
            for (var month = 1; month <= 6; month++)
            {
                var order = await PayAsync(system, month);
                await BankAsync(system, order, random);
                for (var changes = random.Next(4); changes > 0; changes--)
                {
                    // Anything about any stretch of the past or the future.
                    var from = new DateOnly(2015, 11, 1).AddDays(random.Next(300));
                    await Register.RestateAsync(system.Services, Facts(random, numbers[random.Next(5)]), from, random.Next(3) == 0 ? null : from.AddDays(random.Next(1, 120)));
                }

                system.Clock.Advance(TimeSpan.FromDays(20));
            }

            await using (var scope = system.Services.Operator())
            {
                await scope.ServiceProvider.GetRequiredService<Retroaction>().ComputeAsync(610729, new RegionCode(610729000000).Range, "liuba-2015", Ct);
            }

            var paid = (await system.ReadAsync(db => db.Set<OrderLine>().AsNoTracking().Where(l =>
                db.Set<PaymentOrder>().Any(o => o.Id == l.OrderId && o.State == OrderState.Approved)).ToListAsync(Ct))).Where(l => l.ReissueOf is null).Sum(l => l.Amount.Fen);
            var open = (await OpenAsync(system)).Fen;
            (paid + open).ShouldBe(await DueAsync(system), $"seed {seed}");
        }
    }

    // What runs would have awarded if everything had been known from the beginning, worked out anew in a register that knows it.
    private static async Task<long> DueAsync(TestSystem system)
    {
        await using var scope = system.Services.Operator();
        var households = scope.ServiceProvider.GetRequiredService<HouseholdReader>();
        var engine = scope.ServiceProvider.GetRequiredService<PolicyEngine>();
        var due = new Dictionary<(string, string, string), long>();
        for (var month = 1; month <= 6; month++)
        {
            var on = new DateOnly(2016, month, 1);
            var pack = engine.Prepare("liuba-2015", on);
            await foreach (var household in households.StreamAsync(new RegionCode(610729000000).Range, on, Ct))
            {
                foreach (var result in pack.Evaluate(household.Json, explain: false).Results.Where(r => r.Status == ResultStatus.Awarded && r.Amount > Money.Zero))
                {
                    due.TryAdd((result.Policy, result.Period, result.Subject), result.Amount.Fen);
                }
            }
        }

        return due.Values.Sum();
    }

    private static async Task BankAsync(TestSystem system, PaymentOrder order, Random random)
    {
        await system.DeskAsync(null, d => d.SendAsync(order.Id, Ct));
        var sent = (await OrderTests.LinesAsync(system, order.Id)).Where(l => l.Status == LineStatus.Sent).ToList();
        await system.DeskAsync(null, d => d.SettleAsync(order.Id, [.. sent.Where(_ => random.Next(8) == 0).Select(l => (l.Id, "账号有误"))], restPaid: true, Ct));
    }

    private static JsonObject Facts(Random random, string number)
    {
        var old = Some.Person($"{random.Next(1932, 1960)}-{random.Next(1, 13):00}-{random.Next(1, 29):00}", $"老{number}");
        if (random.Next(5) == 0)
        {
            old.With("death", $"\"2016-0{random.Next(1, 7)}-{random.Next(1, 29):00}\"");
        }

        var young = Some.Person("1980-01-01", $"小{number}");
        if (random.Next(2) == 0)
        {
            young.With("disability", $$"""{"category":4,"grade":{{random.Next(1, 5)}},"home_care":{{(random.Next(2) == 0 ? "true" : "false")}}}""");
        }

        var persons = random.Next(6) == 0 ? new[] { young } : [young, old];
        var household = Some.Household(number, random.Next(2) == 0 ? County.VillageA : County.VillageB, persons);
        household = random.Next(4) == 0 ? household.With("status", "\"exited\"") : household;
        household = random.Next(6) == 0 ? household.With("relocation", """{"mode":"dispersed","year":2016}""").With("hardship", "[]") : household;
        return random.Next(5) == 0 ? household : household.With("bank_account", $"\"621700001000{number}4567\"");
    }

    internal static async Task<PaymentOrder> PayAsync(TestSystem system, int month) =>
        await system.PayAsync(await system.RunAsync(new RunRequest("liuba-2015", Period.OfMonth(2016, month))));

    private static Task<List<Adjustment>> AdjustmentsAsync(TestSystem system) =>
        system.ReadAsync(db => db.Set<Adjustment>().AsNoTracking().OrderBy(a => a.Period).ThenBy(a => a.Policy).ToListAsync(Ct));

    internal static async Task<Money> OpenAsync(TestSystem system)
    {
        await using var scope = system.Services.Operator();
        var open = scope.ServiceProvider.GetRequiredService<OpenAdjustments>();
        var area = new RegionCode(610729000000).Range;
        return new Money((await open.ReadAsync(610729, area, null, overpaid: true, Ct)).Concat(await open.ReadAsync(610729, area, null, overpaid: false, Ct)).Sum(a => a.Left.Fen));
    }

    private static Money Yuan(decimal yuan) => Money.FromYuan(yuan);
}
