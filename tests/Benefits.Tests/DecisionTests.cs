using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Shouldly;
using Xunit;
using static Fuyao.Benefits.Tests.Requests;

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
