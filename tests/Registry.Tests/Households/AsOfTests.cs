using System.Text.Json.Nodes;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Tests.Events;
using Fuyao.Testing;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Households;

/// <summary>Two questions at every list and page: how it was on a day, and what was on record at a time.</summary>
public sealed class AsOfTests
{
    [Theory, EachEngine]
    public async Task Lists_figures_and_search_answer_for_a_day_and_as_known_at_a_time(DbEngine engine)
    {
        await using var family = await Family.SettleAsync(engine);
        var registered = At(family);
        await family.RecordAsync(family.Split("2016-02-01"));
        var divided = At(family);
        await family.RecordAsync(new() { ["kind"] = "death", ["on"] = "2016-03-15", ["persons"] = new JsonArray(family["赵秀英"]) });

        async Task<string> List(string query) => await family.Clerk.GetAsync($"/api/households?{query}") is { } page ? $"{page["total"]} {page["persons"]}" : "";
        (await List("")).ShouldBe("2 4");
        (await List("on=2016-01-31")).ShouldBe("1 5");
        (await List("on=2016-02-01")).ShouldBe("2 5");
        (await List($"known_at={registered}")).ShouldBe("1 5", "today as it was on record before the split");
        (await List($"known_at={divided}")).ShouldBe("2 5");
        (await List("on=2013-01-01")).ShouldBe("0 0");
        (await List("q=王建国")).ShouldBe("1 3");
        (await List($"q=王建国&known_at={registered}")).ShouldBe("1 5");

        var home = await family.Clerk.GetAsync($"/api/home?known_at={registered}");
        ((int)home["figures"]!["households"]!, (int)home["figures"]!["persons"]!).ShouldBe((1, 5));
        home["known_at"].ShouldNotBeNull();
        var income = await family.Clerk.GetAsync($"/api/households/{family.Id}/income?known_at={registered}");
        ((string)income["total"]!, (int)income["heads"]!).ShouldBe(("3000.00", 5));
        ((string)(await family.Clerk.GetAsync($"/api/households/{family.Id}/income"))["total"]!).ShouldBe("1000.00");
        await family.Clerk.GetAsync("/api/households?known_at=yesterday", 400);
    }

    [Theory, EachEngine]
    public async Task A_field_says_who_changed_it_when_why_and_on_whose_word(DbEngine engine)
    {
        await using var family = await Family.SettleAsync(engine);
        var seen = await family.Clerk.GetAsync($"/api/households/{family.Id}");
        await family.Clerk.ChangeAsync(seen, JsonNode.Parse("""{"valid_from":"2016-01-10","evidence":"验收单 12 号","reason":"房屋加固","changes":{"housing":{"grade":"B"}}}""")!.AsObject());
        await family.RecordAsync(new() { ["kind"] = "head", ["on"] = "2016-03-01", ["head"] = family["王建国"], ["evidence"] = "户口簿" });

        var grade = await family.Clerk.GetAsync($"/api/households/{family.Id}/fields/housing.grade/history");
        ((string)grade["label"]!, grade["items"]!.AsArray().Count).ShouldBe(("住房安全等级", 2));
        var last = grade["items"]![0]!;
        ((string)last["before"]!, (string)last["after"]!, (string)last["change"]!["reason"]!, (string)last["change"]!["evidence"]!, (string)last["valid_from"]!)
            .ShouldBe(("C", "B", "房屋加固", "验收单 12 号", "2016-01-10"));

        var relation = await family.Clerk.GetAsync($"/api/households/{family.Id}/fields/relation/history?person={family["王大山"]}");
        relation["items"]!.AsArray().Select(i => $"{i!["before"]}→{i["after"]}").ShouldBe(["02→51", "→02"]);
        await (await family.Office.ClerkAsync("610730")).GetAsync($"/api/households/{family.Id}/fields/housing.grade/history", 404);
    }

    private static string At(Family family)
    {
        var at = family.Office.Clock.GetUtcNow();
        family.Office.Clock.Advance(TimeSpan.FromMinutes(1));
        return Uri.EscapeDataString($"{at:O}");
    }
}
