using Microsoft.Playwright;
using Xunit;

namespace Fuyao.Browser.Tests;

/// <summary>The whole day, no hand on the mouse.</summary>
public sealed partial class ClerksDayTests
{
    [Fact]
    public async Task A_day_goes_by_keyboard_alone_from_half_a_name_over_a_check_and_a_registration_to_the_village_book()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        var keys = page.Keyboard;
        await page.GotoAsync("./");
        await page.Locator("#user").WaitForAsync();
        await TabToAsync(page, "#user");
        await keys.TypeAsync("clerk");
        await TabToAsync(page, "#password");
        await keys.TypeAsync(OfficeFixture.Password);
        await keys.PressAsync("Enter");
        await page.Locator("main#main").WaitForAsync();

        // Half a name, then the check of that household: one key for each part that is unchanged.
        await visitor.SearchAsync("Control+k", "主18", "户主18");
        await visitor.Heading("户主18 户").WaitForAsync();
        await TabToAsync(page, "a[href$='/check']");
        await keys.PressAsync("Enter");
        await page.Locator("[data-confirm]").First.WaitForAsync();
        await TabToAsync(page, "[data-confirm]");
        await keys.PressAsync("Enter");
        await keys.PressAsync("Enter");
        await keys.PressAsync("Enter");
        await visitor.Heading("住房与用水用电").WaitForAsync();
        for (var section = 0; section < 4; section++)
        {
            await keys.PressAsync("Enter");
        }

        await keys.PressAsync("Enter");
        await page.GetByText("与登记一致,没有变化").WaitForAsync();
        await Assertions.Expect(visitor.Button("保存核查(无变化)")).ToBeEnabledAsync();
        await keys.PressAsync("Control+Enter");
        await page.GetByText("核查,与登记一致").WaitForAsync();

        // From the door to the list to a new household.
        await TabToAsync(page, "a[href='/office/doors/manage']");
        await keys.PressAsync("Enter");
        await TabToAsync(page, "a.tile[href='/office/households']");
        await keys.PressAsync("Enter");
        await page.Locator("a[href='/office/households/new']").WaitForAsync();
        await TabToAsync(page, "a[href='/office/households/new']");
        await keys.PressAsync("Enter");
        foreach (var (label, place) in new[] { ("乡镇", "马道"), ("村", "沙坝") })
        {
            var box = page.GetByRole(AriaRole.Combobox, new() { Name = label, Exact = true });
            await box.WaitForAsync();
            await TabToAsync(page, $".ant-select input[aria-label='{label}']");
            await visitor.PickAsync(box, place);
        }

        await TabToAsync(page, "[id='f-persons[0].id_number']");
        await keys.TypeAsync(Id(610729, "19550610", 7));
        await keys.PressAsync("Enter");
        await keys.TypeAsync("郑键盘");
        await keys.PressAsync("Control+Enter");
        await visitor.Heading("住房与用水用电").WaitForAsync();
        await TabToAsync(page, "#f-causes input");
        await keys.PressAsync("Space");
        await TabToAsync(page, "[id='f-income.wage']");
        await keys.TypeAsync("1800");
        await keys.PressAsync("Control+Enter");
        await Assertions.Expect(visitor.Button("登记这一户")).ToBeEnabledAsync();
        await keys.PressAsync("Control+Enter");
        await visitor.Heading("郑键盘 户").WaitForAsync();

        // The village of that household, and its book.
        await TabToAsync(page, "a[href='/office/doors/manage']");
        await keys.PressAsync("Enter");
        await TabToAsync(page, "a.tile[href='/office/villages']");
        await keys.PressAsync("Enter");
        await page.Locator("main#main").GetByText("沙坝").First.WaitForAsync();
        await TabToAsync(page, $"a[href='/office/villages/{County.VillageA}'], tr[tabindex='0']");
        await keys.PressAsync("Enter");
        await page.Locator("a[href*='/book']").WaitForAsync();
        await TabToAsync(page, "a[href*='/book']");
        await keys.PressAsync("Enter");
        await page.Locator(".paper").First.WaitForAsync();
        await visitor.SettleAsync();
        await visitor.ShootAsync("village-book");
        visitor.ShouldHaveNoComplaints("a day by keyboard");
    }
}
