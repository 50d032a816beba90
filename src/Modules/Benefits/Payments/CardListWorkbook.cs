using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;

namespace Fuyao.Benefits.Payments;

/// <summary>
/// 一卡通发放花名册: a summary by village, then a sheet for each township with its villages one below the other. It is printed,
/// signed by the receivers, sealed and filed, so id numbers and accounts are masked and amounts stand in figures and in capitals.
/// </summary>
internal sealed class CardListWorkbook : IDisposable
{
    private const int SummaryColumns = 7;
    private static readonly string[] Columns = ["序号", "户编号", "户主", "领款人", "身份证号", "账号", "政策", "金额(元)", "金额大写", "签字", "备注"];

    private readonly PaymentHeading heading;
    private readonly SheetWriter sheet;
    private readonly bool signed;

    /// <param name="signed">Receivers sign; a school or an insurer receives for many and does not.</param>
    public CardListWorkbook(Stream output, PaymentHeading heading, bool signed = true)
    {
        this.heading = heading;
        this.signed = signed;
        sheet = SheetWriter.Workbook(output);
    }

    private string Title => $"{heading.Place}{heading.Period}{heading.Title}";

    private string Note => $"政策依据:{heading.PackTitle}({heading.Pack} {heading.PackVersion})  发放单号:{heading.Order}  审批:{heading.ApprovedBy}  单位:元";

    /// <summary>The first sheet: what each village receives, and all of them together.</summary>
    public void WriteSummary(IReadOnlyList<(string Township, string Village, int Households, int Lines, Money Amount)> villages)
    {
        sheet.BeginSheet("汇总", new SheetLayout
        {
            Widths = [6, 16, 18, 10, 10, 16, 44],
            FrozenRows = 3,
            RepeatedRows = (1, 3),
            PrintColumns = SummaryColumns,
            Landscape = true,
            Footer = Title,
        });
        Head(SummaryColumns, ["序号", "乡镇", "村", "户数", "笔数", "金额(元)", "金额大写"]);
        foreach (var (index, village) in villages.Index())
        {
            sheet.Row();
            sheet.Integer(index + 1, SheetStyle.Centred);
            sheet.Text(village.Township);
            sheet.Text(village.Village);
            sheet.Integer(village.Households);
            sheet.Integer(village.Lines);
            sheet.Money(village.Amount);
            sheet.Text(CapitalNumerals.Of(village.Amount));
        }

        var total = new Money(villages.Sum(v => v.Amount.Fen));
        sheet.Row(24);
        sheet.Text("合计", SheetStyle.Total);
        sheet.MergeAcross(3);
        sheet.Integer(villages.Sum(v => (long)v.Households), SheetStyle.Total);
        sheet.Integer(villages.Sum(v => (long)v.Lines), SheetStyle.Total);
        sheet.Money(total, SheetStyle.Total);
        sheet.Text(CapitalNumerals.Of(total), SheetStyle.Total);
        Signatures(SummaryColumns);
    }

    public void WriteTownship(string township, IReadOnlyList<VillageLines> villages)
    {
        sheet.BeginSheet(township, new SheetLayout
        {
            Widths = [6, 18, 10, 10, 22, 22, 22, 12, 34, 14, 16],
            FrozenRows = 3,
            RepeatedRows = (1, 3),
            PrintColumns = Columns.Length,
            Landscape = true,
            Footer = $"{heading.Place}{township} {heading.Period}",
        });
        Head(Columns.Length, Columns);
        foreach (var village in villages)
        {
            sheet.Row(22);
            sheet.Text($"{township} {village.Name}", SheetStyle.Total);
            sheet.MergeAcross(Columns.Length);
            foreach (var (index, line) in village.Lines.Index())
            {
                Line(index + 1, line);
            }

            Sum($"{village.Name} 小计:{village.Households} 户 {village.Lines.Count} 笔", village.Amount);
            sheet.Row(26);
            sheet.Text("村负责人(签字):            村监督委员会(签字):            (公章)      年   月   日", SheetStyle.Note);
            sheet.MergeAcross(Columns.Length);
        }

        Sum($"{township} 合计:{villages.Sum(v => v.Households)} 户 {villages.Sum(v => v.Lines.Count)} 笔", new Money(villages.Sum(v => v.Amount.Fen)));
        Signatures(Columns.Length);
    }

    public void Dispose() => sheet.Dispose();

    private void Head(int columns, string[] names)
    {
        sheet.Row(30);
        sheet.Text(Title, SheetStyle.Title);
        sheet.MergeAcross(columns);
        sheet.Row();
        sheet.Text(Note, SheetStyle.Note);
        sheet.MergeAcross(columns);
        sheet.Row(24);
        sheet.Texts(names, SheetStyle.Header);
    }

    private void Line(int number, PaymentLine line)
    {
        // Tall enough for a signature or a thumb print.
        sheet.Row(signed ? 26 : 20);
        sheet.Integer(number, SheetStyle.Centred);
        sheet.Text(line.Number);
        sheet.Text(line.Head);
        sheet.Text(line.Receiver);
        sheet.Text(Mask.IdNumber(line.IdNumber));
        sheet.Text(Mask.Account(line.Account));
        sheet.Text(line.Purpose, SheetStyle.Wrapped);
        sheet.Money(line.Amount);
        sheet.Text(CapitalNumerals.Of(line.Amount), SheetStyle.Wrapped);
        sheet.Text("");
        sheet.Text(line.Remark, SheetStyle.Wrapped);
    }

    private void Sum(string label, Money amount)
    {
        sheet.Row(24);
        sheet.Text(label, SheetStyle.Total);
        sheet.MergeAcross(7);
        sheet.Money(amount, SheetStyle.Total);
        sheet.Text(CapitalNumerals.Of(amount), SheetStyle.Total);
        sheet.MergeAcross(3);
    }

    private void Signatures(int columns)
    {
        sheet.Row(36);
        sheet.Text("单位负责人(签字):            财务负责人(签字):            审核:            制表:            (公章)      年   月   日", SheetStyle.Note);
        sheet.MergeAcross(columns);
    }
}
