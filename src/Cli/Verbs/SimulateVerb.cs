using System.CommandLine;
using System.Globalization;
using Fuyao.Benefits.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Fuyao.Cli.Verbs;

/// <summary>What if: another pack, another value of a parameter, over the register; nothing is stored.</summary>
internal static class SimulateVerb
{
    private static readonly Option<string> Pack = new("--pack") { Description = "the pack's id", HelpName = "ID", Required = true };

    private static readonly Option<string?> Against = new("--against") { Description = "the pack that it is compared with: the baseline", HelpName = "ID" };

    private static readonly Option<string[]> Set = new("--set") { Description = "another value of a parameter; may be repeated", HelpName = "PARAM=VALUE", Arity = ArgumentArity.OneOrMore };

    private static readonly Option<string[]> Cell = new("--cell")
    {
        Description = "another cell of a policy's table, e.g. elderly-pension/2/0=90: row from 1, input from 1, 0 is the result; may be repeated",
        HelpName = "POLICY/ROW/COLUMN=FEEL", Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> On = new("--on") { Description = "the date, such as 2016-05-01", HelpName = "DATE", Required = true };

    private static readonly Option<string?> KnownAt = new("--known-at") { Description = "the register as it was known at the end of a day, or at a time; without it as known now", HelpName = "DATE" };

    private static readonly Option<string?> Region = new("--region") { Description = "only this county, township or village", HelpName = "CODE" };

    private static readonly Option<string?> Line = new("--line") { Description = "the line of poverty in yuan a head and year, or a share of the median; without it the nation's of the date", HelpName = "V or median:0.6" };

    private static readonly Option<string> Poor = new("--poor") { Description = "income | registered | POLICY: who is poor for coverage and its errors – below the line, registered, or whoever meets the condition of a policy of the baseline", HelpName = "DEFINITION", DefaultValueFactory = _ => "income" };

    public static Command Build()
    {
        return new Command("simulate", "what if: another pack or other parameters over the register; nothing is stored")
        {
            Pack, Against, Set, Cell, On, KnownAt, Region, Line, Poor, CommonOptions.Database, CommonOptions.Keys,
        }.Runs(async (run, cancellation) =>
        {
            var request = Request(run);
            await using var services = await run.OpenSystemAsync(cancellation);
            await using var scope = services.EnterOperator(RegionCode.Nation);
            var simulation = scope.ServiceProvider.GetRequiredService<PolicySimulation>();
            var report = await run.WatchAsync(new LocalText("正在读取名册…", "Reading the register…"), watch => simulation.SimulateAsync(
                request, new Counting(households => watch(new LocalText($"{households:N0} 户", $"{households:N0} households"))), cancellation));
            return new Outcome(report, terminal => Show(run, terminal, report));
        });
    }

    private static SimulationRequest Request(Invocation run)
    {
        if (!DateOnly.TryParseExact(run.Get(On), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on))
        {
            throw new VerbException("bad-date", new LocalText($"“{run.Get(On)}” 不是日期,应写成 2016-05-01。", $"'{run.Get(On)}' is not a date such as 2016-05-01."));
        }

        DateTimeOffset? knownAt = run.Get(KnownAt) is not { } known ? null
            : DateOnly.TryParseExact(known, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.AddDays(1).StartInChina().AddMilliseconds(-1)
            : DateTimeOffset.TryParse(known, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at
            : throw new VerbException("bad-time", new LocalText($"“{known}” 不是时间,应写成 2016-05-01 或 2016-05-01T08:00:00+08:00。", $"'{known}' is not a time such as 2016-05-01 or 2016-05-01T08:00:00+08:00."));
        PovertyLine? line = run.Get(Line) is not { } text ? null : PovertyLine.TryParse(text, out var parsed) ? parsed
            : throw new VerbException("bad-line", new LocalText($"“{text}” 不是贫困线,应写成 2952 或 median:0.6,且大于零。", $"'{text}' is not a line such as 2952 or median:0.6, above nothing."));
        var parameters = new Dictionary<string, string>();
        foreach (var (name, value, given) in Assignments(run, Set))
        {
            if (!parameters.TryAdd(name, value))
            {
                throw new VerbException("set-twice", new LocalText($"参数“{name}”设了两次。", $"'{name}' is set twice: {given}"));
            }
        }

        List<SupposedCell> cells = [];
        foreach (var (name, value, given) in Assignments(run, Cell))
        {
            cells.Add(name.Split('/') is [var policy, var row, var column] && int.TryParse(row, CultureInfo.InvariantCulture, out var r) && int.TryParse(column, CultureInfo.InvariantCulture, out var c)
                ? new SupposedCell(policy, r, c, value)
                : throw new VerbException("bad-cell", new LocalText($"“{given}” 应写成 政策/行/列=表达式,如 elderly-pension/2/0=90。", $"'{given}' is not POLICY/ROW/COLUMN=FEEL such as elderly-pension/2/0=90.")));
        }

        var supposed = new Supposition(parameters, cells);
        var poor = run.Get(Poor)!;
        return new SimulationRequest(
            run.Get(Pack)!, on, run.Get(Against), supposed, run.RegionOf(Region), line,
            poor switch { "income" => PoorDefinition.Income, "registered" => PoorDefinition.Registered, _ => PoorDefinition.Policy }, Marginal: supposed.Count > 1, PoorPolicy: poor, KnownAt: knownAt);
    }

    private static IEnumerable<(string Name, string Value, string Given)> Assignments(Invocation run, Option<string[]> option) => (run.Get(option) ?? []).Select(given =>
        given.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (given[..at].Trim(), given[(at + 1)..].Trim(), given)
        : throw new VerbException("bad-assignment", new LocalText($"“{given}” 应写成 名称=取值。", $"'{given}' is not NAME=VALUE.")));

    private static void Show(Invocation run, IAnsiConsole terminal, SimulationReport report)
    {
        var (before, after) = (report.Baseline, report.Reform);
        run.Tell(new LocalText(
            $"{after.Households:N0} 户 {after.Persons:N0} 人,计算用时 {report.Seconds:0.00} 秒。得益 {report.Winners:N0} 户,受损 {report.Losers:N0} 户,不变 {report.Unchanged:N0} 户。",
            $"{after.Households:N0} households, {after.Persons:N0} persons, worked out in {report.Seconds:0.00} s. {report.Winners:N0} households win, {report.Losers:N0} lose, {report.Unchanged:N0} are unchanged."));
        var table = new Table().AddColumns(
            "", run.Say(new("基准", "baseline")), run.Say(new("方案", "reform")), run.Say(new("差额", "difference")));
        void Row(LocalText what, string from, string to, string difference) => table.AddRow(Markup.Escape(run.Say(what)), from, to, difference);
        void Percent(LocalText what, double? from, double? to) => Row(what, $"{from:0.00}", $"{to:0.00}", $"{to - from:+0.00;-0.00;0.00}");
        Row(new("全年支出(元)", "a year, yuan"), before.Yearly.ToDisplay(), after.Yearly.ToDisplay(), report.Difference.Yearly.ToDisplay());
        Row(new("按一期发放(元)", "one unit of each award, yuan"), before.Amount.ToDisplay(), after.Amount.ToDisplay(), report.Difference.Amount.ToDisplay());
        Row(new("笔数", "awards"), $"{before.Awards:N0}", $"{after.Awards:N0}", $"{report.Difference.Awards:N0}");
        foreach (var (source, difference) in report.Difference.YearlyBySource)
        {
            Row(new($"其中 {source}(全年)", $"of which {source}, a year"), Yearly(before, source), Yearly(after, source), difference.ToDisplay());
        }

        Percent(new("贫困发生率 %", "headcount ratio %"), before.Poverty?.Headcount, after.Poverty?.Headcount);
        Percent(new("贫困缺口率 %", "poverty gap %"), before.Poverty?.Gap, after.Poverty?.Gap);
        Percent(new("贫困强度 %", "severity %"), before.Poverty?.Severity, after.Poverty?.Severity);
        Percent(new("基尼系数 %", "Gini %"), before.Poverty?.Gini, after.Poverty?.Gini);
        Percent(new("覆盖率 %", "coverage %"), before.Targeting?.Coverage, after.Targeting?.Coverage);
        Percent(new("漏出率 %", "inclusion error %"), before.Targeting?.InclusionError, after.Targeting?.InclusionError);
        terminal.Write(table);
        foreach (var cost in report.Marginal)
        {
            run.Tell(new LocalText(
                $"{cost.Change}:{cost.From} → {cost.To},单独改 {cost.Alone.ToDisplay()} 元/年,最后改 {cost.Last.ToDisplay()} 元/年",
                $"{cost.Change}: {cost.From} → {cost.To}, alone {cost.Alone.ToDisplay()} yuan a year, last {cost.Last.ToDisplay()}"));
        }

        if (after.Undetermined > 0)
        {
            run.Tell(new LocalText($"另有 {after.Undetermined:N0} 项待补资料,未计入支出。", $"{after.Undetermined:N0} results wait for facts or parameters and cost nothing here."));
        }
    }

    private static string Yearly(SimulatedFigures figures, string source) => (figures.Sources.FirstOrDefault(s => s.Source == source)?.Yearly ?? Money.Zero).ToDisplay();

    private sealed class Counting(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}
