using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Shouldly;
using Xunit;
using static Fuyao.Testing.Requests;

namespace Fuyao.Benefits.Tests;

/// <summary>The bank's answer as finance officers hand it in.</summary>
public class BankAnswerHttpTests
{
    private const string Pack = "liuba-2015";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task What_is_no_answer_is_refused_with_the_reason_and_nothing_is_recorded(DbEngine engine)
    {
        await using var server = await OpenAsync(engine);
        using var finance = await SignInAsync(server, Roles.Finance);
        var (order, own) = await SentAsync(server, finance);
        var path = $"/api/orders/{order}/bank-answers";
        byte[] noise = [.. Enumerable.Range(0, 4000).Select(i => (byte)(i * 7919 % 251))];
        var tries = 0;
        foreach (var (name, content) in new[] { ("x.xlsx", noise), ("x.csv", noise), ("x.pdf", "%PDF-1.7"u8.ToArray()), ("空.csv", []), ("x.xlsx", "PK\u0003\u0004"u8.ToArray()) })
        {
            foreach (var (at, key) in new[] { (path + "/preview", null), (path, (string?)$"wrong-{++tries}") })
            {
                var answer = await UploadAsync(finance, at, name, content, key);
                ((int)answer.StatusCode).ShouldBeInRange(400, 422, $"{at} {name}");
                (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("problems")[0].GetProperty("text").GetProperty("zh").GetString().ShouldNotBeNullOrEmpty();
            }
        }

        // Readable: the columns that are wanting are named, and it cannot be applied.
        var silent = await SeenAsync(finance, path, Csv(own[0], own[1]));
        silent.GetProperty("missing").GetArrayLength().ShouldBe(1);
        await RefusedAsync(UploadAsync(finance, path, "a.csv", Csv(own[0], own[1]), "silent", ("seen", silent.GetProperty("seen").GetString()!)), 422, "columns-missing");
        await RefusedAsync(UploadAsync(finance, path, "a.csv", Good(own), "mapping", ("mapping", "{no json")), 422, "bad-mapping");
        await RefusedAsync(UploadAsync(finance, path, "a.csv", Good(own), "unseen"), 412, "stale-version");
        (await GetAsync(finance, path)).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await GetAsync(finance, $"/api/orders/{order}/lines?status=sent")).GetProperty("total").GetInt32().ShouldBe(7);
    }

    [Theory, EachEngine]
    public async Task Handed_in_twice_or_by_two_at_once_it_is_recorded_once_and_undone_once(DbEngine engine)
    {
        await using var server = await OpenAsync(engine);
        using var finance = await SignInAsync(server, Roles.Finance);
        var (order, own) = await SentAsync(server, finance);
        var path = $"/api/orders/{order}/bank-answers";
        var seen = (await SeenAsync(finance, path, Good(own))).GetProperty("seen").GetString()!;
        var name = new string('长', 400) + "🌾回盘.csv";
        Task<HttpResponseMessage> HandInAsync(string key) => UploadAsync(finance, path, name, Good(own), key, ("seen", seen));

        var both = await Task.WhenAll(HandInAsync("one"), HandInAsync("two"));
        both.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        both.Single(a => a.StatusCode != HttpStatusCode.OK).StatusCode.ShouldBeOneOf(HttpStatusCode.Conflict, HttpStatusCode.PreconditionFailed);
        var recorded = both[0].StatusCode == HttpStatusCode.OK ? ("one", await both[0].Content.ReadAsStringAsync(Ct)) : ("two", await both[1].Content.ReadAsStringAsync(Ct));
        (await (await HandInAsync(recorded.Item1)).Content.ReadAsStringAsync(Ct)).ShouldBe(recorded.Item2, "one key, one answer");
        await RefusedAsync(HandInAsync("three"), 412, "stale-version");
        await RefusedAsync(UploadAsync(finance, path, "b.csv", Good(own), "four", ("seen", (await SeenAsync(finance, path, Good(own))).GetProperty("seen").GetString()!)), 409, "nothing-new");
        var listed = (await GetAsync(finance, path)).GetProperty("items").EnumerateArray().Single();
        (listed.GetProperty("paid").GetInt32(), listed.GetProperty("returned").GetInt32()).ShouldBe((1, 1));
        var kept = listed.GetProperty("file_name").GetString()!;
        (kept.Length <= 200 && kept.EndsWith("🌾回盘.csv", StringComparison.Ordinal)).ShouldBeTrue(kept);
        (await finance.GetAsync($"/api/files/{listed.GetProperty("file").GetString()}", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var undo = $"{path}/{listed.GetProperty("id").GetString()}/undo";
        await RefusedAsync(PostAsync(finance, undo, new { reason = " " }, "u0"), 422, "reason-missing");
        var undone = await Task.WhenAll(PostAsync(finance, undo, new { reason = "传错" }, "u1"), PostAsync(finance, undo, new { reason = "传错" }, "u2"));
        undone.Select(a => (int)a.StatusCode).Order().ShouldBe([200, 409]);
        (await GetAsync(finance, $"/api/orders/{order}/lines?status=sent")).GetProperty("total").GetInt32().ShouldBe(7);
    }

    [Theory, EachEngine]
    public async Task Who_may_not_or_comes_from_elsewhere_learns_nothing_and_changes_nothing(DbEngine engine)
    {
        await using var server = await OpenAsync(engine);
        using var finance = await SignInAsync(server, Roles.Finance);
        var (order, own) = await SentAsync(server, finance);
        var path = $"/api/orders/{order}/bank-answers";
        var seen = (await SeenAsync(finance, path, Good(own))).GetProperty("seen").GetString()!;
        using var elsewhere = await SignInAsync(server, Roles.Finance, 610730000000);
        await RefusedAsync(UploadAsync(elsewhere, path + "/preview", "a.csv", Good(own)), 404, "not-found");
        await RefusedAsync(UploadAsync(elsewhere, path, "a.csv", Good(own), "e", ("seen", seen)), 404, "not-found");
        await RefusedAsync(elsewhere.GetAsync(path, Ct), 404, "not-found");
        foreach (var role in new[] { Roles.Auditor, Roles.Leader })
        {
            using var other = await SignInAsync(server, role);
            (await UploadAsync(other, path + "/preview", "a.csv", Good(own))).StatusCode.ShouldBe(HttpStatusCode.Forbidden, role.Code);
            (await UploadAsync(other, path, "a.csv", Good(own), role.Code, ("seen", seen))).StatusCode.ShouldBe(HttpStatusCode.Forbidden, role.Code);
        }

        (await UploadAsync(finance, path, "a.csv", Good(own), "mine", ("seen", seen))).StatusCode.ShouldBe(HttpStatusCode.OK);
        var answer = (await GetAsync(finance, path)).GetProperty("items")[0].GetProperty("id").GetString();
        await RefusedAsync(elsewhere.GetAsync($"{path}/{answer}/rows", Ct), 404, "not-found");
        await RefusedAsync(PostAsync(elsewhere, $"{path}/{answer}/undo", new { reason = "别处" }, "far"), 404, "not-found");
        await RefusedAsync(PostAsync(finance, $"/api/orders/{Guid.Empty}/bank-answers/{answer}/undo", new { reason = "别单" }, "other"), 404, "not-found");
        using var auditor = server.Client();
        (await auditor.GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<TestServer> OpenAsync(DbEngine engine)
    {
        var server = await TestServer.StartAsync(engine);
        await Register.AddAsync(server.Services, County.Households());
        return server;
    }

    private static async Task<(string Order, string[] File)> SentAsync(TestServer server, HttpClient finance)
    {
        using var clerk = await SignInAsync(server, Roles.CountyClerk);
        using var approver = await SignInAsync(server, Roles.Approver);
        return await Requests.SentAsync(clerk, approver, finance, Pack, "2016-05");
    }

    private static async Task<JsonElement> SeenAsync(HttpClient client, string path, byte[] content)
    {
        var answer = await UploadAsync(client, path + "/preview", "a.csv", content);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    private static async Task RefusedAsync(Task<HttpResponseMessage> sent, int status, string code)
    {
        var answer = await sent;
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        ((int)answer.StatusCode).ShouldBe(status, problem.ToString());
        problem.GetProperty("problems")[0].GetProperty("code").GetString().ShouldBe(code);
    }

    private static byte[] Good(string[] own) => Csv(own[0] + ",处理结果", own[1] + ",成功", own[2] + ",失败");

    private static byte[] Csv(params string[] lines) => Encoding.UTF8.GetBytes(string.Join("\r\n", lines));
}
