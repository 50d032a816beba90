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

/// <summary>Papers with a number: what was printed, when, and whether it still holds.</summary>
public class DocumentTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task A_paper_has_a_number_and_tells_whether_it_still_holds(DbEngine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        var households = await Register.AddAsync(server.Services, County.Households());
        using var clerk = await SignInAsync(server, Roles.CountyClerk);
        var id = households.Values.First();
        var first = await PrintAsync(clerk, id, "card", "one");
        var number = first.GetProperty("number").GetString()!;
        number.ShouldMatch("^610729[0-9]{10}$");
        (await PrintAsync(clerk, id, "card", "one")).GetProperty("number").GetString().ShouldBe(number, "one key, one paper");
        var second = (await PrintAsync(clerk, id, "form", "two")).GetProperty("number").GetString()!;
        (long.Parse(second, null) - long.Parse(number, null)).ShouldBe(1);

        (await GetAsync(clerk, $"/api/documents/{number}")).GetProperty("state").GetString().ShouldBe("current");
        var household = await GetAsync(clerk, $"/api/households/{id}");
        await PatchAsync(clerk, household, new { reason = "丈量", valid_from = "2015-01-01", changes = new { housing = new { area = 77 } } });
        var later = await GetAsync(clerk, $"/api/documents/{number}");
        later.GetProperty("state").GetString().ShouldBe("outdated");
        later.GetProperty("changed")[0].GetString().ShouldBe("facts");
        (await GetAsync(clerk, $"/api/households/{id}/documents")).GetProperty("items").GetArrayLength().ShouldBe(2);

        using var stranger = await SignInAsync(server, Roles.TownshipClerk, 610729999000);
        (await stranger.GetAsync($"/api/documents/{number}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await PostAsync(stranger, "/api/documents", new { kind = "card", household = id }, "stranger")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, EachEngine]
    public async Task The_papers_of_a_village_are_put_together_by_a_job_each_with_its_number(DbEngine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        await Register.AddAsync(server.Services, County.Households());
        using var clerk = await SignInAsync(server, Roles.CountyClerk);
        var list = await GetAsync(clerk, "/api/households?limit=200");
        var village = list.GetProperty("items")[0].GetProperty("region").GetProperty("code").GetString()!;
        var there = list.GetProperty("items").EnumerateArray().Count(h => h.GetProperty("region").GetProperty("code").GetString() == village);
        (await PostAsync(clerk, "/api/documents/batches", new { kind = "card", region = "610729" }, "county")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var started = await PostAsync(clerk, "/api/documents/batches", new { kind = "card", region = village, on = "2016-05-01" }, "village");
        started.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var batch = await started.Content.ReadFromJsonAsync<JsonElement>(Ct);
        await DoneAsync(clerk, batch.GetProperty("job").GetString()!);

        var address = $"/api/documents/batches/{batch.GetProperty("id").GetString()}";
        (await GetAsync(clerk, address)).GetProperty("households").GetInt32().ShouldBe(there);
        var papers = await GetAsync(clerk, address + "/content");
        papers.GetArrayLength().ShouldBe(there);
        papers.EnumerateArray().Select(p => p.GetProperty("number").GetString()).Distinct().Count().ShouldBe(there);
        papers[0].GetProperty("content").GetProperty("household").GetProperty("persons").GetArrayLength().ShouldBeGreaterThan(0);
        papers.GetRawText().ShouldNotContain("11010519491231002X");
        using var stranger = await SignInAsync(server, Roles.TownshipClerk, 610729999000);
        (await stranger.GetAsync(address + "/content", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<JsonElement> PrintAsync(HttpClient client, Guid household, string kind, string key)
    {
        var answer = await PostAsync(client, "/api/documents", new { kind, household }, key);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Ct));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    private static async Task PatchAsync(HttpClient client, JsonElement household, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/households/{household.GetProperty("id").GetString()}") { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", "patch");
        request.Headers.TryAddWithoutValidation("If-Match", $"\"{household.GetProperty("version").GetString()}\"");
        var answer = await client.SendAsync(request, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Ct));
    }
}
