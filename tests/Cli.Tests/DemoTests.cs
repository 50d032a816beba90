using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Fuyao.Cli.Tests;

public sealed class DemoTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fuyao-demo-").FullName;

    [Fact]
    public async Task The_demonstration_imports_ranks_works_out_and_pays_and_a_second_start_keeps_it()
    {
        string[] words = ["demo", "--data", folder, "--households", "60", "--no-serve", "--json"];
        var (exit, output, error) = await CommandLineTests.Run(words);
        (exit, error).ShouldBe((0, ""));
        var notes = JsonNode.Parse(output)!;
        var (generated, imported, furnished, ranked, run) = (Step(notes, 0), Step(notes, 1), Step(notes, 2), Step(notes, 3), Step(notes, 4));
        generated["households"]!.GetValue<int>().ShouldBe(60);
        imported["accepted"]!.GetValue<int>().ShouldBe(generated["persons"]!.GetValue<int>());
        imported["refused"]!.GetValue<int>().ShouldBe(0);
        new[] { "places", "organisations", "linkages", "dwellings", "received", "events" }.ShouldAllBe(part => furnished[part]!.GetValue<int>() > 0);
        ranked["households"]!.GetValue<int>().ShouldBe(60);
        run["awards"]!.GetValue<int>().ShouldBeGreaterThan(0);
        decimal.Parse(run["amount"]!.GetValue<string>()).ShouldBeGreaterThan(0);
        notes["sign_ins"]!.AsArray().Count.ShouldBe(8);
        Directory.GetFiles(Path.Combine(folder, "output"), "*.xlsx").ShouldHaveSingleItem("the ranking; the card list comes from an order that somebody else approves");

        var (_, again, _) = await CommandLineTests.Run(words);
        JsonNode.DeepEquals(JsonNode.Parse(again), notes).ShouldBeTrue();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static JsonObject Step(JsonNode notes, int index) => notes["steps"]![index]!["result"]!.AsObject();
}
