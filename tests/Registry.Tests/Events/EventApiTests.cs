using System.Text.Json.Nodes;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Regions;
using Fuyao.Testing;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Events;

public sealed class EventApiTests
{
    [Theory, EachEngine]
    public async Task A_death_ends_the_membership_on_its_day_and_makes_a_new_head_required(DbEngine engine)
    {
        await using var family = await Family.SettleAsync(engine);
        var refused = await family.RecordAsync(new() { ["kind"] = "death", ["on"] = "2016-03-15", ["persons"] = new JsonArray(family["王大山"]) }, 422);
        Codes(refused).ShouldBe(["head-needed"]);
        await family.RecordAsync(new() { ["kind"] = "death", ["on"] = "2016-03-15", ["persons"] = new JsonArray(family["王大山"]), ["head"] = family["赵秀英"] });
        (await family.OnAsync("2016-03-14")).ShouldBe("王大山02 赵秀英10 王建国20 李芳38 王小花42 | 5");
        (await family.OnAsync("2016-03-15")).ShouldBe("王大山10† 赵秀英02 王建国20 李芳38 王小花42 | 4", "the children's relation to her is the same; he is her husband still");
    }

    [Theory, EachEngine]
    public async Task A_preview_says_the_effects_and_writes_nothing(DbEngine engine)
    {
        await using var family = await Family.SettleAsync(engine);
        var split = family.Split("2016-04-01");
        split["reason"] = "分户";
        var preview = await family.Clerk.SendAsync(HttpMethod.Post, $"/api/households/{family.Id}/events/preview", split, 200);
        var words = preview["effects"]!.AsArray().Select(e => (string)e!["zh"]!).ToList();
        words.ShouldContain("王大山(61072910020201) 人口 5 → 2");
        words.ShouldContain("王建国 由 王大山(61072910020201) 转入 王建国(61072910020201-1)(与户主关系:户主)");
        words.ShouldContain("李芳 由 王大山(61072910020201) 转入 王建国(61072910020201-1)(与户主关系:待补)", "a daughter-in-law need not be this son's wife");
        words.ShouldContain("王大山(61072910020201) 耕地, 亩:6.5 → 3.5");
        (await family.OnAsync("2016-05-01")).ShouldEndWith("| 5");
        ((int)(await family.Clerk.GetAsync($"/api/households/{family.Id}/events"))["total"]!).ShouldBe(1, "the registration");
    }

    [Theory, EachEngine]
    public async Task A_split_shares_persons_land_and_income_and_its_undo_restores_them(DbEngine engine)
    {
        await using var family = await Family.SettleAsync(engine);
        var before = await family.Clerk.GetAsync($"/api/households/{family.Id}");
        var split = await family.RecordAsync(family.Split("2016-04-01"));
        var other = split["households"]!.AsArray().Select(h => (string)h!).Single(h => h != family.Id);
        (await family.OnAsync("2016-04-01")).ShouldBe("王大山02 赵秀英10 | 2");
        (await family.OnAsync("2016-04-01", other)).ShouldBe("王建国02 李芳10 王小花30 | 3");
        await family.Clerk.GetAsync($"/api/households/{other}?on=2016-03-31", 404);
        var (here, there) = (await family.Clerk.GetAsync($"/api/households/{family.Id}"), await family.Clerk.GetAsync($"/api/households/{other}"));
        decimal At(JsonNode record, string part, string name) => (decimal)record["facts"]![part]![name]!;
        (At(here, "land", "cultivated"), At(there, "land", "cultivated"), At(here, "income", "business"), At(there, "income", "business")).ShouldBe((3.5m, 3m, 1000m, 2000m));

        var undone = await family.UndoAsync((string)split["id"]!);
        undone["effects"]!.AsArray().Count.ShouldBeGreaterThan(3);
        var after = await family.Clerk.GetAsync($"/api/households/{family.Id}");
        after["facts"]!.ToJsonString().ShouldBe(before["facts"]!.ToJsonString());
        (await family.OnAsync("2016-04-01")).ShouldBe("王大山02 赵秀英10 王建国20 李芳38 王小花42 | 5");
        await family.Clerk.GetAsync($"/api/households/{other}", 404);
        var events = (await family.Clerk.GetAsync($"/api/households/{family.Id}/events"))["items"]!.AsArray();
        events.Select(e => (string)e!["kind"]!).ShouldBe(["undo", "split", "registered"]);
        ((string)events[1]!["undone_by"]!).ShouldBe((string)events[0]!["id"]!);
        Codes(await family.UndoAsync((string)split["id"]!, 409)).ShouldBe(["already-undone"]);
    }

    [Theory, EachEngine]
    public async Task What_cannot_be_shared_is_said_all_at_once(DbEngine engine)
    {
        await using var family = await Family.SettleAsync(engine);
        var split = family.Split("2016-04-01");
        split["shares"] = JsonNode.Parse("""{"land":{"cultivated":7,"forest":1},"income":{"wage":-1},"loans":[{"loan":"","amount":0}]}""");
        split["head"] = family["王大山"];
        var refused = await family.RecordAsync(split, 422);
        refused["problems"]!.AsArray().Select(p => $"{p!["code"]} {p["path"]}").ShouldBe(
            ["head-needed head", "share-too-large shares.land.cultivated", "nothing-to-share shares.land.forest", "share-too-large shares.income.wage", "wrong-share shares.loans[0]"]);
    }

    [Theory, EachEngine]
    public async Task An_undo_is_refused_with_the_names_of_the_later_events_that_build_on_it(DbEngine engine)
    {
        await using var family = await Family.SettleAsync(engine);
        var split = await family.RecordAsync(family.Split("2016-03-01"));
        var other = split["households"]!.AsArray().Select(h => (string)h!).Single(h => h != family.Id);
        var birth = await family.RecordAsync(new()
        {
            ["kind"] = "birth", ["on"] = "2016-04-10", ["new_persons"] = new JsonArray(new JsonObject { ["name"] = "王小宝", ["sex"] = "male", ["birth"] = "2016-04-10", ["relation"] = "20" }),
        }, household: other);
        var refused = await family.UndoAsync((string)split["id"]!, 409);
        ((string)refused["problems"]!.AsArray().ShouldHaveSingleItem()!["text"]!["zh"]!).ShouldStartWith("后来的“出生”(2016-04-10");
        await family.UndoAsync((string)birth["id"]!);
        await family.UndoAsync((string)split["id"]!);
        (await family.OnAsync("2016-05-01")).ShouldEndWith("| 5");
    }

    [Theory, EachEngine]
    public async Task What_others_state_since_about_something_else_survives_an_undo(DbEngine engine)
    {
        await using var family = await Family.SettleAsync(engine);
        var death = await family.RecordAsync(new() { ["kind"] = "death", ["on"] = "2016-03-15", ["persons"] = new JsonArray(family["王小花"]) });
        var seen = await family.Clerk.GetAsync($"/api/households/{family.Id}");
        await family.Clerk.ChangeAsync(seen, JsonNode.Parse("""{"valid_from":"2016-04-01","changes":{"housing":{"grade":"B"}}}""")!.AsObject());
        await family.UndoAsync((string)death["id"]!);
        (await family.OnAsync("2016-05-01")).ShouldBe("王大山02 赵秀英10 王建国20 李芳38 王小花42 | 5");
        var now = await family.Clerk.GetAsync($"/api/households/{family.Id}");
        ((string)now["facts"]!["housing"]!["grade"]!).ShouldBe("B");
        ((string)(await family.Clerk.GetAsync($"/api/households/{family.Id}?on=2016-03-20"))["facts"]!["housing"]!["grade"]!).ShouldBe("C");
    }

    [Theory, EachEngine]
    public async Task A_move_keeps_identity_and_history_and_changes_the_village(DbEngine engine)
    {
        await using var family = await Family.SettleAsync(engine);
        var elsewhere = RegionCatalog.Inside(new Kernel.RegionCode(610729000000)).Last(r => r.Code.Level == Kernel.RegionLevel.Village).Code.ToString();
        Codes(await family.RecordAsync(new() { ["kind"] = "move", ["on"] = "2016-03-01", ["region"] = "610730001201" }, 404)).ShouldBe(["outside-area"]);
        await family.RecordAsync(new() { ["kind"] = "move", ["on"] = "2016-03-01", ["region"] = elsewhere, ["group"] = "三组" });
        ((string)(await family.Clerk.GetAsync($"/api/households/{family.Id}"))["region"]!["code"]!).ShouldBe(elsewhere);
        ((string)(await family.Clerk.GetAsync($"/api/households/{family.Id}?on=2016-02-29"))["region"]!["code"]!).ShouldBe($"{Some.Village}");
        ((int)(await family.Clerk.GetAsync($"/api/events?region={elsewhere}&kind=move"))["total"]!).ShouldBe(1);
        ((int)(await family.Clerk.GetAsync($"/api/events?region={Some.Village}&kind=move"))["total"]!).ShouldBe(1);
        var neighbour = await family.Office.ClerkAsync(Some.Township);
        await neighbour.GetAsync($"/api/households/{family.Id}/events");
        Codes(await family.UndoAsync((string)(await neighbour.GetAsync($"/api/households/{family.Id}/events"))["items"]![0]!["id"]!, 403, neighbour)).ShouldBe(["beyond-area"]);
    }

    [Theory, EachEngine]
    public async Task A_household_goes_to_another_county_under_its_own_id_and_comes_back_by_undo(DbEngine engine)
    {
        await using var family = await Family.SettleAsync(engine);
        var city = await family.Office.ClerkAsync("6107");
        var elsewhere = RegionCatalog.Inside(new Kernel.RegionCode(610728000000)).First(r => r.Code.Level == Kernel.RegionLevel.Village).Code.ToString();
        var move = await family.RecordAsync(new() { ["kind"] = "move", ["on"] = "2016-03-01", ["region"] = elsewhere }, clerk: city);
        ((string)(await city.GetAsync($"/api/households/{family.Id}"))["region"]!["code"]!).ShouldBe(elsewhere);
        await family.Clerk.GetAsync($"/api/households/{family.Id}", 404);
        ((int)(await family.Clerk.GetAsync($"/api/households/{family.Id}?on=2016-02-01"))["members"]!).ShouldBe(5);
        ((int)(await city.GetAsync("/api/households?region=610728"))["total"]!).ShouldBe(1);
        await family.UndoAsync((string)move["id"]!, clerk: city);
        ((int)(await family.Clerk.GetAsync($"/api/households/{family.Id}"))["members"]!).ShouldBe(5);
        ((int)(await city.GetAsync("/api/households?region=610728"))["total"]!).ShouldBe(0);
    }

    [Theory, EachEngine]
    public async Task A_marriage_out_into_a_household_here_and_a_merge_are_seen_from_both(DbEngine engine)
    {
        await using var family = await Family.SettleAsync(engine);
        var second = (await family.Clerk.CreateAsync(Some.HouseholdJson("61072910020202", h => h["persons"]![0]!["name"] = "陈老三")))["household"]!;
        var other = (string)second["id"]!;
        await family.RecordAsync(new()
        {
            ["kind"] = "marriage_out", ["on"] = "2016-02-01", ["persons"] = new JsonArray(family["王小花"]), ["household"] = other,
            ["relations"] = new JsonObject { [(string)family["王小花"]!] = "38" },
        });
        (await family.OnAsync("2016-02-01")).ShouldEndWith("| 4");
        (await family.OnAsync("2016-02-01", other)).ShouldBe("陈老三02 王小花38 王小花42 | 3");
        (await family.Clerk.GetAsync($"/api/households/{other}/events"))["items"]!.AsArray().Select(e => (string)e!["kind"]!).ShouldBe(["marriage_out", "registered"]);

        await family.RecordAsync(new() { ["kind"] = "merge", ["on"] = "2016-04-01", ["household"] = family.Id, ["reason"] = "合户" }, household: other);
        await family.Clerk.GetAsync($"/api/households/{other}", 404);
        var merged = await family.Clerk.GetAsync($"/api/households/{family.Id}");
        ((int)merged["members"]!, (decimal)merged["facts"]!["income"]!["business"]!).ShouldBe((7, 6000m));
    }

    [Theory, EachEngine]
    public async Task A_household_whose_last_member_goes_is_registered_no_more(DbEngine engine)
    {
        await using var family = await Family.SettleAsync(engine);
        var left = await family.RecordAsync(new() { ["kind"] = "leave", ["on"] = "2016-03-01" });
        await family.Clerk.GetAsync($"/api/households/{family.Id}", 404);
        ((int)(await family.Clerk.GetAsync($"/api/households/{family.Id}?on=2016-02-29"))["members"]!).ShouldBe(5);
        await family.UndoAsync((string)left["id"]!);
        ((int)(await family.Clerk.GetAsync($"/api/households/{family.Id}"))["members"]!).ShouldBe(5);
    }

    [Theory, EachEngine]
    public async Task A_registration_taken_back_frees_its_number(DbEngine engine)
    {
        await using var family = await Family.SettleAsync(engine);
        var registered = (await family.Clerk.GetAsync($"/api/households/{family.Id}/events"))["items"]![0]!;
        await family.UndoAsync((string)registered["id"]!);
        await family.Clerk.GetAsync($"/api/households/{family.Id}?on=2016-01-01", 404);
        var again = await family.Clerk.CreateAsync(Some.HouseholdJson("61072910020201"));
        ((int)again["household"]!["members"]!).ShouldBe(2);
    }

    [Theory, EachEngine]
    public async Task A_correction_mends_all_days_of_the_version_and_is_an_event(DbEngine engine)
    {
        await using var family = await Family.SettleAsync(engine);
        await family.RecordAsync(new() { ["kind"] = "correction", ["on"] = "2016-03-01", ["changes"] = JsonNode.Parse("""{"housing":{"grade":"D"}}""") });
        ((string)(await family.Clerk.GetAsync($"/api/households/{family.Id}?on=2014-06-01"))["facts"]!["housing"]!["grade"]!).ShouldBe("D");
    }

    private static IEnumerable<string> Codes(JsonNode answer) => answer["problems"]!.AsArray().Select(p => (string)p!["code"]!);
}
