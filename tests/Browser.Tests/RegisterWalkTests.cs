using Microsoft.Playwright;
using Xunit;

namespace Fuyao.Browser.Tests;

/// <summary>The register of a county in which there is something on every page: its screens in both languages, and what is done there seldom.</summary>
public sealed class RegisterWalkTests(OfficeFixture office)
{
    private static readonly string[] Pages =
    [
        "events", "regions", "balance", "balance?of=persons&direction=in", "villages", "villages?kind=township", "organisations", "received", "received?state=matched",
        "quotas", "documents", "imports", "account", "exports", "ranking", "households/new",
    ];

    // Of the places that are listed: the county of their page has a link above them.
    private const string Place = ":is(tbody, li, article) a[href*='/villages/']:not([href*='years'])";

    /// <summary>Pages that are opened from a list: the list, and the link that is followed there.</summary>
    private static readonly (string List, string Link)[] Opened =
    [
        ("villages", Place), ("villages?kind=township", Place),
        ("organisations", "a[href*='/organisations/']"), ("events", "a[href*='/households/']"),
    ];

    [Theory]
    [InlineData(false, "zh")]
    [InlineData(true, "en")]
    public async Task Every_page_of_the_register_is_clean_and_accessible_with_something_on_it(bool phone, string language)
    {
        await office.SettleNeighboursAsync();
        await using var visitor = await office.OpenAsync(phone, language);
        await visitor.SignInAsync("neighbour");
        foreach (var path in Pages)
        {
            await visitor.GoAsync(path);
            await visitor.CheckAccessAsync(path);
            await visitor.ShootAsync($"register-{path.Replace('/', '-').Replace('?', '-').Replace('&', '-')}-{language}");
        }

        foreach (var (list, link) in Opened)
        {
            await visitor.GoAsync(list);
            var to = await visitor.Page.Locator($"main {link}").First.GetAttributeAsync("href");
            await visitor.GoAsync(to!);
            await visitor.CheckAccessAsync(to!);
            await visitor.ShootAsync($"register-open-{list.Replace('?', '-')}-{language}");
            if (list == "villages")
            {
                await visitor.GoAsync($"{to}/years/{TimeProvider.System.GetUtcNow().Year - 1}");
                await visitor.CheckAccessAsync("a village's year");
                await visitor.GoAsync($"{to}/book");
                await visitor.CheckAccessAsync("a village's book");
            }
        }

        visitor.ShouldHaveNoComplaints("the register's pages");
    }

    [Fact]
    public async Task A_village_is_merged_after_a_look_at_what_goes_along_and_the_merger_is_taken_back()
    {
        await office.SettleNeighboursAsync();
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("neighbour");
        await visitor.GoAsync("regions");
        await visitor.Button("登记区划调整").ClickAsync();
        var form = page.GetByRole(AriaRole.Dialog);
        var village = await ChooseAsync("哪个村(或乡镇、县)", 0);
        await ChooseAsync("并入哪个村(乡镇、县)", 1);
        await form.GetByText("随之变更:").WaitForAsync();
        // No decree, no change.
        await Assertions.Expect(form.GetByRole(AriaRole.Button, new() { Name = "执行调整" })).ToBeDisabledAsync();
        await form.GetByLabel("批复文号或原因").FillAsync("县民政局批复〔2016〕5号");
        await visitor.ShootAsync("regions-decree");
        await visitor.CheckAccessAsync("a decree");
        await form.GetByRole(AriaRole.Button, new() { Name = "执行调整" }).ClickAsync();
        var entry = page.Locator(".timeline > li").First;
        await entry.GetByText("县民政局批复〔2016〕5号").WaitForAsync();
        await visitor.ShootAsync("regions");
        await visitor.GoAsync("villages");
        await Assertions.Expect(page.Locator("main").GetByRole(AriaRole.Link, new() { Name = village, Exact = true })).ToHaveCountAsync(0);

        await visitor.GoAsync("regions");
        await entry.GetByRole(AriaRole.Button).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByText("回到原来的村").WaitForAsync();
        await dialog.GetByLabel("原因").FillAsync("批复撤销");
        await visitor.ShootAsync("regions-undo");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "撤销" }).ClickAsync();
        await entry.GetByText("已撤销").WaitForAsync();
        await visitor.GoAsync("villages");
        await Assertions.Expect(page.Locator("main").GetByRole(AriaRole.Link, new() { Name = village, Exact = true })).ToHaveCountAsync(1);
        visitor.ShouldHaveNoComplaints("merging a village and taking it back");

        async Task<string> ChooseAsync(string what, int nth)
        {
            var group = form.GetByRole(AriaRole.Group, new() { Name = what });
            // By keyboard, as a list that fades away does not take the click meant for the next.
            await visitor.PickAsync(group.GetByRole(AriaRole.Combobox, new() { Name = "乡镇" }));
            await visitor.PickAsync(group.GetByRole(AriaRole.Combobox, new() { Name = "村", Exact = true }), down: nth);
            var name = (await group.Locator(".ant-select").Last.InnerTextAsync()).Trim();
            return name;
        }
    }

    [Fact]
    public async Task A_name_is_corrected_with_a_photo_as_evidence_and_undone_from_the_page_of_events()
    {
        await office.SettleNeighboursAsync();
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("neighbour");
        await visitor.GoAsync("households");
        await visitor.GoAsync((await page.Locator("main tbody a[href*='/households/']").First.GetAttributeAsync("href"))!);
        var name = await page.Locator(".member a").First.InnerTextAsync();
        await visitor.Button("记事").ClickAsync();
        var form = page.GetByRole(AriaRole.Dialog);
        await form.GetByText("更正", new() { Exact = true }).ClickAsync();
        await form.GetByRole(AriaRole.Combobox, new() { Name = "谁的登记有误" }).ClickAsync();
        await visitor.TakeAsync(name);
        await form.GetByRole(AriaRole.Combobox, new() { Name = "哪一项有误(可选多项)" }).ClickAsync();
        await visitor.Option("姓名").ClickAsync();
        await page.Keyboard.PressAsync("Escape");
        await form.GetByLabel("姓名").FillAsync($"{name}改");
        await form.GetByText($"{name}改").First.WaitForAsync();
        await form.GetByLabel("原因").FillAsync("身份证核对,姓名写错");
        await page.SetInputFilesAsync("input[type=file][aria-label^='附证明材料']", new FilePayload { Name = "id.png", MimeType = "image/png", Buffer = Convert.FromBase64String(Dot) });
        await visitor.ShootAsync("event-correction");
        await visitor.CheckAccessAsync("a correction");
        await form.GetByRole(AriaRole.Button, new() { Name = "登记", Exact = true }).ClickAsync();
        await page.Locator(".member").GetByText($"{name}改").WaitForAsync();
        await page.Locator("#events .thumbnail img").First.WaitForAsync();
        await visitor.ShootAsync("event-evidence");

        await visitor.GoAsync("events?kind=correction");
        await page.Locator("tbody tr", new() { HasTextString = $"{name}改" }).First.GetByRole(AriaRole.Button).ClickAsync();
        await page.Locator("#undo-reason").FillAsync("改错了户");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "撤销" }).ClickAsync();
        await page.Locator("tbody tr", new() { HasTextString = "已撤销" }).First.WaitForAsync();
        visitor.ShouldHaveNoComplaints("correcting a name and undoing it");
    }

    [Fact]
    public async Task Somebody_joins_from_another_household_and_a_household_gets_its_point_on_the_map()
    {
        await office.SettleNeighboursAsync();
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("neighbour");
        await visitor.GoAsync("households?sort=-members");
        var rows = page.Locator("main tbody tr[data-row-key]");
        var (large, largeName) = (await rows.Nth(0).Locator("a").First.GetAttributeAsync("href"), await rows.Nth(0).Locator("a").First.InnerTextAsync());
        await visitor.GoAsync((await rows.Nth(1).Locator("a").First.GetAttributeAsync("href"))!);
        await visitor.Button("记事").ClickAsync();
        var form = page.GetByRole(AriaRole.Dialog);
        await form.GetByText("其他转入", new() { Exact = true }).ClickAsync();
        var source = form.GetByRole(AriaRole.Combobox, new() { Name = "从哪一户转入(已在册时选)" });
        await source.ClickAsync();
        await source.PressSequentiallyAsync(largeName);
        await visitor.TakeAsync(largeName);
        await form.GetByRole(AriaRole.Group, new() { Name = "转入的是谁" }).GetByRole(AriaRole.Checkbox).Last.CheckAsync();
        await form.GetByText("转入").Nth(1).WaitForAsync();
        await form.GetByLabel("原因").FillAsync("过继,村委会证明");
        await visitor.ShootAsync("event-join");
        await form.GetByRole(AriaRole.Button, new() { Name = "登记", Exact = true }).ClickAsync();
        await page.Locator("#events").GetByText("过继,村委会证明").WaitForAsync();

        await visitor.GoAsync(large!);
        var dwelling = page.GetByRole(AriaRole.Region, new() { Name = "住所位置" });
        await dwelling.GetByRole(AriaRole.Button, new() { NameRegex = new("采集位置|更正位置") }).ClickAsync();
        await dwelling.Locator("svg.picking").ClickAsync(new() { Position = new() { X = 90, Y = 120 } });
        await dwelling.GetByLabel("纬度").FillAsync("32.541");
        await dwelling.GetByLabel("经度").FillAsync("107.902");
        await visitor.ShootAsync("dwelling-take");
        await visitor.CheckAccessAsync("taking a point");
        await dwelling.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await dwelling.GetByText("北纬 32.541° 东经 107.902°").WaitForAsync();
        visitor.ShouldHaveNoComplaints("joining and a point of the map");
    }

    // One grey pixel.
    private const string Dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
}
