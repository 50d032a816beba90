using Fuyao.Access.Contracts;
using Fuyao.Testing;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Fuyao.Browser.Tests;

/// <summary>From what is due to the bank's file by three people, and what a death that becomes known later does to the next payment.</summary>
public sealed class PaymentWalkTests(OfficeFixture office)
{
    private const string Account = "6217000010008888888";

    [Fact]
    public async Task A_clerk_proposes_a_second_person_approves_finance_pays_and_a_death_known_late_is_kept_back_from_the_next_order()
    {
        var household = await office.AddAsync(Some.Household("61072910220901", County.VillageB,
                Some.Person("1969-11-20", "刘桂英", "female").With("disability", """{"category":4,"grade":2}"""), Some.Person("1941-03-05", "王守义").With("relation", "\"51\""))
            .With("category", "\"general\"").With("bank_account", $"\"{Account}\""));
        await office.AddAsync("pay-approver", "冯审批", Roles.Approver);
        await using var clerk = await office.OpenAsync();
        await using var approver = await office.OpenAsync();
        await using var finance = await office.OpenAsync();
        await clerk.SignInAsync("clerk");
        await approver.SignInAsync("pay-approver");
        await finance.SignInAsync("finance");

        var march = await ProposeAsync(clerk, "2017-03");
        await Assertions.Expect(clerk.Button("批 准").Or(clerk.Button("批准")).First).ToBeDisabledAsync();
        await clerk.Page.GetByText("须由他人审批").WaitForAsync();
        await clerk.ShootAsync("order-proposed");

        // By the keyboard alone: from what waits on the first page to the order, and approved.
        await approver.GoAsync("./");
        await PressAsync(approver, approver.Page.GetByRole(AriaRole.Link, new() { Name = "发放单等您审批" }));
        await approver.SettleAsync();
        await approver.Page.GetByRole(AriaRole.Row).Filter(new() { HasTextString = "2017-03" }).First.FocusAsync();
        await approver.Page.Keyboard.PressAsync("Enter");
        await approver.Page.GetByText("批准后编号").WaitForAsync();
        approver.Page.Url.ShouldContain(march);
        await PressAsync(approver, approver.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^批\\s?准$") }));
        await approver.Page.GetByRole(AriaRole.Heading, new() { NameRegex = new("^发放单 20") }).WaitForAsync();
        await approver.SettleAsync();
        await approver.CheckAccessAsync("an approved order");
        await approver.ShootAsync("order-approved");

        await finance.GoAsync(march);
        var bank = await finance.Page.RunAndWaitForDownloadAsync(() => finance.Button("银行文件").ClickAsync());
        (await File.ReadAllTextAsync((await bank.PathAsync())!, TestContext.Current.CancellationToken)).ShouldContain($",{Account},85.00,");
        await finance.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^已送银行") }).ClickAsync();
        await finance.Page.Locator(".ant-popconfirm").GetByRole(AriaRole.Button, new() { Name = "已送银行" }).ClickAsync();
        await finance.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^其余已到账 \\([1-9]") }).WaitForAsync();
        await finance.SettleAsync();
        await finance.ShootAsync("order-sent");
        await AnswerAsync(finance, (await bank.PathAsync())!);

        // He died in February, which the village reports only now.
        await RecordDeathAsync(clerk, household);
        var april = await ProposeAsync(clerk, "2017-04");
        await clerk.GoAsync($"{april}?only=withheld");
        var line = clerk.Page.GetByRole(AriaRole.Row).Filter(new() { HasTextString = "刘桂英" }).First;
        await Assertions.Expect(line).ToContainTextAsync("50.00", new() { UseInnerText = true });
        await clerk.ShootAsync("order-withheld");

        await clerk.GoAsync("adjustments?direction=overpaid");
        var reason = clerk.Page.GetByRole(AriaRole.Row).Filter(new() { HasTextString = "王守义" }).First;
        await Assertions.Expect(reason).ToContainTextAsync("病故,村里补报", new() { UseInnerText = true });
        foreach (var (name, path) in Pages(march, household))
        {
            await clerk.GoAsync(path);
            await clerk.CheckAccessAsync(name);
            if (name == "household")
            {
                await clerk.Page.Locator("#payments").ScrollIntoViewIfNeededAsync();
            }

            await clerk.ShootAsync($"pay-{name}");
        }

        // One missing fact: what it will concern stands there before it is decided; to enter it, the form opens at the fact.
        await clerk.GoAsync("questions");
        await clerk.Page.GetByRole(AriaRole.Row).Nth(1).GetByRole(AriaRole.Button).First.ClickAsync();
        await clerk.Page.GetByText("涉及 1 项,1 户").WaitForAsync();
        await clerk.CheckAccessAsync("a decision");
        await clerk.ShootAsync("pay-decide");
        await clerk.Page.Keyboard.PressAsync("Escape");
        await clerk.Page.GetByRole(AriaRole.Row).Filter(new() { HasTextString = "劳动能力" }).First.GetByRole(AriaRole.Link, new() { NameRegex = new("^补填") }).ClickAsync();
        await clerk.SettleAsync();
        await clerk.Page.WaitForFunctionAsync("() => (document.activeElement?.closest('[id^=\"f-persons\"]')?.id ?? document.activeElement?.id ?? '').includes('labour')");
        await clerk.ShootAsync("pay-enter");

        clerk.ShouldOnlyMiss("/api/records/dwelling/");
        approver.ShouldHaveNoComplaints("the approver's pages");
        finance.ShouldHaveNoComplaints("the pages of finance");

        await using var english = await office.OpenAsync(language: "en", scheme: "dark");
        await english.SignInAsync("clerk");
        foreach (var (name, path) in Pages(march, household))
        {
            await english.GoAsync(path);
            await english.CheckAccessAsync($"{name} in English");
            await english.ShootAsync($"pay-{name}-en");
        }

        await using var phone = await office.OpenAsync(phone: true);
        await phone.SignInAsync("clerk");
        foreach (var (name, path) in Pages(march, household))
        {
            await phone.GoAsync(path);
            await phone.CheckAccessAsync($"{name} on a phone");
            await phone.ShootAsync($"pay-{name}");
        }
    }

    private static (string Name, string Path)[] Pages(string order, Guid household) =>
    [
        ("orders", "orders"), ("order", order), ("adjustments", "adjustments"), ("questions", "questions"), ("decided", "questions?tab=decided"), ("windows", "payment-windows?year=2017"),
        ("entitlements", "entitlements?year=2017"), ("household", $"households/{household}"), ("home", "./"),
    ];

    // The bank's answer is our file with its own column: looked at, recorded, taken back, recorded again.
    private static async Task AnswerAsync(Visitor finance, string bankFile)
    {
        var (page, ct) = (finance.Page, TestContext.Current.CancellationToken);
        var lines = (await File.ReadAllTextAsync(bankFile, ct)).TrimEnd().Split("\r\n");
        var answer = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.csv");
        await File.WriteAllTextAsync(answer, string.Join("\r\n", lines.Select((l, i) => i switch { 0 => $"{l},交易状态,失败原因", 1 => $"{l},失败,账号已销户", _ => $"{l},成功," })) + "\r\n9,无此人,6217000019999999999,1.00,无此人,x,7,成功,", ct);
        var file = page.Locator("input[type=file][accept*=csv]");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await file.SetInputFilesAsync(answer);
        await dialog.GetByText("找不到明细").First.WaitForAsync();
        await dialog.GetByText("失败 账号已销户").WaitForAsync();
        await finance.CheckAccessAsync("the bank's answer before it is recorded");
        await finance.ShootAsync("answer-preview");
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new("^登记 [1-9]") }).ClickAsync();
        await page.GetByText("1 行待核").WaitForAsync();
        await finance.SettleAsync();
        await finance.ShootAsync("answer-recorded");
        await finance.Button("1 行待核").ClickAsync();
        await dialog.GetByText("无此人").First.WaitForAsync();
        await finance.CheckAccessAsync("rows to look into");
        await finance.ShootAsync("answer-open");
        await page.Keyboard.PressAsync("Escape");
        await dialog.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^撤\\s?销$") }).ClickAsync();
        await dialog.GetByRole(AriaRole.Textbox).FillAsync("传错了文件");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("已撤销").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^其余已到账 \\([1-9]") }).WaitForAsync();
        await file.SetInputFilesAsync(answer);
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new("^登记 [1-9]") }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^其余已到账 \\(0") }).WaitForAsync();
        await finance.SettleAsync();
        File.Delete(answer);
    }

    // Runs the month, looks at what differs and puts it before an approver; answers with the order's place in the office.
    private static async Task<string> ProposeAsync(Visitor clerk, string month)
    {
        var page = clerk.Page;
        await clerk.GoAsync("runs?new=liuba-2015");
        await page.Locator(".date-field input").FillAsync(month);
        await PressAsync(clerk, clerk.Button("开始测算"));
        await page.GetByText("按资金来源").WaitForAsync(new() { Timeout = 180_000 });
        await PressAsync(clerk, page.GetByRole(AriaRole.Link, new() { Name = "与上期差异" }));
        await page.GetByRole(AriaRole.Heading, new() { Name = "逐人差异" }).WaitForAsync();
        await clerk.SettleAsync();
        await clerk.CheckAccessAsync($"the review of {month}");
        await clerk.ShootAsync($"review-{month}");
        await PressAsync(clerk, clerk.Button("报批发放"));
        await page.WaitForURLAsync(url => url.Contains("/orders/", StringComparison.Ordinal));
        await page.GetByText("批准后编号").WaitForAsync(new() { Timeout = 180_000 });
        await clerk.SettleAsync();
        return new Uri(page.Url).AbsolutePath["/office/".Length..];
    }

    private static async Task RecordDeathAsync(Visitor clerk, Guid household)
    {
        var page = clerk.Page;
        await clerk.GoAsync($"households/{household}");
        await clerk.Button("记事").ClickAsync();
        var form = page.GetByRole(AriaRole.Dialog);
        await form.GetByText("死亡", new() { Exact = true }).ClickAsync();
        await form.Locator(".date-field input").First.FillAsync("2017-02-20");
        await form.GetByRole(AriaRole.Combobox, new() { Name = "是谁" }).ClickAsync();
        await clerk.TakeAsync("王守义");
        await form.GetByText("王守义 于 2017-02-20 死亡").WaitForAsync();
        await form.GetByLabel("原因").FillAsync("病故,村里补报");
        await form.GetByRole(AriaRole.Button, new() { Name = "登记" }).ClickAsync();
        await page.Locator("#events").GetByText("病故").WaitForAsync();
    }

    private static async Task PressAsync(Visitor visitor, ILocator target)
    {
        await target.First.FocusAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
    }
}
