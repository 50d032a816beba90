using System.CommandLine;
using System.Text.Json;
using Fuyao.App;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Fuyao.Cli.Verbs;

/// <summary>Work with policy packs: check one, list all.</summary>
internal static class PackVerb
{
    private static readonly Argument<string> PackDirectory = new("DIR") { Description = "the pack's folder, such as packs/liuba-2015" };

    public static Command Build() => new Command("pack", "check and list policy packs")
    {
        new Command("check", "type-check and lint a pack and run its tests") { PackDirectory }.Runs((run, _) => Task.FromResult(Check(run))),
        new Command("list", "the packs that are installed").Runs((run, _) => Task.FromResult(List(run))),
    };

    /// <summary>The engine over the installation's packs.</summary>
    public static PolicyEngine PolicyEngine(this Invocation run)
    {
        var services = new ServiceCollection().AddLogging().AddFuyao(FuyaoConfiguration.Read()).BuildServiceProvider();
        return services.GetRequiredService<PolicyEngine>();
    }

    private static Outcome Check(Invocation run)
    {
        var directory = run.Get(PackDirectory);
        if (!Directory.Exists(directory))
        {
            throw new VerbException("no-such-folder", new LocalText($"没有文件夹“{directory}”。", $"There is no folder '{directory}'."));
        }

        var report = run.PolicyEngine().Check(directory);
        using var document = JsonDocument.Parse(report.ToJson());
        return new Outcome(document.RootElement.Clone(), terminal => Show(run, terminal, report), Findings: !report.Ok);
    }

    private static void Show(Invocation run, IAnsiConsole terminal, PackCheckReport report)
    {
        foreach (var (mark, finding) in report.Errors.Select(e => ("error", e)).Concat(report.Warnings.Select(w => ("warning", w))))
        {
            // One line a finding, however long, so that editors and scripts can follow it.
            terminal.Profile.Out.Writer.WriteLine($"{finding.File}:{finding.Line}:{finding.Column} {mark} {finding.Code}: {run.Say(finding.Message)}{(finding.Example is null ? "" : $" ({finding.Example})")}");
        }

        run.Tell(new LocalText(
            $"错误 {report.Errors.Count},警告 {report.Warnings.Count};测试通过 {report.TestsPassed},失败 {report.TestsFailed}。",
            $"{report.Errors.Count} errors, {report.Warnings.Count} warnings; {report.TestsPassed} tests passed, {report.TestsFailed} failed."));
    }

    private static Outcome List(Invocation run)
    {
        var packs = run.PolicyEngine().Packs();
        return new Outcome(
            packs.Select(p => new { p.Id, p.Title, p.Version, p.Jurisdiction, p.ValidFrom, p.ValidTo, p.Extends, p.Hash, p.Policies }).ToList(),
            terminal =>
            {
                foreach (var pack in packs)
                {
                    terminal.WriteLine($"{pack.Id,-24} {pack.Policies,3}  {run.Say(pack.Title)}");
                }
            });
    }
}
