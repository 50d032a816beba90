using Fuyao.Access.Contracts;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Sheets;

namespace Fuyao.Benefits.Reviews;

/// <summary>待遇差异表: a summary by policy, then who is no longer given, whose amount changed and who is new, each with the reason.</summary>
internal static class DifferenceWorkbook
{
    private static readonly Dictionary<DifferenceKind, string> Sheets = new()
    {
        [DifferenceKind.Ended] = "停发名单",
        [DifferenceKind.Changed] = "金额变动",
        [DifferenceKind.New] = "新增名单",
    };

    public static async Task WriteAsync(
        Stream output, Run run, Run? earlier, RunReview review, IReadOnlyList<DifferenceKind> kinds, IReadOnlyList<DifferentAward> found, DifferenceReasons reasons, RunViews views,
        ExportPass pass, CancellationToken ct)
    {
        var titles = views.Titles(run.Pack, run.On);
        var place = (await views.PlaceAsync(run.Region, ct)).Name;
        using var sheet = SheetWriter.Workbook(output);
        Summary(sheet, $"{place}{run.Period}待遇与上期({earlier?.Period ?? "无"})差异汇总", review);
        foreach (var kind in kinds)
        {
            sheet.BeginSheet(Sheets[kind], new SheetLayout { Widths = [6, 14, 18, 10, 10, 22, 12, 12, 12, 60], FrozenRows = 2, RepeatedRows = (1, 2), PrintColumns = 10, Landscape = true });
            sheet.Row(30);
            sheet.Text($"{place}{run.Period}{Sheets[kind]}", SheetStyle.Title);
            sheet.MergeAcross(10);
            sheet.Row(22);
            sheet.Texts(["序号", "村", "户编号", "户主", "对象", "政策", "上期(元)", "本期(元)", "差额(元)", "原因"], SheetStyle.Header);
            var number = 0;
            foreach (var row in found.Where(f => f.Kind == kind))
            {
                var why = await reasons.OfAsync(row, run, earlier, ct);
                sheet.Row();
                sheet.Integer(++number, SheetStyle.Centred);
                sheet.Text((await views.PlaceAsync(row.Award.Region, ct)).Name);
                sheet.Text(row.Award.HouseholdNumber);
                sheet.Text(row.Award.HeadName);
                sheet.Text(row.Award.PersonName ?? row.Award.HeadName);
                sheet.Text(titles.GetValueOrDefault(row.Award.Policy)?.Zh ?? row.Award.Policy, SheetStyle.Wrapped);
                sheet.Money(row.Before);
                sheet.Money(row.After);
                sheet.Money(row.After - row.Before);
                sheet.Text(why.Facts.Count > 0 ? string.Join(";", why.Facts.Select(f => f.Say().Zh)) : why.Result?.Zh ?? "", SheetStyle.Wrapped);
            }

            sheet.Row(24);
            sheet.Text($"合计 {number} 笔", SheetStyle.Total);
            sheet.MergeAcross(6);
            sheet.Money(new Money(found.Where(f => f.Kind == kind).Sum(f => f.Before.Fen)), SheetStyle.Total);
            sheet.Money(new Money(found.Where(f => f.Kind == kind).Sum(f => f.After.Fen)), SheetStyle.Total);
            sheet.Money(new Money(found.Where(f => f.Kind == kind).Sum(f => f.After.Fen - f.Before.Fen)), SheetStyle.Total);
            sheet.Text("", SheetStyle.Total);
        }

        pass.WriteSheet(sheet);
    }

    private static void Summary(SheetWriter sheet, string title, RunReview review)
    {
        sheet.BeginSheet("汇总", new SheetLayout { Widths = [28, 10, 14, 10, 14, 8, 12, 8, 12, 8, 12], FrozenRows = 2, PrintColumns = 11, Landscape = true });
        sheet.Row(30);
        sheet.Text(title, SheetStyle.Title);
        sheet.MergeAcross(11);
        sheet.Row(22);
        sheet.Texts(["政策", "上期笔数", "上期金额", "本期笔数", "本期金额", "新增", "新增金额", "停发", "停发金额", "变动", "变动金额"], SheetStyle.Header);
        foreach (var row in review.Policies)
        {
            sheet.Row();
            sheet.Text(row.Title?.Zh ?? row.Policy, SheetStyle.Wrapped);
            foreach (var cell in new[] { row.Before, row.Now, row.New, row.Ended, row.Changed })
            {
                sheet.Integer(cell.Count);
                sheet.Money(cell.Amount);
            }
        }
    }
}
