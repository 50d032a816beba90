using Fuyao.Access.Contracts;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Fuyao.Browser.Tests;

/// <summary>What takes two people: an export that somebody else approves, and a role that a colleague stands in for.</summary>
public sealed class ApprovalWalkTests(OfficeFixture office)
{
    [Fact]
    public async Task An_export_is_asked_for_with_its_purpose_approved_by_another_and_downloaded_once()
    {
        await office.AddAsync("export-clerk", "赵导出", Roles.CountyClerk);
        using var strict = office.LetExportUnapproved(0);
        await using var clerk = await office.OpenAsync();
        await clerk.SignInAsync("export-clerk");
        await clerk.GoAsync("households");
        await clerk.Button("导出所列").ClickAsync();
        var dialog = clerk.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("用途").FillAsync("省级抽查核对,用后删除");
        await clerk.CheckAccessAsync("asking for an export");
        await clerk.ShootAsync("export-asked");
        await clerk.Page.Keyboard.PressAsync("Enter");
        await dialog.WaitForAsync(new() { State = WaitForSelectorState.Hidden });

        await using var approver = await office.OpenAsync();
        await approver.SignInAsync("approver");
        await approver.GoAsync("exports");
        var waiting = approver.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "赵导出" });
        await waiting.GetByText("省级抽查核对").WaitForAsync();
        await approver.CheckAccessAsync("exports that wait");
        await approver.ShootAsync("exports-waiting");
        await waiting.GetByRole(AriaRole.Button, new() { Name = "批准", Exact = true }).ClickAsync();
        await waiting.GetByText("已批准").WaitForAsync();
        approver.ShouldHaveNoComplaints("approving");

        await clerk.GoAsync("exports");
        var file = await clerk.Page.RunAndWaitForDownloadAsync(() => clerk.Button("下载(仅一次)").ClickAsync());
        file.SuggestedFilename.ShouldEndWith(".xlsx");
        await clerk.GoAsync("exports");
        await clerk.Page.GetByText("已下载").First.WaitForAsync();
        await Assertions.Expect(clerk.Button("下载(仅一次)")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_role_is_lent_to_a_colleague_who_acts_in_it_by_name_until_it_is_taken_back()
    {
        await office.AddAsync("lender", "蒋出差", Roles.CountyClerk);
        await office.AddAsync("stand-in", "何代办", Roles.Auditor);
        await using var lender = await office.OpenAsync();
        await lender.SignInAsync("lender");
        await lender.GoAsync("account");
        await lender.Button("临时委托").ClickAsync();
        var dialog = lender.Page.GetByRole(AriaRole.Dialog);
        await lender.PickAsync(dialog.Locator("#loan-to"), "何代办");
        await dialog.GetByLabel("原因").FillAsync("到省里开会三天");
        await lender.CheckAccessAsync("lending a role");
        await lender.ShootAsync("loan-new");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "临时委托" }).ClickAsync();
        await lender.Page.GetByText("委托给 何代办").WaitForAsync();
        await lender.ShootAsync("loan-given");
        lender.ShouldHaveNoComplaints("lending");

        await using var standIn = await office.OpenAsync();
        await standIn.SignInAsync("stand-in");
        await standIn.Page.Locator(".person-button").ClickAsync();
        await standIn.Page.GetByRole(AriaRole.Button, new() { Name = "切换到 县级业务员" }).ClickAsync();
        await standIn.Page.Locator(".person-name").Filter(new() { HasText = "代蒋出差" }).WaitForAsync();
        await standIn.ShootAsync("loan-acting");

        await lender.Button("收回").ClickAsync();
        await lender.Page.GetByText("收回", new() { Exact = true }).WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await standIn.Page.GotoAsync("households");
        await standIn.Page.Locator("#password").WaitForAsync();
    }
}
