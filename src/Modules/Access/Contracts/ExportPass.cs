using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;
using Fuyao.Kernel;

namespace Fuyao.Access.Contracts;

/// <summary>Leave to make one file of personal data, and what the file must say about itself.</summary>
/// <param name="Id">Of the export in the records; write it into names and logs, never into the data.</param>
/// <param name="Purpose">As it was approved; null for an export that needed no approval.</param>
/// <param name="ApprovedBy">Name of the approver; null likewise.</param>
public sealed record ExportPass(Guid Id, string Requester, LocalText Role, DateTimeOffset At, long Persons, string? Purpose, string? ApprovedBy)
{
    private static readonly LocalText SheetName = new("用途与责任", "Purpose and duty");

    private static readonly LocalText Duty = new(
        "本文件含个人信息,仅限上述用途,不得转发;用后删除。下载已记录。",
        "This file holds personal data for the purpose above only. Do not pass it on; delete it after use. The download is on record.");

    /// <summary>What stands on the sheet, label and value.</summary>
    public IReadOnlyList<(LocalText Label, string Value)> Lines =>
    [
        (new LocalText("导出人", "Exported by"), $"{Requester}({Role.InCurrent()})"),
        (new LocalText("导出时间", "Exported at"), At.InChina().ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)),
        (new LocalText("涉及人数", "Persons"), Persons.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        (new LocalText("用途", "Purpose"), Purpose ?? new LocalText("日常工作(未达审批数量)", "daily work (below the number that needs approval)").InCurrent()),
        (new LocalText("批准人", "Approved by"), ApprovedBy ?? "—"),
        (new LocalText("导出编号", "Export id"), Id.ToString()),
    ];

    /// <summary>The sheet that makes a copy of the file lead back to who took it and why. Call it after the last data sheet.</summary>
    public void WriteSheet(SheetWriter workbook)
    {
        workbook.BeginSheet(SheetName.InCurrent(), new SheetLayout { Widths = [16, 60] });
        foreach (var (label, value) in Lines)
        {
            workbook.Row();
            workbook.Text(label.InCurrent(), SheetStyle.Header);
            workbook.Text(value, SheetStyle.Wrapped);
        }

        workbook.Row();
        workbook.Text(Duty.InCurrent(), SheetStyle.Note);
        workbook.MergeAcross(2);
    }
}
