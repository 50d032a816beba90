using System.Text.Json.Nodes;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Households;

public sealed class HouseholdApiTests
{
    [Theory, EachEngine]
    public async Task A_household_is_registered_changed_corrected_and_read_as_of_and_as_known(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync("610729");
        var created = (await clerk.CreateAsync(Some.HouseholdJson("61072910020201")))["household"]!;
        var id = (string)created["id"]!;
        ((string)created["valid_from"]!).ShouldBe("2014-05-01", "the day of registration");
        var afterCreation = office.Clock.GetUtcNow();

        var changed = (await clerk.ChangeAsync(created, Json("""{"valid_from":"2016-03-01","changes":{"status":"exited","exited_on":"2016-03-01","housing":{"grade":"B"}}}""")))["household"]!;
        ((string)changed["version"]!).ShouldNotBe((string)created["version"]!);
        ((string)changed["facts"]!["housing"]!["grade"]!).ShouldBe("B");
        ((decimal)changed["facts"]!["housing"]!["area"]!).ShouldBe(60, "members of an object that are not named stay");
        var afterChange = office.Clock.GetUtcNow();

        var seen = await clerk.GetAsync($"/api/households/{id}?on=2016-02-01");
        ((string)seen["facts"]!["status"]!).ShouldBe("registered");
        await clerk.ChangeAsync(seen, Json("""{"on":"2016-02-01","changes":{"category":"dibao","water_safe":null},"clear":["causes"]}"""));

        ((string)(await clerk.GetAsync($"/api/households/{id}?on=2015-01-01"))["facts"]!["category"]!).ShouldBe("dibao");
        ((string)(await clerk.GetAsync($"/api/households/{id}?on=2016-04-01"))["facts"]!["category"]!).ShouldBe("dibao_poor");
        ((string)(await clerk.GetAsync($"/api/households/{id}?on=2015-01-01&known_at={At(afterChange)}"))["facts"]!["category"]!).ShouldBe("dibao_poor");
        ((string)(await clerk.GetAsync($"/api/households/{id}?on=2016-04-01&known_at={At(afterCreation)}"))["facts"]!["status"]!).ShouldBe("registered");
        await clerk.GetAsync($"/api/households/{id}?on=2013-01-01", 404);

        var history = (await clerk.GetAsync($"/api/households/{id}/history"))["items"]!.AsArray();
        history.Select(h => (string)h!["change"]!["channel"]!).ShouldBe(["correction", "cli", "cli"]);
        var corrected = history[0]!["differences"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)corrected["valid_from"]!, (string)corrected["valid_to"]!).ShouldBe(("2014-05-01", "2016-03-01"));
        Fields(corrected).ShouldBe(["category: dibao_poor → dibao", "causes: illness,labour → ", "water_safe:  → ?"], ignoreOrder: true);
        Fields(history[1]!["differences"]![0]!).ShouldBe(["status: registered → exited", "exited_on:  → 2016-03-01", "housing.grade: C → B"], ignoreOrder: true);
        history[2]!["differences"]!.AsArray().Count.ShouldBe(3, "the household and its two members joined");

        var now = await clerk.GetAsync($"/api/households/{id}");
        string Why(string field) => (string)now["changes"]!.AsArray().Single(c => (string)c!["id"]! == (string)now["provenance"]![field]!)!["reason"]!;
        (Why("housing.grade"), Why("housing.area"), Why("status")).ShouldBe(("入户核查", "新识别", "入户核查"));
    }

    [Theory, EachEngine]
    public async Task Members_join_change_and_leave(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync("610729");
        var created = (await clerk.CreateAsync(Some.HouseholdJson("61072910020201")))["household"]!;
        var daughter = (string)created["persons"]!.AsArray().Single(p => (string)p!["name"]! == "王小花")!["id"]!;
        var baby = """{"id":"p3","name":"王小草","sex":"male","birth":"2015-12-30","relation":"41"}""";
        var grown = (await clerk.ChangeAsync(created, Json(
            $$"""{"valid_from":"2016-01-01","changes":{"persons":[{"id":"{{daughter}}","school":{"grade":7} },{{baby}}] } }""")))["household"]!;
        grown["persons"]!.AsArray().Count.ShouldBe(3);
        ((int)grown["members"]!).ShouldBe(3);
        ((int)grown["persons"]!.AsArray().Single(p => (string)p!["id"]! == daughter)!["facts"]!["school"]!["grade"]!).ShouldBe(7);

        var left = (await clerk.ChangeAsync(grown, Json($$"""{"valid_from":"2016-04-01","remove_persons":["{{daughter}}"]}""")))["household"]!;
        left["persons"]!.AsArray().Select(p => (string)p!["name"]!).ShouldBe(["王大山", "王小草"]);
        (await clerk.GetAsync($"/api/households/{created["id"]}?on=2016-03-31"))["persons"]!.AsArray().Count.ShouldBe(3);
        var history = (await clerk.GetAsync($"/api/households/{created["id"]}/history"))["items"]!;
        ((string)history[0]!["differences"]!.AsArray().Single(d => d!["person"] is not null)!["what"]!).ShouldBe("left");
    }

    [Theory, EachEngine]
    public async Task Two_people_cannot_overwrite_each_other(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync("610729");
        var created = (await clerk.CreateAsync(Some.HouseholdJson("61072910020201")))["household"]!;
        await clerk.ChangeAsync(created, Json("""{"changes":{"cooperative":true}}"""));
        var stale = await clerk.ChangeAsync(created, Json("""{"changes":{"cooperative":false}}"""), 412);
        ((string)stale["problems"]![0]!["code"]!).ShouldBe("stale-version");
        await clerk.SendAsync(HttpMethod.Patch, $"/api/households/{created["id"]}", Json("""{"reason":"x","changes":{}}"""), 428);
    }

    [Theory, EachEngine]
    public async Task A_repeated_write_answers_the_same_and_is_done_once(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync("610729");
        var first = await clerk.CreateAsync(Some.HouseholdJson("61072910020201"), key: "one");
        (await clerk.CreateAsync(Some.HouseholdJson("61072910020201"), key: "one")).ToJsonString().ShouldBe(first.ToJsonString());
        var taken = await clerk.CreateAsync(Some.HouseholdJson("61072910020201"), 409, key: "two");
        ((string)taken["problems"]![0]!["path"]!).ShouldBe("household.id");
        ((int)(await clerk.GetAsync("/api/households"))["total"]!).ShouldBe(1);
    }

    [Theory, EachEngine]
    public async Task Outside_ones_area_a_household_does_not_exist(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync("610729");
        var created = (await clerk.CreateAsync(Some.HouseholdJson("61072910020201")))["household"]!;
        var id = (string)created["id"]!;
        foreach (var stranger in new[] { await office.ClerkAsync("610730"), await office.ClerkAsync(Some.Elsewhere) })
        {
            await stranger.GetAsync($"/api/households/{id}", 404);
            await stranger.GetAsync($"/api/households/{id}/history", 404);
            await stranger.ChangeAsync(created, Json("""{"changes":{"cooperative":true}}"""), 404, key: Key());
            await stranger.SendAsync(HttpMethod.Post, $"/api/households/{id}/reveal", Json("""{"field":"phone","reason":"电话核实"}"""), 404);
            await stranger.CreateAsync(Some.HouseholdJson("x"), 404, key: Key());
            ((int)(await stranger.GetAsync("/api/households?q=王大山"))["total"]!).ShouldBe(0);
        }

        string Key() => $"key-{office.Clock.GetUtcNow().Ticks}";
    }

    [Theory, EachEngine]
    public async Task Protected_values_are_masked_everywhere_until_revealed_for_a_reason(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync("610729");
        var household = Some.HouseholdJson("61072910020201");
        var id = (string)household["persons"]![0]!["id_number"]!;
        var created = (await clerk.CreateAsync(household))["household"]!;
        var key = (string)created["id"]!;
        await clerk.ChangeAsync(created, Json("""{"changes":{"phone":"13887654321"}}"""));
        foreach (var path in new[] { $"/api/households/{key}", $"/api/households/{key}/history", "/api/households" })
        {
            var text = await clerk.Client.GetStringAsync(path, TestContext.Current.CancellationToken);
            text.ShouldNotContain(id);
            text.ShouldNotContain("13887654321");
            text.ShouldNotContain("6217000012345678901");
            text.ShouldContain("138****4321");
        }

        var head = (string)created["persons"]![0]!["id"]!;
        var revealed = await clerk.SendAsync(HttpMethod.Post, $"/api/households/{key}/reveal", Json($$"""{"field":"id_number","person":"{{head}}","reason":"核对证件"}"""), 200);
        ((string)revealed["value"]!).ShouldBe(id);
        await clerk.SendAsync(HttpMethod.Post, $"/api/households/{key}/reveal", Json("""{"field":"phone"}"""), 422);
        await clerk.SendAsync(HttpMethod.Post, $"/api/households/{key}/reveal", Json("""{"field":"status","reason":"x"}"""), 422);
    }

    [Theory, EachEngine]
    public async Task All_faults_are_told_at_once_with_their_places(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync("610729");
        var wrong = Some.HouseholdJson("61072910020201", with: h =>
        {
            h["colour"] = "red";
            h["housing"]!["grade"] = "E";
            h["persons"]![1]!["birth"] = "2004-02-30";
            h["persons"]![0]!.AsObject().Remove("sex");
        });
        var refused = await clerk.CreateAsync(wrong, 422);
        refused["problems"]!.AsArray().Select(p => $"{p!["path"]} {p["code"]}").ShouldBe(
            ["household.housing.grade unknown-code", "household.persons[0].sex missing-member", "household.persons[1].birth wrong-date", "household.colour unknown-member"],
            ignoreOrder: true);
        refused["problems"]!.AsArray().ShouldAllBe(p => p!["text"]!["zh"] != null && p["text"]!["en"] != null);

        var checksum = await clerk.CreateAsync(Some.HouseholdJson("61072910020201", with: h => h["persons"]![0]!["id_number"] = "610729194203050010"), 422);
        ((string)checksum["problems"]![0]!["code"]!).ShouldBe("wrong-checksum");
        var created = (await clerk.CreateAsync(Some.HouseholdJson("61072910020201")))["household"]!;
        var second = (string)created["persons"]![1]!["id"]!;
        var patch = await clerk.ChangeAsync(created, Json($$"""{"changes":{"persons":[{"id":"{{second}}","sex":"girl"}],"land":{"fields":3} } }"""), 422);
        patch["problems"]!.AsArray().Select(p => (string)p!["path"]!).ShouldBe(["changes.persons[0].sex", "changes.land.fields"], ignoreOrder: true);
    }

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    private static string At(DateTimeOffset at) => Uri.EscapeDataString(at.ToString("O"));

    private static IEnumerable<string> Fields(JsonNode difference) =>
        difference["fields"]!.AsArray().Select(f => $"{f!["field"]}: {Text(f["before"])} → {Text(f["after"])}");

    private static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonObject => "?",
        JsonArray list => string.Join(",", list.Select(v => (string)v!)),
        var one => one.ToString(),
    };
}
