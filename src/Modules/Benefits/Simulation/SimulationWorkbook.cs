using System.Globalization;
using Fuyao.Benefits.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;

namespace Fuyao.Benefits.Simulation;

/// <summary>A comparison as a workbook to print and to hand on. It holds sums, no household.</summary>
internal static class SimulationWorkbook
{
    private static readonly LocalText Baseline = new("基准", "Baseline");
    private static readonly LocalText Reform = new("方案", "Reform");
    private static readonly LocalText Difference = new("差额", "Difference");
    private static readonly LocalText[] Reached = [new("户数", "Households"), new("方案受益户", "Receive, reform")];

    public static byte[] Write(SimulationReport report, ComparedPacks packs, SimulationBody asked)
    {
        using var file = new MemoryStream();
        using (var sheet = SheetWriter.Workbook(file))
        {
            Summary(sheet, report, packs, asked);
            if (packs.Supposed.Count > 0)
            {
                Supposed(sheet, report, packs);
            }

            var (from, to) = (report.Baseline, report.Reform);
            Groups(sheet, report, packs, new("资金来源(全年)", "Fund sources, a year"), new("资金来源", "Source"), [],
                Pairs(from.Sources, to.Sources, s => s.Source, s => SimulationLabels.Of("source", s.Source), s => s.Yearly, _ => []));
            Groups(sheet, report, packs, new("地区(全年)", "Places, a year"), new("地区", "Place"), Reached,
                Pairs(from.ByRegion, to.ByRegion, g => g.Code, g => g.Name ?? g.Code, g => g.Yearly, Counts));
            Groups(sheet, report, packs, new("户类型(全年)", "Household types, a year"), new("户类型", "Household type"), Reached,
                Pairs(from.ByType, to.ByType, g => g.Code, g => SimulationLabels.Of("type", g.Code), g => g.Yearly, Counts));
            Groups(sheet, report, packs, new("登记状态(全年)", "Status, a year"), new("登记状态", "Status"), Reached,
                Pairs(from.ByStatus, to.ByStatus, g => g.Code, g => SimulationLabels.Of("status", g.Code), g => g.Yearly, Counts));
            Groups(sheet, report, packs, new("政策(全年)", "Policies, a year"), new("政策", "Policy"), [new("方案笔数", "Awards, reform"), new("方案待定", "Undetermined, reform")],
                Pairs(from.Policies, to.Policies, p => p.Policy, p => p.Title.InCurrent(), p => p.Yearly, p => [p.Awards, p.Undetermined]));
            Deciles(sheet, report, packs);
        }

        return file.ToArray();
    }

    private static long[] Counts(SimulatedGroup group) => [group.Households, group.Recipients];

    private static void Summary(SheetWriter sheet, SimulationReport report, ComparedPacks packs, SimulationBody asked)
    {
        Begin(sheet, report, packs, new("政策模拟", "Simulation"), [new("项目", "Figure"), Baseline, Reform, Difference], 34);
        var (from, to) = (report.Baseline, report.Reform);
        Money(new("全年支出(元)", "A year, yuan"), from.Yearly, to.Yearly);
        Money(new("按一期发放(元)", "One unit of each award, yuan"), from.Amount, to.Amount);
        Count(new("受益户", "Households that receive"), from.Recipients, to.Recipients);
        Count(new("笔数", "Awards"), from.Awards, to.Awards);
        Count(new("待定(未计入支出)", "Undetermined (cost nothing here)"), from.Undetermined, to.Undetermined);
        Figure(new("贫困发生率 %", "Headcount ratio %"), from.Poverty?.Headcount, to.Poverty?.Headcount);
        Figure(new("贫困缺口率 %", "Poverty gap %"), from.Poverty?.Gap, to.Poverty?.Gap);
        Figure(new("贫困强度 %", "Severity %"), from.Poverty?.Severity, to.Poverty?.Severity);
        Figure(new("基尼系数 %", "Gini %"), from.Poverty?.Gini, to.Poverty?.Gini);
        Figure(new("S80/S20", "S80/S20"), from.Poverty?.S80s20, to.Poverty?.S80s20);
        Figure(new("相对中位缺口 %", "Relative median gap %"), from.Poverty?.RelativeMedianGap, to.Poverty?.RelativeMedianGap);
        Figure(new("覆盖率 %", "Coverage %"), from.Targeting?.Coverage, to.Targeting?.Coverage);
        Figure(new("漏保率 %", "Exclusion error %"), from.Targeting?.ExclusionError, to.Targeting?.ExclusionError);
        Figure(new("错保率 %", "Inclusion error %"), from.Targeting?.InclusionError, to.Targeting?.InclusionError);
        Note(new($"得益 {report.Winners} 户,受损 {report.Losers} 户,不变 {report.Unchanged} 户。", $"{report.Winners} households gain, {report.Losers} lose, {report.Unchanged} are unchanged."));
        Note(report.Line is { } line
            ? new($"贫困线 {line:0.##} 元/人·年;收入不明 {report.IncomeUnknown} 人未计入贫困指标。", $"Line {line:0.##} yuan a head and year; {report.IncomeUnknown} persons of unknown income are in no poverty figure.")
            : new("没有贫困线,不计算贫困指标。", "There is no line, and so no poverty figure."));
        Note(PoorBy(packs, asked));
        Note(report.TakenOut.Households == 0
            ? new("名册收入中没有查到已含的这些待遇。", "No benefit of these packs was found in the stated incomes.")
            : new($"名册收入中已含这些待遇的 {report.TakenOut.Households} 户、{report.TakenOut.Yearly.ToDisplay()} 元/年已先扣除,不重复计算。",
                $"Benefits that the stated incomes of {report.TakenOut.Households} households already held, {report.TakenOut.Yearly.ToDisplay()} yuan a year, are taken out first: none counts twice."));

        void Money(LocalText what, Money before, Money after)
        {
            sheet.Row();
            sheet.Text(what.InCurrent());
            sheet.Money(before);
            sheet.Money(after);
            sheet.Money(after - before);
        }

        void Count(LocalText what, long before, long after)
        {
            sheet.Row();
            sheet.Text(what.InCurrent());
            sheet.Integer(before);
            sheet.Integer(after);
            sheet.Integer(after - before);
        }

        void Figure(LocalText what, double? before, double? after)
        {
            sheet.Row();
            sheet.Text(what.InCurrent());
            foreach (var value in new[] { before, after, after - before })
            {
                sheet.Number(value is { } known ? Math.Round((decimal)known, 2) : null);
            }
        }

        void Note(LocalText text)
        {
            sheet.Row();
            sheet.Text(text.InCurrent(), SheetStyle.Note);
        }
    }

    private static LocalText PoorBy(ComparedPacks packs, SimulationBody asked) => asked.Poor switch
    {
        PoorDefinition.Registered => new("覆盖率、漏保率、错保率以建档立卡户为贫困。", "Coverage and its errors take registered households for the poor."),
        PoorDefinition.Policy when packs.Baseline.Policies.FirstOrDefault(p => p.Id == asked.PoorPolicy) is { } policy => new(
            $"覆盖率、漏保率、错保率以符合“{policy.Title.Zh}”条件的户为贫困。", $"Coverage and its errors take those who meet the condition of “{policy.Title.En}” for the poor."),
        _ => new("覆盖率、漏保率、错保率以收入低于贫困线为贫困。", "Coverage and its errors take incomes below the line for the poor."),
    };

    /// <summary>What is supposed, from what to what, and what each change costs where that was asked for.</summary>
    private static void Supposed(SheetWriter sheet, SimulationReport report, ComparedPacks packs)
    {
        Begin(sheet, report, packs, new("改动", "Changes"),
            [new("改动", "Change"), new("现为", "From"), new("改为", "To"), new("单独改(元/年)", "Alone, yuan a year"), new("最后改(元/年)", "Last, yuan a year")], 44);
        foreach (var change in packs.Supposed.Each().Select(packs.Pack.Describe))
        {
            var cost = report.Marginal.FirstOrDefault(m => m.Change == change.Change);
            sheet.Row();
            sheet.Text(change.Title.InCurrent());
            sheet.Text(change.From.InCurrent());
            sheet.Text(change.To.InCurrent());
            sheet.Money(cost?.Alone);
            sheet.Money(cost?.Last);
        }
    }

    private static void Groups(
        SheetWriter sheet, SimulationReport report, ComparedPacks packs, LocalText title, LocalText what, LocalText[] counted, IEnumerable<(string Name, Money Before, Money After, long[] Counts)> rows)
    {
        Begin(sheet, report, packs, title, [what, Baseline, Reform, Difference, .. counted], 30);
        var (before, after, counts) = (Money.Zero, Money.Zero, new long[counted.Length]);
        foreach (var row in rows)
        {
            Line(row.Name, row.Before, row.After, row.Counts, SheetStyle.Body);
            (before, after, counts) = (before + row.Before, after + row.After, [.. counts.Zip(row.Counts, (sum, one) => sum + one)]);
        }

        Line(new LocalText("合计", "Total").InCurrent(), before, after, counts, SheetStyle.Total);

        void Line(string key, Money from, Money to, long[] numbers, SheetStyle style)
        {
            sheet.Row();
            sheet.Text(key, style);
            sheet.Money(from, style);
            sheet.Money(to, style);
            sheet.Money(to - from, style);
            foreach (var number in numbers)
            {
                sheet.Integer(number, style);
            }
        }
    }

    private static void Deciles(SheetWriter sheet, SimulationReport report, ComparedPacks packs)
    {
        Begin(sheet, report, packs, new("收入十分位", "Income deciles"),
            [new("十分位(1 最低)", "Decile, 1 lowest"), new("户", "Households"), new("人", "Persons"), new("得益户", "Winners"), new("受损户", "Losers"), new("全年变化(元)", "Change a year, yuan"), new("人均(元)", "A head, yuan")], 14);
        foreach (var decile in report.Change.Deciles)
        {
            sheet.Row();
            foreach (var number in new[] { decile.Decile, decile.Households, decile.Persons, decile.Winners, decile.Losers })
            {
                sheet.Integer(number);
            }

            sheet.Money(decile.Change);
            sheet.Money(decile.MeanChange);
        }
    }

    private static void Begin(SheetWriter sheet, SimulationReport report, ComparedPacks packs, LocalText title, LocalText[] heads, double first)
    {
        sheet.BeginSheet(title.InCurrent(), new SheetLayout
        {
            Widths = [first, .. Enumerable.Repeat(18.0, heads.Length - 1)], FrozenRows = 3, RepeatedRows = (1, 3), PrintColumns = heads.Length, Landscape = heads.Length > 5,
        });
        sheet.Row(28);
        sheet.Text($"{report.RegionName ?? report.Region} {title.InCurrent()}", SheetStyle.Title);
        sheet.MergeAcross(heads.Length);
        sheet.Row();
        var known = report.KnownAt.InChina().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var (hash, from, to) = (report.Reform.PackHash[..12], packs.Baseline.Title, packs.Reform.Title);
        sheet.Text(new LocalText(
            $"{(report.Against is null ? "" : $"{from.Zh} → ")}{to.Zh}({hash}),{report.On:yyyy-MM-dd},名册截至 {known};测算,不作发放依据",
            $"{(report.Against is null ? "" : $"{from.En} → ")}{to.En} ({hash}), {report.On:yyyy-MM-dd}, register as of {known}; a simulation, nothing is paid by it").InCurrent(), SheetStyle.Note);
        sheet.MergeAcross(heads.Length);
        sheet.Row();
        sheet.Texts(heads.Select(h => h.InCurrent()), SheetStyle.Header);
    }

    private static IEnumerable<(string Name, Money Before, Money After, long[] Counts)> Pairs<T>(
        IReadOnlyList<T> before, IReadOnlyList<T> after, Func<T, string> key, Func<T, string> name, Func<T, Money> amount, Func<T, long[]> counts)
        where T : class
    {
        var (from, to) = (before.ToDictionary(key), after.ToDictionary(key));
        foreach (var (was, becomes) in from.Keys.Union(to.Keys).Select(k => (from.GetValueOrDefault(k), to.GetValueOrDefault(k))))
        {
            // What the reform no longer has is awarded nothing.
            yield return (name((becomes ?? was)!), was is null ? Money.Zero : amount(was), becomes is null ? Money.Zero : amount(becomes), becomes is null ? [.. counts(was!).Select(_ => 0L)] : counts(becomes));
        }
    }
}
