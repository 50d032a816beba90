using System.IO.Compression;
using System.Text.Json.Nodes;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Records;

public sealed class BookTests
{
    private static readonly string Village = new RegionCode(Some.Village).ToString();

    [Theory, EachEngine]
    public async Task A_village_s_book_lists_its_registered_households_without_any_number_to_abuse(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync(Some.Township);
        var household = (await clerk.CreateAsync(Some.HouseholdJson("61072910020201")))["household"]!;
        await clerk.CreateAsync(Some.HouseholdJson("61072910020299", h =>
        {
            h["status"] = "none";
            h["persons"]![0]!["id_number"] = Some.WithCheckDigit("61072919420305003");
        }));
        await clerk.SendAsync(HttpMethod.Post, "/api/received", JsonNode.Parse(
            """{"reason":"名册","rows":[{"department":"民政局","programme":"低保金","household_number":"61072910020201","amount":300,"date":"2016-01-01","recurring":"month"}]}""")!, 200);
        var book = await clerk.GetAsync($"/api/books/{Village}");
        ((int)book["figures"]!["households"]!, (int)book["figures"]!["registered"]!, (int)book["figures"]!["others"]!).ShouldBe((2, 1, 1));
        ((string)book["households"]!.AsArray().ShouldHaveSingleItem()!["id"]!).ShouldBe((string)household["id"]!);
        ((string)book["programmes"]![0]!["yearly"]!).ShouldBe("3600.00");
        book["groups"]!.AsArray().Count.ShouldBe(1);
        var text = book.ToJsonString();
        text.ShouldNotContain("610729194203050");
        text.ShouldNotContain("139");

        var township = await clerk.GetAsync($"/api/books/{Some.Township}");
        township["villages"]!["items"]!.AsArray().ShouldContain(v => (string)v!["region"]!["code"]! == Village && (int)v["registered"]! == 1);
        township["households"]!.AsArray().ShouldBeEmpty();
        foreach (var (code, sheets) in new[] { (Village, 6), (Some.Township, 4) })
        {
            using var workbook = new ZipArchive(await clerk.Client.GetStreamAsync($"/api/books/{code}/workbook", TestContext.Current.CancellationToken));
            workbook.Entries.Count(e => e.FullName.StartsWith("xl/worksheets/sheet", StringComparison.Ordinal)).ShouldBe(sheets);
        }

        await (await office.ClerkAsync(Some.Elsewhere)).GetAsync($"/api/books/{Village}", 404);
        await clerk.GetAsync("/api/books/610729", 422);
    }

    [Theory, EachEngine]
    public async Task The_lines_of_a_book_add_up_to_the_village(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync(Some.Township);
        await clerk.CreateAsync(Some.HouseholdJson("61072910020201"));
        await clerk.CreateAsync(Some.HouseholdJson("61072910020202", h =>
        {
            h.AsObject().Remove("group");
            h["persons"]![0]!["id_number"] = Some.WithCheckDigit("61072919420305003");
        }));
        await clerk.SendAsync(HttpMethod.Post, "/api/received", JsonNode.Parse($$"""
            {"reason":"名册","rows":[
              {"department":"民政局","programme":"低保金","household_number":"61072910020201","amount":300,"date":"2016-01-01","recurring":"month"},
              {"department":"民政局","programme":"低保金","household_number":"61072910020202","amount":100,"date":"{{office.Clock.TodayInChina():yyyy-MM-dd}}"}]}
            """)!, 200);
        var book = await clerk.GetAsync($"/api/books/{Village}");
        ((int)book["figures"]!["households"]!, (int)book["groups"]!.AsArray().Sum(g => (int)g!["households"]!)).ShouldBe((2, 1));
        var programme = book["programmes"]!.AsArray().ShouldHaveSingleItem()!;
        ((int)programme["households"]!, (string)programme["yearly"]!).ShouldBe((2, "3700.00"), "one is paid monthly, the other once");
        using var workbook = new ZipArchive(await clerk.Client.GetStreamAsync($"/api/books/{Village}/workbook", TestContext.Current.CancellationToken));
        using var groups = new StreamReader(workbook.GetEntry("xl/worksheets/sheet2.xml")!.Open());
        (await groups.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldContain("(未分组)");
    }
}
