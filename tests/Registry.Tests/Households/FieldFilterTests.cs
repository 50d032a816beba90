using System.Text.Json.Nodes;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Lists;
using Fuyao.Testing;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Households;

public sealed class FieldFilterTests
{
    [Fact]
    public void Facets_hold_what_the_facts_say_and_read_back_the_same()
    {
        var facts = new HouseholdFacts
        {
            Status = HouseholdStatus.Registered, Causes = new[] { PovertyCause.Illness, PovertyCause.Labour }, WaterSafe = false, Electricity = Fact<bool>.Unknown,
            RegisteredOn = new DateOnly(2014, 5, 1), Housing = new HousingFacts { Area = 60.5m, Grade = HousingGrade.C }, Income = new IncomeFacts { Year = 2015, Business = -120.25m },
        };
        var person = new PersonFacts { Sex = Sex.Female, Birth = new DateOnly(1950, 1, 1), Health = new[] { HealthState.Disabled }, Disability = new DisabilityFacts { Grade = 2 }, Orphan = false };
        var text = Facets.Of(Facts.Write(facts), [Facts.Write(person), Facts.Write(person with { Orphan = true, Sex = Sex.Male })]);
        string? Read(string path) => Facets.Read(Facets.Find(path)!, text)?.ToJsonString();
        Read("status").ShouldBe("\"registered\"");
        Read("causes").ShouldBe("""["illness","labour"]""");
        Read("water_safe").ShouldBe("false");
        Read("electricity").ShouldBeNull("unknown is not known");
        Read("registered_on").ShouldBe("\"2014-05-01\"");
        Read("housing.area").ShouldBe("60.5");
        Read("housing.grade").ShouldBe("\"C\"");
        Read("income.business").ShouldBe("-120.25");
        Read("persons.disability.grade").ShouldBe("""["2"]""");
        Read("persons.sex").ShouldBe("""["male","female"]""");
        Read("persons.orphan").ShouldBe("true", "any member");
        Read("persons.left_behind").ShouldBeNull();
        text.All(char.IsAscii).ShouldBeTrue();
    }

    [Theory, EachEngine]
    public async Task Any_field_filters_sorts_sums_and_shows(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync("610729");
        for (var i = 0; i < 6; i++)
        {
            await clerk.CreateAsync(Some.HouseholdJson($"F{i}", h =>
            {
                h["housing"] = i == 5 ? null : new JsonObject { ["area"] = 20 * i, ["grade"] = "ABCDA"[i].ToString() };
                h["water_safe"] = i == 5 ? null : i % 2 == 0;
                h["registered_on"] = $"201{i}-03-01";
                h["causes"] = i < 3 ? new JsonArray("illness") : new JsonArray("labour", "illness");
                h["persons"]![0]!["disability"] = i == 4 ? new JsonObject { ["category"] = 4, ["grade"] = 1 } : null;
            }));
        }

        async Task<string> Numbers(string where, string more = "") => string.Join(',', (await clerk.GetAsync($"/api/households?sort=number&where={Uri.EscapeDataString(where)}{more}"))["items"]!.AsArray().Select(i => (string)i!["number"]!));
        (await Numbers("housing.grade=C,D")).ShouldBe("F2,F3");
        (await Numbers("housing.grade!=A")).ShouldBe("F1,F2,F3");
        (await Numbers("housing.grade=unknown")).ShouldBe("F5");
        (await Numbers("housing.area=20..60")).ShouldBe("F1,F2,F3");
        (await Numbers("housing.area!=20..60")).ShouldBe("F0,F4");
        (await Numbers("housing.area=..20;water_safe=yes")).ShouldBe("F0");
        (await Numbers("water_safe!=yes")).ShouldBe("F1,F3");
        (await Numbers("registered_on=2013-01-01..")).ShouldBe("F3,F4,F5");
        (await Numbers("causes=labour,disaster")).ShouldBe("F3,F4,F5");
        (await Numbers("causes!=labour")).ShouldBe("F0,F1,F2");
        (await Numbers("persons.disability.grade=1,2")).ShouldBe("F4");
        (await Numbers("persons.labour=none;housing.area=known")).ShouldBe("F0,F1,F2,F3,F4");

        var wrong = await clerk.GetAsync("/api/households?where=" + Uri.EscapeDataString("housing.grade=Z;colour=red;housing.area=big;water_safe=wet"), 400);
        wrong["problems"]!.AsArray().Count.ShouldBe(4);
        await clerk.GetAsync("/api/households?fields=colour", 400);

        var page = await clerk.GetAsync("/api/households?sort=-housing.area&limit=4&fields=housing.area,water_safe&totals=false");
        page["total"].ShouldBeNull();
        page["items"]!.AsArray().Select(i => (decimal)i!["facts"]!["housing.area"]!).ShouldBe([80, 60, 40, 20]);
        var rest = await clerk.GetAsync($"/api/households?sort=-housing.area&limit=4&fields=housing.area&totals=false&cursor={page["next"]}");
        rest["items"]!.AsArray().Select(i => (string)i!["number"]!).ShouldBe(["F0", "F5"], "what is not known comes last downwards");

        var totals = await clerk.GetAsync("/api/households/totals?fields=housing.area,water_safe");
        ((int)totals["households"]!, (int)totals["persons"]!).ShouldBe((6, 12));
        var area = totals["fields"]!.AsArray().ShouldHaveSingleItem()!;
        ((int)area["known"]!, (decimal)area["sum"]!, (decimal)area["average"]!).ShouldBe((5, 200, 40));
        (await clerk.GetAsync("/api/households/fields"))["items"]!.AsArray().Count.ShouldBeGreaterThan(60);
    }

    [Theory, EachEngine]
    public async Task A_view_is_kept_and_seen_by_the_same_area_alone_when_it_is_shared(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var (clerk, elsewhere) = (await office.ClerkAsync("610729"), await office.ClerkAsync(Some.Township));
        Task<JsonNode> List(Clerk who) => who.GetAsync("/api/views?list=households");
        var id = Some.Id(77);
        async Task Save(string name, bool shared, int status = 204)
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/views/{id}")
            {
                Content = System.Net.Http.Json.JsonContent.Create(new JsonObject { ["list"] = "households", ["name"] = name, ["query"] = "status=registered", ["columns"] = "head,housing.area", ["shared"] = shared }),
            };
            request.Headers.Add("Idempotency-Key", $"view-{name.Length}-{shared}");
            ((int)(await clerk.Client.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode).ShouldBe(status);
        }

        await Save("危房", true);
        var view = (await List(clerk))["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)view["name"]!, (string)view["columns"]!, (bool)view["own"]!).ShouldBe(("危房", "head,housing.area", true));
        (await List(elsewhere))["items"]!.AsArray().ShouldBeEmpty("another area");
        await Save("危房二", false);
        ((string)(await List(clerk))["items"]![0]!["name"]!).ShouldBe("危房二");
        await Save("", true, 422);
    }
}
