using System.CommandLine;
using Fuyao.Kernel.Text;
using Fuyao.Kernel;
using Fuyao.Registry.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Fuyao.Cli.Verbs;

/// <summary>Takes a published import back by a later change set.</summary>
internal static class ImportUndoVerb
{
    private static readonly Argument<Guid> Change = new("CHANGE") { Description = "the change set of the import, as import --json names it in changes" };

    private static readonly Option<string> Region = new("--region") { Description = "where all of it must lie", HelpName = "CODE", Required = true };

    private static readonly Option<string?> Reason = new("--reason") { Description = "why", HelpName = "TEXT" };

    private static readonly Option<bool> Partial = new("--partial") { Description = "undo what was not changed since" };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "say what would be undone, and what stands against it" };

    public static Command Build() => new Command("import-undo", "take a published import back by a later change set")
    {
        Change, Region, Reason, Partial, DryRun, CommonOptions.Database, CommonOptions.Keys,
    }.Runs(RunAsync);

    private static async Task<Outcome> RunAsync(Invocation run, CancellationToken ct)
    {
        if (!run.Get(DryRun) && string.IsNullOrWhiteSpace(run.Get(Reason)))
        {
            throw new VerbException("reason-missing", new LocalText("请用 --reason 写明原因。", "Say why with --reason."));
        }

        await using var system = await run.OpenSystemAsync(ct);
        await using var scope = system.EnterOperator(run.RegionOf(run.Get(Region)!));
        var undoing = scope.ServiceProvider.GetRequiredService<ImportUndoing>();
        var report = run.Get(DryRun) ? await undoing.PreviewAsync(run.Get(Change), ct)
            : await undoing.RunAsync(run.Get(Change), run.Get(Partial), run.Get(Reason)!, ct: ct);
        var free = report.Households + report.Records - report.Blocked - report.Undone;
        return new Outcome(report, terminal =>
        {
            terminal.WriteLine(run.Say(report.Change is null
                ? new LocalText($"可撤销 {free} 户(项),{report.Blocked} 户(项)之后又被改动。", $"{free} households or records can be undone; {report.Blocked} were changed since.")
                : new LocalText($"已撤销 {free} 户(项),保留 {report.Blocked} 户(项)。", $"{free} households or records undone, {report.Blocked} left.")));
            foreach (var block in report.Blocks.Take(30))
            {
                terminal.WriteLine($"  {block.Number} {block.Name} · {block.At?.InChina():yyyy-MM-dd HH:mm} {block.Actor}: {block.Reason}");
            }
        }, report.Blocked > 0);
    }
}
