using Fuyao.Casework.Quotas;
using Fuyao.Kernel.Sheets;
using Fuyao.Kernel;

namespace Fuyao.Casework.Ranking;

/// <summary>The ranking as a workbook: everyone in order with the working, the households of unknown income, and how it was made.</summary>
internal static class RankingWorkbook
{
    private static readonly string[] Before = ["名次", "并列户数", "村内名次", "乡镇", "村", "村民小组", "户编号", "户主", "登记人口", "人均纯收入(元)", "收入年度", "收入依据", "规模控制"];
    private static readonly Dictionary<string, string> Types = new()
    {
        [Quota.All] = "全部", ["general"] = "扶贫开发户", ["dibao_poor"] = "扶贫低保户", ["dibao"] = "纯低保户", ["wubao"] = "五保户",
    };

    private static readonly string[] After = ["家庭纯收入(元)", "排除指标(待核)", "未核实的指标"];

    public static void Write(Stream output, RankingDocument ranking)
    {
        using var sheet = SheetWriter.Workbook(output);
        var components = ranking.Definition.Labels.Keys.ToList();
        Order(sheet, ranking, components);
        Unknown(sheet, ranking);
        if (!ranking.Quotas.IsEmpty)
        {
            Quotas(sheet, ranking);
        }

        Explanation(sheet, ranking);
    }

    private static void Order(SheetWriter sheet, RankingDocument ranking, List<string> components)
    {
        string[] columns = [.. Before, .. components.Select(c => ranking.Definition.Labels[c].Zh + SignOf(ranking, c)), .. After];
        sheet.BeginSheet("收入倒排", new SheetLayout
        {
            Widths = [6, 8, 8, 14, 16, 10, 20, 10, 8, 14, 8, 14, 16, .. components.Select(_ => 13.0), 14, 24, 24],
            FrozenRows = 3,
            FrozenColumns = 3,
            RepeatedRows = (1, 3),
            PrintColumns = columns.Length,
            Landscape = true,
            FilterRow = 3,
            Footer = $"{ranking.Place} {ranking.Run.Year}年",
        });
        sheet.Heading($"{ranking.Place}{ranking.Run.Year}年农户人均纯收入倒排表", $"按人均纯收入由低到高;收入相同者名次相同。名册日期:{ranking.Run.On:yyyy-MM-dd}  单位:元", columns.Length);
        sheet.Row(32);
        sheet.Texts(columns, SheetStyle.Header);
        foreach (var line in ranking.Lines.Where(l => l.Rank is not null))
        {
            sheet.Row();
            sheet.Integer(line.Rank, SheetStyle.Centred);
            sheet.Integer(line.Tied > 1 ? line.Tied : null, SheetStyle.Centred);
            sheet.Integer(line.VillageRank, SheetStyle.Centred);
            Who(sheet, ranking, line);
            sheet.Integer(line.Heads);
            sheet.Money(line.PerHead);
            sheet.Integer(line.IncomeYear, SheetStyle.Centred);
            sheet.Text(line.Basis == IncomeBasis.Computed ? "按构成计算" : "登记数,无构成", line.Basis == IncomeBasis.Computed ? SheetStyle.Body : SheetStyle.Warning);
            var mark = ranking.Quotas.Of(line);
            sheet.Text(QuotaText(mark), mark?.Side == QuotaSide.AtLine ? SheetStyle.Warning : SheetStyle.Body);
            var known = Component.Read(line.Components).ToDictionary(c => c.Id);
            foreach (var component in components)
            {
                sheet.Money(known.GetValueOrDefault(component)?.Amount);
            }

            sheet.Money(line.Total);
            sheet.Text(Exclusions.Describe(Split(line.Flags)), line.Flags.Length > 0 ? SheetStyle.Warning : SheetStyle.Body);
            sheet.Text(Exclusions.Describe(Split(line.Unchecked)));
        }
    }

    private static void Unknown(SheetWriter sheet, RankingDocument ranking)
    {
        string[] columns = ["序号", "乡镇", "村", "村民小组", "户编号", "户主", "登记人口", "缺少的资料", "排除指标(待核)"];
        sheet.BeginSheet("收入不明户", new SheetLayout
        {
            Widths = [6, 14, 16, 10, 20, 10, 8, 36, 24],
            FrozenRows = 3,
            RepeatedRows = (1, 3),
            PrintColumns = columns.Length,
            Landscape = true,
        });
        sheet.Heading($"{ranking.Place}{ranking.Run.Year}年收入不明农户", "这些农户的收入无法计算,未列入名次,须入户核实后补录。", columns.Length);
        sheet.Row(24);
        sheet.Texts(columns, SheetStyle.Header);
        foreach (var (index, line) in ranking.Lines.Where(l => l.Rank is null).Index())
        {
            sheet.Row();
            sheet.Integer(index + 1, SheetStyle.Centred);
            Who(sheet, ranking, line);
            sheet.Integer(line.Heads);
            sheet.Text(string.Join("、", Split(line.Needs).Select(n => ranking.Definition.Labels.GetValueOrDefault(n)?.Zh ?? n)));
            sheet.Text(Exclusions.Describe(Split(line.Flags)));
        }
    }

    private static void Quotas(SheetWriter sheet, RankingDocument ranking)
    {
        string[] columns = ["乡镇", "村", "类别", "规模(户)", "规模内", "并列待定", "规模外", "收入不明", "尚余(户)"];
        sheet.BeginSheet("规模控制", new SheetLayout { Widths = [14, 16, 14, 10, 10, 10, 10, 10, 10], FrozenRows = 3, RepeatedRows = (1, 3), PrintColumns = columns.Length });
        sheet.Heading($"{ranking.Place}{ranking.Run.Year}年识别规模控制表", "规模线上人均纯收入相同的,由民主评议确定,不以排列先后为准。", columns.Length);
        sheet.Row(24);
        sheet.Texts(columns, SheetStyle.Header);
        var marks = ranking.Lines.Select(l => (l.Region, Mark: ranking.Quotas.Of(l))).Where(m => m.Mark is not null).ToLookup(m => (m.Region, m.Mark!.Category), m => m.Mark!.Side);
        foreach (var ((village, category), quota) in ranking.Quotas.Quotas.Where(q => ranking.Names.ContainsKey(q.Key.Village)).OrderBy(q => q.Key.Village).ThenBy(q => Quota.Categories.ToList().IndexOf(q.Key.Category)))
        {
            var sides = marks[(village, category)].ToList();
            sheet.Row();
            sheet.Text(ranking.Names[village].Township);
            sheet.Text(ranking.Names[village].Village);
            sheet.Text(Types.GetValueOrDefault(category, category));
            sheet.Integer(quota);
            foreach (var side in (ReadOnlySpan<QuotaSide>)[QuotaSide.Within, QuotaSide.AtLine, QuotaSide.Beyond, QuotaSide.Unranked])
            {
                sheet.Integer(sides.Count(s => s == side), side == QuotaSide.AtLine && sides.Contains(side) ? SheetStyle.Warning : SheetStyle.Body);
            }

            sheet.Integer(quota - sides.Count(s => s == QuotaSide.Within));
        }
    }

    private static string QuotaText(QuotaMark? mark) => mark?.Side switch
    {
        QuotaSide.Within => $"规模内 {mark.Rank}/{mark.Quota}",
        QuotaSide.AtLine => $"规模线上并列 {mark.Rank}/{mark.Quota}",
        QuotaSide.Beyond => $"规模外 {mark.Rank}/{mark.Quota}",
        _ => "",
    };

    private static void Explanation(SheetWriter sheet, RankingDocument ranking)
    {
        sheet.BeginSheet("说明", new SheetLayout { Widths = [24, 90], PrintColumns = 2 });
        sheet.Row(30);
        sheet.Text("编制说明", SheetStyle.Title);
        sheet.MergeAcross(2);
        var run = ranking.Run;
        foreach (var (name, text) in new (string, string)[]
        {
            ("口径", $"{ranking.Definition.Meaning.Zh}  算式:{ranking.Definition.Text}"),
            ("口径出处", ranking.Definition.Quote is { } quote ? $"“{quote}”({ranking.Definition.File})" : "未注明"),
            ("名次", "按人均纯收入由低到高排列;收入相同者名次相同,其后名次顺延(1、2、2、4)。并列户之间按村和户编号列出,不代表先后。"),
            ("收入依据", "“按构成计算”由工资性、经营性、财产性、转移性收入减生产经营支出除以登记人口得出;“登记数,无构成”为名册所载人均数,没有收入构成可供计算。"),
            ("不计入收入", "标“不计入”的各项只作记录,不参加计算。"),
            ("排除指标", "车辆、城镇商品房、公司、财政供养人员仅作标记,供入户核实;不因此自动剔除。"),
            ("名册日期", run.On.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)),
            ("户数", $"共 {run.Households} 户:排名 {run.Ranked} 户(其中登记数 {run.Stated} 户),收入不明 {run.Unknown} 户;名次并列 {run.Tied} 户;有排除指标 {run.Flagged} 户。"),
            ("编制", $"{run.StartedBy} {run.StartedAt.InChina():yyyy-MM-dd HH:mm},编号 {run.Id}"),
        })
        {
            sheet.Row(32);
            sheet.Text(name, SheetStyle.Total);
            sheet.Text(text, SheetStyle.Wrapped);
        }
    }

    private static void Who(SheetWriter sheet, RankingDocument ranking, RankingLine line)
    {
        var (township, village) = ranking.Names[line.Region];
        sheet.Text(township);
        sheet.Text(village);
        sheet.Text(line.GroupName);
        sheet.Text(line.Number);
        sheet.Text(line.HeadName);
    }

    private static string SignOf(RankingDocument ranking, string component) =>
        ranking.Lines.Select(l => Component.Read(l.Components).FirstOrDefault(c => c.Id == component)).FirstOrDefault(c => c is not null)?.Sign switch
        {
            -1 => "(减)",
            0 => "(不计入)",
            _ => "",
        };

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
