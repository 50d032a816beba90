using System.Text.Json.Nodes;
using Fuyao.Access.Contracts;
using Fuyao.Testing;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Fuyao.Browser.Tests;

/// <summary>A township that goes to another county, in two counties that no other walk works in: decided, watched, seen on the other side, taken back.</summary>
public sealed class BorderWalkTests(OfficeFixture office)
{
    private const string Prefecture = "6103";
    private const string Old = "610330";
    private const string New = "610331";
    private const int Households = 120;

    [Fact]
    public async Task A_township_goes_to_another_county_where_its_clerk_goes_on_and_comes_back_when_the_decree_is_withdrawn()
    {
        await using var visitor = await office.OpenAsync();
        await office.AddAsync("border-prefecture", "宝鸡市业务员", Roles.CountyClerk, Prefecture);
        await office.AddAsync("border-old", "凤县业务员", Roles.CountyClerk, Old);
        await office.AddAsync("border-new", "太白县业务员", Roles.CountyClerk, New);
        var page = visitor.Page;
        await visitor.SignInAsync("border-prefecture");
        var township = await FirstBelowAsync(page, $"{Old}000000");
        var village = await FirstBelowAsync(page, township.Code);
        var household = Guid.Empty;
        for (var n = 1; n <= Households; n++)
        {
            var id = await office.AddAsync(Some.Household($"{Old}1000{n:0000}", long.Parse(village.Code, System.Globalization.CultureInfo.InvariantCulture), Some.Person("1950-03-05", $"边界户{n}")));
            household = n == 1 ? id : household;
        }

        await visitor.GoAsync("regions");
        await visitor.Button("登记区划调整").ClickAsync();
        var drawer = page.GetByRole(AriaRole.Dialog);
        await drawer.GetByText("划归", new() { Exact = true }).ClickAsync();
        var from = drawer.GetByRole(AriaRole.Group, new() { Name = "哪个村(或乡镇、县)" });
        await visitor.PickAsync(from.GetByRole(AriaRole.Combobox, new() { Name = "县", Exact = true }), "凤县");
        await visitor.PickAsync(from.GetByRole(AriaRole.Combobox, new() { Name = "乡镇", Exact = true }), township.Name);
        await visitor.PickAsync(drawer.GetByRole(AriaRole.Group, new() { Name = "划归哪个县" }).GetByRole(AriaRole.Combobox, new() { Name = "县", Exact = true }), "太白县");
        await drawer.GetByText($"随之变更:{Households} 户").WaitForAsync();
        await drawer.GetByLabel("批复文号或原因").FillAsync("省政府批复〔2016〕3号");
        await drawer.GetByRole(AriaRole.Button, new() { Name = "执行调整" }).ClickAsync();

        // The work is watched until it is done, with how many of all.
        var job = page.GetByRole(AriaRole.Group, new() { Name = "进度" });
        await job.GetByText("已完成").WaitForAsync();
        await job.GetByText($"{Households} / {Households}").WaitForAsync();
        var entry = page.Locator(".timeline > li").First;
        await entry.GetByText("省政府批复〔2016〕3号").WaitForAsync();
        await visitor.ShootAsync("border-done");
        await visitor.CheckAccessAsync("a township that went to another county");

        // The new county's clerk finds the household with its whole timeline and goes on; the old county's finds it no more.
        await using (var newcomer = await office.OpenAsync())
        {
            await newcomer.SignInAsync("border-new");
            await newcomer.SearchAsync("Control+k", "边界户77", "边界户77");
            await newcomer.Heading("边界户77 户").WaitForAsync();
            await newcomer.GoAsync($"households/{household}");
            await newcomer.Page.Locator("#timeline").GetByText("first registration").WaitForAsync();
            await newcomer.Page.Locator("#timeline").GetByText("省政府批复〔2016〕3号").First.WaitForAsync();
            await newcomer.ShootAsync("border-new-county");
            newcomer.ShouldHaveNoComplaints("the new county");
        }

        await ShouldNotFindAsync("border-old", household);

        await entry.GetByRole(AriaRole.Button, new() { Name = "撤销" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByText($"{Households} 户、").WaitForAsync();
        await dialog.GetByLabel("原因").FillAsync("批复撤销");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "撤销" }).ClickAsync();
        await entry.GetByText("已撤销").WaitForAsync();
        await visitor.ShootAsync("border-undone");
        visitor.ShouldHaveNoComplaints("a border there and back");

        await ShouldNotFindAsync("border-new", household);
        await using var back = await office.OpenAsync();
        await back.SignInAsync("border-old");
        await back.GoAsync($"households/{household}");
        await back.Heading("边界户1 户").WaitForAsync();
        back.ShouldHaveNoComplaints("the old county again");
    }

    private async Task ShouldNotFindAsync(string user, Guid household)
    {
        await using var somebody = await office.OpenAsync();
        await somebody.SignInAsync(user);
        await somebody.GoAsync($"households/{household}");
        await somebody.Page.Locator(".state-title").WaitForAsync();
        (await somebody.Page.Locator("main#main").InnerTextAsync()).ShouldNotContain("边界户");
    }

    private async Task<(string Code, string Name)> FirstBelowAsync(IPage page, string place)
    {
        var answer = await page.APIRequest.GetAsync(new Uri(office.Address, $"/api/regions?parent={place}").ToString());
        var first = JsonNode.Parse(await answer.TextAsync())!["items"]![0]!;
        return ((string)first["code"]!, (string)first["name"]!);
    }
}
