using ExcelDataReader;
using Fuyao.Kernel.Problems;

namespace Fuyao.Kernel.Sheets;

/// <summary>A workbook through ExcelDataReader, after <see cref="WorkbookCheck"/> has found it harmless.</summary>
internal sealed class XlsxReader : SheetReader
{
    private readonly SheetLimits limits;
    private readonly IExcelDataReader reader;
    private readonly Stream file;
    private bool started;
    private int sheet;
    private int row;

    /// <param name="content">Seekable; disposed with the reader.</param>
    public XlsxReader(Stream content, SheetLimits limits)
    {
        this.limits = limits;
        file = content;
        try
        {
            reader = Guarded(() => ExcelReaderFactory.CreateOpenXmlReader(file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public override string SheetName => reader.Name ?? "";

    public override int Row => row;

    public override int Columns => reader.FieldCount;

    public override bool IsWorkbook => true;

    public override CellValue this[int column] =>
        (uint)column < (uint)reader.FieldCount ? new CellValue(reader.GetValue(column)) : CellValue.Empty;

    public override bool NextSheet()
    {
        if (started && !Guarded(reader.NextResult))
        {
            return false;
        }

        started = true;
        row = 0;
        return ++sheet <= limits.Sheets && reader.ResultsCount > 0;
    }

    public override bool NextRow()
    {
        if (!Guarded(reader.Read))
        {
            return false;
        }

        row++;
        return true;
    }

    public override void Dispose()
    {
        reader.Dispose();
        file.Dispose();
    }

    // A library that meets a damaged file throws whatever it stumbled over; for the sender it is one thing: a damaged file.
    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (ProblemException or OutOfMemoryException or IOException or OperationCanceledException))
        {
            throw Refuse("damaged-workbook", "工作簿已损坏,无法读取。请在 Excel 中打开并重新保存后再试。",
                "The workbook is damaged and cannot be read. Open it in Excel, save it again and retry.");
        }
    }
}
