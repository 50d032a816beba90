using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Shouldly;
using Xunit;
using static Fuyao.Testing.Requests;

namespace Fuyao.Benefits.Tests;

/// <summary>
/// 大病: insurance, serious-illness insurance, donations and civil aid come first; what the county pays of the rest a person decides, and
/// whoever is refused afterwards owes it.
/// </summary>
public class IllnessTests
{
    private const string Policy = "serious-illness-relief";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task What_is_left_uncovered_is_shown_step_by_step_decided_paid_and_asked_back_when_it_is_refused(DbEngine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        await Register.AddAsync(server.Services, Household());
        foreach (var (programme, yuan) in new[] { ("新农合补助", 20_000), ("大病保险补偿", 8_000), ("捐助", 5_000), ("民政医疗救助", 6_000) })
        {
            await Register.ReceiveAsync(server.Services, "001", County.VillageA, programme, yuan, new DateOnly(2015, 6, 10), "once");
        }

        using var clerk = await SignInAsync(server, Roles.CountyClerk);
        using var approver = await SignInAsync(server, Roles.Approver);
        await ReviewTests.RunAsync(clerk, "2016-05");
        var question = (await GetAsync(clerk, $"/api/questions?policy={Policy}")).GetProperty("items")[0];
        question.GetProperty("kind").GetString().ShouldBe("manual");
        var id = question.GetProperty("id").GetString();
        var read = await GetAsync(clerk, $"/api/questions/{id}");
        var steps = read.GetProperty("because").EnumerateArray().Where(b => b.TryGetProperty("expression", out _)).ToDictionary(b => b.GetProperty("expression").GetString()!, b => b.GetProperty("value").ToString());
        foreach (var (step, value) in new[] { ("medical_own", "50000"), ("medical_left_by_scheme", "30000"), ("medical_left_by_insurance", "22000"), ("medical_left_by_donations", "17000"), ("medical_uncovered", "11000") })
        {
            steps[step].ShouldBe(value, step);
        }

        read.GetProperty("source").GetProperty("quote").GetString()!.ShouldContain("民政医疗救助");

        (await PostAsync(clerk, "/api/decisions", new { outcome = "award", reason = "按救助办法核定", amount = "6000.00", questions = new[] { id } }, "decide")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var supplement = await RunAsync(clerk, supplement: true);
        (await GetAsync(clerk, $"/api/runs/{supplement}")).GetProperty("amount").GetString().ShouldBe("6000.00");
        var order = await HttpTests.OrderAsync(clerk, supplement);
        await HttpTests.ApproveAsync(approver, order);
        var line = (await GetAsync(clerk, $"/api/orders/{order}/lines")).GetProperty("items")[0];
        (line.GetProperty("policy").GetString(), line.GetProperty("list").GetString(), line.GetProperty("amount").GetString()).ShouldBe((Policy, "card", "6000.00"));

        // It comes out that the county was told too much: refused, and the next order asks it back.
        var decision = (await GetAsync(clerk, "/api/decisions")).GetProperty("items")[0].GetProperty("id").GetString();
        (await PostAsync(clerk, $"/api/decisions/{decision}/withdraw", new { reason = "票据不实", refuse = true }, "refuse")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await PostAsync(clerk, $"/api/decisions/{decision}/withdraw", new { reason = "再改", refuse = true }, "again")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var june = await ReviewTests.RunAsync(clerk, "2016-06");
        await HttpTests.OrderAsync(clerk, june);
        var owed = (await GetAsync(clerk, "/api/adjustments")).GetProperty("items").EnumerateArray().Single();
        (owed.GetProperty("policy").GetString(), owed.GetProperty("period").GetString(), owed.GetProperty("amount").GetString()).ShouldBe((Policy, "2016", "-6000.00"));
        owed.GetProperty("rule").GetProperty("zh").GetString()!.ShouldContain("票据不实");
        // His pension of June is all that can be kept back.
        owed.GetProperty("left").GetString().ShouldBe("-5915.00");
    }

    [Fact]
    public async Task A_benefit_that_becomes_known_after_the_decision_asks_anew()
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite);
        await Register.AddAsync(server.Services, Household());
        using var clerk = await SignInAsync(server, Roles.CountyClerk);
        await ReviewTests.RunAsync(clerk, "2016-05");
        (await PostAsync(clerk, "/api/decisions", new { outcome = "award", reason = "按救助办法核定", amount = "6000.00", all = new { policy = Policy } }, "decide")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Register.ReceiveAsync(server.Services, "001", County.VillageA, "民政医疗救助", 9_000, new DateOnly(2015, 11, 1), "once");
        var supplement = await RunAsync(clerk, supplement: true);
        (await GetAsync(clerk, $"/api/runs/{supplement}")).GetProperty("awards").GetInt32().ShouldBe(0);
        (await GetAsync(clerk, $"/api/questions?policy={Policy}")).GetProperty("total").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_township_reads_all_that_the_countys_run_gave_its_households_and_nothing_of_its_neighbours()
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite);
        await Register.AddAsync(server.Services, County.Households());
        using var clerk = await SignInAsync(server, Roles.CountyClerk);
        using var township = await SignInAsync(server, Roles.TownshipClerk, 610729101000);
        await ReviewTests.RunAsync(clerk, "2016-05");
        var all = (await GetAsync(clerk, "/api/entitlements?year=2016")).GetProperty("items").EnumerateArray().ToList();
        var mine = await GetAsync(township, "/api/entitlements?year=2016");
        mine.GetProperty("items").EnumerateArray().Select(r => (r.GetProperty("number").GetString(), r.GetProperty("awarded").GetString()))
            .ShouldBe(all.Where(r => r.GetProperty("number").GetString() is "001" or "002").Select(r => (r.GetProperty("number").GetString(), r.GetProperty("awarded").GetString())));
        mine.GetProperty("items")[0].GetProperty("policies").GetArrayLength().ShouldBeGreaterThan(1);
        mine.GetProperty("total").GetInt32().ShouldBe(2);
    }

    private static JsonObject Household() =>
        Some.Household("001", County.VillageA, Some.Person("1942-03-05", "张大山").With("labour", "\"lost\"").With("health", """["serious_illness"]""").With("medical_self_paid", "50000"))
            .With("hardship", """["special"]""").With("bank_account", "\"6217000010001234567\"");

    private static async Task<string> RunAsync(HttpClient clerk, bool supplement)
    {
        var begun = await (await PostAsync(clerk, "/api/runs", new { pack = "liuba-2015", period = "2016-05", supplement }, "supplement")).Content.ReadFromJsonAsync<JsonElement>(Ct);
        await DoneAsync(clerk, begun.GetProperty("job").GetString()!);
        return begun.GetProperty("id").GetString()!;
    }
}
