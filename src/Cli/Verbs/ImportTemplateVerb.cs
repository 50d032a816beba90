using System.CommandLine;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Contracts;
using Spectre.Console;

namespace Fuyao.Cli.Verbs;

/// <summary>A workbook to fill in and import.</summary>
internal static class ImportTemplateVerb
{
    private static readonly Argument<string> Table = new("TABLE") { Description = "which table, such as households, persons, received, organisations, village-years" };

    private static readonly Option<string> Region = new("--region") { Description = "whose places stand in its lists", HelpName = "CODE", Required = true };

    private static readonly Option<string> Out = new("--out") { Description = "the workbook to write", HelpName = "FILE", Required = true };

    public static Command Build() => new Command("import-template", "a workbook to fill in and import") { Table, Region, Out }.Runs(RunAsync);

    private static async Task<Outcome> RunAsync(Invocation run, CancellationToken ct)
    {
        var path = Path.GetFullPath(run.Get(Out)!);
        using var workbook = new MemoryStream();
        HouseholdImport.WriteTemplate(run.Get(Table)!, run.RegionOf(run.Get(Region)!), workbook);
        await File.WriteAllBytesAsync(path, workbook.ToArray(), ct);
        return new Outcome(new { Table = run.Get(Table), File = path }, terminal => terminal.WriteLine(run.Say(new LocalText($"已写入 {path}", $"written to {path}"))));
    }
}
