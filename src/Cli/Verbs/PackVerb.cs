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

    private static readonly Option<string> Out = new("--out") { Description = "the folder to write to; one file a table", HelpName = "DIR", Required = true };

    private static readonly Option<string?> On = new("--on") { Description = "the date whose parameters are written; else the pack's first day", HelpName = "DATE" };

    private static readonly Argument<string> Dmn = new("FILE") { Description = "a DMN document with decision tables" };

    public static Command Build() => new Command("pack", "check and list policy packs")
    {
        new Command("check", "type-check and lint a pack and run its tests") { PackDirectory }.Runs((run, _) => Task.FromResult(Check(run))),
        new Command("to-dmn", "write a pack's tables as DMN 1.3") { PackDirectory, Out, On }.Runs((run, _) => Task.FromResult(ToDmn(run))),
        new Command("from-dmn", "decision tables of a DMN document as a pack writes them") { Dmn }.Runs((run, _) => Task.FromResult(FromDmn(run))),
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

    private static Outcome ToDmn(Invocation run)
    {
        var directory = Path.GetFullPath(run.Get(PackDirectory));
        var id = Path.GetFileName(Path.TrimEndingDirectorySeparator(directory));
        var engine = new PolicyEngine(new PolicyOptions { PacksDirectory = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(directory))! });
        var pack = engine.Packs().FirstOrDefault(p => p.Id == id)
            ?? throw new VerbException("no-such-pack", new LocalText($"“{directory}”里没有可读的政策包。", $"There is no readable pack in '{directory}'."));
        var on = run.Get(On) is not { } text ? pack.ValidFrom ?? new DateOnly(2016, 1, 1)
            : DateOnly.TryParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var day) ? day
            : throw new VerbException("bad-date", new LocalText($"“{text}” 不是日期,应写成 2016-05-01。", $"'{text}' is not a date such as 2016-05-01."));
        var folder = Directory.CreateDirectory(run.Get(Out)!).FullName;
        List<string> files = [];
        foreach (var table in engine.Prepare(id, on).ExportTables())
        {
            var file = Path.Combine(folder, table.Policy + ".dmn");
            File.WriteAllBytes(file, table.Dmn);
            files.Add(file);
        }

        return new Outcome(new { Files = files }, terminal => files.ForEach(f => terminal.WriteLine(f)));
    }

    private static Outcome FromDmn(Invocation run)
    {
        var file = run.Get(Dmn);
        if (!File.Exists(file))
        {
            throw new VerbException("no-such-file", new LocalText($"没有文件“{file}”。", $"There is no file '{file}'."));
        }

        using var stream = File.OpenRead(file);
        var tables = Fuyao.Policy.Contracts.PolicyEngine.ImportTables(stream);
        return new Outcome(new { Tables = tables }, terminal =>
        {
            foreach (var table in tables)
            {
                terminal.Profile.Out.Writer.WriteLine($"# {table.Decision}\n{table.Yaml}");
            }
        });
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
