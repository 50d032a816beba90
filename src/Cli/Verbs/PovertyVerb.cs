using System.CommandLine;
using System.Globalization;
using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Spectre.Console;

namespace Fuyao.Cli.Verbs;

/// <summary>Poverty and inequality of a table that has one person a row.</summary>
internal static class PovertyVerb
{
    private const int FaultsShown = 20;

    private static readonly Argument<FileInfo> Table = new("file") { Description = "CSV or Excel, one person a row", HelpName = "FILE" };

    private static readonly Option<string> Income = new("--income") { Description = "column of incomes", HelpName = "COL", Required = true };

    private static readonly Option<string?> Weight = new("--weight") { Description = "column of weights; without it everybody counts once", HelpName = "COL" };

    private static readonly Option<string?> By = new("--by") { Description = "column whose values are reported apart, at the line of all", HelpName = "COL" };

    private static readonly Option<string?> Line = new("--line") { Description = "the poverty line, or a share of the median such as median:0.6 (the default)", HelpName = "V|median:SHARE" };

    public static Command Build() => new Command("poverty", "headcount, gap, severity and inequality of a table") { Table, Income, Weight, By, Line }.Runs((run, _) =>
    {
        var file = run.Get(Table)!;
        if (!file.Exists)
        {
            throw new VerbException("no-file", new LocalText($"没有文件 {file.FullName}。", $"There is no file {file.FullName}."));
        }

        var persons = Read(file.FullName, run.Get(Income)!, run.Get(Weight), run.Get(By));
        var all = new PovertyMeasures(persons.Select(p => (p.Income, p.Weight)));
        var line = LineOf(run.Get(Line) ?? "median:0.6", all);
        var figures = all.At(line);
        var groups = run.Get(By) is null ? null : persons.GroupBy(p => p.Group).Where(g => g.Any(p => p.Weight > 0)).OrderBy(g => g.Key, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => new PovertyMeasures(g.Select(p => (p.Income, p.Weight))).At(line));
        var json = Document(figures);
        if (groups is not null)
        {
            json["by"] = groups.ToDictionary(g => g.Key, g => Document(g.Value));
        }

        return Task.FromResult(new Outcome(json, terminal => Show(terminal, figures, groups)));
    });

    private static Dictionary<string, object?> Document(PovertyFigures f) => new()
    {
        ["line"] = f.Line, ["headcount"] = f.Headcount, ["gap"] = f.Gap, ["severity"] = f.Severity, ["gini"] = f.Gini, ["s80s20"] = f.S80s20, ["rmpg"] = f.RelativeMedianGap,
    };

    private static void Show(IAnsiConsole terminal, PovertyFigures all, Dictionary<string, PovertyFigures>? groups)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("", "贫困线 line", "发生率 headcount %", "缺口 gap %", "强度 severity %", "基尼 Gini %", "S80/S20", "相对中位缺口 rmpg %");
        foreach (var (name, f) in (groups ?? []).Select(g => (g.Key, g.Value)).Prepend(("全部 all", all)))
        {
            table.AddRow([Markup.Escape(name), .. new[] { f.Line, f.Headcount, f.Gap, f.Severity, f.Gini, f.S80s20, f.RelativeMedianGap }.Select(v => v?.ToString("0.####", CultureInfo.InvariantCulture) ?? "–")]);
        }

        terminal.Write(table);
    }

    private static double LineOf(string text, PovertyMeasures all)
    {
        var share = text.StartsWith("median:", StringComparison.Ordinal);
        if (!double.TryParse(share ? text["median:".Length..] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !(value > 0) || !double.IsFinite(value))
        {
            throw new VerbException("bad-line", new LocalText(
                $"--line 应为大于零的数或 median:0.6 这样的写法,不是“{text}”。", $"--line is a number above zero or like median:0.6, not '{text}'."));
        }

        var line = share ? value * all.Quantile(0.5) : value;
        return line > 0 ? line : throw new VerbException("no-line", new LocalText(
            "中位收入不大于零,不能作为贫困线的依据;请用 --line 给出数额。", "The median income is not above zero and cannot carry a line; give an amount with --line."));
    }

    private static List<(double Income, double Weight, string Group)> Read(string path, string income, string? weight, string? by)
    {
        using var sheet = SheetReader.Open(path);
        if (!sheet.NextSheet() || !sheet.NextRow())
        {
            throw new VerbException("empty-table", new LocalText("表里没有标题行。", "The table has no header row."));
        }

        string[] header = [.. Enumerable.Range(0, sheet.Columns).Select(c => sheet[c].ToString().Trim())];
        int Find(string name) => Array.IndexOf(header, name) is >= 0 and var at ? at : throw new VerbException("no-column", new LocalText(
            $"表里没有“{name}”列,只有:{string.Join("、", header)}。", $"The table has no column '{name}'; it has: {string.Join(", ", header)}."));
        var (incomeAt, weightAt, groupAt) = (Find(income), weight is null ? -1 : Find(weight), by is null ? -1 : Find(by));
        List<(double, double, string)> persons = [];
        List<string> faults = [];
        var wrong = 0;
        while (sheet.NextRow())
        {
            if (Enumerable.Range(0, sheet.Columns).All(c => sheet[c].IsEmpty))
            {
                continue;
            }

            var (x, w) = (Number(sheet[incomeAt]), weightAt < 0 ? 1 : Number(sheet[weightAt]));
            if (x is { } known && w is >= 0)
            {
                persons.Add((known, w.Value, groupAt < 0 ? "" : sheet[groupAt].ToString()));
            }
            else if (wrong++ < FaultsShown)
            {
                var (column, cell) = x is null ? (income, sheet[incomeAt]) : (weight!, sheet[weightAt]);
                faults.Add($"{sheet.Row}:{column}=“{cell}”");
            }
        }

        if (wrong > 0)
        {
            throw new VerbException("bad-number", new LocalText(
                $"有 {wrong} 行的收入或权重不是数(权重不可为负):{string.Join(" ", faults)}", $"Income or weight is no number (weights may not be negative) in {wrong} rows: {string.Join(" ", faults)}"));
        }

        return persons.Exists(p => p.Item2 > 0) ? persons : throw new VerbException("empty-table", new LocalText("表里没有人。", "There is nobody in the table."));
    }

    private static double? Number(CellValue cell) =>
        cell.Number ?? (double.TryParse(cell.Text?.Trim(), NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null);
}
