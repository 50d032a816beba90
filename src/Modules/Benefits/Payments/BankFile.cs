using System.Globalization;
using Fuyao.Kernel.Sheets;

namespace Fuyao.Benefits.Payments;

/// <summary>
/// The CSV that the paying bank reads: whole account numbers, one line a payment, so that the bank's answer names the line. Lines
/// without an account are left out; the card list says which.
/// </summary>
internal sealed class BankFile : IDisposable
{
    private readonly SheetWriter sheet;
    private int lines;

    public BankFile(Stream output)
    {
        sheet = SheetWriter.Csv(output);
        sheet.BeginSheet("");
        sheet.Row();
        sheet.Texts(["序号", "户名", "账号", "金额", "领款人", "用途", "明细号"]);
    }

    public void Write(PaymentLine line)
    {
        sheet.Row();
        sheet.Text((++lines).ToString(CultureInfo.InvariantCulture));
        sheet.Text(line.Head);
        sheet.Text(line.Account);
        sheet.Text(line.Amount.ToString());
        sheet.Text(line.Receiver);
        sheet.Text(line.Purpose);
        sheet.Text(line.Id.ToString("N"));
    }

    public void Dispose() => sheet.Dispose();
}
