using System.Net;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Policy.Contracts;
using Fuyao.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Policy.Tests;

/// <summary>Another county's plan taken as one's own: it stands over the other one and says only what differs.</summary>
public class NewPackTests
{
    private const string Allowance = """
        id: fuel-allowance
        title: {zh: 取暖补助, en: Heating allowance}
        source: {file: 县政办发〔2016〕12号, quote: "对60周岁以上贫困老人每人每年补助取暖费200元"}
        subject: person
        period: year
        kind: cash
        payee: person
        eligible: household.status = "registered" and age >= 60
        amount: 200
        funding: [{source: county, share: 1}]
        """;

    private const string Tests = """
        on: 2016-06-01
        household: {id: h1, region: "610729101201", status: registered, persons: [{id: p1, sex: male, birth: 1950-01-01, relation: "02"}]}
        tests:
          - {name: 满60周岁补200元, expect: {fuel-allowance: "200.00"}}
          - {name: 不满60周岁不补, person: {birth: 1990-01-01}, expect: {fuel-allowance: not_eligible}}
        """;

    [Theory, EachEngine]
    public async Task A_plan_taken_over_holds_as_it_stands_until_something_of_it_is_made_to_differ(DbEngine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        using var author = await Person.SignInAsync(server, Roles.CountyClerk, "author");
        using var approver = await Person.SignInAsync(server, Roles.Approver, "approver");
        var packs = server.Services.GetRequiredService<PolicyEngine>();
        var begun = await author.PostAsync("/api/pack-drafts", new { pack = "my-county-2016", title = "借鉴耒阳", extends = "leiyang-2016", name = "本县金融扶贫方案", name_en = "Our plan for credit" });
        begun.Status.ShouldBe(HttpStatusCode.Created, begun.Body.ToString());
        var id = begun.Body.GetProperty("id").GetString();
        var page = await author.GetAsync($"/api/pack-drafts/{id}");
        page.GetProperty("files").EnumerateArray().Select(f => f.GetProperty("name").GetString()).ShouldBe(["pack.yaml"]);
        page.GetProperty("base_ref").GetString().ShouldBe("pack:leiyang-2016");
        page.GetProperty("behind").GetBoolean().ShouldBeFalse();
        page.GetProperty("pack").GetProperty("title").GetProperty("zh").GetString().ShouldBe("本县金融扶贫方案");
        var inherited = page.GetProperty("pack").GetProperty("policies").EnumerateArray().Single(p => p.GetProperty("id").GetString() == "loan-interest-subsidy");
        inherited.GetProperty("place").TryGetProperty("file", out _).ShouldBeFalse("it stands in the other pack");

        // A policy, a figure and a check of the other county, each with the reason why it differs here.
        var figure = page.GetProperty("pack").GetProperty("parameters").EnumerateArray().First(p => p.GetProperty("place").GetProperty("pack").GetString() == "leiyang-2016" && !p.GetProperty("values")[0].GetProperty("unknown").GetBoolean());
        var check = page.GetProperty("pack").GetProperty("checks").EnumerateArray().First(c => c.GetProperty("place").GetProperty("pack").GetString() == "leiyang-2016");
        var revision = 1;
        foreach (var (kind, item) in new[] { ("policy", "loan-interest-subsidy"), ("parameter", figure.GetProperty("id").GetString()!), ("check", check.GetProperty("id").GetString()!) })
        {
            var taken = await author.PostAsync($"/api/pack-drafts/{id}/override", new { kind, item, reason = "县里另有规定" }, revision++);
            taken.Status.ShouldBe(HttpStatusCode.OK, taken.Body.ToString());
        }

        (await author.PostAsync($"/api/pack-drafts/{id}/override", new { kind = "policy", item = "loan-interest-subsidy", reason = "县里另有规定" }, revision)).Status.ShouldBe(HttpStatusCode.Conflict);
        (await author.PostAsync($"/api/pack-drafts/{id}/override", new { kind = "policy", item = "no-such-policy", reason = "县里另有规定" }, revision)).Status.ShouldBe(HttpStatusCode.NotFound);
        page = await author.GetAsync($"/api/pack-drafts/{id}");
        Errors(page).ShouldBeEmpty();
        page.GetProperty("files").GetArrayLength().ShouldBe(4);
        var differences = (await author.GetAsync($"/api/packs/my-county-2016/differences?from=pack:leiyang-2016&to={id}")).GetProperty("items");
        differences.EnumerateArray().ShouldAllBe(d => d.GetProperty("kind").GetString() != "policy" || d.GetProperty("details").GetArrayLength() <= 1, "taken over as they stand");

        // A policy of its own with its tests; who pays is changed in its place.
        var edits = new object[]
        {
            new { file = "policies/fuel-allowance.yaml", @do = "text", text = Allowance },
            new { file = "tests/fuel-allowance.yaml", @do = "text", text = Tests },
            new { file = "policies/fuel-allowance.yaml", @do = "put", path = new[] { "funding" }, text = "[{source: province, share: 2}, {source: county, share: 1}]" },
            new { file = "policies/fuel-allowance.yaml", @do = "put", path = new[] { "departments" }, text = "[民政局]" },
        };
        (await author.PostAsync($"/api/pack-drafts/{id}/edits", new { edits, reason = "取暖补助" }, revision++)).Status.ShouldBe(HttpStatusCode.OK);
        page = await author.GetAsync($"/api/pack-drafts/{id}");
        page.GetProperty("report").GetProperty("ok").GetBoolean().ShouldBeTrue(page.GetProperty("report").ToString());
        page.GetProperty("pack").GetProperty("policies").EnumerateArray().Single(p => p.GetProperty("id").GetString() == "fuel-allowance").GetProperty("funding").GetArrayLength().ShouldBe(2);

        (await author.PostAsync($"/api/pack-drafts/{id}/submit", new { effective_from = "2016-06-01", reason = "县政办发〔2016〕12号" }, revision++)).Status.ShouldBe(HttpStatusCode.OK);
        (await author.PostAsync($"/api/pack-drafts/{id}/publish", null, revision)).Status.ShouldBe(HttpStatusCode.Forbidden);
        var published = await approver.PostAsync($"/api/pack-drafts/{id}/publish", null, revision);
        published.Status.ShouldBe(HttpStatusCode.OK, published.Body.ToString());
        var pack = packs.Prepare("my-county-2016", new DateOnly(2016, 7, 1));
        (pack.Jurisdiction, pack.Policies.Any(p => p.Id == "fuel-allowance"), pack.Policies.Any(p => p.Id == "loan-interest-subsidy")).ShouldBe(("610729", true, true));
        (await author.GetAsync("/api/packs")).GetProperty("items").EnumerateArray().ShouldContain(p => p.GetProperty("id").GetString() == "my-county-2016");
        (await author.GetAsync("/api/packs/my-county-2016/versions")).GetProperty("items").GetArrayLength().ShouldBe(1);
        (await author.PostAsync("/api/pack-drafts", new { pack = "my-county-2016", title = "再改一次" })).Status.ShouldBe(HttpStatusCode.Created, "a published pack is changed like any other");
    }

    [Fact]
    public async Task What_cannot_become_a_pack_is_refused_with_every_reason()
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite);
        using var author = await Person.SignInAsync(server, Roles.CountyClerk, "author");
        (await author.RefusedAsync("/api/pack-drafts", new { pack = "My Pack", title = "另起", extends = "national", name = "" })).Codes.ShouldBe(["bad-id", "name-needed"]);
        (await author.RefusedAsync("/api/pack-drafts", new { pack = "liuba-2015", title = "另起", extends = "national", name = "同名" })).Status.ShouldBe(HttpStatusCode.Conflict);
        (await author.RefusedAsync("/api/pack-drafts", new { pack = "my-pack", title = "另起", extends = "no-such-pack", name = "本县方案" })).Status.ShouldBe(HttpStatusCode.NotFound);
        var id = (await author.PostAsync("/api/pack-drafts", new { pack = "my-pack", title = "另起", extends = "national", name = "本县方案" })).Body.GetProperty("id").GetString();
        (await author.RefusedAsync("/api/pack-drafts", new { pack = "my-pack", title = "另起", extends = "national", name = "本县方案" })).Status.ShouldBe(HttpStatusCode.Conflict, "one draft of a new pack at a time");
        // For a wider place it is not published.
        (await author.PostAsync($"/api/pack-drafts/{id}/edits", new { edits = new[] { new { file = "pack.yaml", @do = "set", path = new[] { "jurisdiction" }, text = "61" } } }, 1)).Status.ShouldBe(HttpStatusCode.OK);
        (await author.RefusedAsync($"/api/pack-drafts/{id}/submit", new { effective_from = "2016-06-01", reason = "全省执行" }, 2)).Codes.ShouldContain("other-place");
    }

    /// <summary>The clock of both stands still, so that nobody looks by himself.</summary>
    [Fact(Timeout = 120_000)]
    public async Task Another_server_of_the_same_database_hears_at_once_of_a_publication_and_of_its_withdrawal()
    {
        await using var here = await TestServer.StartAsync(DbEngine.Postgres);
        await using var there = await TestServer.BesideAsync(here);
        using var author = await Person.SignInAsync(here, Roles.CountyClerk, "author");
        using var approver = await Person.SignInAsync(here, Roles.Approver, "approver");
        var packs = there.Services.GetRequiredService<PolicyEngine>();
        var before = packs.Prepare("liuba-2015", new DateOnly(2016, 7, 1)).Hash;
        var id = (await author.PostAsync("/api/pack-drafts", new { pack = "liuba-2015", title = "改名" })).Body.GetProperty("id").GetString();
        var edits = new[] { new { file = "policies/elderly-pension.yaml", @do = "set", path = new[] { "title", "zh" }, text = "老年人养老金" } };
        await author.PostAsync($"/api/pack-drafts/{id}/edits", new { edits }, 1);
        await author.PostAsync($"/api/pack-drafts/{id}/submit", new { effective_from = "2016-06-01", reason = "改名称" }, 2);
        (await approver.PostAsync($"/api/pack-drafts/{id}/publish", null, 3)).Status.ShouldBe(HttpStatusCode.OK);
        await Until(hash => hash != before);
        (await approver.PostAsync("/api/packs/liuba-2015/versions/1/withdraw", new { reason = "不改了" })).Status.ShouldBe(HttpStatusCode.OK);
        await Until(hash => hash == before);

        async Task Until(Predicate<string> holds)
        {
            while (!holds(packs.Prepare("liuba-2015", new DateOnly(2016, 7, 1)).Hash))
            {
                await Task.Delay(20, Ct);
            }
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static IEnumerable<string> Errors(JsonElement page) =>
        page.GetProperty("report").GetProperty("findings").EnumerateArray().Where(f => f.GetProperty("severity").GetString() == "error").Select(f => f.ToString());
}
