using Microsoft.Playwright;
using Xunit;

namespace Fuyao.Browser.Tests;

/// <summary>Every page on a laptop and on a phone: no complaint in the console, nothing serious for axe, a picture kept.</summary>
public sealed class ScreenTests(OfficeFixture office)
{
    private static readonly (string Name, string Path)[] Places =
    [
        ("home", "./"), ("door-identify", "doors/identify"), ("door-support", "doors/support"), ("door-manage", "doors/manage"), ("door-assess", "doors/assess"),
        ("households", "households"), ("households-filtered", "households?cause=schooling&sort=-income"), ("households-none", "households?q=nobody-is-called-so"),
        ("household", "households/{id}"), ("household-paper", "households/{id}/print"), ("imports", "imports?new=1"), ("ranking", "ranking"), ("packs", "packs"),
        ("pack", "packs/liuba-2015"), ("runs", "runs?new=1"),
        ("simulation", "simulation?on=2016-05-01&set.pension_from_70=120&set.disability_living=40"), ("poverty", "poverty?on=2016-05-01"), ("missing", "households/01900000-0000-7000-8000-000000000000"), ("no-page", "nowhere"),
    ];

    [Theory]
    [InlineData(false, "zh", "light")]
    [InlineData(true, "zh", "light")]
    [InlineData(false, "en", "dark")]
    public async Task Every_page_of_a_clerk_is_clean_and_accessible(bool phone, string language, string scheme)
    {
        await using var visitor = await office.OpenAsync(phone, language, scheme);
        await visitor.Page.GotoAsync("./");
        await visitor.Page.Locator("#user").WaitForAsync();
        await visitor.CheckAccessAsync("sign-in");
        await visitor.ShootAsync($"sign-in{(language == "zh" ? "" : "-" + language)}");
        await visitor.SignInAsync("clerk");
        var id = office.Households["61072910120001"].ToString();
        foreach (var (name, path) in Places)
        {
            await visitor.GoAsync(path.Replace("{id}", id, StringComparison.Ordinal));
            await visitor.CheckAccessAsync(name);
            await visitor.ShootAsync($"{name}{(language == "zh" ? "" : "-" + language)}");
        }

        visitor.ShouldOnlyMiss("/api/households/01900000-0000-7000-8000-000000000000");
    }

    [Fact]
    public async Task An_auditor_reads_the_records_and_verifies_the_chains()
    {
        await using (var clerk = await office.OpenAsync())
        {
            await clerk.SignInAsync("clerk");
            await clerk.GoAsync("households");
        }

        await using var visitor = await office.OpenAsync();
        await visitor.SignInAsync("auditor");
        await visitor.GoAsync("audit?chain=access_log");
        await visitor.Page.Locator("table tbody tr").First.WaitForAsync();
        await visitor.Button("核验记录链").ClickAsync();
        await visitor.Page.GetByText("链条完整").WaitForAsync();
        await visitor.CheckAccessAsync("audit");
        await visitor.ShootAsync("audit");
        await Assertions.Expect(visitor.Page.Locator("main")).ToContainTextAsync("张晓梅", new() { UseInnerText = true });
        visitor.ShouldHaveNoComplaints("audit");
    }
}
