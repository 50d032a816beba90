using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Benefits.Contracts;
using Fuyao.Benefits.Simulation;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Sheets;
using Fuyao.Testing;
using Shouldly;
using Xunit;
using static Fuyao.Testing.Requests;

namespace Fuyao.Benefits.Tests;

/// <summary>What-if at the server: the register is read once, answers come from memory, and nobody sees beyond his area.</summary>
public class SimulationHttpTests
{
    private static readonly Dictionary<string, string> Set = new() { ["pension_from_60"] = "100" };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task A_leader_compares_and_goes_down_to_the_households_behind_a_figure(DbEngine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        await Register.AddAsync(server.Services, County.Households());
        using var leader = await SignInAsync(server, Roles.Leader);
        var unread = await AskAsync(leader, "compare", new { pack = "liuba-2015", on = "2016-05-01", set = Set });
        unread.StatusCode.ShouldBe(HttpStatusCode.Conflict, "the register is not in memory yet");
        await ReadyAsync(leader);
        var report = await AnswerAsync(leader, "compare", new { pack = "liuba-2015", on = "2016-05-01", set = Set, marginal = true });
        report.GetProperty("baseline").GetProperty("amount").GetString().ShouldBe("56670.00");
        // 75 to 100 for the two between sixty and seventy, twelve times.
        report.GetProperty("difference").GetProperty("yearly").GetString().ShouldBe("600.00");
        report.GetProperty("marginal")[0].GetProperty("alone").GetString().ShouldBe("600.00");
        (report.GetProperty("winners").GetInt32(), report.GetProperty("losers").GetInt32()).ShouldBe((2, 0));
        report.GetProperty("baseline").GetProperty("by_region").GetArrayLength().ShouldBe(2);

        var winners = await AnswerAsync(leader, "households", new { query = new { pack = "liuba-2015", on = "2016-05-01", set = Set }, list = "winners" });
        winners.GetProperty("total").GetInt32().ShouldBe(2);
        var first = winners.GetProperty("items")[0];
        first.GetProperty("change").GetString().ShouldBe("300.00");
        first.GetProperty("policies")[0].GetProperty("policy").GetString().ShouldBe("elderly-pension");
        winners.GetRawText().ShouldNotContain("6217000010007654321");
        var township = new { query = new { pack = "liuba-2015", on = "2016-05-01", set = Set }, list = "winners", grouping = "region", key = "610729102" };
        (await AnswerAsync(leader, "households", township)).GetProperty("items")[0].GetProperty("number").GetString().ShouldBe("005");

        var levers = await GetAsync(leader, "/api/simulation/levers?pack=liuba-2015&on=2016-05-01");
        var pension = levers.GetProperty("parameters").EnumerateArray().Single(p => p.GetProperty("id").GetString() == "pension_from_60");
        pension.GetProperty("source").GetProperty("quote").GetString()!.ShouldContain("75元");
        pension.GetProperty("policies").EnumerateArray().Select(p => p.GetString()).ShouldBe(["elderly-pension", "backstop-topup"], ignoreOrder: true);
        levers.GetProperty("parameters").EnumerateArray().ShouldNotContain(p => p.GetProperty("id").GetString() == "stock_persons");

        var workbook = await AskAsync(leader, "workbook", new { pack = "liuba-2015", on = "2016-05-01", set = Set });
        workbook.StatusCode.ShouldBe(HttpStatusCode.OK);
        var bytes = await workbook.Content.ReadAsByteArrayAsync(Ct);
        using var sheet = SheetReader.Open(() => new MemoryStream(bytes));
        var cells = new List<string>();
        while (sheet.NextSheet())
        {
            while (sheet.NextRow())
            {
                cells.AddRange(Enumerable.Range(0, sheet.Columns).Select(c => sheet[c].ToString()));
            }
        }

        cells.ShouldContain("County", "the fund source in words");
        cells.SkipWhile(cell => !cell.Contains("pension", StringComparison.OrdinalIgnoreCase) || !cell.Contains("60", StringComparison.Ordinal)).Skip(1).Take(2).ShouldBe(["75", "100"], "what is supposed, in words");
        using var auditor = await SignInAsync(server, Roles.Auditor);
        (await GetAsync(auditor, "/api/audit?chain=access_log&limit=50")).GetRawText().ShouldContain("simulation.households");
    }

    [Theory, EachEngine]
    public async Task A_township_sees_its_own_households_and_sums_alone(DbEngine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        await Register.AddAsync(server.Services, County.Households());
        using var leader = await SignInAsync(server, Roles.Leader);
        await ReadyAsync(leader);
        using var clerk = await SignInAsync(server, Roles.TownshipClerk, 610729102000);
        (await AskAsync(clerk, "compare", new { pack = "liuba-2015", on = "2016-05-01", region = "610729" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await clerk.GetAsync("/api/simulation/register?on=2016-05-01&region=610729", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await AskAsync(clerk, "compare", new { pack = "liuba-2015", on = "2016-05-01" })).StatusCode.ShouldBe(HttpStatusCode.Conflict, "the county's register is not the township's");
        await ReadyAsync(clerk);
        var report = await AnswerAsync(clerk, "compare", new { pack = "liuba-2015", on = "2016-05-01", set = Set });
        report.GetProperty("baseline").GetProperty("households").GetInt32().ShouldBe(2);
        var winners = await AnswerAsync(clerk, "households", new { query = new { pack = "liuba-2015", on = "2016-05-01", set = Set }, list = "winners" });
        winners.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("number").GetString()).ShouldBe(["005"]);
        using var cadre = await SignInAsync(server, Roles.VillageCadre, County.VillageA);
        (await AskAsync(cadre, "compare", new { pack = "liuba-2015", on = "2016-05-01" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_register_in_memory_says_when_it_is_out_of_date_and_is_read_again()
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite);
        await Register.AddAsync(server.Services, County.Households());
        using var leader = await SignInAsync(server, Roles.Leader);
        await ReadyAsync(leader);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await Register.AddAsync(server.Services, [Some.Household("006", County.VillageA, Some.Person("1940-01-01", "钱九"))]);
        var old = await GetAsync(leader, "/api/simulation/register?on=2016-05-01");
        (old.GetProperty("state").GetString(), old.GetProperty("households").GetInt32(), old.GetProperty("changes_since").GetInt32()).ShouldBe(("ready", 5, 1));
        await ReadyAsync(leader, "&newest=true");
        var now = await GetAsync(leader, "/api/simulation/register?on=2016-05-01");
        (now.GetProperty("households").GetInt32(), now.GetProperty("changes_since").GetInt32()).ShouldBe((6, 0));
    }

    [Theory, EachEngine]
    public async Task What_was_known_at_a_time_is_simulated_as_it_was_known_then(DbEngine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        await Register.AddAsync(server.Services, County.Households());
        var then = server.Clock.GetUtcNow().AddSeconds(30).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await Register.AddAsync(server.Services, [Some.Household("006", County.VillageA, Some.Person("1950-01-01", "钱九"))]);
        using var leader = await SignInAsync(server, Roles.Leader);
        await ReadyAsync(leader);
        (await AskAsync(leader, "compare", new { pack = "liuba-2015", on = "2016-05-01", known_at = then })).StatusCode.ShouldBe(HttpStatusCode.Conflict, "what was known then has not been read");
        await ReadyAsync(leader, $"&known_at={then}");
        (await HouseholdsAsync(null), await HouseholdsAsync(then)).ShouldBe((6, 5));
        var register = await GetAsync(leader, $"/api/simulation/register?on=2016-05-01&known_at={then}&newest=true");
        (register.GetProperty("state").GetString(), register.GetProperty("changes_since").GetInt32(), register.GetProperty("known_at").GetDateTimeOffset()).ShouldBe(("ready", 0, DateTimeOffset.Parse(then, System.Globalization.CultureInfo.InvariantCulture)));
        var winners = await AnswerAsync(leader, "households", new { query = new { pack = "liuba-2015", on = "2016-05-01", set = Set, known_at = then }, list = "winners" });
        winners.GetProperty("items").EnumerateArray().ShouldNotContain(i => i.GetProperty("number").GetString() == "006");
        (await GetAsync(leader, $"/api/poverty?on=2016-05-01&line=2000&known_at={then}")).GetProperty("known_at").GetDateTimeOffset().ShouldBe(DateTimeOffset.Parse(then, System.Globalization.CultureInfo.InvariantCulture));

        async Task<int> HouseholdsAsync(string? knownAt) =>
            (await AnswerAsync(leader, "compare", new { pack = "liuba-2015", on = "2016-05-01", set = Set, known_at = knownAt })).GetProperty("reform").GetProperty("households").GetInt32();
    }

    [Fact]
    public async Task A_register_larger_than_the_memory_set_aside_is_refused_with_the_cure()
    {
        using var snapshots = new RegisterSnapshots(null!, new SnapshotOptions { MemoryMiB = 64 }, TimeProvider.System);
        var refused = await Should.ThrowAsync<ProblemException>(() => snapshots.OpenAsync(new SnapshotKey(new RegionCode(610729000000), new DateOnly(2016, 5, 1)), () => Task.FromResult((50_000, 200_000))));
        refused.Problems.ShouldHaveSingleItem().Text.En.ShouldContain("Simulation:MemoryMiB");
    }

    [Fact]
    public async Task A_draft_of_the_pack_is_compared_with_the_pack_in_force()
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite);
        await Register.AddAsync(server.Services, County.Households());
        using var clerk = await SignInAsync(server, Roles.CountyClerk);
        var made = await PostAsync(clerk, "/api/pack-drafts", new { pack = "liuba-2015", title = "七十岁档 100 元" }, "made");
        var draft = (await made.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetGuid();
        using var edit = new HttpRequestMessage(HttpMethod.Post, $"/api/pack-drafts/{draft}/edits") { Content = JsonContent.Create(new { edits = new[] { new { file = "parameters/pension.yaml", @do = "value", path = new[] { "1" }, from = "2016-04-01", text = "100", source = new { file = "留政发〔2016〕9号", quote = "提高到100元" } } }, reason = "七十岁档" }) };
        edit.Headers.Add("Idempotency-Key", "edit");
        edit.Headers.Add("If-Match", "\"1\"");
        (await clerk.SendAsync(edit, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await ReadyAsync(clerk);
        var report = await AnswerAsync(clerk, "compare", new { pack = "liuba-2015", on = "2016-05-01", draft });
        // 85 to 100 for the man of 74, twelve times, and for the woman who is 79 until the second of May, five times.
        report.GetProperty("difference").GetProperty("yearly").GetString().ShouldBe("255.00");
        (await GetAsync(clerk, $"/api/simulation/levers?pack=liuba-2015&on=2016-05-01&draft={draft}")).GetProperty("parameters").EnumerateArray()
            .Single(p => p.GetProperty("id").GetString() == "pension_from_70").GetProperty("value").GetString().ShouldBe("100");
    }

    [Fact]
    public async Task Poverty_of_the_register_is_the_verbs_own_measure_by_township()
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite);
        await Register.AddAsync(server.Services,
        [
            Some.Household("1", County.VillageA, Some.Person("1950-01-01"), Some.Person("1951-01-01")).With("income", """{"year":2015,"wage":2000,"business":0,"property":0,"transfer":0,"business_cost":0}"""),
            Some.Household("2", County.VillageB, Some.Person("1950-01-01")).With("income", """{"year":2015,"wage":4000,"business":0,"property":0,"transfer":0,"business_cost":0}"""),
            Some.Household("3", County.VillageB, Some.Person("1950-01-01")),
        ]);
        using var leader = await SignInAsync(server, Roles.Leader);
        await ReadyAsync(leader);
        var report = await GetAsync(leader, "/api/poverty?on=2016-05-01&line=2000");
        var all = report.GetProperty("all");
        (all.GetProperty("persons").GetInt32(), all.GetProperty("income_unknown").GetInt32()).ShouldBe((3, 1));
        var figures = Fuyao(all);
        // 1000, 1000, 4000 at 2000: two of three are poor with a shortfall of a half.
        figures.Headcount.ShouldBe(200 / 3.0, 1e-9);
        figures.Gap.ShouldBe(100 / 3.0, 1e-9);
        figures.Severity.ShouldBe(50 / 3.0, 1e-9);
        report.GetProperty("groups").EnumerateArray().Select(g => g.GetProperty("figures").GetProperty("headcount").GetDouble()).ShouldBe([100, 0]);
        var median = await GetAsync(leader, "/api/poverty?on=2016-05-01&line=median:0.6&by=status");
        median.GetProperty("line").GetDouble().ShouldBe(600);

        static (double Headcount, double Gap, double Severity) Fuyao(JsonElement group) =>
            (group.GetProperty("figures").GetProperty("headcount").GetDouble(), group.GetProperty("figures").GetProperty("gap").GetDouble(), group.GetProperty("figures").GetProperty("severity").GetDouble());
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient client, string what, object body) => client.PostAsJsonAsync($"/api/simulation/{what}", body, Ct);

    private static async Task<JsonElement> AnswerAsync(HttpClient client, string what, object body)
    {
        var answer = await AskAsync(client, what, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Ct));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    private static Task ReadyAsync(HttpClient client, string more = "") => Eventually.GetAsync(
        () => GetAsync(client, $"/api/simulation/register?on=2016-05-01{more}"), register => register.GetProperty("state").GetString() == "ready", Ct);
}
