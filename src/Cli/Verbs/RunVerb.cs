using System.CommandLine;
using Fuyao.Benefits.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Text;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Fuyao.Cli.Verbs;

/// <summary>Works a pack out over the register for a period and stores what people are due.</summary>
internal static class RunVerb
{
    private static readonly Option<string> Pack = new("--pack") { Description = "the pack's id", HelpName = "ID", Required = true };

    private static readonly Option<string> PeriodOption = new("--period") { Description = "a month such as 2016-05, or a year", HelpName = "P", Required = true };

    private static readonly Option<string?> Region = new("--region") { Description = "only this county, township or village", HelpName = "CODE" };

    private static readonly Option<bool> Supplement = new("--supplement") { Description = "after a completed run: award what was entered late" };

    public static Command Build() => new Command("run", "compute entitlements for a population and store them")
    {
        Pack, PeriodOption, Region, Supplement, CommonOptions.Database, CommonOptions.Keys,
    }.Runs(async (run, cancellation) =>
    {
        if (!Period.TryParse(run.Get(PeriodOption), out var period))
        {
            throw new VerbException("bad-period", new LocalText(
                $"“{run.Get(PeriodOption)}” 不是期间,应写成月份 2016-05 或年度 2016。", $"'{run.Get(PeriodOption)}' is not a month such as 2016-05 or a year such as 2016."));
        }

        var region = run.RegionOf(Region);
        await using var services = await run.OpenSystemAsync(cancellation);
        await using var scope = services.EnterOperator(RegionCode.Nation);
        var runs = scope.ServiceProvider.GetRequiredService<BenefitRuns>();
        var request = new RunRequest(run.Get(Pack)!, period, region, run.Get(Supplement));
        var summary = await run.WatchAsync(
            new LocalText("正在测算…", "Working…"),
            watch => runs.RunAsync(request, p => watch(new LocalText($"{p.Households:N0} 户 {p.Awards:N0} 笔", $"{p.Households:N0} households, {p.Awards:N0} awards")), cancellation));
        return new Outcome(summary, terminal => Show(run, terminal, summary));
    });

    private static void Show(Invocation run, IAnsiConsole terminal, RunSummary summary)
    {
        run.Tell(new LocalText(
            $"{summary.Pack} {summary.Period}{(summary.Unchanged ? "(此前已完成,未作改动)" : "")}:{summary.Households:N0} 户 {summary.Persons:N0} 人,发放 {summary.Awards:N0} 笔,{summary.Amount.ToDisplay()} 元,用时 {summary.Seconds:0.0} 秒",
            $"{summary.Pack} {summary.Period}{(summary.Unchanged ? " (was complete: nothing changed)" : "")}: {summary.Households:N0} households, {summary.Persons:N0} persons, {summary.Awards:N0} awards, {summary.Amount.ToDisplay()} yuan, {summary.Seconds:0.0} s"));
        var table = new Table().AddColumns(run.Say(new LocalText("政策", "policy")), run.Say(new LocalText("笔数", "awards")), run.Say(new LocalText("金额(元)", "yuan")));
        foreach (var (policy, amount) in summary.ByPolicy)
        {
            table.AddRow(policy, $"{summary.CountByPolicy[policy]:N0}", amount.ToDisplay());
        }

        terminal.Write(table);
        run.Tell(new LocalText(
            $"待补资料 {summary.Undetermined:N0} 项,待人工决定 {summary.Manual:N0} 项,此前已发 {summary.Already:N0} 笔。测算编号 {summary.Run}",
            $"{summary.Undetermined:N0} wait for facts, {summary.Manual:N0} for a decision, {summary.Already:N0} were awarded before. Run {summary.Run}"));
    }
}
