using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Sheets;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Model;
using Fuyao.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Import;

public sealed class ImportTests : IDisposable
{
    private static readonly RegionCode Liuba = Code("610729");
    private readonly string folder = Directory.CreateTempSubdirectory("fuyao-import-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, EachEngine]
    public async Task A_generated_county_is_stored_but_for_its_planted_errors_and_again_unchanged(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        var county = SyntheticCounty.Generate(new GenerateRequest(Liuba, 400, 4, folder), TestContext.Current.CancellationToken);
        var first = await RunAsync(system, county.Files[0]);
        var truth = JsonNode.Parse(File.ReadAllText(county.Truth))!["faults"]!.AsArray();
        var faulty = truth.Where(f => (string)f!["severity"]! == "error").Select(f => (string)f!["household"]!).ToHashSet();
        first.Findings.Where(f => f.Severity == "error").Select(f => f.Household!).ToHashSet().ShouldBe(faulty);
        (first.Accepted + first.Refused).ShouldBe(county.Persons);
        first.Changes.Count.ShouldBe(1);
        await using (var scope = system.Enter(Liuba))
        {
            var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
            (await db.Set<PersonVersion>().CountAsync(TestContext.Current.CancellationToken)).ShouldBe(first.Accepted);
            (await db.Set<Household>().CountAsync(TestContext.Current.CancellationToken)).ShouldBe(400 - faulty.Count);
        }

        var again = await RunAsync(system, county.Files[0]);
        (again.Accepted, again.Unchanged, again.Refused, again.Changes.Count).ShouldBe((0, first.Accepted, first.Refused, 0));
    }

    [Theory, EachEngine]
    public async Task Of_a_mended_file_only_the_mended_rows_change_and_history_stays(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        var sheet = Sheet.Family().Row(("户编号", "H2"), ("姓名", "王七"), ("证件号码", Sheet.Id("19600101", true)), ("与户主关系", "户主"), ("文化程度", "初中")).All("首次识别时间", "2014-05-01");
        (await RunAsync(system, Save(sheet))).Accepted.ShouldBe(5);
        var mended = await RunAsync(system, Save(sheet.Set(2, "文化程度", "高中")));
        (mended.Accepted, mended.Unchanged, mended.Refused).ShouldBe((1, 4, 0));
        await using var scope = system.Enter(Liuba);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var versions = await db.Set<PersonVersion>().Where(v => v.Name == "张五").OrderBy(v => v.Id).ToListAsync(TestContext.Current.CancellationToken);
        versions.Count.ShouldBe(2);
        versions[0].ClosedBy.ShouldBe(mended.Changes[0]);
        versions[1].OpenedBy.ShouldBe(mended.Changes[0]);
        versions[1].ValidFrom.ShouldBe(new DateOnly(2014, 5, 1));
        var change = await db.Set<Change>().SingleAsync(c => c.Id == mended.Changes[0], TestContext.Current.CancellationToken);
        change.Source!.ShouldContain("sha256:");
    }

    [Theory, EachEngine]
    public async Task A_dry_run_and_all_or_nothing_with_an_error_store_nothing(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        var file = Save(Sheet.Couple().Row(("户编号", "H2"), ("姓名", "=1+1"), ("证件号码", Sheet.Id("19600101", true)), ("与户主关系", "户主")));
        var dry = await RunAsync(system, file, r => r with { DryRun = true });
        (dry.Accepted, dry.Refused, dry.Changes.Count).ShouldBe((2, 1, 0));
        (await RunAsync(system, file, r => r with { AllOrNothing = true })).Refused.ShouldBe(3);
        await using var scope = system.Enter(Liuba);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        (await db.Set<Household>().AnyAsync(TestContext.Current.CancellationToken)).ShouldBeFalse();
        (await db.Set<Change>().AnyAsync(TestContext.Current.CancellationToken)).ShouldBeFalse();
    }

    [Theory, EachEngine]
    public async Task What_a_dead_import_left_hidden_is_taken_back_by_the_next(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        var ct = TestContext.Current.CancellationToken;
        var sheet = Sheet.Couple();
        await RunAsync(system, Save(sheet));
        await using (var scope = system.Enter(Liuba))
        {
            // What kill -9 leaves: a change set without a time, with versions opened and closed by it.
            var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
            var writer = scope.ServiceProvider.GetRequiredService<ChangeWriter>();
            var hidden = new Change { County = 610729, Id = Ids.New(system.Clock), Actor = "x", Channel = "import", Reason = "x" };
            await writer.BeginAsync(hidden, ct);
            await db.Set<PersonVersion>().Where(v => v.Name == "张三").ExecuteUpdateAsync(s => s.SetProperty(v => v.ClosedBy, hidden.Id), ct);
            var version = await db.Set<PersonVersion>().AsNoTracking().SingleAsync(v => v.Name == "张三", ct);
            await db.BulkInsertAsync([version with { Id = Ids.New(system.Clock), Name = "半途", OpenedBy = hidden.Id, ClosedBy = null }], ct);
        }

        var again = await RunAsync(system, Save(sheet));
        (again.Accepted, again.Unchanged).ShouldBe((0, 2));
        await using var after = system.Enter(Liuba);
        var rows = after.ServiceProvider.GetRequiredService<PlatformDb>();
        (await rows.Set<PersonVersion>().CountAsync(ct)).ShouldBe(2);
        (await rows.Set<PersonVersion>().AnyAsync(v => v.ClosedBy != null, ct)).ShouldBeFalse();
        (await rows.Set<Change>().CountAsync(ct)).ShouldBe(1);
    }

    [Fact]
    public async Task Columns_and_cells_that_a_file_leaves_empty_keep_what_the_register_knows()
    {
        await using var system = await TestSystem.CreateAsync(DbEngine.Sqlite);
        await RunAsync(system, Save(Sheet.Couple().All("住房面积", "60").All("危房户", "否").All("大病保险", "是").All("养老保险", "是").All("一卡通账号", "6299000011112222333").Set(0, "健康状况", "大病")));
        (await RunAsync(system, Save(Sheet.Couple().All("危房户", "否").All("大病保险", "是")))).Unchanged.ShouldBe(2);
        (await RunAsync(system, Save(Sheet.Couple()))).Unchanged.ShouldBe(2);
        (await RunAsync(system, Save(Sheet.Couple().All("住房面积", "")))).Unchanged.ShouldBe(2, "an empty cell says nothing");
        (await RunAsync(system, Save(Sheet.Couple().All("住房面积", "")), r => r with { Mapping = new ImportMapping { Blank = BlankCells.Erase } })).Accepted.ShouldBe(1, "unless it is told to erase");
    }

    [Fact]
    public async Task The_marked_copy_explains_each_finding_at_its_cell_and_can_be_mended_and_sent_again()
    {
        await using var system = await TestSystem.CreateAsync(DbEngine.Sqlite);
        var file = Save(Sheet.Couple().Set(0, "姓名", "=1+1"));
        var report = await RunAsync(system, file);
        var copy = Path.Combine(folder, "marked.xlsx");
        await using (var output = File.Create(copy))
        {
            HouseholdImport.WriteMarked(new ImportFile(file, Path.GetFileName(file)), report.Findings, output, "zh", TestContext.Current.CancellationToken);
        }

        using (var reader = SheetReader.Open(copy))
        {
            reader.NextSheet().ShouldBeTrue();
            reader.NextRow().ShouldBeTrue();
            reader[reader.Columns - 1].Text.ShouldBe("问题");
            reader.NextRow().ShouldBeTrue();
            reader[reader.Columns - 1].Text!.ShouldContain("公式");
        }

        (await RunAsync(system, copy)).Refused.ShouldBe(2, "the mistake is still in it, but the copy is readable");
    }

    [Theory, EachEngine]
    public async Task A_file_is_uploaded_checked_applied_and_its_findings_are_shown(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync("610729");
        var file = Sheet.Couple().Row(("户编号", "H2"), ("姓名", "=1+1"), ("证件号码", Sheet.Id("19600101", true)), ("与户主关系", "户主")).Text();
        var started = await UploadAsync(clerk, file, "dry");
        var view = await WaitAsync(clerk, started, "checked");
        ((int)view["counts"]!["accepted"]!, (int)view["counts"]!["refused"]!).ShouldBe((2, 1));
        var errors = await clerk.GetAsync($"/api/imports/{started}/errors?severity=error");
        ((string)errors["items"]![0]!["code"]!).ShouldBe("name-formula");
        (await clerk.Client.GetAsync($"/api/imports/{started}/workbook", TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        ((int)(await clerk.GetAsync("/api/households"))["total"]!).ShouldBe(0);
        await clerk.SendAsync(HttpMethod.Post, $"/api/imports/{started}/apply", new JsonObject(), 202);
        await WaitAsync(clerk, started, "applied");
        ((int)(await clerk.GetAsync("/api/households"))["total"]!).ShouldBe(1);
        ((int)(await clerk.GetAsync("/api/imports"))["total"]!).ShouldBe(1);
        var neighbour = await office.ClerkAsync("610728");
        ((int)(await neighbour.GetAsync("/api/imports"))["total"]!).ShouldBe(0);
        await neighbour.GetAsync($"/api/imports/{started}", 404);
    }

    private static async Task<Guid> UploadAsync(Clerk clerk, string csv, string key)
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(csv)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } }, "file", "登记表.csv" },
            { new StringContent("610729"), "region" },
            { new StringContent("true"), "dry_run" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/imports") { Content = form };
        request.Headers.Add("Idempotency-Key", key);
        var response = await clerk.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(202, text);
        return Guid.Parse((string)JsonNode.Parse(text)!["id"]!);
    }

    private static Task<JsonNode> WaitAsync(Clerk clerk, Guid id, string state) =>
        Eventually.GetAsync(() => clerk.GetAsync($"/api/imports/{id}"), view => (string)view["state"]! == state, TestContext.Current.CancellationToken);

    private static async Task<ImportReport> RunAsync(TestSystem system, string file, Func<ImportRequest, ImportRequest>? with = null)
    {
        system.Clock.Advance(TimeSpan.FromMinutes(1));
        await using var scope = system.Enter(Liuba);
        var request = new ImportRequest([new ImportFile(file, Path.GetFileName(file))], Liuba);
        return await scope.ServiceProvider.GetRequiredService<HouseholdImport>().RunAsync(with?.Invoke(request) ?? request, null, TestContext.Current.CancellationToken);
    }

    private string Save(Sheet sheet)
    {
        var path = Path.Combine(folder, "登记表.csv");
        File.WriteAllText(path, sheet.Text());
        return path;
    }

    private static RegionCode Code(string text) => RegionCode.TryParse(text, out var code) ? code : throw new FormatException(text);
}
