using System.Text.Json;
using System.Text.Json.Nodes;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Model;
using Fuyao.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Import;

/// <summary>人均纯收入 of the national export, which has no components, is a fact of its own.</summary>
public sealed class StatedIncomeTests : IDisposable
{
    private static readonly DateOnly Day = new(2016, 5, 1);
    private readonly string folder = Directory.CreateTempSubdirectory("fuyao-stated-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task A_stated_figure_is_stored_unchanged_when_imported_again_and_one_change_when_mended(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        var sheet = Two();
        (await RunAsync(system, Save(sheet))).Accepted.ShouldBe(3);
        var again = await RunAsync(system, Save(sheet));
        (again.Accepted, again.Unchanged, again.Changes.Count).ShouldBe((0, 3, 0));
        var mended = await RunAsync(system, Save(sheet.Set(0, "人均纯收入", "2600").Set(1, "人均纯收入", "2600")));
        (mended.Accepted, mended.Unchanged, mended.Changes.Count).ShouldBe((1, 2, 1));

        await using var scope = system.Enter(Liuba);
        var versions = await scope.ServiceProvider.GetRequiredService<PlatformDb>().Set<HouseholdVersion>().AsNoTracking()
            .Where(v => v.Number == "H1").OrderBy(v => v.Id).ToListAsync(Ct);
        versions.Select(v => (v.StatedIncomePerHead?.Yuan, v.IncomePerHead?.Yuan, v.ClosedBy)).ShouldBe(
            [(2500.5m, 2500.5m, mended.Changes[0]), (2600m, 2600m, null)], ignoreOrder: false);
        var reader = scope.ServiceProvider.GetRequiredService<HouseholdReader>();
        (await reader.GetAsync(versions[0].HouseholdId, Day, ct: Ct))!.StatedIncomePerHead.ShouldBe(Money.FromYuan(2600));
        var before = system.Clock.GetUtcNow() - TimeSpan.FromSeconds(30);
        (await reader.GetAsync(versions[0].HouseholdId, Day, before, Ct))!.StatedIncomePerHead.ShouldBe(Money.FromYuan(2500.5m));
    }

    [Theory, EachEngine]
    public async Task Components_win_over_the_stated_figure_and_a_file_without_the_column_leaves_it_alone(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        await RunAsync(system, Save(Two()));
        await RunAsync(system, Save(Two(stated: false).All("收入年度", "2015").All("工资性收入", "6000")));
        await using var scope = system.Enter(Liuba);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        (await db.Set<HouseholdVersion>().Where(v => v.ClosedBy == null).OrderBy(v => v.Number).Select(v => new { v.IncomePerHead, v.StatedIncomePerHead }).ToListAsync(Ct))
            .Select(v => (v.IncomePerHead?.Yuan, v.StatedIncomePerHead?.Yuan)).ShouldBe([(3000m, 2500.5m), (6000m, 1800m)], ignoreOrder: false);
    }

    [Theory, EachEngine]
    public async Task A_year_beside_a_stated_figure_does_not_make_its_components_nought(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        var sheet = Two().All("收入年度", "2015");
        (await RunAsync(system, Save(sheet))).Findings.ShouldNotContain(f => f.Code == "income-per-head-differs");
        (await RunAsync(system, Save(sheet))).Unchanged.ShouldBe(3);
        await using var scope = system.Enter(Liuba);
        var version = await scope.ServiceProvider.GetRequiredService<PlatformDb>().Set<HouseholdVersion>().SingleAsync(v => v.Number == "H2", Ct);
        (version.IncomePerHead?.Yuan, version.IncomeYear).ShouldBe((1800m, 2015));
    }

    [Theory, EachEngine]
    public async Task The_figure_is_shown_with_its_source_sorted_filtered_and_changed_like_any_other(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync(Some.Township);
        foreach (var (number, stated) in new[] { ("H1", 2500.5m), ("H2", 1800m) })
        {
            await clerk.CreateAsync(Some.HouseholdJson(number, h =>
            {
                h.Remove("income");
                h["persons"]!.AsArray().ToList().ForEach(p => p!["id"] = $"{number}{p["id"]}");
                h["stated_income_per_head"] = stated;
            }));
        }

        var list = await clerk.GetAsync("/api/households?sort=income&income_from=1000&income_to=3000");
        list["items"]!.AsArray().Select(i => ((string)i!["number"]!, (string)i["income_per_head"]!)).ShouldBe([("H2", "1800.00"), ("H1", "2500.50")], ignoreOrder: false);
        (await clerk.GetAsync("/api/households?income_from=2000"))["items"]!.AsArray().Count.ShouldBe(1);

        var id = (string)list["items"]![0]!["id"]!;
        var shown = await clerk.GetAsync($"/api/households/{id}");
        ((string)shown["stated_income_per_head"]!).ShouldBe("1800.00");
        var change = (string)shown["provenance"]!["stated_income_per_head"]!;
        shown["changes"]!.AsArray().Select(c => (string)c!["id"]!).ShouldContain(change);

        var changed = await clerk.ChangeAsync(shown, new JsonObject { ["changes"] = new JsonObject { ["stated_income_per_head"] = 1900 } });
        ((string)changed["household"]!["stated_income_per_head"]!).ShouldBe("1900.00");
        var difference = (await clerk.GetAsync($"/api/households/{id}/history"))["items"]![0]!["differences"]![0]!["fields"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)difference["field"]!, (decimal)difference["before"]!, (decimal)difference["after"]!).ShouldBe(("stated_income_per_head", 1800m, 1900m));
    }

    [Fact]
    public async Task A_marked_copy_keeps_the_figure()
    {
        await using var system = await TestSystem.CreateAsync(DbEngine.Sqlite);
        var file = Save(Two().Set(0, "人数", "5").Set(1, "人数", "5"));
        var report = await RunAsync(system, file);
        report.Findings.ShouldNotBeEmpty();
        var copy = Path.Combine(folder, "marked.xlsx");
        await using (var output = File.Create(copy))
        {
            HouseholdImport.WriteMarked(new ImportFile(file, Path.GetFileName(file)), report.Findings, output, "zh", Ct);
        }

        (await RunAsync(system, copy)).Unchanged.ShouldBe(3);
    }

    [Fact]
    public async Task The_list_and_the_policies_work_out_the_same_income_per_head()
    {
        await using var system = await TestSystem.CreateAsync(DbEngine.Sqlite);
        var county = SyntheticCounty.Generate(new GenerateRequest(Liuba, 300, 8, folder, Faults: false), Ct);
        await RunAsync(system, county.Files[0]);
        await using var scope = system.Enter(Liuba);
        var engine = scope.ServiceProvider.GetRequiredService<PolicyEngine>();
        var (known, unknown) = (0, 0);
        await foreach (var record in scope.ServiceProvider.GetRequiredService<HouseholdReader>().StreamAsync(CodeRange.Everything, Day, Ct))
        {
            // The generated households know everything: some are made to know less, and one in seven has lost a member.
            var household = JsonNode.Parse(record.Json.Span)!.AsObject();
            var income = household["income"]!.AsObject();
            switch ((known + unknown) % 6)
            {
                case 1:
                    income["wage"] = null;
                    break;
                case 2:
                    household.Remove("income");
                    break;
                case 3:
                    income.Remove("transfer");
                    break;
                case 4:
                    household["income"] = new JsonObject { ["year"] = 2015 };
                    break;
            }

            var persons = household["persons"]!.AsArray();
            if ((known + unknown) % 7 == 0)
            {
                persons[0]!["death"] = "2016-01-31";
            }

            Fact<IncomeFacts> facts = household["income"] is { } stated ? stated.Deserialize<IncomeFacts>(Facts.Json)! : default(Fact<IncomeFacts>);
            var listed = IncomePerHead.Of(facts, persons.Count(p => p!["death"] is null));
            listed.ShouldBe(engine.ComputeIncome(JsonSerializer.SerializeToUtf8Bytes(household), Day).PerHead, household.ToJsonString());
            (known, unknown) = listed is null ? (known, unknown + 1) : (known + 1, unknown);
        }

        (known + unknown).ShouldBe(300);
        known.ShouldBeGreaterThan(150);
        unknown.ShouldBeGreaterThan(50);
    }

    private static RegionCode Liuba => new(610729000000);

    private static Sheet Two(bool stated = true)
    {
        var sheet = Sheet.Couple().Row(("户编号", "H2"), ("姓名", "王七"), ("证件号码", Sheet.Id("19600101", true)), ("与户主关系", "户主"));
        return stated ? sheet.Set(0, "人均纯收入", "2500.5").Set(1, "人均纯收入", "2500.5").Set(2, "人均纯收入", "1800") : sheet;
    }

    private static async Task<ImportReport> RunAsync(TestSystem system, string file)
    {
        system.Clock.Advance(TimeSpan.FromMinutes(1));
        await using var scope = system.Enter(Liuba);
        return await scope.ServiceProvider.GetRequiredService<HouseholdImport>()
            .RunAsync(new ImportRequest([new ImportFile(file, Path.GetFileName(file))], Liuba), null, Ct);
    }

    private string Save(Sheet sheet)
    {
        var path = Path.Combine(folder, "登记表.csv");
        File.WriteAllText(path, sheet.Text());
        return path;
    }
}
