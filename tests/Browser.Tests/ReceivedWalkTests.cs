using Fuyao.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Fuyao.Browser.Tests;

/// <summary>One transfer of another department that holds several benefits, told apart by a clerk.</summary>
public sealed class ReceivedWalkTests(OfficeFixture office)
{
    [Fact]
    public async Task A_clerk_tells_a_lump_transfer_apart_and_takes_it_back()
    {
        await office.AddAsync(Some.Household("61072910223301", County.VillageB, Some.Person("1949-11-20", "贺连山")).With("category", "\"general\""));
        await office.AddReceivedAsync("61072910223301", County.VillageB, "一卡通合并发放", 1234.56m, new DateOnly(2016, 1, 10));
        await using var clerk = await office.OpenAsync();
        await clerk.SignInAsync("clerk");
        await clerk.GoAsync("received?state=matched&q=61072910223301");
        await Row(clerk, "一卡通合并发放").ClickAsync();
        await clerk.Button("这笔款含几项补助:拆分").ClickAsync();
        await Part(clerk, "第 1 项的项目").FillAsync("农村低保");
        await clerk.Page.GetByLabel("第 1 项的金额").FillAsync("900");
        await Part(clerk, "第 2 项的项目").FillAsync("高龄津贴");
        await clerk.Page.GetByLabel("第 2 项的金额").FillAsync("300");
        await clerk.Page.GetByText("还差 34.56 元").WaitForAsync();
        await clerk.CheckAccessAsync("a transfer being split");
        await clerk.ShootAsync("received-splitting");
        await clerk.Page.GetByLabel("第 2 项的金额").FillAsync("334.56");
        await clerk.Page.GetByText("各项合计与这笔款相符").WaitForAsync();
        await clerk.Page.GetByLabel("原因").FillAsync("按银行附言");
        await clerk.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^拆\\s?分$") }).ClickAsync();
        await Row(clerk, "高龄津贴").WaitForAsync();

        await clerk.GoAsync("received?state=split&q=61072910223301");
        await Row(clerk, "一卡通合并发放").ClickAsync();
        await clerk.Page.GetByRole(AriaRole.Heading, new() { Name = "拆成" }).WaitForAsync();
        await clerk.ShootAsync("received-split");
        await clerk.Page.GetByLabel("原因").FillAsync("附言看错");
        await clerk.Button("撤销拆分").ClickAsync();
        await clerk.Page.GetByText("没有待处理的").WaitForAsync();
        await clerk.GoAsync("received?state=matched&q=61072910223301");
        await Row(clerk, "1,234.56").WaitForAsync();
    }

    private static ILocator Row(Visitor clerk, string text) => clerk.Page.GetByRole(AriaRole.Row).Filter(new() { HasTextString = text });

    private static ILocator Part(Visitor clerk, string label) => clerk.Page.GetByRole(AriaRole.Combobox, new() { Name = label });
}
