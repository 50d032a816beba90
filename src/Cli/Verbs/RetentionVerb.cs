using System.CommandLine;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Fuyao.Cli.Verbs;

/// <summary>What is past its time goes; the server does it daily.</summary>
internal static class RetentionVerb
{
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "only show what would go" };

    public static Command Build() => new Command("retention", "remove what is no record of the county and past its time; the audit stays verifiable")
    {
        DryRun, CommonOptions.Database, CommonOptions.Keys,
    }.Runs(async (run, cancellation) =>
    {
        await using var services = await run.OpenSystemAsync(cancellation);
        await using var scope = services.EnterOperator(RegionCode.Nation);
        var lines = await scope.ServiceProvider.GetRequiredService<Retention>().RunAsync(run.Get(DryRun), cancellation);
        return new Outcome(
            new { dry_run = run.Get(DryRun), lines = lines.Select(l => new { l.Kind, What = run.Say(l.What), l.Days, l.Before, l.Count }) },
            terminal =>
            {
                var table = new Table().AddColumns(
                    run.Say(new("内容", "what")), run.Say(new("保存天数", "days kept")), run.Say(run.Get(DryRun) ? new("将删除", "would go") : new("已删除", "gone")));
                foreach (var line in lines)
                {
                    table.AddRow(Markup.Escape(run.Say(line.What)), line.Days == 0 ? run.Say(new("永久", "for ever")) : $"{line.Days}", $"{line.Count:N0}");
                }

                terminal.Write(table);
            });
    });
}
