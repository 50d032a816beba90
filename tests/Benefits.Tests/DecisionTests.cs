using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Shouldly;
using Xunit;
using static Fuyao.Testing.Requests;

namespace Fuyao.Benefits.Tests;

public class DecisionTests
{
    // 共青城: whoever fell back and is not on the register applies, and a person decides.
    private const long Village = 360482100201;
    private const string Pack = "gongqingcheng-2018";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task A_decision_is_used_by_the_next_run_goes_on_while_the_facts_stay_and_expires_when_they_change(DbEngine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        await Register.AddAsync(server.Services, Pupil());
        using var clerk = await SignInAsync(server, Roles.CountyClerk, 360482000000);
        await RunAsync(clerk, "2018-03");
        var question = (await GetAsync(clerk, "/api/questions")).GetProperty("items")[0];
        (question.GetProperty("policy").GetString(), question.GetProperty("kind").GetString()).ShouldBe(("compulsory-aid", "manual"));
        var chosen = new[] { question.GetProperty("id").GetString() };

        (await PostAsync(clerk, "/api/decisions", new { outcome = "award", reason = "经申请审批", questions = chosen }, "no-amount")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var preview = await (await PostAsync(clerk, "/api/decisions/preview", new { outcome = "award", reason = "经申请审批", amount = "1250.00", questions = chosen }, "preview")).Content.ReadFromJsonAsync<JsonElement>(Ct);
        (preview.GetProperty("questions").GetInt32(), preview.GetProperty("amount").GetString()).ShouldBe((1, "1250.00"));
        (await PostAsync(clerk, "/api/decisions", new { outcome = "award", reason = "经申请审批", amount = "1250.00", questions = chosen }, "decide")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await GetAsync(clerk, "/api/questions")).GetProperty("total").GetInt32().ShouldBe(0);

        var supplement = await RunAsync(clerk, "2018-03", supplement: true);
        (await GetAsync(clerk, $"/api/runs/{supplement}")).GetProperty("amount").GetString().ShouldBe("1250.00");
        var award = (await GetAsync(clerk, $"/api/runs/{supplement}/awards")).GetProperty("items")[0].GetProperty("id").GetString();
        (await GetAsync(clerk, $"/api/runs/{supplement}/awards/{award}")).GetProperty("because")[0].GetProperty("value").GetString()!.ShouldContain("经申请审批");
        var autumn = await RunAsync(clerk, "2018-09");
        (await GetAsync(clerk, $"/api/runs/{autumn}")).GetProperty("amount").GetString().ShouldBe("1250.00", "the same facts, the same decision");

        // It fell back for another reason than the one that was decided on.
        await Register.RestateAsync(server.Services, Pupil(cause: "illness"), new DateOnly(2019, 1, 1));
        var spring = await RunAsync(clerk, "2019-03");
        (await GetAsync(clerk, $"/api/runs/{spring}")).GetProperty("awards").GetInt32().ShouldBe(0);
        (await GetAsync(clerk, "/api/questions")).GetProperty("total").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_refusal_is_taken_back_by_a_later_decision_and_only_the_latest_can_be()
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite);
        await Register.AddAsync(server.Services, Pupil());
        using var clerk = await SignInAsync(server, Roles.CountyClerk, 360482000000);
        await RunAsync(clerk, "2018-03");
        (await PostAsync(clerk, "/api/decisions", new { outcome = "ask", reason = "请村里核实", all = new { policy = "compulsory-aid" } }, "ask")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await GetAsync(clerk, "/api/questions?asked=true")).GetProperty("items")[0].GetProperty("asked_by").GetString().ShouldNotBeNull();
        (await PostAsync(clerk, "/api/decisions", new { outcome = "refuse", reason = "未申请", all = new { policy = "compulsory-aid" } }, "refuse")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await GetAsync(clerk, "/api/questions")).GetProperty("total").GetInt32().ShouldBe(0);
        var decisions = (await GetAsync(clerk, "/api/decisions")).GetProperty("items");
        var (refusal, asked) = (decisions[0].GetProperty("id").GetString(), decisions[1].GetProperty("id").GetString());
        (await PostAsync(clerk, $"/api/decisions/{asked}/withdraw", new { reason = "x" }, "w0")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await PostAsync(clerk, $"/api/decisions/{refusal}/withdraw", new { reason = "补交了申请" }, "w1")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await GetAsync(clerk, "/api/questions")).GetProperty("total").GetInt32().ShouldBe(1);
    }

    [Theory, EachEngine]
    public async Task Another_amount_decided_after_payment_is_paid_later_or_asked_back_for_every_period_and_says_why(DbEngine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        await Register.AddAsync(server.Services, Pupil());
        using var clerk = await SignInAsync(server, Roles.CountyClerk, 360482000000);
        using var approver = await SignInAsync(server, Roles.Approver, 360482000000);
        await DecideAsync(clerk, await RunAsync(clerk, "2018-03"), "1250.00");
        var supplement = await RunAsync(clerk, "2018-03", supplement: true);
        await HttpTests.ApproveAsync(approver, await HttpTests.OrderAsync(clerk, supplement));

        var first = await StandingAsync(clerk);
        (await ChangeAsync(clerk, first, new { reason = "同前", amount = "1250.00" }, "same")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await ChangeAsync(clerk, first, new { reason = "x", amount = "1.00", refuse = true }, "both")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await ChangeAsync(clerk, first, new { reason = new string('长', 501), amount = "1500.00" }, "long")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var shown = await (await PostAsync(clerk, $"/api/decisions/{first}/withdraw/preview", new { reason = "", amount = "1500.00" }, "look")).Content.ReadFromJsonAsync<JsonElement>(Ct);
        Earlier(shown).ShouldBe([("2018-spring", "1250.00", "1500.00", "250.00")]);
        (await GetAsync(clerk, "/api/adjustments")).GetProperty("total").GetInt32().ShouldBe(0, "looking writes nothing");
        (await ChangeAsync(clerk, first, new { reason = "标准核定有误", amount = "1500.00" }, "more")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ChangeAsync(clerk, first, new { reason = "再改", amount = "1600.00" }, "stale")).StatusCode.ShouldBe(HttpStatusCode.Conflict);

        // Autumn is given the new amount, and spring what it had less.
        var autumn = await RunAsync(clerk, "2018-09");
        (await GetAsync(clerk, $"/api/runs/{autumn}")).GetProperty("amount").GetString().ShouldBe("1500.00");
        var order = await HttpTests.OrderAsync(clerk, autumn);
        await HttpTests.ApproveAsync(approver, order);
        (await GetAsync(clerk, $"/api/orders/{order}/lines")).GetProperty("items").EnumerateArray().Select(l => (l.GetProperty("period").GetString(), l.GetProperty("amount").GetString()))
            .ShouldBe([("2018-autumn", "1500.00"), ("2018-spring", "250.00")], ignoreOrder: true);
        var arrears = (await GetAsync(clerk, "/api/adjustments")).GetProperty("items").EnumerateArray().Single();
        arrears.GetProperty("rule").GetProperty("zh").GetString()!.ShouldContain("由 1,250.00 元改为 1,500.00 元:标准核定有误");
        arrears.GetProperty("left").GetString().ShouldBe("0.00");
        var award = (await GetAsync(clerk, $"/api/runs/{supplement}/awards")).GetProperty("items")[0].GetProperty("id").GetString();
        (await GetAsync(clerk, $"/api/runs/{supplement}/awards/{award}")).GetProperty("because")[0].GetProperty("value").GetString()!.ShouldContain("经申请审批", customMessage: "what was awarded then keeps its reason");

        // Less: both periods had too much. Refused, given again: always what the latest decision says.
        (await ChangeAsync(clerk, await StandingAsync(clerk), new { reason = "核减", amount = "1000.00" }, "less")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await CompareAsync(server, clerk, "c1")).ShouldBe(("-1000.00", 3));
        (await CompareAsync(server, clerk, "c2")).ShouldBe(("-1000.00", 3));
        (await ChangeAsync(clerk, await StandingAsync(clerk), new { reason = "材料不实", refuse = true }, "none")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await CompareAsync(server, clerk, "c3")).ShouldBe(("-3000.00", 5));
        (await ChangeAsync(clerk, await StandingAsync(clerk), new { reason = "已补正", amount = "1500.00" }, "again")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await CompareAsync(server, clerk, "c4")).ShouldBe(("0.00", 7));
        // Taken back, the question is open again: until somebody answers, what was given stands.
        (await ChangeAsync(clerk, await StandingAsync(clerk), new { reason = "再议" }, "back")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await CompareAsync(server, clerk, "c5")).ShouldBe(("0.00", 7));
    }

    [Theory, EachEngine]
    public async Task What_is_decided_late_is_paid_for_the_periods_that_asked_and_once_only(DbEngine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        await Register.AddAsync(server.Services, Pupil());
        using var clerk = await SignInAsync(server, Roles.CountyClerk, 360482000000);
        using var approver = await SignInAsync(server, Roles.Approver, 360482000000);
        var spring = await RunAsync(clerk, "2018-03");
        // Nobody decides until autumn asks again.
        var autumn = await RunAsync(clerk, "2018-09");
        var question = (await GetAsync(clerk, "/api/questions")).GetProperty("items")[0].GetProperty("id").GetString();
        var shown = await (await PostAsync(clerk, "/api/decisions/preview", new { outcome = "award", reason = "-", amount = "1250.00", questions = new[] { question } }, "look")).Content.ReadFromJsonAsync<JsonElement>(Ct);
        Earlier(shown).ShouldBe([("2018-autumn", "0.00", "1250.00", "1250.00"), ("2018-spring", "0.00", "1250.00", "1250.00")]);
        await DecideAsync(clerk, autumn, "1250.00");
        var order = await HttpTests.OrderAsync(clerk, autumn);
        await HttpTests.ApproveAsync(approver, order);
        (await GetAsync(clerk, $"/api/orders/{order}/lines")).GetProperty("items").EnumerateArray().Select(l => (l.GetProperty("period").GetString(), l.GetProperty("amount").GetString()))
            .ShouldBe([("2018-autumn", "1250.00"), ("2018-spring", "1250.00")], ignoreOrder: true);
        foreach (var period in new[] { "2018-03", "2018-09" })
        {
            var late = await RunAsync(clerk, period, supplement: true);
            (await GetAsync(clerk, $"/api/runs/{late}")).GetProperty("awards").GetInt32().ShouldBe(0, period);
        }

        (await CompareAsync(server, clerk, "c")).ShouldBe(("0.00", 2));
        (await GetAsync(clerk, $"/api/runs/{spring}")).GetProperty("awards").GetInt32().ShouldBe(0, "nothing of the past is edited");
    }

    [Fact]
    public async Task A_number_that_the_plan_lost_is_one_question_and_not_one_for_each_household()
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite);
        await Register.AddAsync(server.Services, Enumerable.Range(1, 7).Select(i => Some.Household($"{i:000}", County.VillageA, Some.Person("1975-01-01"),
            Some.Person("1997-10-10").With("school", """{"stage":"vocational_college","new_entrant":true,"in_plan":true,"place":"province"}"""))));
        using var clerk = await SignInAsync(server, Roles.CountyClerk);
        var run = await ReviewTests.RunAsync(clerk, "2016-09");
        var page = await GetAsync(clerk, "/api/questions");
        var parameters = page.GetProperty("parameters").EnumerateArray().ToList();
        parameters.ShouldContain(p => p.GetProperty("count").GetInt32() >= 7 && p.GetProperty("quote").GetString()!.Length > 0);
        page.GetProperty("items").EnumerateArray().ShouldAllBe(q => q.GetProperty("policy").GetString() != "university-entrance");
    }

    private static (string?, string?, string?, string?)[] Earlier(JsonElement preview) => [.. preview.GetProperty("earlier").EnumerateArray()
        .Select(e => (e.GetProperty("period").GetString(), e.GetProperty("before").GetString(), e.GetProperty("due").GetString(), e.GetProperty("amount").GetString()))];

    private static async Task DecideAsync(HttpClient clerk, string run, string amount) =>
        (await PostAsync(clerk, "/api/decisions", new { outcome = "award", reason = "经申请审批", amount, all = new { run } }, "decide-" + run)).StatusCode.ShouldBe(HttpStatusCode.OK);

    private static async Task<string> StandingAsync(HttpClient clerk) =>
        (await GetAsync(clerk, "/api/decisions")).GetProperty("items").EnumerateArray().Single(d => d.GetProperty("standing").GetBoolean()).GetProperty("id").GetString()!;

    private static Task<HttpResponseMessage> ChangeAsync(HttpClient clerk, string decision, object change, string key) => PostAsync(clerk, $"/api/decisions/{decision}/withdraw", change, key);

    // Compares earlier periods: what is not settled yet, and how many adjustments there are.
    private static async Task<(string Open, int Adjustments)> CompareAsync(TestServer server, HttpClient clerk, string key)
    {
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        var begun = await (await PostAsync(clerk, "/api/adjustments/compare", new { pack = Pack }, key)).Content.ReadFromJsonAsync<JsonElement>(Ct);
        await DoneAsync(clerk, begun.GetProperty("job").GetString()!);
        var page = await GetAsync(clerk, "/api/adjustments");
        var open = page.GetProperty("items").EnumerateArray().Sum(a => decimal.Parse(a.GetProperty("left").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
        return (open.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture), page.GetProperty("total").GetInt32());
    }

    private static System.Text.Json.Nodes.JsonObject Pupil(string cause = "disaster") =>
        Some.Household("001", Village, Some.Person("1975-01-01", "甲"), Some.Person("2004-03-01", "乙").With("school", """{"stage":"junior","grade":1,"boarding":false}"""))
            .With("status", "\"monitored\"").With("causes", $"[\"{cause}\"]");

    private static async Task<string> RunAsync(HttpClient clerk, string period, bool supplement = false)
    {
        var begun = await (await PostAsync(clerk, "/api/runs", new { pack = Pack, period, supplement }, period + supplement)).Content.ReadFromJsonAsync<JsonElement>(Ct);
        await DoneAsync(clerk, begun.GetProperty("job").GetString()!);
        return begun.GetProperty("id").GetString()!;
    }
}
