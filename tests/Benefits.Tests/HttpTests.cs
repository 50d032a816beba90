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

public class HttpTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task A_clerk_starts_the_month_follows_the_job_and_reads_awards_with_their_reasons(DbEngine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        await Register.AddAsync(server.Services, County.Households());
        using var clerk = await SignInAsync(server, Roles.CountyClerk);
        var body = new { pack = "liuba-2015", period = "2016-05" };
        var started = await PostAsync(clerk, "/api/runs", body, "may");
        started.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var answer = await started.Content.ReadFromJsonAsync<JsonElement>(Ct);
        (await (await PostAsync(clerk, "/api/runs", body, "may")).Content.ReadAsStringAsync(Ct)).ShouldBe(answer.GetRawText(), "one key, one run, one answer");
        var id = answer.GetProperty("id").GetString();
        await DoneAsync(clerk, answer.GetProperty("job").GetString()!);

        var run = await GetAsync(clerk, $"/api/runs/{id}");
        run.GetProperty("state").GetString().ShouldBe("done");
        run.GetProperty("amount").GetString().ShouldBe("56670.00");
        run.GetProperty("region").GetProperty("name").GetString().ShouldBe("留坝县");
        run.GetProperty("by_source")[0].GetProperty("amount").GetString().ShouldBe("56670.00");
        (await GetAsync(clerk, "/api/runs")).GetProperty("total").GetInt32().ShouldBe(1);

        var awards = await GetAsync(clerk, $"/api/runs/{id}/awards?policy=elderly-pension&limit=3");
        awards.GetProperty("total").GetInt32().ShouldBe(4);
        awards.GetProperty("next").GetString().ShouldNotBeNull();
        var line = awards.GetProperty("items")[0];
        line.GetProperty("subject_name").GetString().ShouldBe("张大山");
        line.GetProperty("title").GetProperty("zh").GetString().ShouldBe("贫困老人基本养老金");
        var why = await GetAsync(clerk, $"/api/runs/{id}/awards/{line.GetProperty("id").GetString()}");
        why.GetProperty("because").EnumerateArray().Any(b => b.TryGetProperty("row", out var row) && row.GetInt32() == 2).ShouldBeTrue();
        why.GetProperty("source").GetProperty("quote").GetString()!.ShouldContain("85元");
        Origin(why, "age").ShouldBe(("person.birth", "cli"));
        Origin(why, "household.status").ShouldBe(("status", "cli"));
        why.GetProperty("says").GetProperty("zh").GetString()!.ShouldContain("每月85.00元");
        why.GetProperty("would_change")[0].GetProperty("message").GetProperty("zh").GetString()!.ShouldContain("95.00元");
        (await GetAsync(clerk, $"/api/runs/{id}")).GetProperty("unknown_parameters").EnumerateArray().Select(u => u.GetProperty("parameter").GetString()).ShouldContain("lesser_entrance_class");

        // Started again under another key: the run stands, no job is made.
        var again = await PostAsync(clerk, "/api/runs", body, "again");
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await again.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetString().ShouldBe(id);
    }

    [Fact]
    public async Task The_household_page_is_told_what_is_due_and_why_and_what_was_awarded()
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite);
        var ids = await Register.AddAsync(server.Services, County.Households());
        using var clerk = await SignInAsync(server, Roles.CountyClerk);
        await DoneAsync(clerk, (await (await PostAsync(clerk, "/api/runs", new { pack = "liuba-2015", period = "2016-05" }, "may")).Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("job").GetString()!);
        var benefits = await GetAsync(clerk, $"/api/households/{ids["002"]}/benefits");
        benefits.GetProperty("on").GetString().ShouldBe("2016-05-01");
        benefits.GetProperty("pack").GetProperty("id").GetString().ShouldBe("liuba-2015");
        benefits.GetProperty("awards").EnumerateArray().Select(a => a.GetProperty("amount").GetString()).ShouldBe(["75.00", "85.00"], ignoreOrder: true);
        var june = await GetAsync(clerk, $"/api/households/{ids["002"]}/benefits?on=2016-06-01");
        var pensions = june.GetProperty("results").EnumerateArray().Where(r => r.GetProperty("policy").GetString() == "elderly-pension").ToList();
        pensions.Select(p => (p.GetProperty("subject_name").GetString(), p.GetProperty("amount").GetString())).ShouldBe([("王五", "75.00"), ("赵秀", "95.00")], ignoreOrder: true);
        pensions.ShouldAllBe(p => Origin(p, "age").Fact == "person.birth" && p.GetProperty("says").GetProperty("en").GetString()!.Contains("a month"));
        pensions.ShouldAllBe(p => p.GetProperty("because").GetArrayLength() > 0 && p.GetProperty("source").GetProperty("quote").GetString()!.Length > 0);
    }

    [Fact]
    public async Task Only_finance_gets_account_numbers_and_nobody_from_elsewhere_gets_anything()
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite);
        var ids = await Register.AddAsync(server.Services, County.Households());
        using var clerk = await SignInAsync(server, Roles.CountyClerk);
        using var finance = await SignInAsync(server, Roles.Finance);
        using var neighbour = await SignInAsync(server, Roles.Finance, 610728000000);
        using var cadre = await SignInAsync(server, Roles.VillageCadre, County.VillageA);
        var started = await (await PostAsync(clerk, "/api/runs", new { pack = "liuba-2015", period = "2016-05" }, "may")).Content.ReadFromJsonAsync<JsonElement>(Ct);
        var (id, job) = (started.GetProperty("id").GetString(), started.GetProperty("job").GetString());
        await DoneAsync(clerk, job!);
        using var approver = await SignInAsync(server, Roles.Approver);
        var order = await OrderAsync(clerk, id!);
        (await clerk.GetAsync($"/api/orders/{order}/card-list.xlsx", Ct)).StatusCode.ShouldBe(HttpStatusCode.Conflict, "nobody has approved it");
        await ApproveAsync(approver, order);
        var bank = await finance.GetAsync($"/api/orders/{order}/bank.csv", Ct);
        bank.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await bank.Content.ReadAsStringAsync(Ct)).ShouldContain("6217000010001234567");
        bank.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        (await clerk.GetAsync($"/api/orders/{order}/card-list.xlsx", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await clerk.GetAsync($"/api/orders/{order}/bank.csv", Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await cadre.GetAsync($"/api/runs/{id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await cadre.GetAsync($"/api/households/{ids["002"]}/benefits", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await cadre.GetAsync($"/api/households/{ids["004"]}/benefits", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var award = (await GetAsync(clerk, $"/api/runs/{id}/awards")).GetProperty("items")[0].GetProperty("id").GetString();
        (await clerk.GetAsync($"/api/runs/{id}/awards/{award}", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var path in (string[])[$"/api/runs/{id}", $"/api/runs/{id}/awards", $"/api/runs/{id}/awards/{award}", $"/api/orders/{order}", $"/api/orders/{order}/lines", $"/api/orders/{order}/card-list.xlsx", $"/api/orders/{order}/bank.csv", $"/api/households/{ids["002"]}/benefits"])
        {
            (await neighbour.GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        (await GetAsync(neighbour, "/api/runs")).GetProperty("total").GetInt32().ShouldBe(0);
        (await PostAsync(neighbour, "/api/runs", new { pack = "liuba-2015", period = "2016-05", region = "610729" }, "theirs")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Papers_about_more_persons_than_a_day_s_work_needs_wait_for_somebody_else_s_approval()
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite, null, new KeyValuePair<string, string?>("Exports:Persons", "0"));
        await Register.AddAsync(server.Services, County.Households());
        using var clerk = await SignInAsync(server, Roles.CountyClerk);
        using var finance = await SignInAsync(server, Roles.Finance);
        using var approver = await SignInAsync(server, Roles.Approver);
        var started = await (await PostAsync(clerk, "/api/runs", new { pack = "liuba-2015", period = "2016-05" }, "may")).Content.ReadFromJsonAsync<JsonElement>(Ct);
        await DoneAsync(clerk, started.GetProperty("job").GetString()!);
        var ranking = await (await PostAsync(clerk, "/api/ranking", new { region = "610729", year = 2015 }, "rank")).Content.ReadFromJsonAsync<JsonElement>(Ct);
        await DoneAsync(clerk, ranking.GetProperty("job").GetString()!);
        var order = await OrderAsync(clerk, started.GetProperty("id").GetString()!);
        await ApproveAsync(approver, order);
        foreach (var (who, path) in new[]
        {
            (finance, $"/api/orders/{order}/bank.csv"), (clerk, $"/api/orders/{order}/card-list.xlsx"), (clerk, $"/api/books/{County.VillageA}/workbook"),
            (clerk, "/api/ranking/workbook?region=610729&year=2015"),
        })
        {
            var refused = await who.GetAsync(path, Ct);
            refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
            var wish = refused.Headers.Location!.ToString();
            (await PostAsync(who, wish + "/request", new { purpose = "月度发放" }, wish + "1")).StatusCode.ShouldBe(HttpStatusCode.OK, path);
            (await PostAsync(approver, wish + "/approve", new { }, wish + "2")).StatusCode.ShouldBe(HttpStatusCode.OK, path);
            var again = $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}approval={wish.Split('/')[^1]}";
            (await who.GetAsync(again, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK, path);
            (await who.GetAsync(again, Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }
    }

    [Fact]
    public async Task A_bad_request_names_every_fault()
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite);
        using var clerk = await SignInAsync(server, Roles.CountyClerk);
        var refused = await PostAsync(clerk, "/api/runs", new { pack = "liuba-2015", period = "May", region = "61072" }, "bad");
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("path").GetString()).ShouldBe(["period", "region"]);
        (await clerk.GetAsync("/api/runs?cursor=abc", Ct)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await clerk.GetAsync("/api/runs?limit=100000", Ct)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    internal static async Task ApproveAsync(HttpClient approver, string order)
    {
        var checksum = (await GetAsync(approver, $"/api/orders/{order}")).GetProperty("checksum").GetString();
        (await PostAsync(approver, $"/api/orders/{order}/approve", new { checksum }, $"approve-{order}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    internal static async Task<string> OrderAsync(HttpClient maker, string run)
    {
        var begun = await (await PostAsync(maker, "/api/orders", new { run }, $"order-{run}")).Content.ReadFromJsonAsync<JsonElement>(Ct);
        await DoneAsync(maker, begun.GetProperty("job").GetString()!);
        return begun.GetProperty("id").GetString()!;
    }

    private static (string? Fact, string? Channel) Origin(JsonElement result, string expression)
    {
        var origin = result.GetProperty("because").EnumerateArray().First(b => b.TryGetProperty("expression", out var text) && text.GetString() == expression).GetProperty("origins")[0];
        origin.GetProperty("actor").GetString().ShouldNotBeNullOrEmpty();
        origin.GetProperty("reason").GetString().ShouldNotBeNullOrEmpty();
        origin.GetProperty("at").GetDateTimeOffset().ShouldNotBe(default);
        return (origin.GetProperty("facts")[0].GetString(), origin.GetProperty("channel").GetString());
    }
}
