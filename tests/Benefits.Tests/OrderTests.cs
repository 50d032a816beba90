using Fuyao.Benefits.Contracts;
using Fuyao.Benefits.Orders;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Benefits.Tests;

public class OrderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task An_order_freezes_every_award_and_is_numbered_when_somebody_else_approves_it(DbEngine engine)
    {
        await using var system = await County.CreateAsync(engine);
        var run = await system.RunAsync(County.MayRun);
        var proposed = await system.ProposeAsync(run);
        (proposed.State, proposed.Lines, proposed.Amount, proposed.Number).ShouldBe((OrderState.Proposed, 8, run.Amount, null));
        (await Should.ThrowAsync<ProblemException>(() => system.DeskAsync(null, d => d.ApproveAsync(proposed.Id, proposed.Checksum, null, Ct)))).Problems[0].Code.ShouldBe("own-work");
        (await Should.ThrowAsync<ProblemException>(() => system.DeskAsync(County.Approver, d => d.ApproveAsync(proposed.Id, "0000", null, Ct)))).Status.ShouldBe(412);
        var approved = await system.DeskAsync(County.Approver, d => d.ApproveAsync(proposed.Id, proposed.Checksum, null, Ct));
        (approved.State, approved.Number).ShouldBe((OrderState.Approved, "2016-0001"));
        (await Should.ThrowAsync<ProblemException>(() => system.ProposeAsync(run))).Problems[0].Code.ShouldBe("order-exists");
        var lines = await LinesAsync(system, approved.Id);
        lines.Sum(l => l.Amount.Fen).ShouldBe(run.Amount.Fen);
        lines.Select(l => l.No).ShouldBe(Enumerable.Range(1, 8));
        lines.Count(l => l.Status == LineStatus.NoAccount).ShouldBe(1);
    }

    [Theory, EachEngine]
    public async Task A_refusal_needs_a_reason_and_makes_room_for_another_order(DbEngine engine)
    {
        await using var system = await County.CreateAsync(engine);
        var run = await system.RunAsync(County.MayRun);
        var first = await system.ProposeAsync(run);
        (await Should.ThrowAsync<ProblemException>(() => system.DeskAsync(County.Approver, d => d.RefuseAsync(first.Id, " ", Ct)))).Status.ShouldBe(422);
        (await system.DeskAsync(County.Approver, d => d.RefuseAsync(first.Id, "张大山已去世", Ct))).Reason.ShouldBe("张大山已去世");
        (await Should.ThrowAsync<ProblemException>(() => system.DeskAsync(County.Approver, d => d.ApproveAsync(first.Id, first.Checksum, null, Ct)))).Status.ShouldBe(409);
        var second = await system.PayAsync(run);
        (second.Amount, second.Number).ShouldBe((run.Amount, "2016-0001"));
    }

    [Theory, EachEngine]
    public async Task Lines_that_were_touched_behind_the_back_cannot_be_approved(DbEngine engine)
    {
        await using var system = await County.CreateAsync(engine);
        var order = await system.ProposeAsync(await system.RunAsync(County.MayRun));
        await Change(system, order.Id);
        (await Should.ThrowAsync<ProblemException>(() => system.DeskAsync(County.Approver, d => d.ApproveAsync(order.Id, order.Checksum, null, Ct)))).Status.ShouldBe(412);

        static async Task<int> Change(TestSystem system, Guid order) => await system.ReadAsync(db => db.Set<OrderLine>().Where(l => l.OrderId == order && l.No == 1)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.Amount, Money.FromYuan(8500)), Ct));
    }

    [Theory, EachEngine]
    public async Task Of_many_who_decide_at_once_exactly_one_does(DbEngine engine)
    {
        await using var system = await County.CreateAsync(engine);
        var order = await system.ProposeAsync(await system.RunAsync(County.MayRun));
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 20).Select(async i =>
        {
            try
            {
                var decider = new Guid(i, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 2);
                return (await system.DeskAsync(decider, d => i % 2 == 0 ? d.ApproveAsync(order.Id, order.Checksum, null, Ct) : d.RefuseAsync(order.Id, "再核", Ct))).State;
            }
            catch (ProblemException)
            {
                return OrderState.Proposed;
            }
        }));
        outcomes.Count(o => o != OrderState.Proposed).ShouldBe(1);
        (await system.ReadAsync(db => db.Set<OrderEvent>().CountAsync(e => e.OrderId == order.Id && e.Kind != "proposed", Ct))).ShouldBe(1);
    }

    [Theory, EachEngine]
    public async Task What_the_bank_returns_is_issued_again_to_the_account_of_then_and_nothing_else_is(DbEngine engine)
    {
        await using var system = await County.CreateAsync(engine);
        var run = await system.RunAsync(County.MayRun);
        var order = await system.PayAsync(run);
        await system.DeskAsync(null, d => d.SendAsync(order.Id, Ct));
        var sent = (await LinesAsync(system, order.Id)).First(l => l.Status == LineStatus.Sent);
        await system.DeskAsync(null, d => d.SettleAsync(order.Id, [(sent.Id, "账号已销户")], restPaid: true, Ct));
        var lines = await LinesAsync(system, order.Id);
        lines.GroupBy(l => l.Status).ToDictionary(g => g.Key, g => g.Count()).ShouldBe(new Dictionary<LineStatus, int>
        {
            [LineStatus.Paid] = 6, [LineStatus.Returned] = 1, [LineStatus.NoAccount] = 1,
        }, ignoreOrder: true);
        (await Should.ThrowAsync<ProblemException>(() => system.DeskAsync(null, d => d.SettleAsync(order.Id, [(lines.Single(l => l.Status == LineStatus.NoAccount).Id, "x")], false, Ct)))).Status.ShouldBe(409);

        var again = await system.DeskAsync(null, d => d.ReissueAsync(order.Id, null, Ct));
        await PrepareAsync(system, again);
        var reissued = await LinesAsync(system, again.Id);
        reissued.Select(l => l.ReissueOf).ShouldBe(lines.Where(l => l.Status is LineStatus.Returned or LineStatus.NoAccount).Select(l => (Guid?)l.Id), ignoreOrder: true);
        (await Should.ThrowAsync<ProblemException>(() => system.DeskAsync(null, d => d.ReissueAsync(order.Id, null, Ct)))).Status.ShouldBe(409);
    }

    [Theory]
    [InlineData("cash", "household", PayeeLists.Card)]
    [InlineData("cash", "person", PayeeLists.Card)]
    [InlineData("cash", "school", PayeeLists.School)]
    [InlineData("cash", "bank", PayeeLists.Bank)]
    [InlineData("waiver", "person", PayeeLists.School)]
    [InlineData("waiver", "school", PayeeLists.School)]
    [InlineData("premium", "household", PayeeLists.Insurer)]
    [InlineData("premium", "insurer", PayeeLists.Insurer)]
    [InlineData("in_kind", "household", PayeeLists.Supplier)]
    public void Only_cash_to_people_reaches_a_card_list(string kind, string payee, string list) => PayeeLists.Of(kind, payee).ShouldBe(list);

    [Fact]
    public async Task Fees_waived_go_to_the_schools_roster_and_never_into_the_banks_file()
    {
        const string county = "522723";
        await using var system = await TestSystem.CreateAsync(DbEngine.Sqlite);
        await Register.AddAsync(system.Services, Some.Household("002", 522723100201, Some.Person("1975-01-01", "丙"),
            Some.Person("2000-05-05", "丁").With("school", """{"stage":"senior","grade":1,"public":true,"place":"county"}""")).With("bank_account", "\"6217000010007654321\""));
        var run = await system.RunAsync(new RunRequest("guiding-2015", Period.OfMonth(2016, 9)), region: county);
        var order = await system.PayAsync(run, county);
        var lines = await LinesAsync(system, order.Id);
        lines.ShouldContain(l => l.List == PayeeLists.School);
        lines.Where(l => l.Kind != "cash").ShouldAllBe(l => l.List != PayeeLists.Card && l.AccountCipher == null);
        await using var scope = system.Services.Operator(county);
        var lists = scope.ServiceProvider.GetRequiredService<PaymentLists>();
        using var bank = await lists.BankFileAsync(order.Id, Ct);
        (bank.Lines, bank.Amount).ShouldBe((lines.Count(l => l.List == PayeeLists.Card), new Money(lines.Where(l => l.List == PayeeLists.Card).Sum(l => l.Amount.Fen))));
        using var roster = await lists.RosterAsync(order.Id, PayeeLists.School, Ct);
        roster.Lines.ShouldBe(lines.Count(l => l.List == PayeeLists.School));
        (await Should.ThrowAsync<ProblemException>(() => lists.RosterAsync(order.Id, PayeeLists.Insurer, Ct))).Status.ShouldBe(404);
    }

    [Theory, EachEngine]
    public async Task The_schools_roster_has_a_sheet_for_each_school_and_one_for_pupils_whose_school_nobody_knows(DbEngine engine)
    {
        const string county = "522723";
        const long village = 522723100201;
        await using var system = await TestSystem.CreateAsync(engine);
        const string senior = """{"stage":"senior","grade":1,"public":true,"place":"county"}""";
        var ids = await Register.AddAsync(system.Services,
            Some.Household("001", village, Some.Person("1975-01-01", "甲"), Some.Person("2000-05-05", "乙一").With("school", senior), Some.Person("2001-05-05", "乙二").With("school", senior)),
            Some.Household("002", village, Some.Person("1975-01-01", "丙"), Some.Person("2000-05-05", "丁").With("school", senior)),
            Some.Household("003", village, Some.Person("1975-01-01", "戊"), Some.Person("2000-05-05", "己").With("school", senior)));
        var (first, second) = (await SchoolAsync("s1", "贵定县第一中学"), await SchoolAsync("s2", "贵定县民族中学"));
        await PupilAsync("001", first, ""","pupils":"乙一" """);
        await PupilAsync("001", second, ""","pupils":"乙二" """);
        await PupilAsync("002", second, "");
        var run = await system.RunAsync(new RunRequest("guiding-2015", Period.OfMonth(2016, 9)), region: county);
        var order = await system.PayAsync(run, county);
        var lines = (await LinesAsync(system, order.Id)).Where(l => l.List == PayeeLists.School).ToList();
        lines.Select(l => (l.Receiver, l.School)).Distinct().ShouldBe([("乙一", "贵定县第一中学"), ("乙二", "贵定县民族中学"), ("丁", "贵定县民族中学"), ("己", null)], ignoreOrder: true);

        await using var scope = system.Services.Operator(county);
        using var roster = await scope.ServiceProvider.GetRequiredService<PaymentLists>().RosterAsync(order.Id, PayeeLists.School, Ct);
        using var bytes = new MemoryStream();
        await roster.Content.CopyToAsync(bytes, Ct);
        var sheets = PaymentListTests.Read(bytes.ToArray());
        sheets.Select(s => s.Name).ShouldBe(["汇总", "贵定县民族中学", "贵定县第一中学", "就读学校待查"]);
        Pupils(1).ShouldBe(["乙二", "丁"], ignoreOrder: true);
        Pupils(2).ShouldBe(["乙一"]);
        Pupils(3).ShouldBe(["己"]);
        sheets[0].Rows.Where(r => r[0] is double).Sum(r => (decimal)(double)r[5]!).ShouldBe(lines.Sum(l => l.Amount.Yuan));

        IEnumerable<object?> Pupils(int sheet) => sheets[sheet].Rows.Where(r => r[0] is double).Select(r => r[3]).Distinct();
        Task<Guid> SchoolAsync(string key, string name) => Register.StateRecordAsync(system.Services, "organisation", key, 522723000000, """{"kind":"school"}""", name);
        Task PupilAsync(string household, Guid school, string named) =>
            Register.StateRecordAsync(system.Services, "linkage", $"{household}/{school}", village, $$"""{"relation":"pupil"{{named}}}""", household: ids[household], organisation: school);
    }

    internal static async Task PrepareAsync(TestSystem system, PaymentOrder order)
    {
        await using var scope = system.Services.Operator();
        await scope.ServiceProvider.GetRequiredService<OrderDesk>().PrepareAsync(order.County, order.Id, null, Ct);
    }

    internal static Task<List<OrderLine>> LinesAsync(TestSystem system, Guid order) =>
        system.ReadAsync(db => db.Set<OrderLine>().AsNoTracking().Where(l => l.OrderId == order).OrderBy(l => l.No).ToListAsync(Ct));
}
