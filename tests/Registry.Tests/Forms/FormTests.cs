using System.Text.Json.Nodes;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Forms;
using Fuyao.Registry.Import.Rules;
using Fuyao.Testing;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Forms;

/// <summary>What stands behind the form: checks while typing, the person known from the id number, drafts, checks of a household.</summary>
public sealed class FormTests
{
    private const string Invalid = "/api/households/validate";

    [Fact]
    public void Every_rule_of_the_import_has_a_field_of_the_form() =>
        RuleCatalog.All.Select(r => r.Column).OfType<string>().Distinct().Where(c => !HouseholdChecks.Paths.ContainsKey(c)).ShouldBeEmpty();

    [Fact]
    public void A_half_filled_form_is_told_all_that_is_wrong_at_once_each_at_its_field()
    {
        var form = Tests.Some.HouseholdJson("1", h =>
        {
            h["housing"]!["grade"] = "E";
            h["land"] = new JsonObject { ["cultivated"] = -1 };
            h["income"]!["wage"] = 50;
            h["persons"]![0]!["id_number"] = "610729194203050000";
            h["persons"]![1]!["birth"] = null;
            h["persons"]![1]!["relation"] = "02";
        });
        var (errors, warnings) = HouseholdChecks.Check(form, new DateOnly(2016, 6, 1));
        errors.Select(e => $"{e.Path} {e.Code}").ShouldBe(
        [
            "land.cultivated out-of-range", "housing.grade unknown-code", "persons[1].birth wrong-type", "persons[0].id_number wrong-checksum", "persons[1].relation two-heads",
        ], ignoreOrder: true);
        warnings.Select(w => $"{w.Path} {w.Code}").ShouldContain("income.wage wage-implausible");
    }

    [Fact]
    public void An_empty_form_names_what_is_required_and_does_not_fall_over()
    {
        var (errors, _) = HouseholdChecks.Check(new JsonObject { ["persons"] = new JsonArray(new JsonObject(), new JsonObject { ["birth"] = 5 }, 7) }, new DateOnly(2016, 6, 1));
        errors.ShouldContain(e => e.Path == "persons[0].birth" && e.Code == "missing-member");
        errors.ShouldContain(e => e.Path == "region");
    }

    [Theory]
    [EachEngine]
    public async Task The_id_number_tells_sex_birth_and_county_and_who_in_the_area_has_it(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync(Tests.Some.Township);
        var made = await clerk.CreateAsync(Tests.Some.HouseholdJson("1"));
        var number = Tests.Some.WithCheckDigit("61072919420305001");
        var answer = await clerk.SendAsync(HttpMethod.Post, "/api/persons/lookup", new JsonObject { ["id_number"] = number }, 200);
        ((string)answer["sex"]!).ShouldBe("male");
        ((string)answer["birth"]!).ShouldBe("1942-03-05");
        ((string)answer["native_place"]!).ShouldBe("留坝县");
        var known = answer["known"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)known["household"]!).ShouldBe((string)made["household"]!["id"]!);
        ((bool)known["current"]!).ShouldBeTrue();
        ((bool)answer["elsewhere"]!).ShouldBeFalse();

        var stranger = await office.ClerkAsync(Tests.Some.Elsewhere);
        var nothing = await stranger.SendAsync(HttpMethod.Post, "/api/persons/lookup", new JsonObject { ["id_number"] = number }, 200);
        nothing["known"]!.AsArray().ShouldBeEmpty("who it is, is not told");
        ((bool)nothing["elsewhere"]!).ShouldBeTrue("that somebody in the county has it, is");
        var abroad = await office.ClerkAsync("610730");
        ((bool)(await abroad.SendAsync(HttpMethod.Post, "/api/persons/lookup", new JsonObject { ["id_number"] = number }, 200))["elsewhere"]!).ShouldBeFalse();
        var wrong = await clerk.SendAsync(HttpMethod.Post, "/api/persons/lookup", new JsonObject { ["id_number"] = "610729194203050000" }, 200);
        ((bool)wrong["valid"]!).ShouldBeFalse();
    }

    [Theory]
    [EachEngine]
    public async Task A_new_household_without_a_number_gets_the_next_of_its_village(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync(Tests.Some.Township);
        string? Numbered(JsonNode made) => (string?)made["household"]!["number"];
        JsonObject Unnumbered()
        {
            var household = Tests.Some.HouseholdJson("1");
            household.Remove("id");
            return household;
        }

        Numbered(await clerk.CreateAsync(Unnumbered())).ShouldBe($"{Tests.Some.Village}0001");
        Numbered(await clerk.CreateAsync(Unnumbered())).ShouldBe($"{Tests.Some.Village}0002");
    }

    [Theory]
    [EachEngine]
    public async Task A_draft_is_gone_on_with_elsewhere_and_two_windows_do_not_overwrite_each_other(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync(Tests.Some.Township);
        var path = $"/api/drafts/{Tests.Some.Id(1)}";
        Task<JsonNode> SaveAsync(int revision, string name, int status = 200) => clerk.SendAsync(
            HttpMethod.Put, path, new JsonObject { ["kind"] = "household.new", ["revision"] = revision, ["content"] = new JsonObject { ["head"] = name } }, status);

        ((int)(await SaveAsync(0, "王"))["revision"]!).ShouldBe(1);
        ((int)(await SaveAsync(1, "王大山"))["revision"]!).ShouldBe(2);
        await SaveAsync(1, "张三", 409);
        ((string)(await clerk.GetAsync(path))["content"]!["head"]!).ShouldBe("王大山");
        (await clerk.GetAsync("/api/drafts"))["items"]!.AsArray().Count.ShouldBe(1);
        using var drop = new HttpRequestMessage(HttpMethod.Delete, path);
        drop.Headers.Add("Idempotency-Key", "drop");
        ((int)(await clerk.Client.SendAsync(drop, TestContext.Current.CancellationToken)).StatusCode).ShouldBe(204);
        await clerk.GetAsync(path, 404);
    }

    [Theory]
    [EachEngine]
    public async Task A_check_that_finds_everything_as_recorded_is_recorded_and_changes_nothing(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync(Tests.Some.Township);
        var seen = (await clerk.CreateAsync(Tests.Some.HouseholdJson("1")))["household"]!;
        JsonObject Check(JsonObject? changes) => new() { ["valid_from"] = "2016-05-20", ["checked"] = new JsonArray("persons", "income"), ["changes"] = changes };

        var same = (await clerk.ChangeAsync(seen, Check(null)))["household"]!;
        ((string)same["version"]!).ShouldBe((string)seen["version"]!);
        await clerk.ChangeAsync(same, Check(new JsonObject { ["housing"] = new JsonObject { ["grade"] = "B" } }));
        var checks = (await clerk.GetAsync($"/api/households/{seen["id"]}/checks"))["items"]!.AsArray();
        checks.Select(c => (bool)c!["changed"]!).ShouldBe([true, false]);
        checks[0]!["sections"]!.AsArray().Select(s => (string)s!).ShouldBe(["persons", "income"]);
    }

    [Fact]
    public async Task A_change_is_validated_with_the_paths_of_the_request_and_old_doubts_stay_silent()
    {
        await using var office = await Office.OpenAsync(DbEngine.Sqlite);
        var clerk = await office.ClerkAsync(Tests.Some.Township);
        var seen = (await clerk.CreateAsync(Tests.Some.HouseholdJson("1")))["household"]!;
        var child = seen["persons"]!.AsArray().Single(p => (string?)p!["name"] == "王小花")!;
        var found = await clerk.SendAsync(HttpMethod.Post, Invalid, new JsonObject
        {
            ["id"] = (string)seen["id"]!,
            ["changes"] = new JsonObject
            {
                ["water_safe"] = "yes",
                ["persons"] = new JsonArray(new JsonObject { ["id"] = (string)child["id"]!, ["labour"] = "ordinary" }),
            },
        }, 200);
        found["problems"]!.AsArray().Select(p => (string)p!["path"]!).ShouldBe(["changes.water_safe"]);
        found["warnings"]!.AsArray().Select(p => $"{p!["path"]} {p["code"]}").ShouldBe(["changes.persons[0].labour child-with-labour"]);
    }

    [Theory]
    [EachEngine]
    public async Task A_person_is_shown_with_every_membership_and_only_to_whom_may_see_it(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync(Tests.Some.Township);
        var seen = (await clerk.CreateAsync(Tests.Some.HouseholdJson("1")))["household"]!;
        var child = seen["persons"]!.AsArray().Single(p => (string?)p!["name"] == "王小花")!;
        await clerk.ChangeAsync(seen, new JsonObject
        {
            ["valid_from"] = "2016-01-01",
            ["changes"] = new JsonObject { ["persons"] = new JsonArray(new JsonObject { ["id"] = (string)child["id"]!, ["relation"] = "97" }) },
        });
        var person = await clerk.GetAsync($"/api/persons/{child["id"]}");
        ((string)person["household"]!).ShouldBe((string)seen["id"]!);
        person["memberships"]!.AsArray().Select(m => $"{m!["relation"]} {m["from"]} {m["to"]}").ShouldBe(["97 2016-01-01 ", "42 2014-05-01 2016-01-01"]);
        // As of a day before the change, with who said so beside each field; before the registration there is nobody.
        var then = await clerk.GetAsync($"/api/persons/{child["id"]}?on=2015-06-01");
        ((string)then["facts"]!["relation"]!).ShouldBe("42");
        ((string)person["facts"]!["relation"]!).ShouldBe("97");
        string By(JsonNode view, string field) => (string)view["changes"]!.AsArray().Single(c => (string)c!["id"]! == (string)view["provenance"]![field]!)!["reason"]!;
        By(person, "relation").ShouldNotBe(By(then, "relation"));
        By(person, "name").ShouldBe(By(then, "name"));
        await clerk.GetAsync($"/api/persons/{child["id"]}?on=2014-01-01", 404);
        await clerk.GetAsync($"/api/persons/{child["id"]}?known_at=2014-01-01", 404);
        await clerk.GetAsync($"/api/persons/{child["id"]}?on=yesterday", 400);
        var stranger = await office.ClerkAsync(Tests.Some.Elsewhere);
        await stranger.GetAsync($"/api/persons/{child["id"]}", 404);
    }

    [Fact]
    public async Task A_qr_code_opens_only_pages_of_this_server()
    {
        await using var office = await Office.OpenAsync(DbEngine.Sqlite);
        var clerk = await office.ClerkAsync(Tests.Some.Township);
        var svg = await clerk.Client.GetAsync("/api/qr?path=/office/q/abc", TestContext.Current.CancellationToken);
        (await svg.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldStartWith("<svg");
        svg.Content.Headers.ContentType!.MediaType.ShouldBe("image/svg+xml");
        foreach (var path in new[] { "https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "/a b" })
        {
            await clerk.GetAsync($"/api/qr?path={Uri.EscapeDataString(path)}", 400);
        }
    }
}
