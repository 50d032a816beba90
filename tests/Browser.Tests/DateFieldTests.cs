using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Fuyao.Browser.Tests;

/// <summary>Dates as an office writes them, whatever language the browser speaks.</summary>
public sealed class DateFieldTests(OfficeFixture office)
{
    [Fact]
    public async Task Eight_figures_are_a_day_the_arrows_go_on_from_it_and_a_mistake_is_named_while_typing()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("clerk");
        await visitor.GoAsync("balance?to=2016-12-31&from=2015-12-31");
        var from = page.Locator(".filters").GetByLabel("期初");
        await from.FillAsync("");
        await page.Keyboard.TypeAsync("20160305");
        await page.WaitForURLAsync(new Regex("from=2016-03-05"));
        await from.PressAsync("Enter");
        await Assertions.Expect(from).ToHaveValueAsync("2016-03-05");
        await from.PressAsync("ArrowUp");
        await page.WaitForURLAsync(new Regex("from=2016-03-06"));
        await from.PressAsync("PageDown");
        await page.WaitForURLAsync(new Regex("from=2016-02-06"));

        // What cannot become a date is said at once; the page goes on showing the last one, and so does the field when it is left.
        await from.FillAsync("");
        await page.Keyboard.TypeAsync("2016-02-3");
        await page.WaitForURLAsync(new Regex("from=2016-02-03"));
        await page.Keyboard.TypeAsync("0");
        await page.GetByText("2016-02 只有 29 天").WaitForAsync();
        page.Url.ShouldContain("from=2016-02-03");
        await visitor.ShootAsync("date-mistake");
        await visitor.CheckAccessAsync("a date that is none");
        await from.BlurAsync();
        await Assertions.Expect(from).ToHaveValueAsync("2016-02-03");

        // Later than the range allows.
        await from.FillAsync("20170101");
        await page.GetByText("不能晚于 2016-12-31").WaitForAsync();
        page.Url.ShouldContain("from=2016-02-03");
        visitor.ShouldHaveNoComplaints("dates");
    }

    [Fact]
    public async Task A_date_that_is_none_is_never_recorded_as_another_or_as_nothing()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("clerk");
        await visitor.GoAsync($"households/{office.Households["61072910120002"]}");
        await visitor.Button("记事").ClickAsync();
        var form = page.GetByRole(AriaRole.Dialog);
        await form.GetByText("死亡", new() { Exact = true }).ClickAsync();
        await form.GetByRole(AriaRole.Combobox, new() { Name = "是谁" }).ClickAsync();
        await visitor.TakeAsync("成员2");
        var on = form.Locator(".date-field input");
        await on.FillAsync("2016年6月3日");
        await form.GetByText("成员2 于 2016-06-03 死亡").WaitForAsync();
        await on.FillAsync("2016年6月31日");
        await on.BlurAsync();
        await Assertions.Expect(on).ToHaveValueAsync("2016年6月31日");
        await form.GetByText("2016-06 只有 30 天").WaitForAsync();
        await Assertions.Expect(form.GetByRole(AriaRole.Button, new() { Name = "登记" })).ToBeDisabledAsync();
        await visitor.ShootAsync("date-none");
        await on.FillAsync("2016.6.30");
        await on.BlurAsync();
        await Assertions.Expect(on).ToHaveValueAsync("2016-06-30");
        await form.GetByText("成员2 于 2016-06-30 死亡").WaitForAsync();
        visitor.ShouldHaveNoComplaints("an event's day");
    }

    [Fact]
    public async Task A_phone_gets_its_own_date_wheel_and_a_desk_a_calendar_behind_the_field()
    {
        await using var phone = await office.OpenAsync(phone: true);
        await phone.SignInAsync("clerk");
        await phone.GoAsync("balance");
        (await phone.Page.Locator(".filters input[type=date]").CountAsync()).ShouldBe(2);
        await phone.Page.Locator(".filters input[type=date]").First.FillAsync("2016-03-05");
        await phone.Page.WaitForURLAsync(new Regex("from=2016-03-05"));
        await phone.ShootAsync("dates");

        await using var desk = await office.OpenAsync(language: "en");
        await desk.SignInAsync("clerk");
        await desk.GoAsync("balance?from=2016-03-05");
        await Assertions.Expect(desk.Page.Locator(".date-field input").First).ToHaveValueAsync("2016-03-05");
        await desk.Page.Locator(".date-open").First.ClickAsync();
        await desk.Page.Locator(".date-calendar").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await desk.Page.Locator(".date-calendar").EvaluateAsync("calendar => { Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(calendar, '2016-04-01'); calendar.dispatchEvent(new Event('input', { bubbles: true })); }");
        await desk.Page.WaitForURLAsync(new Regex("from=2016-04-01"));
        desk.ShouldHaveNoComplaints("the calendar");
    }
}
