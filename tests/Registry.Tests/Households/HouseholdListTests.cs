using System.Text.Json.Nodes;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Sheets;
using Fuyao.Testing;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Households;

public sealed class HouseholdListTests
{
    [Theory, EachEngine]
    public async Task Pages_in_every_order_show_each_household_once(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await CountyAsync(office);
        foreach (var sort in new[] { "region", "-region", "number", "-number", "head_name", "-head_name", "income", "-income", "members", "-members" })
        {
            List<JsonNode> seen = [];
            string? cursor = null;
            do
            {
                var page = await clerk.GetAsync($"/api/households?limit=3&sort={sort}&cursor={cursor}");
                ((int)page["total"]!, (int)page["persons"]!).ShouldBe((10, 20));
                seen.AddRange(page["items"]!.AsArray().Select(i => i!));
                cursor = (string?)page["next"];
            }
            while (cursor is not null);
            seen.Select(h => (string)h["number"]!).Distinct().Count().ShouldBe(10, sort);
            seen.Count.ShouldBe(10, sort);
            if (sort.EndsWith("income", StringComparison.Ordinal))
            {
                var known = seen.Select(h => (string?)h["income_per_head"]).ToList();
                known[^1].ShouldBeNull("unknown income comes last in both directions");
                var amounts = known[..^1].Select(a => decimal.Parse(a!)).ToList();
                amounts.ShouldBe(sort[0] == '-' ? amounts.OrderDescending() : amounts.Order());
            }
        }

        await clerk.GetAsync("/api/households?sort=colour", 400);
        await clerk.GetAsync("/api/households?cursor=xyz", 400);
    }

    [Theory, EachEngine]
    public async Task Filters_and_the_search_box_find_what_they_say(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await CountyAsync(office);
        async Task<int> Count(string query) => (int)(await clerk.GetAsync($"/api/households?{query}"))["total"]!;

        (await Count("q=" + Uri.EscapeDataString("赵户1"))).ShouldBe(1, "a whole name");
        (await Count("q=" + Uri.EscapeDataString("户1"))).ShouldBe(1, "a part of a name");
        (await Count("q=" + Uri.EscapeDataString("小花"))).ShouldBe(10, "a member's name");
        (await Count("q=6107291002020")).ShouldBe(10, "the beginning of the number");
        (await Count("q=61072910020205")).ShouldBe(1, "the whole number");
        (await Count("q=13912345678")).ShouldBe(10, "a whole phone");
        var village = (string)(await clerk.GetAsync("/api/households?limit=1"))["items"]![0]!["region"]!["name"]!;
        (await Count("q=" + Uri.EscapeDataString(village[..2]))).ShouldBe(10, "a village");
        (await Count("q=" + Some.WithCheckDigit("61072919420305001"))).ShouldBe(10, "a whole id number");
        (await Count("q=610729194203050")).ShouldBe(0, "an id number is not found by a part of it");
        (await Count("status=registered,exited")).ShouldBe(10);
        (await Count("status=exited")).ShouldBe(0);
        (await Count("cause=illness&category=dibao_poor")).ShouldBe(10);
        (await Count("income_from=2100&income_to=2200")).ShouldBe(3, "both ends included");
        (await Count($"region={Some.Township}")).ShouldBe(10);
        (await Count($"region={Some.Elsewhere}")).ShouldBe(0);
        (await Count("on=2014-04-30")).ShouldBe(0);
        var wrong = await clerk.GetAsync("/api/households?status=x&on=yesterday&income_from=much&region=1", 400);
        wrong["problems"]!.AsArray().Select(p => (string)p!["path"]!).ShouldBe(["region", "on", "status", "income_from"], ignoreOrder: true);
    }

    [Theory, EachEngine]
    public async Task A_long_list_is_made_by_a_job_and_is_the_same_file_that_a_short_one_gives_at_once(DbEngine engine)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var office = await Office.OpenAsync(engine);
        var clerk = await CountyAsync(office);
        var answer = await clerk.Client.GetAsync("/api/households/export?sort=-income&later=true", ct);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Accepted);
        var id = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(ct))!["job"]!;
        var job = await Eventually.GetAsync(() => clerk.GetAsync($"/api/jobs/{id}"), j => (string)j["state"]! is not ("queued" or "running" or "waiting"), ct);
        ((string)job["state"]!).ShouldBe("done", job.ToJsonString());
        ((int)job["done"]!, (int)job["total"]!).ShouldBe((10, 10));
        var later = await RowsAsync(await clerk.Client.GetByteArrayAsync($"/api/files/{job["result"]!["file"]}", ct));
        var atOnce = await RowsAsync(await clerk.Client.GetByteArrayAsync("/api/households/export?sort=-income", ct));
        later.ShouldBe(atOnce);
        later.Count.ShouldBeGreaterThan(10);
        (await (await office.ClerkAsync("610728")).Client.GetAsync($"/api/files/{job["result"]!["file"]}", ct)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound, "another county's");

        async Task<List<string>> RowsAsync(byte[] workbook)
        {
            var path = Path.GetTempFileName();
            try
            {
                await File.WriteAllBytesAsync(path, workbook, ct);
                using var sheet = SheetReader.Open(path);
                sheet.NextSheet().ShouldBeTrue();
                List<string> numbers = [];
                while (sheet.NextRow())
                {
                    numbers.Add(sheet[0].ToString()!);
                }

                return numbers;
            }
            finally
            {
                File.Delete(path);
            }
        }
    }

    [Theory, EachEngine]
    public async Task The_export_holds_exactly_the_rows_of_the_list(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await CountyAsync(office);
        var listed = (await clerk.GetAsync("/api/households?sort=-income&income_from=2150"))["items"]!.AsArray();
        var ct = TestContext.Current.CancellationToken;
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, await clerk.Client.GetByteArrayAsync("/api/households/export?sort=-income&income_from=2150", ct), ct);
            using var sheet = SheetReader.Open(path);
            sheet.NextSheet().ShouldBeTrue();
            List<string> numbers = [];
            while (sheet.NextRow())
            {
                numbers.Add(sheet[0].ToString()!);
            }

            numbers[1..].ShouldBe(listed.Select(h => (string)h!["number"]!));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory, EachEngine]
    public async Task The_home_figures_are_the_sums_of_the_register(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await CountyAsync(office);
        var home = await clerk.GetAsync("/api/home");
        ((int)home["figures"]!["households"]!, (int)home["figures"]!["persons"]!, (int)home["figures"]!["registered"]!).ShouldBe((10, 20, 10));
        ((string)home["figures"]!["average_income_per_head"]!).ShouldBe("2300.00", "of the nine households whose income is known: 2,100 to 2,500 in steps of 50");
        var township = home["by_township"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)township["code"]!, (int)township["households"]!).ShouldBe((Some.Township + "000", 10));
        await clerk.GetAsync("/api/home?region=610730", 404);
    }

    // Ten households; wages rise by 100 a household, two persons each: income per head by 50. The last one's is unknown.
    private static async Task<Clerk> CountyAsync(Office office)
    {
        var clerk = await office.ClerkAsync("610729");
        for (var i = 0; i < 10; i++)
        {
            var last = i == 9;
            await clerk.CreateAsync(Some.HouseholdJson($"6107291002020{i}", with: h =>
            {
                h["income"]!["wage"] = last ? null : i * 100;
                h["persons"]![0]!["name"] = $"赵户{i}";
            }));
        }

        return clerk;
    }
}
