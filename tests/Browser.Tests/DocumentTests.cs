using Fuyao.Testing;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Fuyao.Browser.Tests;

/// <summary>Papers as they come out of the printer, their numbers and what verification says.</summary>
public sealed class DocumentTests(OfficeFixture office)
{
    [Fact]
    public async Task Each_paper_of_a_household_is_printed_with_a_number_and_verified()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("clerk");
        var id = office.Households["61072910120001"];
        await page.AddInitScriptAsync("window.print = () => { window.printed = (window.printed ?? 0) + 1; }");
        string? number = null;
        foreach (var kind in new[] { "form", "card", "statement" })
        {
            await visitor.GoAsync($"households/{id}/print?doc={kind}&on=2016-05-01");
            await visitor.Button("打印").ClickAsync();
            await page.WaitForFunctionAsync("() => window.printed === 1");
            number = await page.Locator(".paper-code span").InnerTextAsync();
            number.ShouldMatch("^610729[0-9]{10}$");
            await PrintAsync(page, kind);
            await visitor.CheckAccessAsync(kind);
        }

        // What the paper of 2016 tells no longer agrees with today.
        await visitor.GoAsync($"verify/{number}");
        await page.GetByText("情况已变").WaitForAsync();
        await visitor.ShootAsync("verify");
        await visitor.CheckAccessAsync("verification");
        await visitor.GoAsync($"households/{id}/print?doc=card");
        await visitor.Button("打印").ClickAsync();
        await page.WaitForFunctionAsync("() => window.printed === 1");
        number = await page.Locator(".paper-code span").InnerTextAsync();
        await visitor.GoAsync($"verify/{number}");
        await page.GetByText("仍然有效").First.WaitForAsync();
        visitor.ShouldHaveNoComplaints("papers");
    }

    [Fact]
    public async Task The_papers_of_a_village_are_made_by_a_job_and_each_begins_on_a_page_of_its_own()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("clerk");
        await visitor.GoAsync("documents");
        foreach (var label in new[] { "乡镇", "村" })
        {
            await visitor.PickAsync(page.GetByRole(AriaRole.Combobox, new() { Name = label, Exact = true }), label == "乡镇" ? "马道镇" : "沙坝村");
        }

        await page.Locator(".date-field input").FillAsync("2016-05-01");
        await visitor.Button("生成文书").ClickAsync();
        var open = page.GetByRole(AriaRole.Link, new() { NameRegex = new("打开并打印") });
        await open.WaitForAsync(new() { Timeout = 180_000 });
        await visitor.ShootAsync("documents");
        await visitor.CheckAccessAsync("documents");
        await open.ClickAsync();
        await page.Locator(".paper").First.WaitForAsync();
        var papers = await page.Locator(".paper").CountAsync();
        papers.ShouldBeGreaterThan(20);
        await visitor.SettleAsync();
        var pages = await PrintAsync(page, "village");
        pages.ShouldBeGreaterThanOrEqualTo(papers);
        visitor.ShouldHaveNoComplaints("a village's papers");
    }

    // The PDF that the browser prints, kept to be looked at; how many pages it has.
    internal static async Task<int> PrintAsync(IPage page, string name)
    {
        var folder = Path.Combine(Repository.Root, "artifacts", "screenshots");
        Directory.CreateDirectory(folder);
        var pdf = await page.PdfAsync(new() { Path = Path.Combine(folder, $"{name}.pdf"), PreferCSSPageSize = true, PrintBackground = true });
        var pages = System.Text.RegularExpressions.Regex.Count(System.Text.Encoding.Latin1.GetString(pdf), @"/Type\s*/Page\b");
        pages.ShouldBeGreaterThan(0);
        return pages;
    }
}
