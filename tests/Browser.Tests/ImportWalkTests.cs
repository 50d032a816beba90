using System.Globalization;
using System.Text;
using Fuyao.Kernel.Sheets;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Fuyao.Browser.Tests;

/// <summary>A clerk's morning with somebody else's tables.</summary>
public sealed class ImportWalkTests(OfficeFixture office)
{
    private const int Rows = 500;
    private const int Wrong = 20;

    [Fact]
    public async Task An_import_of_500_rows_with_20_errors_is_mended_in_the_marked_copy_and_undone()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("clerk");
        var csv = new StringBuilder("县,乡,行政村,户编号,人编号,姓名,证件号码,与户主关系,民族,致贫原因1\n");
        for (var i = 0; i < Rows; i++)
        {
            var id = IdNumber(i);
            id = i % (Rows / Wrong) == 7 ? id[..17] + (id[17] == '0' ? '1' : '0') : id;
            csv.Append(CultureInfo.InvariantCulture, $"留坝县,玉皇庙镇,两河口村,6107299{i:00000},6107299{i:00000}01,农户{"甲乙丙丁戊己庚辛壬癸"[i % 10]},{id},户主,汉族,缺资金\n");
        }

        await StartAsync(visitor, "玉皇庙镇登记.csv", Encoding.UTF8.GetBytes(csv.ToString()));
        await page.GetByText("已检查,尚未入库").WaitForAsync(new() { Timeout = 180_000 });
        await FigureAsync(page, "退回", Wrong.ToString(CultureInfo.InvariantCulture));
        await page.GetByText("退回 20").WaitForAsync();
        await visitor.ShootAsync("import-differences");
        await visitor.CheckAccessAsync("import differences");
        var marked = await page.RunAndWaitForDownloadAsync(() => visitor.Button("标注文件").ClickAsync());
        var mended = Mend(await marked.PathAsync());
        await ApplyAsync(page);
        await FigureAsync(page, "已入库", "480");

        // Sent again: what was stored is not touched, the mended rows are new.
        await StartAsync(visitor, "玉皇庙镇登记-改.xlsx", mended);
        await page.GetByText("已检查,尚未入库").WaitForAsync(new() { Timeout = 180_000 });
        await FigureAsync(page, "退回", "0");
        await FigureAsync(page, "无变化", "480");
        await ApplyAsync(page);
        await FigureAsync(page, "已入库", "20");

        // Taken back as a whole.
        await visitor.Button("撤销这次导入").ClickAsync();
        await page.GetByLabel("撤销原因").FillAsync("登记时间有误");
        await visitor.ShootAsync("import-undo");
        await visitor.Button("撤销 20 户(项)").ClickAsync();
        await page.GetByText("这次导入已撤销").WaitForAsync(new() { Timeout = 180_000 });
        await visitor.ShootAsync("import-undone");
        visitor.ShouldHaveNoComplaints("the mended import");
    }

    [Fact]
    public async Task A_village_table_with_unknown_columns_is_mapped_with_values_in_sight_and_the_next_one_maps_itself()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("clerk");
        static byte[] Table(int mu) => Workbook(
            ["两河口村农户情况统计表(单位:万元、亩)"],
            ["序号", "户编号", "户主", "种了几亩地", "务工收入", "收入年度", "村会计备注"],
            ["1", "6107291012000" + "2", "户主2", mu.ToString(CultureInfo.InvariantCulture), "1.2", "2015", "核实过"],
            ["2", "6107291012000" + "4", "户主4", "3", "0.8", "2015", ""]);
        await StartAsync(visitor, "村表.xlsx", Table(5));
        await visitor.Heading("每一列是什么").WaitForAsync(new() { Timeout = 180_000 });
        await page.GetByText("12000").First.WaitForAsync();
        await visitor.ShootAsync("import-mapping");
        await visitor.CheckAccessAsync("import mapping");
        await visitor.PickAsync(page.GetByRole(AriaRole.Combobox, new() { Name = "种了几亩地 对应的项目", Exact = true }), "耕地面积");
        await visitor.Button("核对差异").ClickAsync();
        await page.GetByText("已检查,尚未入库").WaitForAsync(new() { Timeout = 180_000 });
        await page.Locator(".cell-differences", new() { HasTextString = "种了几亩地" }).First.WaitForAsync();
        await visitor.ShootAsync("import-mapped");

        await StartAsync(visitor, "村表二.xlsx", Table(6));
        await page.GetByText("已检查,尚未入库").WaitForAsync(new() { Timeout = 180_000 });
        visitor.ShouldHaveNoComplaints("the mapping");
    }

    [Fact]
    public async Task Where_the_register_says_otherwise_the_clerk_is_asked_for_all_or_cell_by_cell_and_may_think_again()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("clerk");
        int[] households = [20, 22, 24];
        await StartAsync(visitor, "经营核实.xlsx", Workbook(
            [["户编号", "户主", "生产经营性收入", "收入年度", "村干部说明"], .. households.Select(n => new[] { $"6107291012{n:0000}", $"户主{n}", $"{n * 1000}", "2015", "核实过" })]));
        await visitor.Heading("每一列是什么").WaitForAsync(new() { Timeout = 60_000 });
        await page.GetByRole(AriaRole.Combobox, new() { Name = "生产经营性收入 与登记册不同时", Exact = true }).ClickAsync();
        await visitor.TakeAsync("逐个询问");
        await visitor.Button("核对差异").ClickAsync();
        await page.GetByText("还有 3 格待定").WaitForAsync(new() { Timeout = 60_000 });
        await visitor.ShootAsync("import-ask");
        await visitor.CheckAccessAsync("import that asks");

        // For all, then one otherwise, then another thought about it: the rest stays as decided.
        await visitor.Button("用文件的").ClickAsync();
        await page.GetByText("还有 3 格待定").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        ILocator Choice(int n, string side) => page.GetByRole(AriaRole.Radiogroup, new() { Name = $"户主{n} 生产经营性收入" }).GetByText(side, new() { Exact = true });
        await Choice(20, "留登记册").ClickAsync();
        await Choice(22, "留登记册").ClickAsync();
        await CheckedAsync(22, "keep");
        await Choice(22, "用文件").ClickAsync();
        await CheckedAsync(22, "write");
        await CheckedAsync(24, "write");
        await CheckedAsync(20, "keep");
        await visitor.ShootAsync("import-asked");
        await ApplyAsync(page);

        foreach (var (n, business) in households.Zip([1_000m, 22_000m, 24_000m]))
        {
            var answer = await page.APIRequest.GetAsync(new Uri(office.Address, $"/api/households/{office.Households[$"6107291012{n:0000}"]}").ToString());
            (await answer.JsonAsync())!.Value.GetProperty("facts").GetProperty("income").GetProperty("business").GetDecimal().ShouldBe(business, $"household {n}");
        }

        visitor.ShouldHaveNoComplaints("the import that asks");

        Task CheckedAsync(int n, string value) =>
            page.GetByRole(AriaRole.Radiogroup, new() { Name = $"户主{n} 生产经营性收入" }).Locator($"input[value={value}]:checked").WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }

    private static async Task StartAsync(Visitor visitor, string name, byte[] content)
    {
        await visitor.GoAsync("imports?new=1");
        await visitor.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "application/octet-stream", Buffer = content });
        await visitor.Button("上传并核对").ClickAsync();
    }

    private static async Task ApplyAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^入库") }).ClickAsync();
        await page.GetByText("查看名册").First.WaitForAsync(new() { Timeout = 180_000 });
    }

    private static Task FigureAsync(IPage page, string label, string figure) =>
        Assertions.Expect(page.Locator(".figure", new() { HasTextString = label }).First.Locator(".figure-value")).ToHaveTextAsync(figure);

    /// <summary>What the clerk does in the spreadsheet: the marked numbers are corrected, the explanations stay.</summary>
    private static byte[] Mend(string path)
    {
        using var output = new MemoryStream();
        using (var writer = SheetWriter.Workbook(output))
        using (var reader = SheetReader.Open(path))
        {
            reader.NextSheet();
            writer.BeginSheet("登记");
            while (reader.NextRow())
            {
                writer.Row();
                for (var i = 0; i < reader.Columns; i++)
                {
                    writer.Text(reader.Row > 1 && i == 6 ? IdNumber(reader.Row - 2) : reader[i].ToString());
                }
            }
        }

        return output.ToArray();
    }

    private static byte[] Workbook(params string[][] rows)
    {
        using var output = new MemoryStream();
        using (var writer = SheetWriter.Workbook(output))
        {
            writer.BeginSheet("Sheet1");
            foreach (var row in rows)
            {
                writer.Row();
                writer.Texts(row);
            }
        }

        return output.ToArray();
    }

    /// <summary>Different numbers with their check digit (GB 11643).</summary>
    private static string IdNumber(int i)
    {
        var digits = string.Create(CultureInfo.InvariantCulture, $"610729{1950 + (i % 40)}{1 + (i / 40 % 12):00}{1 + (i % 28):00}{101 + (2 * (i / 480)):000}");
        int[] weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        return digits + "10X98765432"[weights.Select((w, n) => w * (digits[n] - '0')).Sum() % 11];
    }
}
