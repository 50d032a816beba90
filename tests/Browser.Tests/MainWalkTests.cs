using System.Text;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Fuyao.Browser.Tests;

/// <summary>The main job from end to end: a workbook with a mistake comes in, is mended, is found, is worked out, waits for approval – and says why.</summary>
public sealed class MainWalkTests(OfficeFixture office)
{
    private const string Header = "户编号,乡,行政村,姓名,证件号码,与户主关系,民族,致贫原因1";
    private const string Good = "90001,玉皇庙镇,两河口村,赵守山,{0},户主,汉族,缺资金";
    private const string Mended = "90002,玉皇庙镇,两河口村,钱望川,{1},户主,汉族,缺劳力";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_with_a_mistake_is_checked_stored_mended_searched_explained_run_and_proposed(bool phone)
    {
        await using var visitor = await office.OpenAsync(phone);
        var page = visitor.Page;
        var numbers = phone ? ("93", "94") : ("91", "92");
        var (right, wrong) = (IdNumber(phone ? "19410305" : "19420305"), IdNumber(phone ? "19440711" : "19450711"));
        var broken = wrong[..17] + (wrong[17] == 'X' ? '0' : 'X');
        string File(string second) => string.Join('\n', Header, Line(Good, numbers.Item1, right), Line(Mended, numbers.Item2, second)) + "\n";
        await visitor.SignInAsync("clerk");

        // Check only: the mistake is shown with its row and the way to mend it, and the marked copy can be fetched.
        await visitor.GoAsync("imports?new=1");
        await ChooseAsync(page, File(broken));
        await visitor.ShootAsync("walk-1-import");
        await visitor.Button("上传并核对").ClickAsync();
        await page.GetByText("已检查,尚未入库").WaitForAsync(new() { Timeout = 180_000 });
        await page.GetByText("证件号码").First.WaitForAsync();
        await visitor.ShootAsync("walk-2-findings");
        await visitor.CheckAccessAsync("findings");
        var marked = await page.RunAndWaitForDownloadAsync(() => visitor.Button("标注文件").ClickAsync());
        new FileInfo(await marked.PathAsync()).Length.ShouldBeGreaterThan(100);

        // Take it in: the sound household is stored, the other refused.
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^入库") }).ClickAsync();
        await page.GetByText("打开名册").Or(page.GetByText("查看名册")).First.WaitForAsync(new() { Timeout = 180_000 });
        await FigureAsync(page, "已入库", "1");
        await FigureAsync(page, "退回", "1");

        // Mended and imported again: only the mended row is new.
        await visitor.GoAsync("imports?new=1");
        await ChooseAsync(page, File(wrong));
        await visitor.Button("上传并核对").ClickAsync();
        await page.GetByText("已检查,尚未入库").WaitForAsync(new() { Timeout = 180_000 });
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^入库") }).ClickAsync();
        await page.GetByText("查看名册").First.WaitForAsync(new() { Timeout = 180_000 });
        await FigureAsync(page, "已入库", "1");
        await FigureAsync(page, "无变化", "1");
        await visitor.ShootAsync("walk-3-stored");

        // The month.
        await visitor.GoAsync("runs?new=liuba-2015");
        await page.Locator(".date-field input").FillAsync(phone ? "2016-07" : "2016-06");
        await visitor.Button("开始测算").ClickAsync();
        await page.GetByText("按资金来源").WaitForAsync(new() { Timeout = 180_000 });
        await visitor.ShootAsync("walk-4-run");
        await visitor.Button("报批发放").ClickAsync();
        await page.GetByText("待审批").First.WaitForAsync(new() { Timeout = 180_000 });

        // Search, household, why.
        var search = page.GetByRole(AriaRole.Combobox, new() { Name = "查找贫困户" });
        await search.FillAsync(numbers.Item1 + "001");
        await page.GetByRole(AriaRole.Option, new() { Name = "赵守山" }).First.ClickAsync();
        await visitor.Heading("赵守山 户").WaitForAsync();
        await visitor.SettleAsync();
        await visitor.ShootAsync("walk-5-household");
        await page.Locator(".benefits li", new() { HasTextString = "贫困老人基本养老金" }).GetByRole(AriaRole.Button).ClickAsync();
        var why = page.GetByRole(AriaRole.Dialog);
        await why.GetByText("75元、85元和95元").First.WaitForAsync();
        await Assertions.Expect(why).ToContainTextAsync("85.00", new() { UseInnerText = true });
        await visitor.ShootAsync("walk-6-why");
        visitor.ShouldHaveNoComplaints("the walk");
    }

    private static string Line(string line, string number, string id) =>
        line.Replace("90001", number + "001", StringComparison.Ordinal).Replace("90002", number + "002", StringComparison.Ordinal)
            .Replace("{0}", id, StringComparison.Ordinal).Replace("{1}", id, StringComparison.Ordinal);

    private static Task ChooseAsync(IPage page, string text) => page.Locator("input[type=file]").SetInputFilesAsync(
        new FilePayload { Name = "留坝县登记表.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) });

    private static Task FigureAsync(IPage page, string label, string figure) =>
        Assertions.Expect(page.Locator(".figure", new() { HasTextString = label }).First.Locator(".figure-value")).ToHaveTextAsync(figure);

    /// <summary>A number of 留坝县 with its check digit (GB 11643).</summary>
    private static string IdNumber(string birth)
    {
        var digits = $"610729{birth}001";
        int[] weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        return digits + "10X98765432"[weights.Select((w, i) => w * (digits[i] - '0')).Sum() % 11];
    }
}
