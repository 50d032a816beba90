using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Sheets;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Export;
using Fuyao.Registry.Model;
using Fuyao.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Import;

/// <summary>Export, mend in a spreadsheet, import: only changed cells become changes.</summary>
public sealed class MendingTests : IDisposable
{
    private const int HeaderRow = 2;
    private static readonly RegionCode Liuba = new(610729000000);

    /// <summary>Columns to mend, of persons and of households, with values that differ from one another.</summary>
    private static readonly Dictionary<string, string[]> Editable = new()
    {
        ["文化程度"] = ["小学", "初中", "高中"],
        ["劳动技能"] = ["普通劳动力", "技能劳动力", "丧失劳动力"],
        ["务工时间(月)"] = ["1", "7", "11"],
        ["上年自付医疗支出"] = ["120.5", "3000", "0"],
        ["耕地面积"] = ["1.25", "9", "12"],
        ["安全饮用水"] = ["是", "否", "不详"],
        ["住房结构"] = ["砖混", "土木", "砖木"],
    };

    private readonly string folder = Directory.CreateTempSubdirectory("fuyao-mending-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, EachEngine]
    public async Task Whatever_is_mended_exactly_the_mended_cells_change(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        await FillAsync(system, 12);
        for (var seed = 1; seed <= 6; seed++)
        {
            var random = new Random(seed);
            var rows = await ExportAsync(system);
            var wanted = Edit(rows, random, random.Next(0, 9));
            var report = await ImportAsync(system, rows);
            report.Refused.ShouldBe(0, $"seed {seed}: {string.Join("; ", report.Findings.Select(f => f.Message.Zh))}");
            report.Differences.SelectMany(d => d.Cells.Select(c => (d.Row, c.Field, c.After, c.Outcome))).Order()
                .ShouldBe(wanted.Select(w => (w.Key.Row, w.Key.Column, (string?)w.Value, CellOutcome.Write)).Order(), $"seed {seed}");
            var after = await ExportAsync(system);
            foreach (var (row, before) in rows)
            {
                after[row].Skip(1).Select(Text).ShouldBe(before.Skip(1).Select(Text), $"seed {seed}, row {row}");
            }
        }
    }

    [Fact]
    public async Task A_cell_that_somebody_else_changed_meanwhile_is_a_conflict_shown_three_ways_and_other_cells_go_through()
    {
        await using var system = await TestSystem.CreateAsync(DbEngine.Sqlite);
        await RunAsync(system, Sheet.Couple().All("文化程度", "小学").All("耕地面积", "3").Text());
        var rows = await ExportAsync(system);
        var columns = Columns(rows);
        var head = rows.Single(r => Text(r.Value[columns["姓名"]]) == "张三");
        head.Value[columns["文化程度"]] = new CellValue("初中");
        head.Value[columns["健康状况"]] = new CellValue("残疾");

        // Meanwhile: the same cell otherwise, and another one.
        await RunAsync(system, Sheet.Couple().All("文化程度", "高中").Set(1, "文化程度", "小学").All("耕地面积", "8").Text());
        var report = await ImportAsync(system, rows);
        report.Rows.Conflicts.ShouldBe(1);
        var cells = report.Differences.Single(d => d.Row == head.Key).Cells;
        var conflict = cells.Single(c => c.Field == "文化程度");
        (conflict.Exported, conflict.Before, conflict.After, conflict.Outcome).ShouldBe(("小学", "高中", "初中", CellOutcome.Ask));
        cells.Single(c => c.Field == "健康状况").Outcome.ShouldBe(CellOutcome.Write);
        cells.ShouldNotContain(c => c.Field == "耕地面积", "what the exporter did not touch stays as the other one left it");
        var after = await ExportAsync(system);
        var now = after.Single(r => Text(r.Value[columns["姓名"]]) == "张三").Value;
        (Text(now[columns["文化程度"]]), Text(now[columns["健康状况"]]), Text(now[columns["耕地面积"]])).ShouldBe(("高中", "残疾", "8"));
    }

    [Fact]
    public async Task No_id_number_phone_or_account_leaves_with_the_file_and_one_that_is_typed_in_is_asked_about()
    {
        await using var system = await TestSystem.CreateAsync(DbEngine.Sqlite);
        await RunAsync(system, Sheet.Couple().All("一卡通账号", "6299000011112222333").Text());
        var rows = await ExportAsync(system);
        var id = Sheet.Id("19510305", true);
        rows.Values.SelectMany(r => r).Select(Text).ShouldNotContain(t => t != null && (t.Contains(id, StringComparison.Ordinal) || t.Contains("6299000011112222333", StringComparison.Ordinal)));
        var columns = Columns(rows);
        rows[HeaderRow + 1][columns["证件号码"]] = new CellValue(Sheet.Id("19510305", true, 1));
        var report = await ImportAsync(system, rows);
        report.Differences.SelectMany(d => d.Cells).Single(c => c.Field == "证件号码").Outcome.ShouldBe(CellOutcome.Ask);
        report.Accepted.ShouldBe(0);
    }

    private static Dictionary<string, int> Columns(SortedDictionary<int, CellValue[]> rows) =>
        rows[HeaderRow].Select((c, i) => (Name: c.Text ?? "", i)).Where(c => c.Name.Length > 0).ToDictionary(c => c.Name, c => c.i);

    private static Dictionary<(int Row, string Column), string> Edit(SortedDictionary<int, CellValue[]> rows, Random random, int cells)
    {
        var columns = Columns(rows);
        var edited = new Dictionary<(int, string), string>();
        var people = rows.Keys.Where(r => r > HeaderRow).ToList();
        while (edited.Count < cells)
        {
            var row = people[random.Next(people.Count)];
            var (column, values) = Editable.ElementAt(random.Next(Editable.Count));
            var cell = rows[row][columns[column]];

            // The household's own columns stand on its first row alone.
            var first = row == people[0] || Text(rows[row][columns["户编号"]]) != Text(rows[row - 1][columns["户编号"]]);
            var value = values[random.Next(values.Length)];
            if ((column is "耕地面积" or "安全饮用水" or "住房结构" && !first) || Text(cell) == value || edited.ContainsKey((row, column)))
            {
                continue;
            }

            rows[row][columns[column]] = new CellValue(value);
            edited[(row, column)] = value;
        }

        return edited;
    }

    private static string? Text(CellValue cell) => cell.IsEmpty ? null : cell.ToString();

    private static async Task<SortedDictionary<int, CellValue[]>> ExportAsync(TestSystem system)
    {
        await using var scope = system.Enter(Liuba);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var ids = await db.Set<HouseholdVersion>().Where(v => v.ClosedBy == null).OrderBy(v => v.Number).Select(v => v.HouseholdId).ToListAsync(Ct);
        using var file = new MemoryStream();
        await ExportForMending.WriteAsync(file, db, scope.ServiceProvider.GetRequiredService<Seal>(), ids, system.Clock.TodayInChina(), Ct);
        using var reader = SheetReader.Open(() => new MemoryStream(file.ToArray()));
        var rows = new SortedDictionary<int, CellValue[]>();
        reader.NextSheet();
        while (reader.NextRow())
        {
            rows[reader.Row] = [.. Enumerable.Range(0, reader.Columns).Select(i => reader[i])];
        }

        return rows;
    }

    private async Task<ImportReport> ImportAsync(TestSystem system, SortedDictionary<int, CellValue[]> rows)
    {
        var path = Path.Combine(folder, $"{Guid.CreateVersion7():N}.xlsx");
        await using (var output = File.Create(path))
        using (var sheet = SheetWriter.Workbook(output))
        {
            sheet.BeginSheet("登记册");
            foreach (var row in rows.Values)
            {
                sheet.Row();
                foreach (var cell in row)
                {
                    if (cell.Number is { } number)
                    {
                        sheet.Number((decimal)number);
                    }
                    else if (cell.Date is { } date)
                    {
                        sheet.Date(date);
                    }
                    else
                    {
                        sheet.Text(cell.Text);
                    }
                }
            }
        }

        return await RunAsync(system, new ImportFile(path, "修改.xlsx"), r => r with { Table = "persons", Compare = true });
    }

    private async Task FillAsync(TestSystem system, int households)
    {
        var county = SyntheticCounty.Generate(new GenerateRequest(Liuba, households, 7, folder, SheetFormat.Csv, Faults: false), Ct);
        (await RunAsync(system, new ImportFile(county.Files[0], "x.csv"), r => r)).Refused.ShouldBe(0);
    }

    private async Task RunAsync(TestSystem system, string csv)
    {
        var path = Path.Combine(folder, $"{Guid.CreateVersion7():N}.csv");
        await File.WriteAllTextAsync(path, csv, Ct);
        await RunAsync(system, new ImportFile(path, "x.csv"), r => r);
    }

    private static async Task<ImportReport> RunAsync(TestSystem system, ImportFile file, Func<ImportRequest, ImportRequest> with)
    {
        system.Clock.Advance(TimeSpan.FromMinutes(1));
        await using var scope = system.Enter(Liuba);
        return await scope.ServiceProvider.GetRequiredService<HouseholdImport>().RunAsync(with(new ImportRequest([file], Liuba)), null, Ct);
    }
}
