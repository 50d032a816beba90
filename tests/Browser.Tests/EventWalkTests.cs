using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace Fuyao.Browser.Tests;

/// <summary>What happens to households: recorded, seen in the balance, looked at as of a day, and taken back.</summary>
public sealed class EventWalkTests(OfficeFixture office)
{
    [Fact]
    public async Task A_household_is_split_by_keyboard_and_the_split_is_undone()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("clerk");
        await visitor.GoAsync($"households/{office.Households["61072910120008"]}");
        await visitor.Button("记事").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var form = page.GetByRole(AriaRole.Dialog);
        await form.GetByRole(AriaRole.Radio, new() { Name = "分户" }).FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await form.GetByRole(AriaRole.Button, new() { Name = "分出 成员8" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await form.GetByLabel("耕地 新户分走").FillAsync("2.5");
        await form.GetByText("新立一户:61072910120008-1,户主 成员8").WaitForAsync();
        // What the household has is for the other walks to change; what stays is said.
        await form.GetByText(new Regex("耕地.*→")).First.WaitForAsync();
        await form.GetByLabel("原因").FillAsync("成年子女分户另过");
        await visitor.ShootAsync("event-split");
        await visitor.CheckAccessAsync("the split board");
        await form.GetByRole(AriaRole.Button, new() { Name = "登记" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        var events = page.Locator("#events");
        await events.GetByText("成年子女分户另过").WaitForAsync();
        await Assertions.Expect(page.Locator(".member")).ToHaveCountAsync(1);
        await visitor.ShootAsync("events");
        await events.GetByRole(AriaRole.Button, new() { Name = "撤销" }).First.ClickAsync();
        await page.Locator("#undo-reason").FillAsync("记错了");
        await visitor.ShootAsync("event-undo");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "撤销" }).ClickAsync();
        await events.GetByText("已撤销").First.WaitForAsync();
        await page.Locator(".member").Nth(1).WaitForAsync();
        visitor.ShouldHaveNoComplaints("splitting a household and undoing it");
    }

    [Fact]
    public async Task A_death_shows_in_the_balance_and_the_day_before_it_can_be_looked_at()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("clerk");
        await visitor.GoAsync($"households/{office.Households["61072910120010"]}");
        await visitor.Button("记事").ClickAsync();
        var form = page.GetByRole(AriaRole.Dialog);
        await form.GetByText("死亡", new() { Exact = true }).ClickAsync();
        await form.GetByRole(AriaRole.Combobox, new() { Name = "是谁" }).ClickAsync();
        await visitor.TakeAsync("成员10");
        await form.GetByText(new Regex("成员10 于 .* 死亡")).WaitForAsync();
        await form.GetByLabel("原因").FillAsync("病故,村里报来");
        await visitor.ShootAsync("event-death");
        await form.GetByRole(AriaRole.Button, new() { Name = "登记" }).ClickAsync();
        await page.Locator("#events").GetByText("病故").WaitForAsync();

        await visitor.GoAsync("balance");
        await page.GetByRole(AriaRole.Row, new() { Name = "死亡" }).GetByRole(AriaRole.Button, new() { Name = "1" }).ClickAsync();
        await page.GetByText("成员10", new() { Exact = true }).WaitForAsync();
        await visitor.SettleAsync();
        await visitor.ShootAsync("balance");
        await visitor.CheckAccessAsync("the balance");
        // From the number to the household on the last day that she was there, and the day goes along to the next page.
        await page.GetByRole(AriaRole.Link, new() { Name = "户主10" }).ClickAsync();
        await page.Locator(".as-of-banner").WaitForAsync();
        await page.Locator(".member").Nth(1).WaitForAsync();
        await Assertions.Expect(visitor.Button("记事")).ToBeDisabledAsync();
        await visitor.ShootAsync("as-of");
        await page.Locator(".brand").ClickAsync();
        await page.WaitForURLAsync(new Regex(@"/office/?\?.*on="));
        await page.Locator(".as-of-banner").WaitForAsync();
        await page.Locator(".as-of-banner").GetByRole(AriaRole.Button).ClickAsync();
        await page.Locator(".as-of-banner").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        visitor.ShouldHaveNoComplaints("the balance and a day in the past");
    }
}
