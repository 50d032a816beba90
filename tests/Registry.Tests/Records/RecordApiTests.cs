using System.Text.Json.Nodes;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Records;
using Fuyao.Registry.Regions;
using Fuyao.Testing;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Records;

public sealed class RecordApiTests
{
    private static readonly string Village = new RegionCode(Some.Village).ToString();
    private static readonly string OtherTownship = RegionCatalog.Inside(new RegionCode(610729000000)).Last(r => r.Code.Level == RegionLevel.Township).Code.ToShort();

    [Theory, EachEngine]
    public async Task A_village_s_record_is_read_for_any_day_and_as_it_was_known(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync(Some.Township);
        var path = $"/api/records/village/{Village}";
        var nothing = await clerk.GetAsync(path);
        (nothing["version"], nothing["facts"]!.AsObject().Count).ShouldBe((null, 0));
        var first = await PatchAsync(clerk, path, """{"reason":"县级认定","valid_from":"2014-10-01","changes":{"poor":true,"designated_on":"2014-10-01","terrain":"mountain"}}""", null);
        var then = office.Clock.GetUtcNow();
        var seen = await clerk.GetAsync(path);
        var second = await PatchAsync(clerk, path, """{"reason":"出列","valid_from":"2016-03-01","changes":{"poor":false,"exited_on":"2016-03-01"}}""", (string)seen["version"]!);
        ((bool)second["facts"]!["poor"]!).ShouldBeFalse();
        await PatchAsync(clerk, path, """{"reason":"又改","changes":{"poor":true}}""", (string)first["version"]!, 412);
        ((string)second["facts"]!["terrain"]!).ShouldBe("mountain");
        ((bool)(await clerk.GetAsync($"{path}?on=2015-01-01"))["facts"]!["poor"]!).ShouldBeTrue();
        ((bool)(await clerk.GetAsync($"{path}?known_at={Uri.EscapeDataString(then.ToString("O"))}"))["facts"]!["poor"]!).ShouldBeTrue("nobody knew of the exit yet");
        (await clerk.GetAsync($"{path}?on=2013-01-01"))["facts"]!.AsObject().Count.ShouldBe(0);
        string Why(string field) => (string)second["changes"]!.AsArray().Single(c => (string)c!["id"]! == (string)second["provenance"]![field]!)!["reason"]!;
        (Why("poor"), Why("terrain")).ShouldBe(("出列", "县级认定"));
        var history = (await clerk.GetAsync($"{path}/history"))["items"]!.AsArray();
        history.Count.ShouldBe(2);
        history[0]!["differences"]![0]!["fields"]!.AsArray().Select(f => (string)f!["field"]!).ShouldBe(["poor", "exited_on"], ignoreOrder: true);

        var neighbour = await office.ClerkAsync(OtherTownship);
        await neighbour.GetAsync(path, 404);
        await neighbour.GetAsync($"{path}/history", 404);
        await neighbour.GetAsync($"/api/places?region={Village}", 404);
        await PatchAsync(neighbour, path, """{"reason":"x","changes":{"poor":true}}""", null, 404);
        (await neighbour.GetAsync("/api/places"))["items"]!.AsArray().ShouldNotContain(p => (string)p!["region"]!["code"]! == Village);
    }

    [Theory, EachEngine]
    public async Task The_yearly_update_shows_last_year_keeps_drafts_and_counts_who_is_done(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync(Some.Township);
        var path = $"/api/records/village/{Village}/years";
        var refused = await clerk.SendAsync(HttpMethod.Post, $"{path}/2014", JsonNode.Parse("""{"facts":{"households":100,"unsafe_water_households":101}}""")!, 422);
        var faults = refused["problems"]!.AsArray().Select(p => (string)p!["path"]!).ToList();
        faults.ShouldContain("facts.unsafe_water_households");
        faults.ShouldContain("facts.population");

        var draft = await clerk.SendAsync(HttpMethod.Post, $"{path}/2014/draft", JsonNode.Parse("""{"facts":{"households":100,"colour":"red"}}""")!, 200);
        ((string)draft["state"]!, draft["facts"]!.AsObject().Count).ShouldBe(("draft", 1));
        await clerk.SendAsync(HttpMethod.Post, $"{path}/2014", Answers(100, 400), 200);
        var list = await clerk.GetAsync("/api/places?year=2014");
        ((int)list["progress"]!["answered"]!, (int)list["progress"]!["drafts"]!).ShouldBe((1, 0), "handing in ends the draft");
        ((decimal)list["sums"]!["population"]!).ShouldBe(400);
        ((string)list["items"]!.AsArray().Single(p => (string)p!["region"]!["code"]! == Village)!["answered_by"]!).ShouldNotBeEmpty();

        var next = await clerk.GetAsync($"{path}/2015");
        ((string)next["state"]!, (int)next["before"]!["year"]!, (decimal)next["before"]!["facts"]!["households"]!).ShouldBe(("none", 2014, 100));
        var done = await clerk.SendAsync(HttpMethod.Post, $"{path}/2015", Answers(101, 405), 200);
        await clerk.SendAsync(HttpMethod.Post, $"{path}/2015", Answers(102, 405), 428);
        var corrected = await clerk.SendAsync(HttpMethod.Post, $"{path}/2015", Answers(102, 405), 200, (string)done["version"]!);
        ((decimal)corrected["facts"]!["households"]!).ShouldBe(102);
        var record = await clerk.GetAsync($"/api/records/village/{Village}");
        record["years"]!.AsArray().Select(y => (int)y!["year"]!).ShouldBe([2015, 2014]);
        (await clerk.GetAsync($"/api/records/village/{Village}?on=2014-12-31"))["years"]!.AsArray().Select(y => (int)y!["year"]!).ShouldBe([2014]);
        await clerk.GetAsync($"{path}/2017", 422);

        var township = await clerk.GetAsync($"/api/records/township/{Some.Township}/years/2015");
        ((decimal)township["villages"]!["sums"]!["households"]!, (int)township["villages"]!["answered"]!).ShouldBe((102, 1));
        await (await office.ClerkAsync(OtherTownship)).GetAsync($"{path}/2015", 404);
    }

    [Theory, EachEngine]
    public async Task A_household_is_bound_to_an_organisation_from_a_day_until_a_day(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var county = await office.ClerkAsync("610729");
        var clerk = await office.ClerkAsync(Some.Township);
        var household = (string)(await clerk.CreateAsync(Some.HouseholdJson("61072910020201")))["household"]!["id"]!;
        var request = JsonNode.Parse("""{"reason":"登记","name":"留坝县青山合作社","region":"610729","facts":{"kind":"cooperative","credit_code":"91350100M000100Y43"}}""")!;
        var organisation = (string)(await county.SendAsync(HttpMethod.Post, "/api/records/organisation", request, 201, key: "county-1"))["id"]!;
        await county.SendAsync(HttpMethod.Post, "/api/records/organisation", request.DeepClone(), 409, key: "county-2");
        await clerk.SendAsync(HttpMethod.Post, "/api/records/organisation", request.DeepClone(), 404);
        var bond = JsonNode.Parse($$"""{"reason":"入股协议","valid_from":"2015-01-01","household":"{{household}}","organisation":"{{organisation}}","facts":{"relation":"shareholder","shares":10,"dividend":600} }""")!;
        var linkage = await clerk.SendAsync(HttpMethod.Post, "/api/records/linkage", bond, 201);
        await clerk.SendAsync(HttpMethod.Post, "/api/records/linkage", bond.DeepClone(), 409);

        (await clerk.GetAsync("/api/organisations"))["total"]!.GetValue<int>().ShouldBe(0, "it lies in the county seat");
        (await clerk.GetAsync("/api/organisations?scope=county&q=青山"))["total"]!.GetValue<int>().ShouldBe(1);
        ((int)(await clerk.GetAsync($"/api/organisations?linked_in={Village}"))["items"]![0]!["linked"]!).ShouldBe(1);
        var seen = (await clerk.GetAsync($"/api/linkages?household={household}"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)seen["organisation"]!["name"]!, (decimal)seen["facts"]!["shares"]!).ShouldBe(("留坝县青山合作社", 10));
        (await (await office.ClerkAsync(OtherTownship)).GetAsync($"/api/linkages?organisation={organisation}"))["total"]!.GetValue<int>().ShouldBe(0);

        await clerk.SendAsync(HttpMethod.Post, $"/api/records/linkage/{linkage["id"]}/end", JsonNode.Parse("""{"reason":"退股","on":"2016-01-01"}""")!, 200, (string)linkage["version"]!);
        (await clerk.GetAsync($"/api/linkages?household={household}"))["total"]!.GetValue<int>().ShouldBe(0);
        (await clerk.GetAsync($"/api/linkages?household={household}&on=2015-12-31"))["total"]!.GetValue<int>().ShouldBe(1);
        bond["valid_from"] = "2016-04-01";
        await clerk.SendAsync(HttpMethod.Post, "/api/records/linkage", bond.DeepClone(), 201);
        (await clerk.GetAsync($"/api/linkages?household={household}"))["total"]!.GetValue<int>().ShouldBe(1, "the same bond again after a pause");
    }

    [Theory, EachEngine]
    public async Task A_group_keeps_its_households_when_it_is_renamed(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync(Some.Township);
        await clerk.CreateAsync(Some.HouseholdJson("61072910020201"));
        var group = (await clerk.GetAsync($"/api/groups?region={Village}"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)group["name"]!, (int)group["households"]!, (int)group["persons"]!).ShouldBe(("一组", 1, 2));
        var record = await clerk.GetAsync($"/api/records/group/{group["id"]}");
        await PatchAsync(clerk, $"/api/records/group/{group["id"]}", """{"reason":"更名","valid_from":"2016-01-01","name":"上湾组"}""", (string)record["version"]!);
        var renamed = (await clerk.GetAsync($"/api/groups?region={Village}"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)renamed["name"]!, (int)renamed["households"]!).ShouldBe(("上湾组", 1));
        renamed["names"]!.AsArray().Select(n => (string)n!).ShouldBe(["一组", "上湾组"]);
        await clerk.CreateAsync(Some.HouseholdJson("61072910020202", h =>
        {
            h["group"] = "上湾组";
            h["persons"]![0]!["id_number"] = Some.WithCheckDigit("61072919420305003");
        }));
        ((int)(await clerk.GetAsync($"/api/groups?region={Village}"))["items"]!.AsArray().ShouldHaveSingleItem()!["households"]!).ShouldBe(2, "both names mean one group");
        (await clerk.GetAsync($"/api/households?group={group["id"]}"))["items"]!.AsArray().Count.ShouldBe(2, "the list finds both");
        await (await office.ClerkAsync(OtherTownship)).GetAsync($"/api/households?group={group["id"]}", 404);
        ((string)(await clerk.GetAsync($"/api/groups?region={Village}&on=2015-06-01"))["items"]![0]!["name"]!).ShouldBe("一组");
    }

    [Theory, EachEngine]
    public async Task Rows_that_nobody_fits_wait_to_be_settled_by_hand(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync(Some.Township);
        var household = (await clerk.CreateAsync(Some.HouseholdJson("61072910020201")))["household"]!;
        var person = (string)household["persons"]![0]!["id"]!;
        var rows = JsonNode.Parse($$"""
            {"reason":"民政局2016年低保名册","source":"低保.xlsx","rows":[
              {"department":"民政局","programme":"低保金","person_name":"王大山","id_number":"{{Some.WithCheckDigit("61072919420305001")}}","amount":300,"date":"2016-01-01","recurring":"month"},
              {"department":"民政局","programme":"低保金","person_name":"王大山","region":"{{Village}}","id_number":"{{Some.WithCheckDigit("61072919420305007")}}","amount":300,"date":"2016-01-01","recurring":"month"},
              {"department":"民政局","programme":"临时救助","person_name":"无名氏","region":"{{Village}}","amount":500,"date":"2016-02-01","recurring":"once"}]}
            """)!;
        var added = await clerk.SendAsync(HttpMethod.Post, "/api/received", rows, 200);
        ((int)added["matched"]!, (int)added["ambiguous"]!, (int)added["unmatched"]!).ShouldBe((1, 1, 1));
        var queue = await clerk.GetAsync("/api/received?state=ambiguous");
        var row = queue["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)row["id_number_masked"]!).ShouldContain("*");
        var detail = await clerk.GetAsync($"/api/received/{row["id"]}");
        var candidate = detail["candidates"]!.AsArray().First()!;
        ((string)candidate["person"]!, (bool)candidate["same_id_number"]!).ShouldBe((person, false));

        var choice = new JsonObject { ["reason"] = "电话核实,号码抄错", ["state"] = "matched", ["household"] = (string)candidate["household"]!, ["person"] = person };
        await clerk.SendAsync(HttpMethod.Post, $"/api/received/{row["id"]}/settle", choice, 428);
        var settled = await clerk.SendAsync(HttpMethod.Post, $"/api/received/{row["id"]}/settle", choice.DeepClone(), 200, (string)row["version"]!);
        ((string)settled["state"]!, (string)settled["matched_by"]!).ShouldBe(("matched", "hand"));
        await clerk.SendAsync(HttpMethod.Post, $"/api/received/{row["id"]}/settle", choice.DeepClone(), 412, (string)row["version"]!);
        var unmatched = (await clerk.GetAsync("/api/received?state=unmatched"))["items"]![0]!;
        await clerk.SendAsync(HttpMethod.Post, $"/api/received/{unmatched["id"]}/settle", JsonNode.Parse("""{"reason":"不在册","state":"dismissed"}""")!, 200, (string)unmatched["version"]!);
        var own = await clerk.GetAsync($"/api/households/{household["id"]}/received");
        (own["items"]!.AsArray().Count, (string)own["yearly"]!).ShouldBe((2, "7200.00"));
        var lists = (await clerk.GetAsync("/api/received/lists"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)lists["source"]!).ShouldBe("低保.xlsx");

        var neighbour = await office.ClerkAsync(OtherTownship);
        (await neighbour.GetAsync("/api/received"))["total"]!.GetValue<int>().ShouldBe(0);
        await neighbour.GetAsync($"/api/received/{row["id"]}", 404);
        await neighbour.GetAsync($"/api/households/{household["id"]}/received", 404);
        (await neighbour.GetAsync("/api/received/lists"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Theory, EachEngine]
    public async Task A_lump_transfer_is_told_apart_counted_once_and_joined_again(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync(Some.Township);
        var household = (await clerk.CreateAsync(Some.HouseholdJson("61072910020201")))["household"]!;
        var (first, second) = ((string)household["persons"]![0]!["id"]!, (string)household["persons"]![1]!["id"]!);
        string List(string reason) => $$"""{"reason":"{{reason}}","source":"一卡通流水.xlsx","rows":[{"department":"财政局","programme":"惠农补贴合并发放","person_name":"王大山","id_number":"{{Some.WithCheckDigit("61072919420305001")}}","amount":1234.56,"date":"2016-01-10","recurring":"once"}]}""";
        await clerk.SendAsync(HttpMethod.Post, "/api/received", JsonNode.Parse(List("一卡通"))!, 200);
        var row = (await clerk.GetAsync("/api/received?state=matched"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        var (path, version) = ($"/api/received/{row["id"]}", (string)row["version"]!);
        JsonNode Parts(string reason, string last, string? person = null) => JsonNode.Parse($$"""
            {"reason":"{{reason}}","parts":[{"programme":"农村低保","amount":"900.00","recurring":"month"},{"programme":"高龄津贴","amount":"{{last}}","person":"{{person ?? second}}"}]}
            """)!;
        await clerk.SendAsync(HttpMethod.Post, $"{path}/split", Parts("流水附言", "334.56"), 428);
        await clerk.SendAsync(HttpMethod.Post, $"{path}/split", Parts(" ", "334.56"), 422, version, "r");
        ((string)(await clerk.SendAsync(HttpMethod.Post, $"{path}/split", Parts("流水附言", "334.55"), 422, version, "sum"))["problems"]![0]!["code"]!).ShouldBe("parts-sum");
        ((string)(await clerk.SendAsync(HttpMethod.Post, $"{path}/split", Parts("流水附言", "334.56", Guid.Empty.ToString()), 422, version, "p"))["problems"]![0]!["path"]!).ShouldBe("parts[1].person");
        await clerk.SendAsync(HttpMethod.Post, $"{path}/join", JsonNode.Parse("""{"reason":"没有拆"}""")!, 409, version, "j");

        var split = await clerk.SendAsync(HttpMethod.Post, $"{path}/split", Parts("流水附言", "334.56"), 200, version, "s");
        await clerk.SendAsync(HttpMethod.Post, $"{path}/split", Parts("流水附言", "334.56"), 412, version, "again");
        ((string)split["row"]!["state"]!, split["row"]!["household"]).ShouldBe(("split", null));
        split["parts"]!.AsArray().Select(p => ((string)p!["programme"]!, (string)p["amount"]!, (string?)p["recurring"], (string?)p["person"], (string)p["split_of"]!))
            .ShouldBe([("农村低保", "900.00", "month", null, (string)row["id"]!), ("高龄津贴", "334.56", "once", second, (string)row["id"]!)]);
        var own = await clerk.GetAsync($"/api/households/{household["id"]}/received");
        own["items"]!.AsArray().Select(i => (string)i!["programme"]!).ShouldBe(["农村低保", "高龄津贴"], ignoreOrder: true);
        (await clerk.GetAsync(path))["parts"]!.AsArray().Count.ShouldBe(2);
        var now = (string)split["row"]!["version"]!;
        await clerk.SendAsync(HttpMethod.Post, $"{path}/settle", JsonNode.Parse($$"""{"reason":"电话核实","state":"matched","household":"{{household["id"]}}"}""")!, 409, now, "settle");
        var part = split["parts"]![0]!;
        await clerk.SendAsync(HttpMethod.Post, $"/api/received/{part["id"]}/split", Parts("再拆", "1.00"), 409, (string)part["version"]!, "deep");
        // The same list again: the row is known although it was told apart.
        ((int)(await clerk.SendAsync(HttpMethod.Post, "/api/received", JsonNode.Parse(List("又来"))!, 200, null, "list2"))["known"]!).ShouldBe(1);
        // A part is put right like any row.
        await clerk.SendAsync(HttpMethod.Post, $"/api/received/{part["id"]}/settle", JsonNode.Parse($$"""{"reason":"是他的","state":"matched","household":"{{household["id"]}}","person":"{{first}}"}""")!, 200, (string)part["version"]!, "part");
        await (await office.ClerkAsync(OtherTownship)).SendAsync(HttpMethod.Post, $"{path}/join", JsonNode.Parse("""{"reason":"别处的"}""")!, 404, now, "far");

        var joined = await clerk.SendAsync(HttpMethod.Post, $"{path}/join", JsonNode.Parse("""{"reason":"附言看错"}""")!, 200, now, "join");
        ((string)joined["row"]!["state"]!, (string)joined["row"]!["person"]!, joined["parts"]!.AsArray().Count).ShouldBe(("matched", first, 0));
        (await clerk.GetAsync($"/api/households/{household["id"]}/received"))["items"]!.AsArray().ShouldHaveSingleItem()!["amount"]!.GetValue<string>().ShouldBe("1234.56");
        await clerk.SendAsync(HttpMethod.Post, $"{path}/join", JsonNode.Parse("""{"reason":"再撤"}""")!, 412, now, "twice");
        var anew = (string)joined["row"]!["version"]!;
        (await clerk.SendAsync(HttpMethod.Post, $"{path}/split", Parts("再核", "334.56"), 200, anew, "s2"))["parts"]!.AsArray().Count.ShouldBe(2);
    }

    private static Task<JsonNode> PatchAsync(Clerk clerk, string path, string request, string? match, int status = 200) =>
        clerk.SendAsync(HttpMethod.Patch, path, JsonNode.Parse(request)!, status, match, $"{status}-{match}");

    private static JsonObject Answers(int households, int population)
    {
        var facts = new JsonObject();
        foreach (var field in RecordDictionary.Of("village", yearly: true).Where(f => f.Required))
        {
            facts[field.Id] = field.Type switch { "boolean" => true, "text" => "茶叶、食用菌", _ => null };
        }

        (facts["households"], facts["population"]) = (households, population);
        return new JsonObject { ["facts"] = facts };
    }
}
