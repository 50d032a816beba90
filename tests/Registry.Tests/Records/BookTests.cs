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
}
