using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Received;
using Fuyao.Registry.Records;
using Fuyao.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Import;

/// <summary>Villages, organisations, linkages, groups and other departments' lists, by the same import.</summary>
public sealed class RecordImportTests : IDisposable
{
    private static readonly RegionCode Liuba = new(610729000000);
    private readonly string folder = Directory.CreateTempSubdirectory("fuyao-records-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, EachEngine]
    public async Task Yearly_figures_of_villages_are_stored_compared_and_undone(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        const string first = "乡,行政村,年度,总户数,总人口,村集体经济收入(万元)\n玉皇庙镇,两河口村,2015,210,820,3.5\n";
        var stored = await RunAsync(system, "village-years", first);
        (stored.Accepted, stored.Refused, stored.Rows.New).ShouldBe((1, 0, 1));
        (await RunAsync(system, "village-years", first)).Unchanged.ShouldBe(1);
        var changed = await RunAsync(system, "village-years", first.Replace("820", "815", StringComparison.Ordinal));
        var cell = changed.Differences.Single().Cells.Single();
        (cell.Field, cell.Before, cell.After).ShouldBe(("总人口", "820", "815"));
        await using var scope = system.Enter(Liuba);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var record = await db.Set<RecordVersion>().SingleAsync(v => v.ClosedBy == null && v.Kind == RecordKinds.Village, Ct);
        record.Year.ShouldBe(2015);
        record.Facts.ShouldContain("\"collective_income\":35000");
        system.Clock.Advance(TimeSpan.FromMinutes(1));
        var undoing = scope.ServiceProvider.GetRequiredService<ImportUndoing>();
        (await undoing.PreviewAsync(stored.Changes[0], Ct)).Blocked.ShouldBe(1, "the figure was corrected since");
        await undoing.RunAsync(changed.Changes[0], false, "填错", null, Ct);
        (await db.Set<RecordVersion>().SingleAsync(v => v.ClosedBy == null && v.Kind == RecordKinds.Village, Ct)).Facts.ShouldContain("820");
    }

    [Fact]
    public async Task Organisations_their_linkages_and_groups_come_from_lists()
    {
        await using var system = await TestSystem.CreateAsync(DbEngine.Sqlite);
        await RunAsync(system, "households", Sheet.Couple().Text());
        var organisations = await RunAsync(system, "organisations", "名称,类型,乡,行政村,法定代表人\n两河口种植专业合作社,合作社,玉皇庙镇,两河口村,王大\n没有类型的,,玉皇庙镇,两河口村,李二\n");
        (organisations.Accepted, organisations.Refused).ShouldBe((1, 1), string.Join(";", organisations.Findings.Select(f => f.Message.Zh)));
        var relation = RecordDictionary.Find(RecordKinds.Linkage, "relation")!;
        var linkages = await RunAsync(system, "linkages", $"户编号,名称,{relation.Label.Zh}\nH1,两河口种植专业合作社,{relation.Codes![0].Label.Zh}\nH9,两河口种植专业合作社,{relation.Codes[0].Label.Zh}\n");
        (linkages.Accepted, linkages.Refused).ShouldBe((1, 1), string.Join(";", linkages.Findings.Select(f => f.Message.Zh)));
        var groups = await RunAsync(system, "groups", "乡,行政村,组名,组长\n玉皇庙镇,两河口村,一组,张三\n");
        groups.Accepted.ShouldBe(1, string.Join(";", groups.Findings.Select(f => f.Message.Zh)));
        (await RunAsync(system, "groups", "乡,行政村,组名,组长\n玉皇庙镇,两河口村,一组,李四\n")).Rows.Changed.ShouldBe(1);
    }

    [Fact]
    public async Task A_department_roster_is_matched_stored_once_and_taken_back()
    {
        await using var system = await TestSystem.CreateAsync(DbEngine.Sqlite);
        await RunAsync(system, "households", Sheet.Couple().Text());
        var roster = $"姓名,身份证号,救助类别,月保障金,纳入时间\n张三,{Sheet.Id("19510305", true)},农村低保,350,2016-01-01\n外人,{Sheet.Id("19700101", true)},农村低保,350,2016-01-01\n";
        var mapping = new ImportMapping { Constants = new Dictionary<string, string> { ["部门"] = "民政局", ["频次"] = "每月" } };
        var dry = await RunAsync(system, "received", roster, r => r with { Mapping = mapping, DryRun = true });
        (dry.Rows.New, dry.Warnings).ShouldBe((2, 1));
        var stored = await RunAsync(system, "received", roster, r => r with { Mapping = mapping });
        stored.Accepted.ShouldBe(2, string.Join(";", stored.Findings.Select(f => f.Message.Zh)));
        (await RunAsync(system, "received", roster, r => r with { Mapping = mapping })).Unchanged.ShouldBe(2);
        await using var scope = system.Enter(Liuba);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        (await db.Set<ReceivedBenefitRow>().SingleAsync(r => r.PersonName == "张三", Ct)).State.ShouldBe(MatchStates.Matched);
        system.Clock.Advance(TimeSpan.FromMinutes(1));
        await scope.ServiceProvider.GetRequiredService<ImportUndoing>().RunAsync(stored.Changes[0], false, "名册作废", null, Ct);
        (await db.Set<ReceivedBenefitRow>().AnyAsync(r => r.ClosedBy == null, Ct)).ShouldBeFalse();
    }

    private async Task<ImportReport> RunAsync(TestSystem system, string table, string csv, Func<ImportRequest, ImportRequest>? with = null)
    {
        var path = Path.Combine(folder, $"{Guid.CreateVersion7():N}.csv");
        await File.WriteAllTextAsync(path, csv, Ct);
        system.Clock.Advance(TimeSpan.FromMinutes(1));
        await using var scope = system.Enter(Liuba);
        var request = new ImportRequest([new ImportFile(path, "表.csv")], Liuba) { Table = table, Compare = true };
        return await scope.ServiceProvider.GetRequiredService<HouseholdImport>().RunAsync(with?.Invoke(request) ?? request, null, Ct);
    }
}
