using System.Globalization;
using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;
using Fuyao.Kernel;

namespace Fuyao.Registry.Balance;

/// <summary>The report as a workbook to print: places on the first sheet, reasons on the second.</summary>
internal static class BalanceSheet
{
    private static readonly LocalText[] Heads =
    [
        new("地区", "Place"), new("期初户数", "Households, opening"), new("增加", "In"), new("减少", "Out"), new("期末户数", "Households, closing"),
        new("期初人数", "Persons, opening"), new("增加", "In"), new("减少", "Out"), new("期末人数", "Persons, closing"),
    ];

    private static readonly LocalText[] KindHeads =
    [
        new("原因", "Reason"), new("户数增加", "Households in"), new("户数减少", "Households out"), new("人数增加", "Persons in"), new("人数减少", "Persons out"),
    ];

    public static void Write(Stream file, PopulationBalance balance)
    {
        using var sheet = SheetWriter.Workbook(file);
        Begin(new LocalText("人口平衡表", "Population balance"), Heads, 22);
        foreach (var row in balance.Rows)
        {
            Line(row.Name, row.Households, row.Persons, SheetStyle.Body);
        }

        Line(new LocalText("合计", "Total").InCurrent(), balance.Households, balance.Persons, SheetStyle.Total);
        Begin(new LocalText("增减原因", "Reasons"), KindHeads, 22);
        foreach (var kind in balance.Kinds)
        {
            sheet.Row();
            sheet.Text(kind.Name.InCurrent());
            foreach (var number in new[] { kind.HouseholdsIn, kind.HouseholdsOut, kind.PersonsIn, kind.PersonsOut })
            {
                sheet.Integer(number);
            }
        }

        void Begin(LocalText title, LocalText[] heads, double first)
        {
            sheet.BeginSheet(title.InCurrent(), new SheetLayout
            {
                Widths = [first, .. Enumerable.Repeat(12.0, heads.Length - 1)], FrozenRows = 3, RepeatedRows = (1, 3), PrintColumns = heads.Length, Landscape = true,
            });
            sheet.Row(28);
            sheet.Text($"{balance.Area.Name}{balance.Group} {title.InCurrent()}", SheetStyle.Title);
            sheet.MergeAcross(heads.Length);
            sheet.Row();
            var known = balance.KnownAt is { } at
                ? new LocalText($",按 {Local(at)} 所知", $", as known at {Local(at)}") : new LocalText("", "");
            sheet.Text(new LocalText(
                $"{balance.From:yyyy-MM-dd} 期初 + 增加 − 减少 = {balance.To:yyyy-MM-dd} 期末{known.Zh}",
                $"Opening {balance.From:yyyy-MM-dd} + in − out = closing {balance.To:yyyy-MM-dd}{known.En}").InCurrent(), SheetStyle.Note);
            sheet.Row();
            sheet.Texts(heads.Select(h => h.InCurrent()), SheetStyle.Header);
        }

        void Line(string name, BalanceLine households, BalanceLine persons, SheetStyle style)
        {
            sheet.Row();
            sheet.Text(name, style);
            foreach (var number in new[] { households.Opening, households.In, households.Out, households.Closing, persons.Opening, persons.In, persons.Out, persons.Closing })
            {
                sheet.Integer(number, style);
            }
        }

        static string Local(DateTimeOffset at) => at.InChina().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }
}
