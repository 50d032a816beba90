using System.CommandLine;
using Fuyao.Kernel;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Contracts;
using Spectre.Console;

namespace Fuyao.Cli.Verbs;

/// <summary>An invented population in the official Excel layout, and the truth about the mistakes planted in it.</summary>
internal static class GenerateVerb
{
    private static readonly Option<string> Region = new("--region") { Description = "a place of 2, 4, 6, 9 or 12 digits", HelpName = "CODE", Required = true };

    private static readonly Option<int> Households = new("--households") { Description = "how many households", HelpName = "N", Required = true };

    private static readonly Option<int> Seed = new("--seed") { Description = "the same seed gives the same files", HelpName = "S", DefaultValueFactory = _ => 1 };

    private static readonly Option<string> Out = new("--out") { Description = "folder for the workbooks and truth.json", HelpName = "DIR", Required = true };

    private static readonly Option<string> Format = new("--format") { Description = "xlsx | csv", HelpName = "xlsx|csv", DefaultValueFactory = _ => "xlsx" };

    private static readonly Option<bool> Clean = new("--clean") { Description = "plant no mistakes" };

    public static Command Build()
    {
        Format.AcceptOnlyFromAmong("xlsx", "csv");
        return new Command("generate", "a synthetic county in the official Excel layout plus truth.json") { Region, Households, Seed, Out, Format, Clean }.Runs((run, cancellation) =>
        {
            var region = run.RegionOf(run.Get(Region)!);
            var households = run.Get(Households);
            if (households is < 1 or > 20_000_000)
            {
                throw new VerbException("bad-number", new LocalText("--households 应在 1 到 20000000 之间。", "--households must be between 1 and 20,000,000."));
            }

            var result = SyntheticCounty.Generate(
                new GenerateRequest(region, households, run.Get(Seed), run.Get(Out)!, run.Get(Format) == "csv" ? SheetFormat.Csv : SheetFormat.Xlsx, !run.Get(Clean)), cancellation);
            return Task.FromResult(new Outcome(
                new { result.Households, result.Persons, result.Files, result.Truth },
                terminal =>
                {
                    terminal.WriteLine(run.Say(new LocalText($"{result.Households} 户 {result.Persons} 人", $"{result.Households} households, {result.Persons} persons")));
                    foreach (var file in result.Files.Append(result.Truth))
                    {
                        terminal.WriteLine($"  {file}");
                    }
                }));
        });
    }

    /// <summary>A place as typed, or a refusal that says how places are written.</summary>
    internal static RegionCode RegionOf(this Invocation run, string text) => RegionCode.TryParse(text, out var region) ? region
        : throw new VerbException("bad-region", new LocalText(
            $"“{text}” 不是行政区划代码(2、4、6、9 或 12 位数字)。", $"'{text}' is no region code (2, 4, 6, 9 or 12 digits)."));
}
