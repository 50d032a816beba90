using System.Buffers.Binary;
using System.IO.Compression;
using Fuyao.Kernel.Problems;

namespace Fuyao.Kernel.Sheets;

/// <summary>
/// Looks through a workbook before the reader library may touch it: the zip directory, the unpacked sizes, and one pass over
/// the bytes of each sheet, which finds too many rows or columns, wild cell references, document types and formulas.
/// </summary>
internal static class WorkbookCheck
{
    private const int DirectoryBytes = 1 << 20;

    /// <exception cref="ProblemException">The workbook must not be read.</exception>
    public static void Run(Stream file, SheetLimits limits)
    {
        if (file.Length > limits.WorkbookBytes)
        {
            throw SheetReader.Refuse("file-too-big", $"工作簿超过 {limits.WorkbookBytes >> 20} MiB,请拆分或改用 CSV。",
                $"The workbook is larger than {limits.WorkbookBytes >> 20} MiB. Split it or use CSV.", 413);
        }

        CheckDirectory(file);
        file.Position = 0;
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            CheckSizes(zip, limits);
            foreach (var entry in zip.Entries)
            {
                if (entry.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || entry.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase))
                {
                    using var part = entry.Open();
                    SheetScan.Run(part, entry.FullName, limits);
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException or ArgumentException)
        {
            throw SheetReader.Refuse("damaged-workbook", "压缩包已损坏,不是有效的 xlsx 工作簿。请在 Excel 中重新保存后再试。",
                "The zip is damaged: this is no valid xlsx workbook. Save it again in Excel and retry.");
        }
    }

    public static ProblemException TooManyColumns(string part, int row, SheetLimits limits) => SheetReader.Refuse("too-many-columns",
        $"{part}第 {row} 行超过 {limits.Columns} 列。请只保留登记表的列。", $"{part} Row {row} has more than {limits.Columns} columns. Keep only the register's columns.");

    // The zip library reads the directory at once; a directory of millions of entries must not get that far.
    private static void CheckDirectory(Stream file)
    {
        var tail = new byte[(int)Math.Min(file.Length, 22 + 65_535)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        var at = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (at >= 0 && tail.Length - at >= 22)
        {
            var directory = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 16));
            var end = file.Length - tail.Length + at;
            if (directory <= end && end - directory <= DirectoryBytes)
            {
                return;
            }

            if (directory <= end)
            {
                throw TooManyParts();
            }
        }

        throw SheetReader.Refuse("damaged-workbook", "文件不完整,不是有效的 xlsx 工作簿。请重新上传或重新保存。",
            "The file is incomplete: this is no valid xlsx workbook. Upload or save it again.");
    }

    private static void CheckSizes(ZipArchive zip, SheetLimits limits)
    {
        if (zip.Entries.Count > limits.Parts)
        {
            throw TooManyParts();
        }

        if (zip.GetEntry("xl/workbook.xml") is null && !zip.Entries.Any(e => e.FullName.EndsWith("workbook.xml", StringComparison.OrdinalIgnoreCase)))
        {
            throw SheetReader.Refuse("unknown-format", "压缩包里没有工作簿:只接受 xlsx 或 CSV。", "The zip holds no workbook: only xlsx and CSV are accepted.");
        }

        var total = 0L;
        foreach (var entry in zip.Entries)
        {
            total += entry.Length;
            var bomb = entry.Length > 4 << 20 && entry.Length > Math.Max(entry.CompressedLength, 1) * limits.Ratio;
            if (bomb || total > limits.UnpackedBytes)
            {
                throw SheetReader.Refuse("zip-bomb", $"工作簿解压后过大({entry.FullName}:{entry.Length >> 20} MiB)。请清除空白格式行后重新保存,或改用 CSV。",
                    $"The workbook unpacks to too much ({entry.FullName}: {entry.Length >> 20} MiB). Clear formatted blank rows and save again, or use CSV.");
            }

            if (entry.FullName.EndsWith("sharedStrings.xml", StringComparison.OrdinalIgnoreCase) && entry.Length > limits.SharedStringBytes)
            {
                throw SheetReader.Refuse("too-many-texts", "工作簿文字过多。请拆分工作簿,或另存为 CSV。", "The workbook holds too much text. Split it, or save it as CSV.");
            }
        }
    }

    private static ProblemException TooManyParts() => SheetReader.Refuse("zip-bomb", "压缩包内的部件过多。请在 Excel 中新建工作簿,只粘贴数值后保存。",
        "The zip holds too many parts. Paste the values into a new workbook and save that.");
}
