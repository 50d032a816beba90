using System.Net;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Shouldly;
using Xunit;
using static Fuyao.Testing.Requests;

namespace Fuyao.Benefits.Tests;

public class WindowTests
{
    [Fact]
    public async Task A_plans_windows_are_ten_days_before_each_term_October_and_November_with_the_sentence_that_says_so()
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite);
        using var clerk = await SignInAsync(server, Roles.CountyClerk, 360482000000);
        var windows = (await GetAsync(clerk, "/api/payment-windows?from=2018-01-01&to=2018-12-31")).GetProperty("items").EnumerateArray()
            .Where(w => w.GetProperty("pack").GetString() == "gongqingcheng-2018").ToList();
        windows.Select(w => (w.GetProperty("due").GetString(), w.GetProperty("month").GetString())).ShouldBe([("2018-02-19", "2018-03"), ("2018-08-22", "2018-09"), ("2018-10-31", "2018-10"), ("2018-11-30", "2018-11")]);
        windows[0].GetProperty("policies").EnumerateArray().Select(p => p.GetProperty("policy").GetString()).ShouldBe(["preschool-aid", "compulsory-aid", "disabled-pupil-supplement", "senior-aid"], ignoreOrder: true);
        windows[2].GetProperty("policies").EnumerateArray().Select(p => p.GetProperty("policy").GetString()).ShouldBe(["university-entrance", "travel-grant"], ignoreOrder: true);
        windows.ShouldAllBe(w => w.GetProperty("policies").EnumerateArray().All(p => p.GetProperty("quote").GetString()!.Contains("发放", StringComparison.Ordinal)));
        (await clerk.GetAsync("/api/payment-windows?from=2018-01-01&to=2038-01-01", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_window_passes_from_hand_to_hand_and_is_done_when_the_order_is_approved()
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite);
        await Register.AddAsync(server.Services, County.Households());
        using var clerk = await SignInAsync(server, Roles.CountyClerk);
        using var approver = await SignInAsync(server, Roles.Approver);
        using var finance = await SignInAsync(server, Roles.Finance);
        (await MayAsync(clerk)).ShouldBe(("open", "run", "county-clerk"));
        var run = await ReviewTests.RunAsync(clerk, "2016-05");
        (await MayAsync(clerk)).ShouldBe(("open", "propose", "county-clerk"));
        var order = await HttpTests.OrderAsync(clerk, run);
        (await MayAsync(clerk)).ShouldBe(("open", "approve", "approver"));
        (await GetAsync(approver, "/api/benefit-tasks")).GetProperty("to_approve").GetInt32().ShouldBe(1);
        await HttpTests.ApproveAsync(approver, order);
        (await MayAsync(clerk)).ShouldBe(("done", "send", "finance"));
        (await TasksAsync(clerk)).ShouldBeEmpty("it is not the clerk's turn");
        (await TasksAsync(finance)).ShouldBe([("done", "send")], "on the first page of who must act, and of nobody else");
        (await PostAsync(finance, $"/api/orders/{order}/send", new { }, "send")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await MayAsync(clerk)).ShouldBe(("done", null, null));
        (await TasksAsync(finance)).ShouldBeEmpty();
        var year = (await GetAsync(clerk, "/api/payment-windows?from=2016-01-01&to=2016-12-31")).GetProperty("items").EnumerateArray().Where(w => w.GetProperty("pack").GetString() == "liuba-2015");
        year.Select(w => w.GetProperty("state").GetString()).ShouldBe(["earlier", "earlier", "earlier", "earlier", "done", .. Enumerable.Repeat("upcoming", 7)]);
    }

    [Fact]
    public async Task A_window_that_is_late_is_red_on_the_first_page_of_who_must_act_and_of_who_looks_on()
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite);
        await Register.AddAsync(server.Services, County.Households());
        using (var clerk = await SignInAsync(server, Roles.CountyClerk))
        {
            await ReviewTests.RunAsync(clerk, "2016-05");
        }

        server.Clock.Advance(TimeSpan.FromDays(32));
        using var finance = await SignInAsync(server, Roles.Finance);
        using var approver = await SignInAsync(server, Roles.Approver);
        using var leader = await SignInAsync(server, Roles.Leader);
        (await TasksAsync(finance)).ShouldContain(("overdue", "propose"));
        (await TasksAsync(leader)).ShouldContain(("overdue", "propose"));
        (await TasksAsync(approver)).ShouldBeEmpty();
    }

    private static async Task<List<(string?, string?)>> TasksAsync(HttpClient person) =>
        [.. (await GetAsync(person, "/api/benefit-tasks")).GetProperty("windows").EnumerateArray().Where(w => w.GetProperty("pack").GetString() == "liuba-2015").Select(w => (Text(w, "state"), Text(w, "step")))];

    // The clock stands at the first of May 2016.
    private static async Task<(string?, string?, string?)> MayAsync(HttpClient clerk)
    {
        var may = (await GetAsync(clerk, "/api/payment-windows?from=2016-05-01&to=2016-05-31")).GetProperty("items").EnumerateArray().Single(w => w.GetProperty("pack").GetString() == "liuba-2015");
        return (may.GetProperty("state").GetString(), Text(may, "step"), Text(may, "owner"));
    }

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString() : null;
}
