using System.IO.Compression;
using System.Text.Json.Nodes;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Tests.Events;
using Fuyao.Testing;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Balance;

public sealed class BalanceApiTests
{
    [Theory, EachEngine]
    public async Task The_report_says_why_drills_to_each_movement_and_remembers_what_was_known(DbEngine engine)
    {
        await using var family = await Family.SettleAsync(engine);
        await family.RecordAsync(family.Split("2016-02-01"));
        await family.RecordAsync(new() { ["kind"] = "death", ["on"] = "2016-03-15", ["persons"] = new JsonArray(family["王大山"]), ["head"] = family["赵秀英"] });
        var before = Uri.EscapeDataString($"{family.Office.Clock.GetUtcNow():O}");
        var birth = new JsonObject { ["name"] = "王小宝", ["sex"] = "male", ["birth"] = "2016-04-10", ["relation"] = "20" };
        await family.RecordAsync(new() { ["kind"] = "birth", ["on"] = "2016-04-10", ["new_persons"] = new JsonArray(birth) });

        const string Year = "from=2015-12-31&to=2016-04-30";
        var balance = await family.Clerk.GetAsync($"/api/balance?{Year}");
        Line(balance["households"]!).ShouldBe("1 + 1 - 0 = 2");
        Line(balance["persons"]!).ShouldBe("5 + 1 - 1 = 5");
        balance["kinds"]!.AsArray().Select(k => $"{k!["kind"]} {k["households_in"]} {k["households_out"]} {k["persons_in"]} {k["persons_out"]}")
            .ShouldBe(["birth 0 0 1 0", "death 0 0 0 1", "split 1 0 0 0"]);
        var row = balance["rows"]!.AsArray().ShouldHaveSingleItem()!;
        (((string)row["code"]!)[..9], Line(row["persons"]!)).ShouldBe((Some.Township, "5 + 1 - 1 = 5"));
        Line((await family.Clerk.GetAsync($"/api/balance?{Year}&known_at={before}"))["persons"]!).ShouldBe("5 + 0 - 1 = 4");

        var groups = await family.Clerk.GetAsync($"/api/balance?{Year}&region={Some.Village}");
        ((string)groups["rows"]!.AsArray().ShouldHaveSingleItem()!["name"]!).ShouldBe("一组");
        var items = await family.Clerk.GetAsync($"/api/balance/items?{Year}&of=persons&direction=out");
        var item = items["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)item["person_name"]!, (string)item["kind"]!, (string)item["on"]!).ShouldBe(("王大山", "death", "2016-03-15"));
        ((string?)item["event"]).ShouldNotBeNull("the way on to the event");
        var seen = await family.Clerk.GetAsync($"/api/households/{family.Id}");
        await family.Clerk.ChangeAsync(seen, new JsonObject { ["valid_from"] = "2016-04-20", ["remove_persons"] = new JsonArray(family["王小宝", seen]) });
        var plain = (await family.Clerk.GetAsync($"/api/balance/items?{Year}&kind=change"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)plain["person_name"]!, plain["event"]).ShouldBe(("王小宝", null), "nobody said what happened to him");
        var sheet = await family.Clerk.Client.GetByteArrayAsync($"/api/balance/workbook?{Year}", TestContext.Current.CancellationToken);
        using var zip = new ZipArchive(new MemoryStream(sheet));
        zip.Entries.Count(e => e.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)).ShouldBe(2);

        var refused = await family.Clerk.GetAsync("/api/balance?from=2016-05-01&to=2016-04-01&group=x&known_at=never", 400);
        refused["problems"]!.AsArray().Select(p => (string)p!["path"]!).ShouldBe(["known_at", "from", "group"], ignoreOrder: true);
        Line((await (await family.Office.ClerkAsync("610730")).GetAsync($"/api/balance?{Year}"))["persons"]!).ShouldBe("0 + 0 - 0 = 0");
    }

    private static string Line(JsonNode line) => $"{line["opening"]} + {line["in"]} - {line["out"]} = {line["closing"]}";
}
