using Fuyao.Access.Contracts;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Fuyao.Browser.Tests;

/// <summary>Places across counties: what a printed code opens for whom, the books of a furnished county on paper, a township that goes to another county.</summary>
public sealed class PlaceWalkTests(OfficeFixture office)
{
    [Fact]
    public async Task A_scanned_code_opens_its_page_after_signing_in_and_tells_another_county_nothing()
    {
        await using var clerk = await office.OpenAsync();
        await office.SettleNeighboursAsync();
        var id = office.Households["61072910120001"];
        var code = Convert.ToBase64String(id.ToByteArray(bigEndian: true)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

        // Not signed in: first the door, then the page that was asked for.
        await clerk.Page.GotoAsync($"q/{code}");
        await SignInHereAsync(clerk, "clerk");
        await clerk.Page.WaitForURLAsync(new System.Text.RegularExpressions.Regex($"/households/{id}"));
        await clerk.Page.GetByText("张大山").First.WaitForAsync();

        // Signed in: at once.
        await clerk.GoAsync("./");
        await clerk.GoAsync($"q/{code}");
        await clerk.Page.GetByText("张大山").First.WaitForAsync();

        // Another county: the same as for what does not exist.
        await using var stranger = await office.OpenAsync();
        await stranger.Page.GotoAsync($"q/{code}");
        await SignInHereAsync(stranger, "neighbour");
        await stranger.Page.Locator(".state-title").WaitForAsync();
        var refused = await stranger.Page.Locator("main#main").InnerTextAsync();
        refused.ShouldNotContain("张大山");
        await stranger.ShootAsync("code-of-another-county");
        await stranger.GoAsync($"q/{new string('A', 22)}");
        await stranger.Page.Locator(".state-title").WaitForAsync();
        await Assertions.Expect(stranger.Page.Locator("main#main")).ToHaveTextAsync(refused, new() { UseInnerText = true });
        await stranger.GoAsync($"villages/{County.VillageA}");
        await stranger.Page.Locator(".state-title").WaitForAsync();
        (await stranger.Page.Locator("main#main").InnerTextAsync()).ShouldNotContain("户主");
    }

    [Theory]
    [InlineData("一村一册", "village")]
    [InlineData("一乡一簿", "township")]
    public async Task The_book_of_a_furnished_place_fits_its_paper_and_bears_number_and_code(string book, string kind)
    {
        await using var visitor = await office.OpenAsync();
        await office.SettleNeighboursAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("neighbour");
        var places = await page.APIRequest.GetAsync(new Uri(office.Address, "/api/places").ToString());
        var first = (await places.JsonAsync())!.Value.GetProperty("items").EnumerateArray()
            .First(p => p.GetProperty("registered").GetInt32() > 0).GetProperty("region").GetProperty("code").GetString()!;
        await visitor.GoAsync($"villages/{(kind == "village" ? first : first[..9] + "000")}/book");
        await page.Locator(".book-cover").WaitForAsync();
        await visitor.SettleAsync();
        await Assertions.Expect(page.Locator(".book-cover h1")).ToContainTextAsync(book, new() { UseInnerText = true });
        (await page.Locator(".book-number").InnerTextAsync()).ShouldMatch("[0-9]{6}");
        (await page.Locator(".book-cover img.qr").EvaluateAsync<int>("code => code.naturalWidth")).ShouldBeGreaterThan(0);
        (await DocumentTests.PrintAsync(page, $"book-{kind}")).ShouldBeGreaterThan(1);
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        // A4 less its margins: 156 mm at 96 dots an inch.
        await page.SetViewportSizeAsync(590, 1000);
        (await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('.paper table, .paper p, .paper h1, .paper h2')].filter(e => e.getBoundingClientRect().right > 591 || e.scrollWidth > e.clientWidth + 1).map(e => e.textContent.slice(0, 60))"))
            .ShouldBeEmpty("nothing runs over the edge of the paper");
        visitor.ShouldHaveNoComplaints(kind);
    }

    [Fact]
    public async Task The_county_has_a_page_with_its_townships_their_sums_and_what_became_of_its_divisions()
    {
        await using var visitor = await office.OpenAsync();
        await office.SettleNeighboursAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("neighbour");
        await visitor.GoAsync("villages?kind=township");
        await page.Locator(".page-actions").GetByRole(AriaRole.Link, new() { Name = "镇巴县" }).ClickAsync();
        await visitor.Heading("镇巴县").WaitForAsync();
        await page.Locator("tfoot td.number").First.WaitForAsync();
        var sums = (await page.Locator("tfoot td.number").AllInnerTextsAsync()).Select(n => int.Parse(n, System.Globalization.NumberStyles.AllowThousands, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        (await page.Locator(".figure", new() { HasTextString = "户数" }).First.Locator(".figure-value").InnerTextAsync()).Trim().ShouldBe(sums[0].ToString("N0", System.Globalization.CultureInfo.InvariantCulture));
        (await page.Locator("tbody tr").CountAsync()).ShouldBeGreaterThan(5);
        await visitor.ShootAsync("county");
        await visitor.CheckAccessAsync("a county");
        visitor.ShouldHaveNoComplaints("a county");
    }

    [Fact]
    public async Task Who_works_over_two_counties_sees_what_a_township_takes_along_to_the_other()
    {
        await using var visitor = await office.OpenAsync();
        await office.AddAsync("prefecture", "汉中市业务员", Roles.CountyClerk, "6107");
        var page = visitor.Page;
        await visitor.SignInAsync("prefecture");
        await visitor.GoAsync("regions");
        await visitor.Button("登记区划调整").ClickAsync();
        var drawer = page.GetByRole(AriaRole.Dialog);
        await drawer.GetByText("划归", new() { Exact = true }).ClickAsync();
        var from = drawer.GetByRole(AriaRole.Group, new() { Name = "哪个村(或乡镇、县)" });
        await ChooseAsync(visitor, from, "县", "留坝县");
        await ChooseAsync(visitor, from, "乡镇", "马道镇");
        var to = drawer.GetByRole(AriaRole.Group, new() { Name = "划归哪个县" });
        await ChooseAsync(visitor, to, "县", "佛坪县");
        await drawer.GetByText("(新代码)").First.WaitForAsync();
        await drawer.GetByText("610730").First.WaitForAsync();
        await visitor.ShootAsync("regions-other-county");
        await visitor.CheckAccessAsync("a township to another county");
        visitor.ShouldHaveNoComplaints("a township to another county");
    }

    private static async Task ChooseAsync(Visitor visitor, ILocator group, string label, string option)
    {
        await group.GetByRole(AriaRole.Combobox, new() { Name = label, Exact = true }).FillAsync(option);
        await visitor.TakeAsync(option);
    }

    private static async Task SignInHereAsync(Visitor visitor, string user)
    {
        await visitor.Page.Locator("#user").FillAsync(user);
        await visitor.Page.Locator("#password").FillAsync(OfficeFixture.Password);
        await visitor.Page.Locator("button[type=submit]").ClickAsync();
        await visitor.Page.Locator("main#main").WaitForAsync();
    }
}
