using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Fuyao.Browser.Tests;

/// <summary>The work of a day, by mouse and by keyboard, against the real server.</summary>
public sealed class WorkTests(OfficeFixture office)
{
    [Fact]
    public async Task The_month_is_run_and_an_amount_explains_itself_within_two_clicks_of_the_search()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("finance");

        await visitor.GoAsync("runs?new=liuba-2015");
        await page.Locator(".date-field input").FillAsync("2016-05");
        await visitor.Button("开始测算").ClickAsync();
        await page.GetByText("按资金来源").WaitForAsync(new() { Timeout = 180_000 });
        await visitor.ShootAsync("run");
        await visitor.CheckAccessAsync("run");

        // One key, a name, Enter: the household. One click: the reason.
        await visitor.SearchAsync("/", "张大山", "张大山");
        await visitor.Heading("张大山 户").WaitForAsync();
        var benefit = page.Locator(".benefits li", new() { HasTextString = "贫困老人基本养老金" });
        await benefit.GetByRole(AriaRole.Button).ClickAsync();
        var why = page.GetByRole(AriaRole.Dialog);
        await why.GetByText("85.00").First.WaitForAsync();
        var words = await why.InnerTextAsync();
        words.ShouldContain("75元、85元和95元");
        words.ShouldContain("年龄");
        words.ShouldContain("70至79周岁贫困老人养老金");
        words.ShouldNotContain("pension_from");
        words.ShouldContain("符合此档");
        words.ShouldContain("县级财政");
        // Who recorded the birth day, and what would change the amount.
        words.ShouldContain("出生日期");
        words.ShouldContain("怎样会不同");
        words.ShouldContain("95.00");
        await visitor.ShootAsync("why");
        await visitor.CheckAccessAsync("why");
        visitor.ShouldHaveNoComplaints("the run of a month");
    }

    [Fact]
    public async Task The_reason_is_told_in_english_too()
    {
        await using var visitor = await office.OpenAsync(phone: false, "en", "light");
        await visitor.SignInAsync("clerk");
        await visitor.GoAsync($"households/{office.Households["61072910120001"]}?on=2016-05-01");
        await visitor.Page.Locator(".benefits li", new() { HasTextString = "85.00" }).First.GetByRole(AriaRole.Button).ClickAsync();
        var why = visitor.Page.GetByRole(AriaRole.Dialog);
        await why.GetByText("What would change it").WaitForAsync();
        await Assertions.Expect(why).ToContainTextAsync("a month", new() { UseInnerText = true });
        await visitor.ShootAsync("why-en");
    }

    [Fact]
    public async Task A_fact_is_changed_with_a_reason_and_stands_in_the_timeline_with_before_and_after()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("clerk");
        await visitor.GoAsync($"households/{office.Households["61072910120006"]}");
        await visitor.Button("修改").ClickAsync();
        var form = page.GetByRole(AriaRole.Dialog);
        await form.Locator("#edit-housing\\.area").FillAsync("72.5");
        await form.GetByText("将保存的修改").WaitForAsync();
        await visitor.ShootAsync("change");
        await visitor.CheckAccessAsync("change");
        await form.Locator("#change-reason").FillAsync("入户核查丈量");
        await visitor.Button("保存 1 项修改").ClickAsync();
        await page.GetByText("已保存").WaitForAsync();
        var entry = page.Locator("#timeline .timeline > li").First;
        await entry.GetByText("入户核查丈量").WaitForAsync();
        await Assertions.Expect(entry).ToContainTextAsync("72.5", new() { UseInnerText = true });
        visitor.ShouldHaveNoComplaints("a change");
    }

    [Fact]
    public async Task Two_people_who_change_one_household_do_not_overwrite_each_other()
    {
        await using var first = await office.OpenAsync();
        await using var second = await office.OpenAsync();
        foreach (var visitor in new[] { first, second })
        {
            await visitor.SignInAsync("clerk");
            await visitor.GoAsync($"households/{office.Households["61072910120008"]}");
            await visitor.Button("修改").ClickAsync();
            await visitor.Page.Locator("#edit-land\\.cultivated").FillAsync(visitor == first ? "3" : "4");
            await visitor.Page.Locator("#change-reason").FillAsync("土地确权");
        }

        await first.Button("保存 1 项修改").ClickAsync();
        await first.Page.GetByText("已保存").WaitForAsync();
        await second.Button("保存 1 项修改").ClickAsync();
        await second.Page.GetByText("他人修改了这一户").WaitForAsync();
        await second.ShootAsync("change-stale");
        await second.Button("载入最新情况").ClickAsync();
        await second.Page.Locator(".preview").GetByText("3", new() { Exact = true }).WaitForAsync();
        await second.Button("保存 1 项修改").ClickAsync();
        await second.Page.GetByText("已保存").WaitForAsync();
    }

    [Fact]
    public async Task A_masked_number_is_shown_for_a_reason_and_the_auditor_sees_who_looked()
    {
        await using var clerk = await office.OpenAsync();
        await clerk.SignInAsync("clerk");
        await clerk.GoAsync($"households/{office.Households["61072910120001"]}");
        (await clerk.Page.Locator("main").InnerTextAsync()).ShouldNotContain("11010519491231002X");
        await clerk.Button("查看完整身份证号").First.ClickAsync();
        await clerk.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox).FillAsync("核对残疾人证");
        await clerk.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "查看", Exact = true }).ClickAsync();
        await clerk.Page.GetByText("11010519491231002X").WaitForAsync();
        clerk.ShouldHaveNoComplaints("reveal");

        await using var auditor = await office.OpenAsync();
        await auditor.SignInAsync("auditor");
        await auditor.GoAsync("audit?chain=access_log");
        await auditor.Page.GetByText("查看完整号码").First.WaitForAsync();
    }

    [Fact]
    public async Task The_list_is_walked_by_keyboard_filtered_in_the_address_and_exported()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("clerk");
        await visitor.GoAsync("households?cause=schooling");
        await page.Locator("tbody tr").First.FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        var number = await page.EvaluateAsync<string>("() => document.activeElement.cells[1].textContent");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(new Regex("households/[0-9a-f-]{36}"));
        await page.GetByText(number).First.WaitForAsync();
        await page.GoBackAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("cause=schooling$"));

        await visitor.GoAsync("households");
        await visitor.Button("下一页").ClickAsync();
        await page.WaitForURLAsync(new Regex("page=2"));
        await page.GetByText("第 2 页").WaitForAsync();
        await visitor.Button("上一页").ClickAsync();
        await page.GetByText("第 1 页").WaitForAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => visitor.Button("导出所列").ClickAsync());
        download.SuggestedFilename.ShouldEndWith(".xlsx");
        visitor.ShouldHaveNoComplaints("the list");
    }

    [Fact]
    public async Task The_ranking_is_made_and_shows_its_working()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("clerk");
        await visitor.GoAsync("ranking?year=2015");
        await visitor.Button("生成排序").First.ClickAsync();
        await page.Locator("tbody tr").First.WaitForAsync(new() { Timeout = 180_000 });
        await page.Locator("tbody tr").First.ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByText("家庭纯收入").First.WaitForAsync();
        await visitor.ShootAsync("ranking-working");
        await visitor.CheckAccessAsync("ranking");
        visitor.ShouldHaveNoComplaints("ranking");
    }

    [Fact]
    public async Task A_wrong_password_says_so_and_what_a_role_may_not_do_is_shown_with_the_reason()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await page.GotoAsync("./");
        await page.Locator("#user").FillAsync("clerk");
        await page.Locator("#password").FillAsync("not the password");
        await page.Locator("button[type=submit]").ClickAsync();
        await page.GetByText("用户名或密码不对").WaitForAsync();
        await visitor.SignInAsync("auditor");
        await visitor.GoAsync("imports");
        await Assertions.Expect(visitor.Button("导入文件").First).ToBeDisabledAsync();
    }
}
