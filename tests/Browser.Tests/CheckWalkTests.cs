using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Fuyao.Browser.Tests;

/// <summary>A clerk states what plans ask of a village and of a project, and sees at once how they stand.</summary>
public sealed class CheckWalkTests(OfficeFixture office)
{
    [Fact]
    public async Task A_figure_is_stated_corrected_and_its_history_read_and_a_project_is_added_and_filled_in()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("clerk");
        await visitor.GoAsync("checks");
        await visitor.ShootAsync("checks");
        await visitor.CheckAccessAsync("checks");
        await visitor.GoAsync("checks?pack=hecha&kind=village");
        await visitor.ShootAsync("checks-pack");
        await visitor.CheckAccessAsync("checks of a plan");
        await page.Locator(".check-subjects tbody a").First.ClickAsync();
        var check = page.Locator("[data-check=dyke-150]");
        await Assertions.Expect(check).ToHaveAttributeAsync("data-state", "undetermined");
        await StateAsync(page, "已治理河堤", "140", "验收单一号");
        await Assertions.Expect(check).ToHaveAttributeAsync("data-state", "fail");
        await StateAsync(page, "已治理河堤", "160", "重新丈量");
        await Assertions.Expect(check).ToHaveAttributeAsync("data-state", "pass");
        await visitor.ShootAsync("checks-village");
        await visitor.CheckAccessAsync("a village's checks");
        await page.Locator("[data-fact^=dyke_m] .fact-said").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByText("重新丈量").WaitForAsync();
        (await page.GetByRole(AriaRole.Dialog).Locator("li").CountAsync()).ShouldBe(2, "what was said first is still there");
        await visitor.CheckAccessAsync("the history of a figure");

        await visitor.GoAsync("checks?pack=yimen&kind=project");
        await visitor.Button("新增项目").ClickAsync();
        await page.Locator("#check-name").FillAsync("北沟产业路");
        await page.GetByRole(AriaRole.Dialog).Locator(".ant-btn-primary").ClickAsync();
        await page.Locator(".check-subjects").GetByRole(AriaRole.Link, new() { Name = "北沟产业路" }).ClickAsync();
        await visitor.PickAsync(page.Locator("[data-fact=accepted] input[role=combobox]"), down: 0);
        await page.GetByLabel("依据(文件、台账、现场核实)").FillAsync("验收单");
        await visitor.Button("保存 1 项").ClickAsync();
        await page.Locator("[data-fact=accepted] .fact-said").WaitForAsync();
        await visitor.ShootAsync("checks-project");
        await visitor.CheckAccessAsync("a project's checks");

        await visitor.GoAsync("checks?pack=yimen&kind=project");
        var form = await page.RunAndWaitForDownloadAsync(() => visitor.Button("下载填报表").ClickAsync());
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload
        {
            Name = "填报.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes("编号,名称,已验收,依据\n,南沟水渠,否,台账\n"),
        });
        await page.GetByRole(AriaRole.Dialog).Locator(".ant-btn-primary").ClickAsync();
        await page.Locator(".check-subjects").GetByRole(AriaRole.Link, new() { Name = "南沟水渠" }).WaitForAsync();
        form.SuggestedFilename.ShouldEndWith(".xlsx");
        var results = await page.RunAndWaitForDownloadAsync(() => visitor.Button("导出核查结果").ClickAsync());
        results.SuggestedFilename.ShouldStartWith("方案核查");
        visitor.ShouldHaveNoComplaints("checks");
    }

    [Theory]
    [InlineData("checks", true, "en")]
    [InlineData("checks?pack=leiyang-2016&kind=loan", true, "zh")]
    [InlineData("checks?pack=liuba-2015&kind=village", false, "en")]
    public async Task Every_screen_of_checks_is_clean_in_both_languages_and_on_a_phone(string path, bool phone, string language)
    {
        await using var visitor = await office.OpenAsync(phone, language);
        await visitor.SignInAsync("clerk");
        await visitor.GoAsync(path);
        await visitor.ShootAsync($"{path.Replace('?', '-').Replace('&', '-')}-{language}");
        await visitor.CheckAccessAsync(path);
        if (path.Contains("village", StringComparison.Ordinal) || path == "checks")
        {
            await visitor.GoAsync(path == "checks" ? "checks?kind=village" : path);
            await visitor.Page.Locator(".check-subjects tbody a").First.ClickAsync();
            await visitor.Page.Locator(".fact-list").WaitForAsync();
            await visitor.SettleAsync();
            await visitor.ShootAsync($"{path.Replace('?', '-').Replace('&', '-')}-sheet-{language}");
            await visitor.CheckAccessAsync($"{path}: a village");
        }

        visitor.ShouldHaveNoComplaints(path);
    }

    private static async Task StateAsync(IPage page, string fact, string value, string basis)
    {
        await page.GetByRole(AriaRole.Textbox, new() { Name = fact, Exact = true }).FillAsync(value);
        await page.GetByLabel("依据(文件、台账、现场核实)").FillAsync(basis);
        await page.GetByRole(AriaRole.Button, new() { Name = "保存 1 项" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "保存 0 项" })).ToBeDisabledAsync();
    }
}
