using System.CommandLine;
using Fuyao.Kernel;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Contracts;
using Spectre.Console;

namespace Fuyao.Cli.Verbs;

/// <summary>What stands around the households of an invented county: villages' and townships' records, organisations, lists, happenings.</summary>
internal static class FurnishVerb
{
    private static readonly Option<string> Region = new("--region") { Description = "the county, 6 digits", HelpName = "CODE", Required = true };

    private static readonly Option<int> Seed = new("--seed") { Description = "the same seed gives the same records", HelpName = "S", DefaultValueFactory = _ => 1 };

    public static Command Build() => new Command("furnish", "invented records of villages, organisations, other departments' lists and events around a county's households")
    {
        Region, Seed, CommonOptions.Database, CommonOptions.Keys,
    }.Runs(async (run, cancellation) =>
    {
        var region = run.RegionOf(run.Get(Region)!);
        if (region.Level != RegionLevel.County)
        {
            throw new VerbException("bad-region", new LocalText("请给出县级区划代码(6 位)。", "Give a county (6 digits)."));
        }

        await using var system = await run.OpenSystemAsync(cancellation);
        var result = await SyntheticCounty.FurnishAsync(system, region, run.Get(Seed), cancellation);
        return new Outcome(result, terminal => terminal.WriteLine(run.Say(new LocalText(
            $"村乡记录 {result.Places} 条,单位 {result.Organisations} 个,联结 {result.Linkages} 项,住所 {result.Dwellings} 处,部门名册 {result.Received} 行,记事 {result.Events} 件",
            $"{result.Places} records of places, {result.Organisations} organisations, {result.Linkages} linkages, {result.Dwellings} dwellings, {result.Received} rows of lists, {result.Events} events"))));
    });
}
