using Fuyao.Access.Contracts;
using Fuyao.Benefits.Orders;
using Fuyao.Kernel;
using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;

namespace Fuyao.Benefits.Payments;

/// <summary>
/// 一卡通发放花名册: a summary by village, then a sheet for each township – on the schools' list for each school – with its villages one below
/// the other. It is printed, signed by the receivers, sealed and filed, so id numbers and accounts are masked and amounts stand in figures and in capitals.
/// </summary>
internal sealed class CardListWorkbook : IDisposable
{
    /// <summary>Of the sheet of pupils whose school the register does not tell.</summary>
    public const string NoSchool = "就读学校待查";

    private const int SummaryColumns = 7;

    // Receivers of money sign for it; a school or an insurer receives for many, on no account of theirs.
    private static readonly (string Name, double Width)[] Signed =
        [("序号", 6), ("户编号", 18), ("户主", 10), ("领款人", 10), ("身份证号", 22), ("账号", 22), ("政策", 22), ("金额(元)", 12), ("金额大写", 34), ("签字", 14), ("备注", 16)];

    private readonly PaymentHeading heading;
    private readonly SheetWriter sheet;
    private readonly bool signed;
    private readonly bool bySchool;
    private readonly (string Name, double Width)[] columns;

    /// <param name="list">One of <see cref="PayeeLists"/>.</param>
    public CardListWorkbook(Stream output, PaymentHeading heading, string list)
    {
        this.heading = heading;
        (signed, bySchool) = (list == PayeeLists.Card, list == PayeeLists.School);
        columns = signed ? Signed : [.. Signed.Where(c => c.Name is not ("账号" or "签字")).Select(c => c with { Name = c.Name == "领款人" ? bySchool ? "学生" : "受益人" : c.Name })];
        sheet = SheetWriter.Workbook(output);
    }

    // Of the amount, from 0.
    private int AmountColumn => Array.FindIndex(columns, c => c.Name == "金额(元)");

    private string Title => $"{heading.Place}{heading.Period}{heading.Title}";

    private string Note => $"政策依据:{heading.PackTitle}({heading.Pack} {heading.PackVersion})  发放单号:{heading.Order}  审批:{heading.ApprovedBy}  单位:元";

    /// <summary>The first sheet: what each village receives, and all of them together.</summary>
    public void WriteSummary(IReadOnlyList<(string Township, string Village, int Households, int Lines, Money Amount)> villages)
    {
        sheet.BeginSheet("汇总", new SheetLayout
        {
            Widths = [6, bySchool ? 28 : 16, 18, 10, 10, 16, 44],
            FrozenRows = 3,
            RepeatedRows = (1, 3),
            PrintColumns = SummaryColumns,
            Landscape = true,
            Footer = Title,
        });
        Head(SummaryColumns, ["序号", bySchool ? "学校" : "乡镇", "村", "户数", "笔数", "金额(元)", "金额大写"]);
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
            Widths = [.. columns.Select(c => c.Width)],
            FrozenRows = 3,
            RepeatedRows = (1, 3),
            PrintColumns = columns.Length,
            Landscape = true,
            Footer = $"{heading.Place}{township} {heading.Period}",
        });
        Head(columns.Length, [.. columns.Select(c => c.Name)]);
        foreach (var village in villages)
        {
            sheet.Row(22);
            sheet.Text(bySchool ? village.Name : $"{township} {village.Name}", SheetStyle.Total);
            sheet.MergeAcross(columns.Length);
            foreach (var (index, line) in village.Lines.Index())
            {
                Line(index + 1, line);
            }

            Sum($"{village.Name} 小计:{village.Households} 户 {village.Lines.Count} 笔", village.Amount);
            if (signed)
            {
                sheet.Row(26);
                sheet.Text("村负责人(签字):            村监督委员会(签字):            (公章)      年   月   日", SheetStyle.Note);
                sheet.MergeAcross(columns.Length);
            }
        }

        Sum($"{township} 合计:{villages.Sum(v => v.Households)} 户 {villages.Sum(v => v.Lines.Count)} 笔", new Money(villages.Sum(v => v.Amount.Fen)));
        Signatures(columns.Length, ofSchool: bySchool && township != NoSchool);
    }

    public void Dispose() => sheet.Dispose();

    private void Head(int width, string[] names)
    {
        sheet.Row(30);
        sheet.Text(Title, SheetStyle.Title);
        sheet.MergeAcross(width);
        sheet.Row();
        sheet.Text(Note, SheetStyle.Note);
        sheet.MergeAcross(width);
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
        if (signed)
        {
            sheet.Text(Mask.Account(line.Account));
        }

        sheet.Text(line.Purpose, SheetStyle.Wrapped);
        sheet.Money(line.Amount);
        sheet.Text(CapitalNumerals.Of(line.Amount), SheetStyle.Wrapped);
        if (signed)
        {
            sheet.Text("");
        }

        sheet.Text(line.Remark, SheetStyle.Wrapped);
    }

    private void Sum(string label, Money amount)
    {
        sheet.Row(24);
        sheet.Text(label, SheetStyle.Total);
        sheet.MergeAcross(AmountColumn);
        sheet.Money(amount, SheetStyle.Total);
        sheet.Text(CapitalNumerals.Of(amount), SheetStyle.Total);
        sheet.MergeAcross(columns.Length - AmountColumn - 1);
    }

    private void Signatures(int width, bool ofSchool = false)
    {
        sheet.Row(36);
        sheet.Text(ofSchool
            ? "学校(公章):            学校负责人(签字):            经办:            年   月   日"
            : "单位负责人(签字):            财务负责人(签字):            审核:            制表:            (公章)      年   月   日", SheetStyle.Note);
        sheet.MergeAcross(width);
    }
}
