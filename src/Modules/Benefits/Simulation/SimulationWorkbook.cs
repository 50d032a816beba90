using System.Globalization;
using Fuyao.Benefits.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;

namespace Fuyao.Benefits.Simulation;

/// <summary>A comparison as a workbook to print and to hand on. It holds sums, no household.</summary>
internal static class SimulationWorkbook
{
    private static readonly LocalText Baseline = new("基准", "Baseline");
    private static readonly LocalText Reform = new("方案", "Reform");
    private static readonly LocalText Difference = new("差额", "Difference");

    public static byte[] Write(SimulationReport report, ComparedPacks packs)
    {
        using var file = new MemoryStream();
        using (var sheet = SheetWriter.Workbook(file))
        {
            Summary(sheet, report, packs);
            Groups(sheet, report, new("资金来源(全年)", "Fund sources, a year"), new("资金来源", "Source"), "source",
                Pairs(report.Baseline.Sources, report.Reform.Sources, s => s.Source, s => s.Yearly));
            Groups(sheet, report, new("地区(全年)", "Places, a year"), new("地区", "Place"), "region",
                Pairs(report.Baseline.ByRegion, report.Reform.ByRegion, g => g.Name ?? g.Code, g => g.Yearly));
            Groups(sheet, report, new("户类型(全年)", "Household types, a year"), new("户类型", "Household type"), "type",
                Pairs(report.Baseline.ByType, report.Reform.ByType, g => g.Code, g => g.Yearly));
            Groups(sheet, report, new("政策(全年)", "Policies, a year"), new("政策", "Policy"), "policy",
                Pairs(report.Baseline.Policies, report.Reform.Policies, p => p.Title.InCurrent(), p => p.Yearly));
            Deciles(sheet, report);
        }

        return file.ToArray();
    }

    private static void Summary(SheetWriter sheet, SimulationReport report, ComparedPacks packs)
    {
        Begin(sheet, report, new("政策模拟", "Simulation"), [new("项目", "Figure"), Baseline, Reform, Difference], 34);
        var (from, to) = (report.Baseline, report.Reform);
        Money(new("全年支出(元)", "A year, yuan"), from.Yearly, to.Yearly);
        Money(new("按一期发放(元)", "One unit of each award, yuan"), from.Amount, to.Amount);
        Count(new("受益户", "Households that receive"), from.Recipients, to.Recipients);
        Count(new("笔数", "Awards"), from.Awards, to.Awards);
        Count(new("待补资料(未计入支出)", "Undetermined (cost nothing here)"), from.Undetermined, to.Undetermined);
        Percent(new("贫困发生率 %", "Headcount ratio %"), from.Poverty?.Headcount, to.Poverty?.Headcount);
        Percent(new("贫困缺口率 %", "Poverty gap %"), from.Poverty?.Gap, to.Poverty?.Gap);
        Percent(new("贫困强度 %", "Severity %"), from.Poverty?.Severity, to.Poverty?.Severity);
        Percent(new("基尼系数 %", "Gini %"), from.Poverty?.Gini, to.Poverty?.Gini);
        Percent(new("覆盖率 %", "Coverage %"), from.Targeting?.Coverage, to.Targeting?.Coverage);
        Percent(new("漏保率 %", "Exclusion error %"), from.Targeting?.ExclusionError, to.Targeting?.ExclusionError);
        Percent(new("错保率 %", "Inclusion error %"), from.Targeting?.InclusionError, to.Targeting?.InclusionError);
        Note(new($"得益 {report.Winners} 户,受损 {report.Losers} 户,不变 {report.Unchanged} 户;贫困线 {report.Line:0.##} 元,收入不明 {report.IncomeUnknown} 人未计入贫困指标。",
            $"{report.Winners} households gain, {report.Losers} lose, {report.Unchanged} are unchanged. Line {report.Line:0.##} yuan; {report.IncomeUnknown} persons of unknown income are in no poverty figure."));
        Note(new($"名册收入中已含本方案待遇的 {report.TakenOut.Households} 户、{report.TakenOut.Yearly.ToDisplay()} 元/年已先扣除,不重复计算。",
            $"Benefits that the stated incomes of {report.TakenOut.Households} households already held, {report.TakenOut.Yearly.ToDisplay()} yuan a year, are taken out first: none counts twice."));
        foreach (var (id, value) in report.Set)
        {
            var parameter = packs.Pack.Parameters.First(p => p.Id == id);
            var was = Convert.ToString(parameter.Value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : "?";
            Note(new($"参数 {parameter.Title.Zh}:{was} → {value}", $"Parameter {parameter.Title.En}: {was} → {value}"));
        }

        foreach (var cell in report.Cells)
        {
            Note(new($"表格 {cell.Policy} 第 {cell.Row} 行第 {cell.Column} 格改为 {cell.Text}", $"Table {cell.Policy}, row {cell.Row}, cell {cell.Column} becomes {cell.Text}"));
        }

        foreach (var cost in report.Marginal)
        {
            Note(new($"边际成本 {cost.Change}:单独改 {cost.Alone.ToDisplay()} 元/年,最后改 {cost.Last.ToDisplay()} 元/年", $"Marginal cost of {cost.Change}: alone {cost.Alone.ToDisplay()} yuan a year, last {cost.Last.ToDisplay()}"));
        }

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

        void Percent(LocalText what, double? before, double? after)
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

    private static void Groups(SheetWriter sheet, SimulationReport report, LocalText title, LocalText what, string kind, IEnumerable<(string Key, Money Before, Money After)> rows)
    {
        Begin(sheet, report, title, [what, Baseline, Reform, Difference], 30);
        var (before, after) = (Money.Zero, Money.Zero);
        foreach (var row in rows)
        {
            Line(SimulationLabels.Of(kind, row.Key), row.Before, row.After, SheetStyle.Body);
            (before, after) = (before + row.Before, after + row.After);
        }

        Line(new LocalText("合计", "Total").InCurrent(), before, after, SheetStyle.Total);

        void Line(string key, Money from, Money to, SheetStyle style)
        {
            sheet.Row();
            sheet.Text(key, style);
            sheet.Money(from, style);
            sheet.Money(to, style);
            sheet.Money(to - from, style);
        }
    }

    private static void Deciles(SheetWriter sheet, SimulationReport report)
    {
        Begin(sheet, report, new("收入十分位", "Income deciles"),
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

    private static void Begin(SheetWriter sheet, SimulationReport report, LocalText title, LocalText[] heads, double first)
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
        var hash = report.Reform.PackHash[..12];
        sheet.Text(new LocalText(
            $"{report.Against ?? report.Pack} → {report.Reform.Pack}({hash}),{report.On:yyyy-MM-dd},名册截至 {known};测算,不作发放依据",
            $"{report.Against ?? report.Pack} → {report.Reform.Pack} ({hash}), {report.On:yyyy-MM-dd}, register as of {known}; a simulation, nothing is paid by it").InCurrent(), SheetStyle.Note);
        sheet.Row();
        sheet.Texts(heads.Select(h => h.InCurrent()), SheetStyle.Header);
    }

    private static IEnumerable<(string Key, Money Before, Money After)> Pairs<T>(IReadOnlyList<T> before, IReadOnlyList<T> after, Func<T, string> key, Func<T, Money> amount)
    {
        var (from, to) = (before.ToDictionary(key, amount), after.ToDictionary(key, amount));
        return from.Keys.Union(to.Keys).Select(k => (k, from.GetValueOrDefault(k), to.GetValueOrDefault(k)));
    }
}
