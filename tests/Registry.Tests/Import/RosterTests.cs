using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Model;
using Fuyao.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Import;

/// <summary>Rosters of registered people: matching, conflicts, decisions, undo.</summary>
public sealed class RosterTests : IDisposable
{
    private static readonly RegionCode Liuba = new(610729000000);
    private readonly string folder = Directory.CreateTempSubdirectory("fuyao-roster-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, EachEngine]
    public async Task A_roster_changes_only_what_it_states_about_people_it_finds_and_undo_brings_it_back(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        await RunAsync(system, Sheet.Family().All("耕地面积", "3").Text());
        var roster = $"姓名,身份证号,种地(亩)\n张三,{Sheet.Id("19510305", true)},5\n张五,{Sheet.Id("19850101", true)},\n没有的人,{Sheet.Id("19700101", true)},1\n";
        var mapping = new ImportMapping
        {
            Columns = [new ColumnMap("种地(亩)", "耕地面积")],
            Constants = new Dictionary<string, string> { ["享受低保"] = "是" },
        };
        var report = await RunAsync(system, roster, r => r with { Table = "persons", Mapping = mapping, Compare = true });
        report.Rows.ShouldBe(new DifferenceCounts(0, 2, 0, 0, 1));
        report.Findings.Single().Code.ShouldBe("not-registered");
        var cell = report.Differences.Single(d => d.Row == 2).Cells.Single(c => c.Field == "耕地面积");
        (cell.Before, cell.After, cell.Outcome).ShouldBe(("3", "5", CellOutcome.Write));
        var (land, dibao, count) = await StateAsync(system);
        (land, dibao, count).ShouldBe((5m, 2, 4));

        await using (var scope = system.Enter(Liuba))
        {
            var undoing = scope.ServiceProvider.GetRequiredService<ImportUndoing>();
            (await undoing.PreviewAsync(report.Changes[0], Ct)).Households.ShouldBe(1);
            system.Clock.Advance(TimeSpan.FromMinutes(1));
            (await undoing.RunAsync(report.Changes[0], false, "名册有误", null, Ct)).Change.ShouldNotBeNull();
        }

        (await StateAsync(system)).ShouldBe((3m, 0, 4));
        await using var after = system.Enter(Liuba);
        var db = after.ServiceProvider.GetRequiredService<PlatformDb>();
        var undone = await db.Set<Change>().SingleAsync(c => c.Id == report.Changes[0], Ct);
        undone.UndoneBy.ShouldNotBeNull();
        (await db.Set<PersonVersion>().CountAsync(v => v.Name == "张三", Ct)).ShouldBe(3, "history stays");
    }

    [Theory, EachEngine]
    public async Task A_list_of_another_department_is_exported_mended_and_imported_again_and_only_changed_cells_change(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync("610729");
        await ImportAsync(Sheet.Family().Text(), "", null);
        var list = $"姓名,身份证号,部门,项目,金额,发放日期,频次\n张三,{Sheet.Id("19510305", true)},民政局,农村低保,165,2016-01-01,每月\n张三三,,民政局,农村低保,95,2016-01-01,每月\n";
        await ImportAsync(list, "received", null);
        var path = Path.Combine(folder, "received.xlsx");
        await File.WriteAllBytesAsync(path, await clerk.Client.GetByteArrayAsync("/api/received/mending", Ct), Ct);
        (await File.ReadAllBytesAsync(path, Ct)).Length.ShouldBeGreaterThan(2000);
        var unchanged = await ImportAsync(null, null, path);
        unchanged.Rows.ShouldBe(new DifferenceCounts(0, 0, 2, 0, 0), "nothing was mended");

        // As a spreadsheet would save it: an amount put right, and the name of somebody whom nobody was.
        List<string[]> rows = [];
        using (var sheet = Kernel.Sheets.SheetReader.Open(path))
        {
            sheet.NextSheet();
            while (sheet.NextRow())
            {
                rows.Add([.. Enumerable.Range(0, 12).Select(i => i < sheet.Columns ? sheet[i].ToString() ?? "" : "")]);
            }
        }

        var columns = rows.Find(r => r.Contains("系统码"))!;
        int At(string header) => Array.IndexOf(columns, header);
        foreach (var row in rows.SkipWhile(r => r != columns).Skip(1))
        {
            row[At("证件号码")].ShouldBe("", "no id number leaves with the file");
            (row[At("金额")], row[At("姓名")]) = row[At("姓名")] == "张三" ? ("210", "张三") : (row[At("金额")], "张五");
        }

        var mended = await ImportAsync(string.Join('\n', rows.SkipWhile(r => r != columns).Select(r => string.Join(',', r))), "received", null);
        mended.Rows.ShouldBe(new DifferenceCounts(0, 2, 0, 0, 0), string.Join("; ", mended.Findings.Select(f => f.Message.Zh)));
        mended.Differences.SelectMany(d => d.Cells).Select(c => (c.Field, c.Before, c.After)).ShouldBe([("金额", "165", "210"), ("姓名", "张**", "张*")], ignoreOrder: true);
        (await StatesAsync()).ShouldBe([("张三", 210m, "matched"), ("张五", 95m, "ambiguous")], ignoreOrder: true);

        await using (var scope = office.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<Access.Contracts.CurrentActor>().EnterOperator(Liuba);
            await scope.ServiceProvider.GetRequiredService<ImportUndoing>().RunAsync(mended.Changes[0], false, "改错了", null, Ct);
        }

        (await StatesAsync()).ShouldBe([("张三", 165m, "matched"), ("张三三", 95m, "unmatched")], ignoreOrder: true);

        async Task<List<(string, decimal, string)>> StatesAsync() =>
            [.. (await clerk.GetAsync("/api/received?limit=50"))["items"]!.AsArray().Select(r => ((string)r!["person_name"]!, decimal.Parse((string)r["amount"]!), (string)r["state"]!))];

        async Task<ImportReport> ImportAsync(string? text, string? table, string? file)
        {
            office.Clock.Advance(TimeSpan.FromMinutes(1));
            file ??= Path.Combine(folder, $"{table}-{office.Clock.GetUtcNow():HHmm}.csv");
            if (text is not null)
            {
                await File.WriteAllTextAsync(file, text, Ct);
            }

            await using var scope = office.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Access.Contracts.CurrentActor>().EnterOperator(Liuba);
            return await scope.ServiceProvider.GetRequiredService<HouseholdImport>().RunAsync(
                new ImportRequest([new ImportFile(file, Path.GetFileName(file))], Liuba) { Table = string.IsNullOrEmpty(table) ? text is null ? "received" : null : table, Compare = true }, null, Ct);
        }
    }

    [Fact]
    public async Task An_undo_is_refused_while_later_changes_depend_on_it_and_takes_back_the_rest_when_asked()
    {
        await using var system = await TestSystem.CreateAsync(DbEngine.Sqlite);
        var two = Sheet.Couple().Row(("户编号", "H2"), ("姓名", "王七"), ("证件号码", Sheet.Id("19600101", true)), ("与户主关系", "户主"));
        var first = await RunAsync(system, two.Text());
        await RunAsync(system, two.Set(0, "文化程度", "小学").Text());
        await using var scope = system.Enter(Liuba);
        var undoing = scope.ServiceProvider.GetRequiredService<ImportUndoing>();
        var preview = await undoing.PreviewAsync(first.Changes[0], Ct);
        (preview.Households, preview.Blocked).ShouldBe((2, 1));
        preview.Blocks.Single().Number.ShouldBe("H1");
        (await Should.ThrowAsync<Kernel.Problems.ProblemException>(() => undoing.RunAsync(first.Changes[0], false, "x", null, Ct))).Status.ShouldBe(409);
        system.Clock.Advance(TimeSpan.FromMinutes(1));
        await undoing.RunAsync(first.Changes[0], true, "只撤其余", null, Ct);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        (await db.Set<HouseholdVersion>().Where(v => v.ClosedBy == null).Select(v => v.Number).Distinct().ToListAsync(Ct)).ShouldBe(["H1"]);
        (await undoing.PreviewAsync(first.Changes[0], Ct)).Undone.ShouldBe(1);

        // The number is free to be registered again.
        system.Clock.Advance(TimeSpan.FromMinutes(1));
        (await RunAsync(system, two.Text())).Accepted.ShouldBe(1);
    }

    [Theory, EachEngine]
    public async Task An_undo_that_died_halfway_showed_nothing_and_the_next_one_finishes_it(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        var first = await RunAsync(system, Sheet.Couple().Text());
        var second = await RunAsync(system, Sheet.Couple().Set(0, "文化程度", "小学").Text());
        await using (var scope = system.Enter(Liuba))
        {
            // What kill -9 leaves: a change set without a time that closed a version and opened its copy.
            var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
            var hidden = new Change { County = 610729, Id = Ids.New(system.Clock), Actor = "x", Channel = "import", Reason = "x", Source = $"undo:{second.Changes[0]}" };
            await scope.ServiceProvider.GetRequiredService<Fuyao.Registry.Changes.ChangeWriter>().BeginAsync(hidden, Ct);
            var version = await db.Set<PersonVersion>().AsNoTracking().SingleAsync(v => v.Name == "张三" && v.ClosedBy == null, Ct);
            await db.Set<PersonVersion>().Where(v => v.Id == version.Id).ExecuteUpdateAsync(s => s.SetProperty(v => v.ClosedBy, hidden.Id), Ct);
            await db.BulkInsertAsync([version with { Id = Ids.New(system.Clock), Name = "半途", OpenedBy = hidden.Id, ClosedBy = null }], Ct);
            system.Clock.Advance(TimeSpan.FromMinutes(1));
            await scope.ServiceProvider.GetRequiredService<ImportUndoing>().RunAsync(second.Changes[0], false, "再来", null, Ct);
        }

        await using var after = system.Enter(Liuba);
        var rows = after.ServiceProvider.GetRequiredService<PlatformDb>();
        (await rows.Set<PersonVersion>().AnyAsync(v => v.Name == "半途", Ct)).ShouldBeFalse();
        var now = await rows.Set<PersonVersion>().SingleAsync(v => v.Name == "张三" && v.ClosedBy == null, Ct);
        var before = await rows.Set<PersonVersion>().SingleAsync(v => v.Name == "张三" && v.OpenedBy == first.Changes[0], Ct);
        now.Facts.ShouldBe(before.Facts);
        (await rows.Set<Change>().AnyAsync(c => c.At == null, Ct)).ShouldBeFalse();
    }

    [Fact]
    public async Task Where_the_field_says_ask_nothing_is_written_until_somebody_decides()
    {
        await using var system = await TestSystem.CreateAsync(DbEngine.Sqlite);
        await RunAsync(system, Sheet.Couple().Text());
        var roster = $"证件号码,姓名,文化程度\n{Sheet.Id("19510305", true)},张叁,小学\n";
        var asked = await RunAsync(system, roster, r => r with { Table = "persons", Compare = true });
        asked.Rows.Conflicts.ShouldBe(1);
        asked.Differences.Single().Cells.Select(c => (c.Field, c.Outcome)).ShouldBe([("姓名", CellOutcome.Ask), ("文化程度", CellOutcome.Write)], ignoreOrder: true);
        (await NamesAsync(system)).ShouldBe(["张三", "李四"], ignoreOrder: true);
        var key = asked.Differences.Single().Cells.Single(c => c.Outcome == CellOutcome.Ask).Key;
        await RunAsync(system, roster, r => r with { Table = "persons", Decisions = new ImportDecisions(null, new Dictionary<string, bool> { [key] = true }) });
        (await NamesAsync(system)).ShouldBe(["张叁", "李四"], ignoreOrder: true);
        await RunAsync(system, roster.Replace("小学", "初中", StringComparison.Ordinal), r => r with { Table = "persons", Mapping = new ImportMapping { OnConflict = OnConflict.Keep } });
        var kept = await RunAsync(system, roster, r => r with { Table = "persons", Compare = true });
        kept.Rows.Unchanged.ShouldBe(1, "keep fills in only what the register does not know");
    }

    [Fact]
    public async Task A_wrong_digit_never_hits_a_namesake_and_two_namesakes_are_never_guessed()
    {
        await using var system = await TestSystem.CreateAsync(DbEngine.Sqlite);
        await RunAsync(system, Sheet.Couple().Row(("户编号", "H2"), ("姓名", "张三"), ("证件号码", Sheet.Id("19600101", true)), ("与户主关系", "户主")).Text());
        var byId = await RunAsync(system, $"证件号码,姓名,乡,行政村,文化程度\n{Sheet.Id("19620101", true)},张三,玉皇庙镇,两河口村,小学\n", r => r with { Table = "persons" });
        byId.Findings.Single().Code.ShouldBe("not-registered");
        var byName = await RunAsync(system, "姓名,乡,行政村,文化程度\n张三,玉皇庙镇,两河口村,小学\n李四,玉皇庙镇,两河口村,小学\n", r => r with { Table = "persons" });
        byName.Findings.Single().Code.ShouldBe("ambiguous");
        byName.Accepted.ShouldBe(1);
    }

    [Fact]
    public async Task Households_and_members_may_stand_on_two_sheets()
    {
        await using var system = await TestSystem.CreateAsync(DbEngine.Sqlite);
        var path = Path.Combine(folder, "两表.xlsx");
        using (var output = File.Create(path))
        using (var sheet = Kernel.Sheets.SheetWriter.Workbook(output))
        {
            sheet.BeginSheet("户表");
            sheet.Row();
            sheet.Texts(["户编号", "乡", "行政村", "耕地面积", "致贫原因"]);
            sheet.Row();
            sheet.Texts(["H1", "玉皇庙镇", "两河口村", "4", "缺资金"]);
            sheet.BeginSheet("成员表");
            sheet.Row();
            sheet.Texts(["户编号", "姓名", "证件号码", "与户主关系", "民族"]);
            sheet.Row();
            sheet.Texts(["H1", "张三", Sheet.Id("19510305", true), "户主", "汉族"]);
            sheet.Row();
            sheet.Texts(["H1", "李四", Sheet.Id("19550711", false), "配偶", "汉族"]);
        }

        system.Clock.Advance(TimeSpan.FromMinutes(1));
        await using (var scope = system.Enter(Liuba))
        {
            var report = await scope.ServiceProvider.GetRequiredService<HouseholdImport>().RunAsync(new ImportRequest([new ImportFile(path, "两表.xlsx")], Liuba), null, Ct);
            report.Findings.Where(f => f.Severity == "error").ShouldBeEmpty();
            report.Accepted.ShouldBe(2);
        }

        (await StateAsync(system)).Land.ShouldBe(4m);
    }

    private static async Task<(decimal? Land, int Dibao, int Persons)> StateAsync(TestSystem system)
    {
        await using var scope = system.Enter(Liuba);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var household = await db.Set<HouseholdVersion>().SingleAsync(v => v.ClosedBy == null, Ct);
        var persons = await db.Set<PersonVersion>().Where(v => v.ClosedBy == null).ToListAsync(Ct);
        var facts = Facts.ReadHousehold(System.Text.Encoding.UTF8.GetBytes(household.Facts));
        return (facts.Land.TryGet(out var land) && land.Cultivated.TryGet(out var mu) ? mu : null,
            persons.Count(p => p.Facts.Contains("\"dibao\":true", StringComparison.Ordinal)), persons.Count);
    }

    private static async Task<List<string?>> NamesAsync(TestSystem system)
    {
        await using var scope = system.Enter(Liuba);
        return await scope.ServiceProvider.GetRequiredService<PlatformDb>().Set<PersonVersion>().Where(v => v.ClosedBy == null).Select(v => v.Name).ToListAsync(Ct);
    }

    private async Task<ImportReport> RunAsync(TestSystem system, string csv, Func<ImportRequest, ImportRequest>? with = null)
    {
        var path = Path.Combine(folder, $"{Guid.CreateVersion7():N}.csv");
        await File.WriteAllTextAsync(path, csv, Ct);
        system.Clock.Advance(TimeSpan.FromMinutes(1));
        await using var scope = system.Enter(Liuba);
        var request = new ImportRequest([new ImportFile(path, "名册.csv")], Liuba);
        return await scope.ServiceProvider.GetRequiredService<HouseholdImport>().RunAsync(with?.Invoke(request) ?? request, null, Ct);
    }
}
