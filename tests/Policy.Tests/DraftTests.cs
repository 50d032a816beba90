using System.IO.Compression;
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

public class DraftTests
{
    private const string Pension = "policies/elderly-pension.yaml";

    private static readonly string[] SecondRow = ["amount", "table", "rows", "1", "1"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task A_change_becomes_a_version_by_a_second_persons_approval_and_holds_from_its_day_on(DbEngine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        using var author = await Person.SignInAsync(server, Roles.CountyClerk, "author");
        using var approver = await Person.SignInAsync(server, Roles.Approver, "approver");
        var packs = server.Services.GetRequiredService<PolicyEngine>();
        var before = packs.Prepare("liuba-2015", new DateOnly(2016, 7, 1));

        var id = (await author.PostAsync("/api/pack-drafts", new { pack = "liuba-2015", title = "七十岁提高到88元" })).Body.GetProperty("id").GetString();
        var edits = new object[]
        {
            new { file = "parameters/pension.yaml", @do = "value", path = new[] { "1" }, from = "2016-06-01", text = "88", source = new { file = "留政发〔2016〕9号", quote = "提高到88元" } },
        };
        (await author.PostAsync($"/api/pack-drafts/{id}/edits", new { edits, reason = "七十岁档提高" }, 1)).Status.ShouldBe(HttpStatusCode.OK);
        var page = await author.GetAsync($"/api/pack-drafts/{id}");
        page.GetProperty("report").GetProperty("ok").GetBoolean().ShouldBeFalse("two tests of later years still expect 85, and no test knows the new value");
        var failing = page.GetProperty("report").GetProperty("tests").EnumerateArray().Where(t => !t.GetProperty("passed").GetBoolean()).ToList();
        failing.Count.ShouldBe(1);
        failing[0].GetProperty("faults")[0].GetProperty("zh").GetString()!.ShouldContain("应为 85.00,实为 88.00");
        var submitted = new { effective_from = "2016-06-01", reason = "留政发〔2016〕9号" };
        var refused = await author.RefusedAsync($"/api/pack-drafts/{id}/submit", submitted, 2);
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Codes.ShouldContain("test-failed");

        var explained = (await author.PostAsync($"/api/pack-drafts/{id}/explain", new { file = "tests/pension.yaml", name = failing[0].GetProperty("name").GetString() })).Body;
        explained.GetProperty("results")[0].GetProperty("amount").GetString().ShouldBe("88.00");
        explained.GetProperty("results")[0].GetProperty("says").GetProperty("zh").GetString()!.ShouldContain("88.00元");

        var test = failing[0].GetProperty("path").EnumerateArray().Select(p => p.GetString()!).ToArray();
        var mend = new object[] { new { file = "tests/pension.yaml", @do = "set", path = (string[])[.. test, "expect", "elderly-pension"], text = "88.00" } };
        (await author.PostAsync($"/api/pack-drafts/{id}/edits", new { edits = mend }, 2)).Status.ShouldBe(HttpStatusCode.OK);
        (await author.PostAsync($"/api/pack-drafts/{id}/submit", submitted, 3)).Status.ShouldBe(HttpStatusCode.OK);
        (await author.PostAsync($"/api/pack-drafts/{id}/edits", new { edits = mend }, 4)).Status.ShouldBe(HttpStatusCode.Conflict, "what waits for approval stands still");
        (await author.PostAsync($"/api/pack-drafts/{id}/publish", null, 4)).Status.ShouldBe(HttpStatusCode.Forbidden);
        var published = await approver.PostAsync($"/api/pack-drafts/{id}/publish", null, 4);
        published.Status.ShouldBe(HttpStatusCode.OK, published.Body.ToString());

        var after = packs.Prepare("liuba-2015", new DateOnly(2016, 7, 1));
        after.Hash.ShouldNotBe(before.Hash);
        after.Version.ShouldBe("2");
        Amount(after).ShouldBe("88.00");
        packs.Prepare("liuba-2015", new DateOnly(2016, 5, 1)).Hash.ShouldBe(before.Hash, "until the day the former version holds");
        packs.Prepare($"liuba-2015@{before.Hash}", new DateOnly(2016, 7, 1)).Hash.ShouldBe(before.Hash);

        var history = (await author.GetAsync("/api/packs/liuba-2015/versions")).GetProperty("items");
        history[0].GetProperty("ref").GetString().ShouldBe("1");
        history[0].GetProperty("state").GetString().ShouldBe("coming", "the test's clock stands in May 2016");
        history[0].GetProperty("published_by").GetString().ShouldBe("approver");
        history[0].GetProperty("author").GetString().ShouldBe("author");
        history[1].GetProperty("ref").GetString().ShouldBe("shipped");

        var differences = (await author.GetAsync("/api/packs/liuba-2015/differences?from=shipped&to=1")).GetProperty("items").EnumerateArray().ToList();
        var parameter = differences.Single(d => d.GetProperty("kind").GetString() == "parameter");
        parameter.GetProperty("id").GetString().ShouldBe("pension_from_70");
        parameter.GetProperty("details").EnumerateArray().ShouldContain(d => d.GetProperty("what").GetString() == "value" && d.GetProperty("of").GetString() == "2016-06-01" && d.GetProperty("after").GetString() == "88");
        parameter.GetProperty("details").EnumerateArray().ShouldContain(d => d.GetProperty("what").GetString() == "until" && d.GetProperty("after").GetString() == "2016-05-31");

        (await author.PostAsync("/api/packs/liuba-2015/versions/1/withdraw", new { reason = "县里另行通知" })).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await approver.PostAsync("/api/packs/liuba-2015/versions/1/withdraw", new { reason = "县里另行通知" })).Status.ShouldBe(HttpStatusCode.OK);
        Amount(packs.Prepare("liuba-2015", new DateOnly(2016, 7, 1))).ShouldBe("85.00");
        Amount(packs.Prepare($"liuba-2015@{after.Hash}", new DateOnly(2016, 7, 1))).ShouldBe("88.00", "what it decided is still worked out by it");
        (await approver.PostAsync("/api/packs/liuba-2015/versions/1/withdraw", new { reason = "县里另行通知" })).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_second_editor_is_told_who_changed_what_and_can_save_over_it()
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite);
        using var one = await Person.SignInAsync(server, Roles.CountyClerk, "one");
        using var two = await Person.SignInAsync(server, Roles.CountyClerk, "two");
        var id = (await one.PostAsync("/api/pack-drafts", new { pack = "liuba-2015", title = "两人同改" })).Body.GetProperty("id").GetString();
        var ones = new { edits = new[] { new { file = Pension, @do = "set", path = new[] { "title", "zh" }, text = "老年人养老金" } }, reason = "改名称" };
        var twos = new { edits = new[] { new { file = Pension, @do = "set", path = SecondRow, text = "90" } }, reason = "改第二行" };
        var answers = await Task.WhenAll(one.PostAsync($"/api/pack-drafts/{id}/edits", ones, 1), two.PostAsync($"/api/pack-drafts/{id}/edits", twos, 1));
        answers.Count(a => a.Status == HttpStatusCode.OK).ShouldBe(1);
        var lost = answers.Single(a => a.Status != HttpStatusCode.OK);
        lost.Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        var won = answers[0].Status == HttpStatusCode.OK ? "one" : "two";
        lost.Body.GetProperty("problems")[0].GetProperty("text").GetProperty("zh").GetString()!.ShouldContain(won);
        (await (won == "one" ? two.PostAsync($"/api/pack-drafts/{id}/edits", twos, 2) : one.PostAsync($"/api/pack-drafts/{id}/edits", ones, 2))).Status.ShouldBe(HttpStatusCode.OK);

        var page = await one.GetAsync($"/api/pack-drafts/{id}");
        page.GetProperty("revisions").GetArrayLength().ShouldBe(3);
        var text = File(page, Pension);
        text.ShouldContain("老年人养老金");
        text.ShouldContain("- [\"[70..80)\", 90]");
        (await one.PostAsync($"/api/pack-drafts/{id}/edits", ones)).Status.ShouldBe((HttpStatusCode)428);
    }

    [Fact]
    public async Task A_type_error_is_marked_in_its_cell_with_what_was_meant()
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite);
        using var author = await Person.SignInAsync(server, Roles.CountyClerk, "author");
        var id = (await author.PostAsync("/api/pack-drafts", new { pack = "liuba-2015", title = "试错" })).Body.GetProperty("id").GetString();
        var edits = new[] { new { file = Pension, @do = "set", path = SecondRow, text = "pension_from_7" }, new { file = Pension, @do = "set", path = new[] { "eligible" }, text = "household.status = 'x' and age >= 60" } };
        var report = (await author.PostAsync($"/api/pack-drafts/{id}/check", new { edits })).Body;
        report.GetProperty("ok").GetBoolean().ShouldBeFalse();
        var cell = report.GetProperty("findings").EnumerateArray().Single(f => f.GetProperty("code").GetString() == "unknown-name");
        cell.GetProperty("path").EnumerateArray().Select(p => p.GetString()).ShouldBe(SecondRow);
        cell.GetProperty("suggestion").GetString().ShouldStartWith("pension_from_");
        cell.GetProperty("offset").GetInt32().ShouldBe(0);
        cell.GetProperty("length").GetInt32().ShouldBe("pension_from_7".Length);
        report.GetProperty("findings").EnumerateArray().ShouldContain(f => f.GetProperty("path").EnumerateArray().Select(p => p.GetString()).SequenceEqual(new[] { "eligible" }));
        File(await author.GetAsync($"/api/pack-drafts/{id}"), Pension).ShouldContain("pension_from_70", Case.Sensitive, "a check stores nothing");
    }

    [Fact]
    public async Task A_broken_text_is_kept_and_its_line_is_named()
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite);
        using var author = await Person.SignInAsync(server, Roles.CountyClerk, "author");
        var id = (await author.PostAsync("/api/pack-drafts", new { pack = "liuba-2015", title = "改坏" })).Body.GetProperty("id").GetString();
        var broken = new { edits = new[] { new { file = Pension, @do = "text", text = "id: elderly-pension\ntitle: {zh: 养老金\nsubject: person\n" } } };
        (await author.PostAsync($"/api/pack-drafts/{id}/edits", broken, 1)).Status.ShouldBe(HttpStatusCode.OK);
        var page = await author.GetAsync($"/api/pack-drafts/{id}");
        var finding = page.GetProperty("report").GetProperty("findings").EnumerateArray().Single(f => f.GetProperty("code").GetString() == "yaml-syntax");
        finding.GetProperty("file").GetString().ShouldBe(Pension);
        finding.GetProperty("line").GetInt32().ShouldBeInRange(2, 4);
        (await author.RefusedAsync($"/api/pack-drafts/{id}/edits", new { edits = new[] { new { file = "../../etc/passwd", @do = "text", text = "x" } } }, 2)).Codes.ShouldBe(["bad-file"]);
        (await author.RefusedAsync($"/api/pack-drafts/{id}/edits", new { edits = new[] { new { file = Pension, @do = "set", path = new[] { "title", "zh" }, text = "x" } } }, 2)).Codes.ShouldBe(["yaml-syntax"]);
    }

    [Fact]
    public async Task A_draft_of_an_older_version_takes_over_what_was_published_before_it_is_published()
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite);
        using var author = await Person.SignInAsync(server, Roles.CountyClerk, "author");
        using var approver = await Person.SignInAsync(server, Roles.Approver, "approver");
        var first = (await author.PostAsync("/api/pack-drafts", new { pack = "liuba-2015", title = "先起草的" })).Body.GetProperty("id").GetString();
        var second = (await author.PostAsync("/api/pack-drafts", new { pack = "liuba-2015", title = "后起草的" })).Body.GetProperty("id").GetString();
        await author.PostAsync($"/api/pack-drafts/{first}/edits", Rename(Pension, "老年人养老金"), 1);
        await author.PostAsync($"/api/pack-drafts/{second}/edits", Rename("policies/backstop-topup.yaml", "兜底差额补助"), 1);
        var submit = new { effective_from = "2016-06-01", reason = "更名" };
        (await author.PostAsync($"/api/pack-drafts/{first}/submit", submit, 2)).Status.ShouldBe(HttpStatusCode.OK);
        (await author.PostAsync($"/api/pack-drafts/{second}/submit", submit, 2)).Status.ShouldBe(HttpStatusCode.OK);
        (await approver.PostAsync($"/api/pack-drafts/{first}/publish", null, 3)).Status.ShouldBe(HttpStatusCode.OK);
        (await approver.RefusedAsync($"/api/pack-drafts/{second}/publish", null, 3)).Codes.ShouldContain("behind");
        (await approver.PostAsync($"/api/pack-drafts/{second}/return", new { reason = "请先并入新版本" }, 3)).Status.ShouldBe(HttpStatusCode.OK);
        var update = await author.PostAsync($"/api/pack-drafts/{second}/update", null, 4);
        update.Status.ShouldBe(HttpStatusCode.OK, update.Body.ToString());
        (await author.PostAsync($"/api/pack-drafts/{second}/submit", submit, 5)).Status.ShouldBe(HttpStatusCode.OK);
        (await approver.PostAsync($"/api/pack-drafts/{second}/publish", null, 6)).Status.ShouldBe(HttpStatusCode.OK);
        var pack = server.Services.GetRequiredService<PolicyEngine>().Prepare("liuba-2015", new DateOnly(2016, 6, 1));
        pack.Version.ShouldBe("3");
        pack.Policies.Select(p => p.Title.Zh).ShouldContain("老年人养老金");
        pack.Policies.Select(p => p.Title.Zh).ShouldContain("兜底差额补助");

        var third = (await author.PostAsync("/api/pack-drafts", new { pack = "liuba-2015", title = "第三份" })).Body.GetProperty("id").GetString();
        (await author.GetAsync($"/api/pack-drafts/{third}")).GetProperty("base_ref").GetString().ShouldBe("2");
        (await author.PostAsync($"/api/pack-drafts/{third}/discard", new { reason = "不需要了" }, 1)).Body.GetProperty("state").GetString().ShouldBe("discarded");
        (await author.GetAsync("/api/pack-drafts?pack=liuba-2015&state=discarded")).GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Everybody_may_read_but_only_the_places_own_people_may_write()
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite);
        using var author = await Person.SignInAsync(server, Roles.CountyClerk, "author");
        using var neighbour = await Person.SignInAsync(server, Roles.CountyClerk, "neighbour", 610728000000);
        using var cadre = await Person.SignInAsync(server, Roles.VillageCadre, "cadre", 610729101201);
        var draft = new { pack = "liuba-2015", title = "试写" };
        (await neighbour.RefusedAsync("/api/pack-drafts", draft)).Codes.ShouldBe(["not-your-pack"]);
        (await cadre.PostAsync("/api/pack-drafts", draft)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await author.RefusedAsync("/api/pack-drafts", new { pack = "national", title = "改国家包" })).Codes.ShouldBe(["not-your-pack"]);
        var id = (await author.PostAsync("/api/pack-drafts", draft)).Body.GetProperty("id").GetString();
        var seen = await cadre.GetAsync($"/api/pack-drafts/{id}");
        seen.GetProperty("draft").GetProperty("may_edit").GetBoolean().ShouldBeFalse();
        (await neighbour.PostAsync($"/api/pack-drafts/{id}/edits", Rename(Pension, "x"), 1)).Status.ShouldBe(HttpStatusCode.Forbidden);
        foreach (var pack in (await cadre.GetAsync("/api/packs")).GetProperty("items").EnumerateArray().Select(p => p.GetProperty("id").GetString()).Where(p => p is "liuba-2015" or "leiyang-2016" or "national"))
        {
            var page = await cadre.GetAsync($"/api/packs/{pack}/studio");
            page.GetProperty("report").GetProperty("ok").GetBoolean().ShouldBeTrue(pack);
            page.GetProperty("report").GetProperty("tests").EnumerateArray().ShouldAllBe(t => t.GetProperty("passed").GetBoolean());
        }
    }

    [Fact]
    public async Task An_exported_draft_is_a_folder_that_the_checker_accepts()
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite);
        using var author = await Person.SignInAsync(server, Roles.CountyClerk, "author");
        var id = (await author.PostAsync("/api/pack-drafts", new { pack = "liuba-2015", title = "导出" })).Body.GetProperty("id").GetString();
        await author.PostAsync($"/api/pack-drafts/{id}/edits", Rename(Pension, "老年人养老金"), 1);
        var zip = await author.Http.GetByteArrayAsync($"/api/packs/liuba-2015/export?version={id}", Ct);
        var folder = Directory.CreateTempSubdirectory("fuyao-export-").FullName;
        try
        {
            ZipFile.ExtractToDirectory(new MemoryStream(zip), folder);
            var engine = server.Services.GetRequiredService<PolicyEngine>();
            var report = engine.Check(Path.Combine(folder, "liuba-2015"));
            report.Ok.ShouldBeTrue(report.ToJson());
            report.TestsPassed.ShouldBeGreaterThan(100);
            System.IO.File.ReadAllText(Path.Combine(folder, "liuba-2015", Pension)).ShouldContain("老年人养老金");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static object Rename(string file, string title) => new { edits = new[] { new { file, @do = "set", path = new[] { "title", "zh" }, text = title } }, reason = "更名" };

    private static string File(JsonElement page, string name) =>
        page.GetProperty("files").EnumerateArray().Single(f => f.GetProperty("name").GetString() == name).GetProperty("text").GetString()!;

    // Of somebody aged 74.
    private static string Amount(PreparedPack pack) => pack.Evaluate(Some.Household("", Some.Person(birth: "1942-03-05")))
        .Results.Single(r => r.Policy == "elderly-pension").Amount.ToString();
}
