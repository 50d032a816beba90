using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Fuyao.Browser.Tests;

/// <summary>A county raises a pension: a row is changed, a mistake is seen and mended, tests follow, a second person publishes, a household is due more.</summary>
public sealed class StudioWalkTests(OfficeFixture office)
{
    private const string Cell = "贫困老人基本养老金 金额 第 2 行结果";

    [Fact]
    public async Task A_row_is_changed_mended_tested_compared_and_published_by_a_second_person_and_a_household_is_due_more()
    {
        await using var clerk = await office.OpenAsync();
        var page = clerk.Page;
        await clerk.SignInAsync("clerk");
        await clerk.GoAsync("packs");
        await clerk.ShootAsync("studio-0-packs");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "按名称或编号查找" }).FillAsync("留坝");
        await page.Locator("a.tile", new() { HasText = "留坝" }).First.ClickAsync();
        await page.GetByText("按每人每月75元").First.WaitForAsync();
        (await page.Locator("blockquote mark").AllInnerTextsAsync()).ShouldContain("85", "the figures that the rule takes from its sentence are marked");
        await clerk.ShootAsync("studio-1-pack");
        await clerk.CheckAccessAsync("pack");

        // A draft, by the keyboard alone.
        await clerk.Button("起草修改").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await clerk.TypeWhereAskedAsync("七十岁档提高3元");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("编写中").First.WaitForAsync();
        await clerk.SettleAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new(Cell) }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var cell = page.GetByRole(AriaRole.Combobox, new() { Name = Cell });
        await Assertions.Expect(cell).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("pension_from_7 + 3");
        await page.GetByText("pension_from_7").Last.WaitForAsync();
        var mend = page.GetByRole(AriaRole.Button, new() { NameRegex = new("^改为“pension_from_") });
        await mend.WaitForAsync();
        await Assertions.Expect(cell).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(page.Locator(".fault-words mark").First).ToHaveTextAsync("pension_from_7", new() { UseInnerText = true });
        await clerk.ShootAsync("studio-2-type-error");
        await clerk.CheckAccessAsync("a type error");
        await mend.ClickAsync();
        await Assertions.Expect(cell).ToHaveValueAsync("pension_from_70 + 3");
        await page.Locator(".studio-report").GetByText("应为 85.00,实为 88.00").First.WaitForAsync();
        await clerk.ShootAsync("studio-3-tests-live");

        // Completed by initials: 70至79周岁贫困老人养老金.
        await cell.FillAsync("");
        await page.Keyboard.TypeAsync("70z79");
        await page.GetByRole(AriaRole.Option).First.WaitForAsync();
        await clerk.ShootAsync("studio-4-completion");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(cell).ToHaveValueAsync("pension_from_70");
        await page.Keyboard.TypeAsync(" + 3");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("已保存").First.WaitForAsync();

        await clerk.SettleAsync();
        await clerk.ShootAsync("studio-4b-saved");
        // What came otherwise is worked out with its reasons.
        await page.Locator(".studio-report .report-line").First.ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByText("88.00").First.WaitForAsync();
        await clerk.ShootAsync("studio-5-explained");
        await clerk.CheckAccessAsync("a test explained");
        await page.Keyboard.PressAsync("Escape");

        // The tests follow, in the text.
        await clerk.GoAsync(page.Url.Split('?')[0] + "?view=text&file=tests/pension.yaml");
        var text = page.Locator(".cm-content");
        await text.WaitForAsync();
        await clerk.ShootAsync("studio-6-text");
        await clerk.CheckAccessAsync("the text");
        var yaml = await page.EvaluateAsync<string>("async () => { const id = location.pathname.split('/').at(-1); const draft = await (await fetch('/api/pack-drafts/' + id)).json(); return draft.files.find(one => one.name === 'tests/pension.yaml').text; }");
        await text.FocusAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.InsertTextAsync(yaml.Replace("85.00", "88.00", StringComparison.Ordinal));
        await page.Keyboard.PressAsync("Control+S");
        await page.GetByText("已保存").Last.WaitForAsync();
        await page.Locator(".studio-report").GetByText("没有错误").WaitForAsync();
        await page.Locator(".studio-report .badge-good", new() { HasText = "通过" }).WaitForAsync();

        // Cell by cell beside the version in force, then to the approver.
        await page.GetByRole(AriaRole.Link, new() { Name = "差异与审批" }).ClickAsync();
        await page.Locator(".row-changed ins", new() { HasText = "70至79周岁贫困老人养老金 + 3" }).WaitForAsync();
        await clerk.ShootAsync("studio-7-differences");
        await clerk.CheckAccessAsync("differences");
        await page.GetByLabel("从哪一天起执行").FillAsync("2017-06-01");
        await page.GetByLabel("理由", new() { Exact = true }).FillAsync("县政府纪要〔2017〕6号");
        await clerk.Button("提交审批").ClickAsync();
        await page.GetByText("您参与过这份草稿").Or(page.GetByText("发布须由审批人办理")).First.WaitForAsync();
        await Assertions.Expect(clerk.Button("同意发布")).ToBeDisabledAsync();

        await using var approver = await office.OpenAsync();
        await approver.SignInAsync("approver");
        await approver.GoAsync("packs");
        await approver.Page.GetByRole(AriaRole.Link, new() { Name = "七十岁档提高3元" }).ClickAsync();
        await approver.Page.GetByText("县政府纪要〔2017〕6号").First.WaitForAsync();
        await approver.Page.Locator(".row-changed").WaitForAsync();
        await approver.ShootAsync("studio-8-approve");
        await approver.Button("同意发布").ClickAsync();
        await approver.Page.GetByText("已发布").First.WaitForAsync();
        try
        {
            var household = office.Households["61072910120001"];
            await clerk.GoAsync($"households/{household}?on=2017-06-15");
            await page.GetByText("88.00").First.WaitForAsync();
            await clerk.ShootAsync("studio-9-household");
            await clerk.GoAsync($"households/{household}?on=2017-05-15");
            await page.GetByText("85.00").First.WaitForAsync();
            await clerk.GoAsync("packs/liuba-2015?view=history");
            await page.GetByText("县政府纪要〔2017〕6号").WaitForAsync();
            await clerk.ShootAsync("studio-10-history");
            await clerk.CheckAccessAsync("history");
        }
        finally
        {
            await approver.GoAsync("packs/liuba-2015?view=history");
            await approver.Button("撤回此版本").First.ClickAsync();
            await approver.TypeWhereAskedAsync("演示结束");
            await approver.Page.Keyboard.PressAsync("Enter");
            await approver.Page.GetByText("演示结束").First.WaitForAsync();
        }

        // A household without a dwelling on the map has none to read.
        clerk.ShouldOnlyMiss("/api/records/dwelling/");
        approver.ShouldHaveNoComplaints("the approver's studio");
    }

    /// <summary>Forms alone: nothing is written in the text view.</summary>
    [Fact]
    public async Task Another_countys_plan_is_taken_over_a_table_changed_a_policy_added_with_its_test_published_by_a_second_person_and_run()
    {
        const string Allowance = "取暖补助";
        await using var clerk = await office.OpenAsync();
        var page = clerk.Page;
        await clerk.SignInAsync("clerk");
        await clerk.GoAsync("packs/leiyang-2016");
        await clerk.Button("借用为本县方案").ClickAsync();
        await page.GetByLabel("方案名称").FillAsync("本县金融扶贫和取暖方案");
        await page.GetByLabel("为什么起草").FillAsync("借鉴耒阳");
        await clerk.ShootAsync("studio-new-1-copy");
        await clerk.CheckAccessAsync("taking a plan over");
        await page.GetByLabel("为什么起草").PressAsync("Enter");
        await page.GetByText("以“leiyang-2016”为基础的新方案").WaitForAsync();
        await clerk.SettleAsync();
        await clerk.ShootAsync("studio-new-2-begun");

        // A row of the other county's table, with the reason why.
        var share = page.GetByRole(AriaRole.Region, new() { Name = "贷款损失政府分担", Exact = true });
        await share.GetByRole(AriaRole.Button, new() { NameRegex = new("改为本县规定$") }).ClickAsync();
        await page.GetByLabel("为什么与原方案不同").FillAsync("本县银行少担一成");
        await page.GetByLabel("为什么与原方案不同").PressAsync("Enter");
        var cell = share.Locator("td button.edit-open").Last;
        await cell.WaitForAsync();
        var was = await cell.InnerTextAsync();
        await clerk.SettleAsync();
        await cell.ClickAsync();
        var output = share.Locator("td textarea");
        await output.FillAsync("loss * 0.5");
        await output.PressAsync("Enter");
        await Assertions.Expect(share.Locator("td button.edit-open").Last).ToContainTextAsync("0.5");
        was.ShouldNotContain("0.5");

        // A policy, by the keyboard: what is wrong is said while one types, names are completed.
        await clerk.Button("＋ 新增政策").ClickAsync();
        var form = page.GetByRole(AriaRole.Region, new() { Name = "新增政策", Exact = true });
        await form.GetByLabel("名称(zh)").FillAsync(Allowance);
        await form.GetByLabel("名称(en)").FillAsync("Heating allowance");
        await form.GetByLabel("依据文件").FillAsync("县政办发〔2016〕12号");
        await form.GetByLabel("原文").FillAsync("对60周岁以上贫困老人每人每年补助取暖费200元");
        await form.GetByRole(AriaRole.Combobox, new() { Name = "计发周期" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await clerk.TakeAsync("元/年");
        var amount = form.GetByRole(AriaRole.Combobox, new() { Name = "金额", Exact = true });
        await amount.FillAsync("200");
        var rule = form.GetByRole(AriaRole.Combobox, new() { Name = "条件", Exact = true });
        await rule.FillAsync("household.status = \"registered\" and ag >= 60");
        await form.Locator(".fault").First.WaitForAsync();
        await clerk.ShootAsync("studio-new-3-type-error");
        await rule.FillAsync("household.status = \"registered\" and nianling");
        await page.GetByRole(AriaRole.Option).First.WaitForAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(" >= 60");
        await Assertions.Expect(rule).ToHaveValueAsync("household.status = \"registered\" and age >= 60");
        await Assertions.Expect(form.Locator(".fault")).ToHaveCountAsync(0);
        await clerk.ShootAsync("studio-new-4-policy");
        await clerk.CheckAccessAsync("a new policy");
        await clerk.Button("保存,再写测试").ClickAsync();

        // Its test: a person of sixty and more, and what comes out.
        var test = page.GetByRole(AriaRole.Region, new() { Name = "新增测试", Exact = true });
        await test.GetByLabel("测试说明").FillAsync("66周岁补200元");
        await test.GetByLabel("日期").FillAsync("2016-06-01");
        await test.GetByLabel("金额").FillAsync("150");
        await page.Locator(".studio-report").GetByText("应为 150.00,实为 200.00").First.WaitForAsync();
        await clerk.ShootAsync("studio-new-5-test");
        await clerk.CheckAccessAsync("a new test");
        await test.GetByLabel("金额").FillAsync("200");
        await page.Locator(".studio-report .badge-good", new() { HasText = "1/1" }).WaitForAsync();
        await clerk.Button("保存测试").ClickAsync();
        await Assertions.Expect(page.Locator("table.grid tbody tr th", new() { HasText = "66周岁补200元" })).ToBeVisibleAsync();

        // Who pays, by choosing.
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("^政策 ") }).ClickAsync();
        var added = page.GetByRole(AriaRole.Region, new() { Name = Allowance, Exact = true });
        await added.GetByRole(AriaRole.Button, new() { Name = "修改对象、周期、付给和资金来源" }).ClickAsync();
        await added.GetByRole(AriaRole.Button, new() { Name = "增加一个来源" }).ClickAsync();
        await added.GetByLabel("第 1 份的比例").FillAsync("6");
        await added.GetByLabel("第 2 份的比例").FillAsync("4");
        await clerk.ShootAsync("studio-new-6-terms");
        await added.GetByRole(AriaRole.Combobox, new() { Name = "第 1 份的来源" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await clerk.TakeAsync("省级财政");
        await added.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await added.GetByText("省级财政 6、县级财政 4").WaitForAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "差异与审批" }).ClickAsync();
        await page.GetByText(Allowance).First.WaitForAsync();
        await clerk.SettleAsync();
        await clerk.ShootAsync("studio-new-7-differences");
        await clerk.CheckAccessAsync("differences from the plan taken over");
        await page.GetByLabel("从哪一天起执行").FillAsync("2016-06-01");
        await page.GetByLabel("理由", new() { Exact = true }).FillAsync("县政办发〔2016〕12号");
        await clerk.Button("提交审批").ClickAsync();
        await page.GetByText("您参与过这份草稿").Or(page.GetByText("发布须由审批人办理")).First.WaitForAsync();

        await using var approver = await office.OpenAsync();
        await approver.SignInAsync("approver");
        await approver.GoAsync("packs");
        await approver.Page.GetByRole(AriaRole.Link, new() { Name = "借鉴耒阳" }).ClickAsync();
        await approver.Page.GetByText("县政办发〔2016〕12号").First.WaitForAsync();
        await approver.ShootAsync("studio-new-8-approve");
        await approver.Button("同意发布").ClickAsync();
        await approver.Page.GetByText("已发布").First.WaitForAsync();

        await clerk.GoAsync("runs?new=leiyang-610729");
        await page.Locator(".date-field input").FillAsync("2016-06");
        await clerk.Button("开始测算").ClickAsync();
        await page.GetByText("按资金来源").WaitForAsync(new() { Timeout = 60_000 });
        await page.GetByText(Allowance).First.WaitForAsync();
        await clerk.ShootAsync("studio-new-9-run");
        clerk.ShouldHaveNoComplaints("a plan taken over");
        approver.ShouldHaveNoComplaints("the approver's studio");
    }

    [Theory]
    [InlineData("zh", "light", false)]
    [InlineData("en", "light", false)]
    [InlineData("zh", "dark", false)]
    [InlineData("zh", "light", true)]
    public async Task Every_view_of_a_pack_is_readable_for_all(string language, string scheme, bool phone)
    {
        await using var visitor = await office.OpenAsync(phone, language, scheme);
        await visitor.SignInAsync("clerk");
        foreach (var view in new[] { "policies", "parameters", "checks", "tests", "unknowns", "text", "history" })
        {
            await visitor.GoAsync($"packs/liuba-2015?view={view}");
            await visitor.Page.Locator(".studio-views a.active").WaitForAsync();
            await visitor.SettleAsync();
            await visitor.ShootAsync($"studio-{view}-{language}{(scheme == "dark" ? "-dark" : "")}");
            await visitor.CheckAccessAsync($"{view} in {language}, {scheme}");
        }

        visitor.ShouldHaveNoComplaints($"packs in {language}");
    }
}
