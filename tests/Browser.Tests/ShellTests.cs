using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Fuyao.Browser.Tests;

/// <summary>What surrounds every page: help, the past, what a role may not open, what a narrow screen shows first.</summary>
public sealed class ShellTests(OfficeFixture office)
{
    [Fact]
    public async Task A_question_mark_tells_what_the_keys_do_and_leads_to_what_is_wanted()
    {
        await using var visitor = await office.OpenAsync();
        await visitor.SignInAsync("clerk");
        await visitor.GoAsync("account");
        await visitor.Page.Keyboard.PressAsync("?");
        var help = visitor.Page.GetByRole(AriaRole.Dialog);
        await help.WaitForAsync();
        await Assertions.Expect(help).ToContainTextAsync("Ctrl+Enter", new() { UseInnerText = true });
        await visitor.CheckAccessAsync("help");
        await visitor.Page.Keyboard.PressAsync("Escape");
        await help.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await visitor.Page.Keyboard.PressAsync("?");
        await help.GetByRole(AriaRole.Link, new() { Name = "登记新户" }).ClickAsync();
        await visitor.Heading("登记新户").WaitForAsync();
        visitor.ShouldHaveNoComplaints("help");
    }

    [Fact]
    public async Task A_page_that_a_role_may_not_open_says_so_and_asks_the_server_for_nothing()
    {
        await using var visitor = await office.OpenAsync();
        await visitor.SignInAsync("clerk");
        await visitor.GoAsync("users");
        await visitor.Page.GetByText("您没有权限查看这一页").WaitForAsync();
        await Assertions.Expect(visitor.Button("新增用户")).ToHaveCountAsync(0);
        visitor.ShouldHaveNoComplaints("a refusal that the page knew of");
    }

    [Fact]
    public async Task A_person_is_shown_as_of_a_day_under_a_banner_and_each_field_tells_who_said_it()
    {
        await using var visitor = await office.OpenAsync();
        await visitor.SignInAsync("clerk");
        await visitor.GoAsync($"households/{office.Households["61072910120001"]}");
        var person = await visitor.Page.Locator(".members a").First.GetAttributeAsync("href");
        await visitor.GoAsync(person!);
        var sources = visitor.Page.Locator("main").GetByRole(AriaRole.Button, new() { Name = "的来历" });
        await sources.Nth(5).WaitForAsync();
        await sources.First.ClickAsync();
        await visitor.Page.GetByText("经办", new() { Exact = true }).First.WaitForAsync();
        await visitor.GoAsync($"{person}?on=2020-01-01");
        var banner = visitor.Page.Locator(".as-of-banner");
        await banner.WaitForAsync();
        await Assertions.Expect(banner).ToContainTextAsync("2020-01-01", new() { UseInnerText = true });
        await visitor.CheckAccessAsync("a person in the past");
        await banner.GetByRole(AriaRole.Button).ClickAsync();
        await banner.WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    [Fact]
    public async Task On_a_phone_filters_stand_behind_one_button_and_no_head_covers_the_first_row()
    {
        await using var visitor = await office.OpenAsync(phone: true);
        await visitor.SignInAsync("clerk");
        await visitor.GoAsync("households?status=registered");
        var filters = visitor.Button("筛选条件 (1)");
        await filters.WaitForAsync();
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = "登记状态" })).ToHaveCountAsync(0);
        await filters.ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = "登记状态" }).WaitForAsync();
        await visitor.GoAsync("account");
        var row = visitor.Page.Locator(".table-scroll tbody tr").First;
        await row.WaitForAsync();
        var (head, first) = (await visitor.Page.Locator(".table-scroll thead").First.BoundingBoxAsync(), await row.BoundingBoxAsync());
        first!.Y.ShouldBeGreaterThanOrEqualTo(head!.Y + head.Height - 1);
        (await visitor.Page.EvaluateAsync<bool>("() => { const cell = document.querySelector('.table-scroll tbody td').getBoundingClientRect(); return document.elementFromPoint(cell.x + 12, cell.y + cell.height / 2)?.closest('td') !== null; }")).ShouldBeTrue("the first row is seen");
    }

    [Fact]
    public async Task A_page_that_cannot_be_fetched_waits_for_the_server_and_opens_by_itself()
    {
        await using var visitor = await office.OpenAsync();
        await visitor.SignInAsync("clerk");
        await visitor.SettleAsync();
        await visitor.Page.RouteAsync("**/assets/**", route => route.AbortAsync());
        await visitor.Page.RouteAsync("**/health/live", route => route.AbortAsync());
        await visitor.Page.Locator(".doors a").First.ClickAsync();
        await visitor.Page.GetByText("连接不上服务器").WaitForAsync();
        await visitor.Page.UnrouteAllAsync();
        await visitor.Heading("识别").WaitForAsync();
    }
}
