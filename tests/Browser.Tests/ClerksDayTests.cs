using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Fuyao.Browser.Tests;

/// <summary>A clerk's day at the forms: registering and checking households.</summary>
public sealed partial class ClerksDayTests(OfficeFixture office)
{
    [Fact]
    public async Task A_household_of_four_is_registered_by_keyboard_alone_on_three_screens()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("clerk");
        await visitor.GoAsync("households/new");
        foreach (var place in new[] { "乡镇", "村" })
        {
            await visitor.PickAsync(page.GetByRole(AriaRole.Combobox, new() { Name = place, Exact = true }));
        }

        await page.Locator("#f-group").FocusAsync();
        await page.Keyboard.TypeAsync("二组");
        await page.Locator("[id='f-persons[0].id_number']").FocusAsync();

        // Born 1971-05-08, a man; the rest of the family follows by Alt+N.
        var people = new[] { (Id(610729, "19710508", 1), "赵立本"), (Id(610729, "19730912", 2), "何秀兰"), (Id(610729, "20021103", 4), "赵小娟"), (Id(610729, "19460120", 6), "刘桂英") };
        foreach (var (index, (id, name)) in people.Index())
        {
            if (index > 0)
            {
                await page.Keyboard.PressAsync("Alt+n");
                await Assertions.Expect(page.Locator($"[id='f-persons[{index}].id_number']")).ToBeFocusedAsync();
            }

            await page.Keyboard.TypeAsync(id);
            await page.Keyboard.PressAsync("Enter");
            await page.Keyboard.TypeAsync(name);
        }

        await Assertions.Expect(page.Locator("[id='f-persons[1].relation']")).ToHaveValueAsync("12");
        await Assertions.Expect(page.Locator("[id='f-persons[2].relation']")).ToHaveValueAsync("30");
        await Assertions.Expect(page.Locator("[id='f-persons[3].relation']")).ToHaveValueAsync("52");
        await Assertions.Expect(page.Locator("[id='f-persons[3].birth']")).ToHaveValueAsync("1946-01-20");
        await visitor.ShootAsync("register-1");
        await visitor.CheckAccessAsync("register, first screen");

        await page.Keyboard.PressAsync("Control+Enter");
        await visitor.Heading("住房与用水用电").WaitForAsync();
        await page.Locator("#f-housing\\.area").FocusAsync();
        await page.Keyboard.TypeAsync("80");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync("土木");
        await page.Locator("#f-income\\.wage").FocusAsync();
        foreach (var amount in new[] { "6000", "4000", "1500", "200", "1300" })
        {
            await page.Keyboard.TypeAsync(amount);
            await page.Keyboard.PressAsync("Enter");
        }

        await page.GetByText("人均 2,500.00 元").WaitForAsync();
        await page.Locator("#f-causes input").First.FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await visitor.ShootAsync("register-2");
        await visitor.CheckAccessAsync("register, second screen");

        await page.Keyboard.PressAsync("Control+Enter");
        await page.GetByText("登记说明").WaitForAsync();
        await page.GetByText("致贫原因为因病").WaitForAsync();
        await visitor.ShootAsync("register-3");
        await visitor.CheckAccessAsync("register, third screen");
        await Assertions.Expect(visitor.Button("登记这一户")).ToBeEnabledAsync();
        await page.Keyboard.PressAsync("Control+Enter");
        await visitor.Heading("赵立本 户").WaitForAsync();
        await visitor.SettleAsync();
        visitor.ShouldHaveNoComplaints("registering");
    }

    [Fact]
    public async Task A_wrong_or_known_id_number_is_told_at_once_and_with_what_to_do()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("clerk");
        await visitor.GoAsync("households/new");
        var id = page.Locator("[id='f-persons[0].id_number']");
        await id.FillAsync("110105194912310021");
        await page.GetByText("校验位不对").First.WaitForAsync();
        await id.FillAsync("11010519491231002X");
        await page.GetByText("张大山 现登记在").WaitForAsync();
        await page.GetByText("一个人只能在一户").WaitForAsync();
        await visitor.ShootAsync("register-known");
        await visitor.CheckAccessAsync("a known person");
        visitor.ShouldHaveNoComplaints("a known person");
    }

    [Fact]
    public async Task What_was_typed_is_there_again_after_the_page_was_closed_and_on_another_machine()
    {
        await using var visitor = await office.OpenAsync();
        await visitor.SignInAsync("clerk");
        await visitor.GoAsync("households/new");
        var address = visitor.Page.Url;
        await visitor.Page.Locator("[id='f-persons[0].name']").FillAsync("冯草稿");
        await visitor.GoAsync("households");
        await visitor.GoAsync(address);
        await Assertions.Expect(visitor.Page.Locator("[id='f-persons[0].name']")).ToHaveValueAsync("冯草稿");
        await visitor.Page.GetByText("草稿已保存").WaitForAsync();

        await using var elsewhere = await office.OpenAsync();
        await elsewhere.SignInAsync("clerk");
        await elsewhere.GoAsync("households/new");
        await elsewhere.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("冯草稿") }).ClickAsync();
        await Assertions.Expect(elsewhere.Page.Locator("[id='f-persons[0].name']")).ToHaveValueAsync("冯草稿");
        await elsewhere.Page.Locator("[id='f-persons[0].name']").FillAsync("冯草稿二");
        await elsewhere.Page.GetByText("草稿已保存").WaitForAsync();
        await visitor.Page.Locator("[id='f-persons[0].name']").FillAsync("冯草稿三");
        await visitor.Page.GetByText("另一窗口或电脑也在填这份表").First.WaitForAsync();
        await visitor.ShootAsync("register-conflict");
        await visitor.Button("用另一份").ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("[id='f-persons[0].name']")).ToHaveValueAsync("冯草稿二");
    }

    [Fact]
    public async Task A_household_is_checked_with_one_key_for_what_is_unchanged_and_one_change_for_what_differs()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("clerk");
        await visitor.GoAsync($"households/{office.Households["61072910120012"]}/check");
        await visitor.ShootAsync("check-1");
        await visitor.CheckAccessAsync("check");
        await page.Locator("[data-confirm]").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Enter");
        await visitor.Heading("住房与用水用电").WaitForAsync();
        await page.Keyboard.PressAsync("Enter");
        await visitor.Button("有变化 住房与用水用电").ClickAsync();
        await page.Locator("#f-housing\\.area").FillAsync("95");
        await page.GetByText("原为:无").First.WaitForAsync();
        await visitor.ShootAsync("check-2");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.GetByText("将保存的修改").WaitForAsync();
        await visitor.Button("保存核查(1 项变化)").ClickAsync();
        await visitor.Heading("户主12 户").WaitForAsync();
        await page.GetByText("核查,有变化,已登记").WaitForAsync();
        await page.Locator(".timeline ins").GetByText("95", new() { Exact = true }).WaitForAsync();
        visitor.ShouldHaveNoComplaints("a check");
    }

    [Fact]
    public async Task A_photo_is_shrunk_shown_opened_and_hidden_with_a_reason_and_stands_in_the_timeline()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("clerk");
        await visitor.GoAsync($"households/{office.Households["61072910120016"]}");

        // A photo as a phone takes it: larger than what is kept.
        var photo = await page.EvaluateAsync<string>("""
            async () => { const c = new OffscreenCanvas(3000, 2000), x = c.getContext('2d'); x.fillStyle = '#7a9e6f'; x.fillRect(0, 0, 3000, 2000); x.fillStyle = '#c9543b';
              x.fillRect(900, 700, 1200, 900); const b = await c.convertToBlob({ type: 'image/jpeg' }); return btoa(String.fromCharCode(...new Uint8Array(await b.arrayBuffer()))); }
            """);
        await page.Locator(".attachments input[type=file]").First.SetInputFilesAsync(new FilePayload { Name = "房屋.jpg", MimeType = "image/jpeg", Buffer = Convert.FromBase64String(photo) });
        await page.Locator(".thumbnail img").WaitForAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('.thumbnail img').naturalWidth === 320");
        await page.Locator(".thumbnail").ClickAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('.picture img')?.naturalWidth === 2000");
        await visitor.ShootAsync("attachment");
        await page.Keyboard.PressAsync("Escape");
        await page.Locator(".timeline").GetByText("房屋.jpg").WaitForAsync();

        await page.Locator(".attachments input[type=file]").First.SetInputFilesAsync(new FilePayload { Name = "表.pdf", MimeType = "application/pdf", Buffer = System.Text.Encoding.ASCII.GetBytes("%PDF-1.7\n1 0 obj<</S/JavaScript/JS(x)>>endobj" + new string(' ', 40)) });
        await page.GetByText("含有脚本").WaitForAsync();
        await visitor.CheckAccessAsync("a household with photos");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("不再显示 房屋") }).ClickAsync();
        await page.Locator("#hide-reason").FillAsync("拍错了户");
        await visitor.Button("不再显示").Last.ClickAsync();
        await page.GetByText("已不显示:拍错了户").WaitForAsync();
    }

    [Fact]
    public async Task From_the_list_one_goes_on_to_the_next_household_and_to_a_person()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("clerk");
        await visitor.GoAsync("households?cause=schooling");
        await page.Locator("tbody tr").First.ClickAsync();
        await page.GetByText("名册第 1 /").WaitForAsync();
        var first = page.Url;
        await page.Keyboard.PressAsync("]");
        await page.GetByText("名册第 2 /").WaitForAsync();
        page.Url.ShouldNotBe(first);
        await visitor.SettleAsync();
        await visitor.ShootAsync("household-page");
        await visitor.Button("二维码").ClickAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('.qr')?.naturalWidth > 0");
        await visitor.ShootAsync("household-qr");
        var code = new Uri("http://x" + Uri.UnescapeDataString((await page.Locator(".qr").GetAttributeAsync("src"))!.Split("path=")[1])).AbsolutePath;
        await page.Keyboard.PressAsync("Escape");
        await page.Locator(".member a").First.ClickAsync();
        await page.GetByText("所在的户").WaitForAsync();
        await visitor.SettleAsync();
        await visitor.CheckAccessAsync("a person");
        await visitor.ShootAsync("person");

        // Scanned by somebody who is not signed in: sign-in first, then the page.
        await using var other = await office.OpenAsync(phone: true);
        await other.Page.GotoAsync(new Uri(office.Address, code).ToString());
        await other.Page.Locator("#user").FillAsync("clerk");
        await other.Page.Locator("#password").FillAsync(OfficeFixture.Password);
        await other.Page.Locator("button[type=submit]").ClickAsync();
        await other.Page.GetByText("家庭成员").First.WaitForAsync();
        other.Page.Url.ShouldContain("/households/");
        visitor.ShouldHaveNoComplaints("a person");
    }

    [Fact]
    public async Task A_household_of_four_takes_at_most_fifteen_taps_beyond_typing()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("clerk");
        await visitor.GoAsync("households/new");
        // Taps on what is not typed into: whoever types goes from field to field by Enter.
        await page.EvaluateAsync("() => { window.taps = 0; addEventListener('click', e => { if (e.isTrusted && e.detail > 0 && !e.target.closest('input:not([type=radio], [type=checkbox]), textarea')) window.taps++; }, true); }");
        foreach (var place in new[] { "乡镇", "村" })
        {
            await page.GetByRole(AriaRole.Combobox, new() { Name = place, Exact = true }).ClickAsync();
            await visitor.TakeAsync();
        }

        var people = new[] { (Id(610729, "19680817", 3), "孙有福"), (Id(610729, "19700321", 8), "马玉珍"), (Id(610729, "20000214", 5), "孙小军"), (Id(610729, "19440909", 2), "周桂花") };
        foreach (var (index, (id, name)) in people.Index())
        {
            if (index > 0)
            {
                await page.GetByRole(AriaRole.Button, new() { NameRegex = new("添加成员") }).ClickAsync();
            }

            await page.Keyboard.TypeAsync(index == 0 ? "" : id);
            if (index == 0)
            {
                await page.Locator("[id='f-persons[0].id_number']").FillAsync(id);
            }

            await page.Keyboard.PressAsync("Enter");
            await page.Locator($"[id='f-persons[{index}].name']").FillAsync(name);
        }

        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("下一步") }).ClickAsync();
        await page.Locator(".f-chip", new() { HasTextString = "低保贫困户" }).ClickAsync();
        await page.Locator(".f-chip", new() { HasTextString = "缺资金" }).ClickAsync();
        await page.Locator(".f-chip", new() { HasTextString = "C级危房" }).ClickAsync();
        await visitor.Button("四项都有").ClickAsync();
        await visitor.Button("排除指标均无").ClickAsync();
        foreach (var (path, value) in new[] { ("housing.area", "70"), ("land.cultivated", "4.5"), ("income.wage", "5000"), ("income.transfer", "800") })
        {
            await page.Locator($"[id='f-{path}']").FillAsync(value);
        }

        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("下一步") }).ClickAsync();
        await Assertions.Expect(visitor.Button("登记这一户")).ToBeEnabledAsync();
        var taps = 1 + await page.EvaluateAsync<int>("() => window.taps");
        await visitor.Button("登记这一户").ClickAsync();
        await visitor.Heading("孙有福 户").WaitForAsync();
        taps.ShouldBeInRange(8, 15);
    }

    [Fact]
    public async Task What_is_typed_without_a_network_is_kept_and_saved_when_it_is_back()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("clerk");
        await visitor.GoAsync("households/new");
        await page.Context.SetOfflineAsync(true);
        await page.Locator("[id='f-persons[0].name']").FillAsync("吴断网");
        await page.GetByText("连不上服务器,已存在本机").WaitForAsync();
        await page.Context.SetOfflineAsync(false);
        await page.GetByText("草稿已保存").WaitForAsync();

        // Signed out meanwhile: what was typed is there after signing in again.
        await page.Context.ClearCookiesAsync();
        await page.Locator("[id='f-persons[0].name']").FillAsync("吴退出");
        await page.GetByText("已存在本机").First.WaitForAsync();
        await page.ReloadAsync();
        await page.Locator("#user").FillAsync("clerk");
        await page.Locator("#password").FillAsync(OfficeFixture.Password);
        await page.Locator("button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("[id='f-persons[0].name']")).ToHaveValueAsync("吴退出");
        await page.GetByText("草稿已保存").WaitForAsync();
    }

    [Theory]
    [InlineData(true, "zh")]
    [InlineData(false, "en")]
    public async Task The_forms_are_clean_on_a_phone_and_in_english(bool phone, string language)
    {
        await using var visitor = await office.OpenAsync(phone, language);
        await visitor.SignInAsync("clerk");
        foreach (var (name, path) in new[] { ("register", "households/new"), ("check", $"households/{office.Households["61072910120014"]}/check") })
        {
            await visitor.GoAsync(path);
            for (var step = 1; step <= 3; step++)
            {
                await visitor.Page.Locator(".f-steps button").Nth(step - 1).ClickAsync();
                await visitor.CheckAccessAsync($"{name} {step}");
                await visitor.ShootAsync($"{name}-{step}-{language}");
            }
        }

        visitor.ShouldHaveNoComplaints("the forms");
    }

    /// <summary>Tab by Tab to what is wanted, as somebody without a mouse goes.</summary>
    private static async Task TabToAsync(IPage page, string wanted)
    {
        await page.Locator(wanted).First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        for (var i = 0; i < 200; i++)
        {
            if (await page.EvaluateAsync<bool>("wanted => document.activeElement?.matches(wanted) ?? false", wanted))
            {
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        throw new TimeoutException($"Tab does not lead to {wanted}.");
    }

    /// <summary>A number of nobody: the county's digits, a birth date and a sequence that no office gives out, with its check place.</summary>
    private static string Id(int county, string birth, int sequence)
    {
        int[] weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        var body = $"{county}{birth}99{sequence switch { 1 => 1, _ => sequence }}";
        return body + "10X98765432"[body.Select((c, i) => (c - '0') * weights[i]).Sum() % 11];
    }
}
