using System.Text.Json.Nodes;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Households;

public sealed class BulkTests
{
    [Theory, EachEngine]
    public async Task One_change_for_many_is_previewed_written_at_once_and_taken_back(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync("610729");
        for (var i = 0; i < 4; i++)
        {
            await clerk.CreateAsync(Some.HouseholdJson($"B{i}", h => h["housing"] = new JsonObject { ["area"] = 40, ["grade"] = i == 0 ? "D" : "C" }));
        }

        JsonObject Request(string where, string grade) => new()
        {
            ["where"] = where, ["reason"] = "危房鉴定", ["changes"] = new JsonObject { ["housing"] = new JsonObject { ["grade"] = grade } },
        };
        async Task<string> Grades() => string.Join(',', (await clerk.GetAsync("/api/households?sort=number&fields=housing.grade"))["items"]!.AsArray().Select(h => (string)h!["facts"]!["housing.grade"]!));

        var preview = await clerk.SendAsync(HttpMethod.Post, "/api/households/bulk/preview", Request("housing.grade=C,D", "D"), 200);
        ((int)preview["households"]!, (int)preview["unchanged"]!, preview["lines"]!.AsArray().Count).ShouldBe((4, 1, 3));
        ((string)preview["lines"]![0]!["before"]!["housing.grade"]!, (string)preview["lines"]![0]!["after"]!["housing.grade"]!).ShouldBe(("C", "D"));
        (await Grades()).ShouldBe("D,C,C,C", "a preview writes nothing");

        var started = await clerk.SendAsync(HttpMethod.Post, "/api/households/bulk", Request("housing.grade=C", "D"), 202);
        (await EndAsync(clerk, started)).ShouldBe("done");
        (await Grades()).ShouldBe("D,D,D,D");
        var undone = await clerk.SendAsync(HttpMethod.Post, $"/api/households/bulk/{started["change"]}/undo", new JsonObject { ["reason"] = "鉴定有误" }, 202);
        (await EndAsync(clerk, undone)).ShouldBe("done");
        (await Grades()).ShouldBe("D,C,C,C");

        var again = await clerk.SendAsync(HttpMethod.Post, "/api/households/bulk", Request("housing.grade=C", "B"), 202);
        (await EndAsync(clerk, again)).ShouldBe("done");
        var one = (await clerk.GetAsync("/api/households?q=B1"))["items"]![0]!;
        await clerk.ChangeAsync(await clerk.GetAsync($"/api/households/{one["id"]}"), new JsonObject { ["changes"] = new JsonObject { ["housing"] = new JsonObject { ["grade"] = "A" } } });
        ((int)(await clerk.GetAsync($"/api/households/bulk/{again["change"]}/undo"))["blocked"]!).ShouldBe(1, "somebody built on it since");
        var refused = await clerk.SendAsync(HttpMethod.Post, $"/api/households/bulk/{again["change"]}/undo", new JsonObject { ["reason"] = "鉴定有误" }, 202);
        (await EndAsync(clerk, refused)).ShouldBe("failed");
        (await Grades()).ShouldBe("D,A,B,B", "nothing is half taken back");

        await clerk.SendAsync(HttpMethod.Post, "/api/households/bulk/preview", new JsonObject { ["reason"] = "x", ["changes"] = new JsonObject { ["persons"] = new JsonArray() } }, 422);
        var bad = await clerk.SendAsync(HttpMethod.Post, "/api/households/bulk", Request("", "Z"), 202);
        (await EndAsync(clerk, bad)).ShouldBe("failed");
        (await Grades()).ShouldBe("D,A,B,B");
    }

    private static async Task<string> EndAsync(Clerk clerk, JsonNode started)
    {
        var job = await Eventually.GetAsync(
            () => clerk.GetAsync($"/api/jobs/{started["job"]}"), j => (string)j["state"]! is "done" or "failed" or "cancelled", TestContext.Current.CancellationToken);
        return (string)job["state"]!;
    }
}
