using System.CommandLine;
using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;
using Spectre.Console;

namespace Fuyao.Cli.Verbs;

/// <summary>Whether an exported workbook still is what it was when it was made.</summary>
internal static class VerifyVerb
{
    private static readonly Argument<FileInfo> File = new("FILE") { Description = "an exported workbook with a sheet of checks" };

    public static Command Build() => new Command("verify", "compare an exported workbook with the row count, sums and checksum inside it") { File }.Runs((run, cancellation) =>
    {
        var path = run.Parsed.GetRequiredValue(File);
        if (!path.Exists)
        {
            throw new VerbException("no-file", new LocalText($"没有文件 {path.FullName}。", $"There is no file {path.FullName}."));
        }

        var found = CheckedTable.Verify(path.FullName, cancellation);
        return Task.FromResult(new Outcome(
            found,
            terminal => terminal.WriteLine(run.Say(found switch
            {
                { Ok: true } => new LocalText($"一致:{found.Rows:N0} 行,SHA-256 {found.Sha256}", $"Unchanged: {found.Rows:N0} rows, SHA-256 {found.Sha256}"),
                { SaidSha256: null } => new LocalText("文件内没有“校验”表,无法核对。", "The file has no sheet of checks; there is nothing to compare it with."),
                _ => new LocalText(
                    $"不一致({string.Join("、", found.Differences)}):文件写明 {found.SaidRows:N0} 行,实有 {found.Rows:N0} 行。",
                    $"Changed ({string.Join(", ", found.Differences)}): the file says {found.SaidRows:N0} rows and has {found.Rows:N0}."),
            })),
            Findings: !found.Ok));
    });
}
