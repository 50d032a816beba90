using System.Text.Json.Nodes;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Regions;
using Fuyao.Registry.Tests.Events;
using Fuyao.Testing;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Records;

public sealed class DwellingTests
{
    [Theory, EachEngine]
    public async Task A_household_has_a_point_with_its_history_until_it_moves_to_another_village(DbEngine engine)
    {
        await using var family = await Family.SettleAsync(engine);
        var clerk = family.Clerk;
        (await clerk.GetAsync($"/api/households/{family.Id}/dwelling"))["version"].ShouldBeNull("no point is no error");
        await clerk.SendAsync(HttpMethod.Post, "/api/records/dwelling", Point(33.61m, 206m), 422);
        await clerk.SendAsync(HttpMethod.Post, "/api/records/dwelling", Point(33.61m, 106.92m), 201);
        var known = await clerk.GetAsync($"/api/households/{family.Id}/dwelling");
        ((decimal)known["latitude"]!, (string)known["village"]!).ShouldBe((33.61m, Some.Village.ToString()));
        await clerk.SendAsync(HttpMethod.Patch, $"/api/records/dwelling/{family.Id}", JsonNode.Parse("""{"reason":"更正","changes":{"latitude":33.62}}""")!, 200, (string)known["version"]!);

        var village = await clerk.GetAsync($"/api/dwellings?region={Some.Village}");
        var point = village["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)point["household"]!, (decimal)point["latitude"]!).ShouldBe((family.Id, 33.62m));
        var county = await clerk.GetAsync("/api/dwellings?region=610729");
        county["items"]!.AsArray().ShouldBeEmpty("above the village only sums");
        ((int)county["counts"]![0]!["households"]!, (int)county["counts"]![0]!["located"]!).ShouldBe((1, 1));
        await (await family.Office.ClerkAsync("610728")).GetAsync($"/api/households/{family.Id}/dwelling", 404);

        var elsewhere = RegionCatalog.Inside(new Kernel.RegionCode(610729000000)).Last(r => r.Code.Level == Kernel.RegionLevel.Village).Code.ToString();
        await family.RecordAsync(new() { ["kind"] = "move", ["on"] = family.Office.Clock.GetUtcNow().ToString("yyyy-MM-dd"), ["region"] = elsewhere });
        (await clerk.GetAsync($"/api/dwellings?region={elsewhere}"))["items"]!.AsArray().ShouldBeEmpty("the point is that of the village left");
        ((string)(await clerk.GetAsync($"/api/households/{family.Id}/dwelling"))["village"]!).ShouldBe(Some.Village.ToString());

        JsonObject Point(decimal latitude, decimal longitude) => new()
        {
            ["reason"] = "入户采集", ["household"] = family.Id, ["facts"] = new JsonObject { ["latitude"] = latitude, ["longitude"] = longitude },
        };
    }
}
