using System.Net;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Shouldly;
using Xunit;

namespace Fuyao.Access.Tests;

public sealed class LendingTests
{
    private static readonly RegionCode Township = new(610729101000);

    [Theory, EachEngine]
    public async Task A_role_is_lent_for_days_records_name_both_and_it_ends_by_itself(DbEngine engine)
    {
        var clock = new TestClock();
        await using var host = await AccessHost.StartAsync(engine, clock: clock);
        using var lender = await host.SignInAsync(Roles.CountyClerk, name: "张三");
        using var borrower = await host.SignInAsync(Roles.Leader, name: "李四");
        var lent = await lender.PostAsync("/api/loans", new { to = borrower.User!.Id, role = "county-clerk", region = "610729101", from = "2016-05-01", until = "2016-05-02", reason = "外出培训两天" });
        lent.StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var (person, given) in new[] { (lender, true), (borrower, false) })
        {
            var loan = (await person.JsonAsync("/api/loans")).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
            loan.GetProperty("given").GetBoolean().ShouldBe(given);
            loan.GetProperty("state").GetString().ShouldBe("active");
        }

        (await borrower.PostAsync("/api/session/role", new { role = "county-clerk" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await borrower.JsonAsync("/api/session")).GetProperty("user").GetProperty("on_behalf_of").GetString().ShouldBe("张三");
        (await borrower.PostAsync("/wells", new { region = Township.Value + 201 })).StatusCode.ShouldBe(HttpStatusCode.Created);
        using var auditor = await host.SignInAsync(Roles.Auditor);
        (await auditor.JsonAsync("/api/audit?action=well.add")).GetProperty("items").EnumerateArray().Single().GetProperty("actor").GetProperty("name").GetString().ShouldBe("李四(代张三)");

        // Not lent on; and only what the lender has.
        (await (await borrower.PostAsync("/api/loans", new { to = lender.User!.Id, role = "county-clerk", region = "610729101", from = "2016-05-01", until = "2016-05-01", reason = "再转给别人" })).CodeAsync()).ShouldBe("lent-role");
        clock.Advance(TimeSpan.FromHours(48));
        using var later = host.Visit();
        await later.SignInAsync("李四", AccessHost.Password);
        (await later.PostAsync("/api/session/role", new { role = "county-clerk" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory, EachEngine]
    public async Task Nobody_lends_more_than_they_have_nor_the_administrators_role(DbEngine engine)
    {
        var clock = new TestClock();
        await using var host = await AccessHost.StartAsync(engine, clock: clock);
        using var township = await host.SignInAsync(Roles.TownshipClerk, Township);
        using var admin = await host.SignInAsync(Roles.Administrator);
        using var borrower = await host.SignInAsync(Roles.Leader);
        await RefusedAsync(township, "township-clerk", "610729", "not-yours");
        await RefusedAsync(township, "county-clerk", "610729101", "not-yours");
        await RefusedAsync(township, "township-clerk", "610729101", "dates", until: "2016-12-31");
        (await admin.PostAsync("/api/loans", Loan("administrator", "610729", "2016-05-02"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        object Loan(string role, string region, string until) => new { to = borrower.User!.Id, role, region, from = "2016-05-01", until, reason = "请假两天代班" };
        async Task RefusedAsync(Browser who, string role, string region, string code, string until = "2016-05-02")
        {
            var answer = await who.PostAsync("/api/loans", Loan(role, region, until));
            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await answer.CodeAsync()).ShouldBe(code);
        }
    }

    [Theory, EachEngine]
    public async Task A_loan_ends_when_taken_back_and_with_the_lenders_own_role(DbEngine engine)
    {
        var clock = new TestClock();
        await using var host = await AccessHost.StartAsync(engine, clock: clock);
        using var lender = await host.SignInAsync(Roles.CountyClerk);
        using var borrower = await host.SignInAsync(Roles.Leader);
        using var admin = await host.SignInAsync(Roles.Administrator);
        for (var round = 0; round < 2; round++)
        {
            var loan = await lender.DoAsync("/api/loans", new { to = borrower.User!.Id, role = "county-clerk", region = "610729", from = "2016-05-01", until = "2016-05-09", reason = "请假代班" });
            using var visit = host.Visit();
            await visit.SignInAsync(borrower.User.UserName, AccessHost.Password, "county-clerk");
            (await visit.GetAsync("/wells")).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await (round == 0 ? lender.PostAsync($"/api/loans/{loan.GetProperty("id").GetString()}/end", null) : admin.PostAsync($"/api/users/{lender.User!.Id}/disable", null)))
                .StatusCode.ShouldBe(HttpStatusCode.NoContent);
            (await visit.GetAsync("/wells")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public void A_stand_in_does_not_approve_what_the_lender_made()
    {
        var actor = new CurrentActor(new AreaScope());
        var lender = Ids.New(TimeProvider.System);
        actor.Enter(Ids.New(TimeProvider.System), "李四(代张三)", "county-clerk", AccessHost.County, Channels.Form, Roles.CountyClerk.Permissions, lender);
        Should.Throw<Kernel.Problems.ProblemException>(() => MakerChecker.Require(actor, lender)).Status.ShouldBe(403);
    }
}
