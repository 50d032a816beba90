using System.Globalization;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;

namespace Fuyao.Benefits.Adjustments;

/// <summary>补发/追回表: one sheet of what is owed to households, one of what they owe, each line with its reason and what became of it.</summary>
internal static class AdjustmentWorkbook
{
    private const int Columns = 13;

    public static void Write(Stream output, IReadOnlyList<AdjustmentView> all, ExportPass pass)
    {
        using var sheet = SheetWriter.Workbook(output);
        Sheet(sheet, "补发", [.. all.Where(a => a.Amount > Money.Zero)]);
        Sheet(sheet, "追回", [.. all.Where(a => a.Amount < Money.Zero)]);
        pass.WriteSheet(sheet);
    }

    private static void Sheet(SheetWriter sheet, string name, IReadOnlyList<AdjustmentView> rows)
    {
        sheet.BeginSheet(name, new SheetLayout { Widths = [6, 14, 18, 10, 10, 22, 12, 12, 12, 12, 12, 12, 60], FrozenRows = 2, RepeatedRows = (1, 2), PrintColumns = Columns, Landscape = true });
        sheet.Row(30);
        sheet.Text($"以前各期待遇{name}表", SheetStyle.Title);
        sheet.MergeAcross(Columns);
        sheet.Row(22);
        sheet.Texts(["序号", "村", "户编号", "户主", "对象", "政策", "所属期", "原发(元)", "应发(元)", $"{name}(元)", "未了(元)", "核定日期", "原因"], SheetStyle.Header);
        foreach (var (index, a) in rows.Index())
        {
            sheet.Row();
            sheet.Integer(index + 1, SheetStyle.Centred);
            sheet.Text(a.Village.Name);
            sheet.Text(a.HouseholdNumber);
            sheet.Text(a.HeadName);
            sheet.Text(a.SubjectName);
            sheet.Text(a.Title?.Zh ?? a.Policy, SheetStyle.Wrapped);
            sheet.Text(a.Period);
            sheet.Money(a.Before);
            sheet.Money(a.Due);
            sheet.Money(Magnitude(a.Amount));
            sheet.Money(Magnitude(a.Left));
            sheet.Text(a.KnownAt.InChina().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            sheet.Text(Reason(a).Zh, SheetStyle.Wrapped);
        }

        sheet.Row(24);
        sheet.Text($"合计 {rows.Count} 笔", SheetStyle.Total);
        sheet.MergeAcross(7);
        sheet.Money(Sum(rows, a => a.Before), SheetStyle.Total);
        sheet.Money(Sum(rows, a => a.Due), SheetStyle.Total);
        sheet.Money(Magnitude(Sum(rows, a => a.Amount)), SheetStyle.Total);
        sheet.Money(Magnitude(Sum(rows, a => a.Left)), SheetStyle.Total);
        sheet.Text("", SheetStyle.Total);
        sheet.Text(CapitalNumerals.Of(Magnitude(Sum(rows, a => a.Amount))), SheetStyle.Total);
    }

    private static LocalText Reason(AdjustmentView a) => a.Facts.Count == 0 ? a.Rule ?? new LocalText("", "") : new LocalText(
        string.Join(";", a.Facts.Select(f => $"{f.Person} {f.Label.Zh}:{f.Before?.Zh ?? "无"}→{f.After?.Zh ?? "无"}{(f.At is { } at ? $"({at.InChina():yyyy-MM-dd} {f.Actor} 登记)" : "")}".Trim())),
        string.Join("; ", a.Facts.Select(f => $"{f.Label.En}: {f.Before?.En ?? "none"} → {f.After?.En ?? "none"}")));

    private static Money Sum(IReadOnlyList<AdjustmentView> rows, Func<AdjustmentView, Money> of) => new(rows.Sum(a => of(a).Fen));

    private static Money Magnitude(Money amount) => amount < Money.Zero ? -amount : amount;
}
