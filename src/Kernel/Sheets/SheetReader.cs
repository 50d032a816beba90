using System.Text;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;

namespace Fuyao.Kernel.Sheets;

/// <summary>
/// Reads a workbook (xlsx) or a CSV file row by row, forward only, in bounded memory. What the file is, is told by its
/// content, not by its name. Every refusal is a <see cref="ProblemException"/> with status 422 (413 when too big).
/// </summary>
public abstract class SheetReader : IDisposable
{
    static SheetReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The present sheet's name; of a CSV file the empty text.</summary>
    public abstract string SheetName { get; }

    /// <summary>The present row's number as Excel counts, from 1.</summary>
    public abstract int Row { get; }

    /// <summary>Cells that the present row may have.</summary>
    public abstract int Columns { get; }

    /// <summary>A cell of the present row by its 0-based column; beyond the last one it is empty.</summary>
    public abstract CellValue this[int column] { get; }

    public abstract bool IsWorkbook { get; }

    /// <summary>Moves to the next sheet, the first time to the first one.</summary>
    public abstract bool NextSheet();

    /// <summary>Moves to the next row, blank ones included.</summary>
    public abstract bool NextRow();

    public abstract void Dispose();

    /// <summary>Opens a file after checking that reading it is safe.</summary>
    /// <exception cref="ProblemException">The file is too big, a bomb, damaged, or no workbook and no text.</exception>
    public static SheetReader Open(string path, SheetLimits? limits = null) =>
        Open(() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan), limits);

    /// <summary>The same for content that lies sealed: it is never written anywhere in the clear.</summary>
    /// <param name="content">Gives the content from its beginning, seekable, each time it is asked; the reader disposes what it was given.</param>
    /// <exception cref="ProblemException">As for a file.</exception>
    public static SheetReader Open(Func<Stream> content, SheetLimits? limits = null)
    {
        limits ??= SheetLimits.Default;
        Span<byte> head = stackalloc byte[8];
        using (var file = content())
        {
            head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        }

        if (head.StartsWith("PK"u8))
        {
            using (var file = content())
            {
                WorkbookCheck.Run(file, limits);
            }

            return new XlsxReader(content(), limits);
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
        {
            throw Refuse("old-workbook", "这是旧版 xls 文件或加密的工作簿。请在 Excel 中取消密码并“另存为”xlsx 或 CSV。",
                "This is an old xls file or an encrypted workbook. Remove the password and save it as xlsx or CSV.");
        }

        return CsvSheetReader.OpenText(content, limits);
    }

    internal static ProblemException Refuse(string code, string zh, string en, int status = 422) =>
        new(status, new Problem(code, new LocalText(zh, en)));
}
