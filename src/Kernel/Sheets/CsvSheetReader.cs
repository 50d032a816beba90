using System.Globalization;
using System.Text;
using System.Text.Unicode;
using CsvHelper;
using CsvHelper.Configuration;

namespace Fuyao.Kernel.Sheets;

/// <summary>
/// A CSV file in UTF-8, UTF-16 (with byte order mark) or GB18030, as Excel and WPS write them. The encoding is told by reading
/// the whole file once: text that is valid UTF-8 throughout is UTF-8. The apostrophe with which our own files keep a text a text is
/// not part of the cell.
/// </summary>
internal sealed class CsvSheetReader : SheetReader
{
    private readonly SheetLimits limits;
    private readonly CsvParser parser;
    private bool started;
    private int row;

    private CsvSheetReader(TextReader text, string delimiter, SheetLimits limits)
    {
        this.limits = limits;
        parser = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter,
            BadDataFound = null,
            Mode = CsvMode.RFC4180,
            BufferSize = 1 << 16,
            ProcessFieldBufferSize = 1024,
            IgnoreBlankLines = false,
            MaxFieldSize = limits.CellCharacters,
        });
    }

    public override string SheetName => "";

    public override int Row => row;

    public override int Columns => parser.Count;

    public override bool IsWorkbook => false;

    public override CellValue this[int column] => column < parser.Count ? new CellValue(SheetText.Original(parser[column])) : CellValue.Empty;

    /// <param name="content">The file from its beginning, each time it is asked.</param>
    public static CsvSheetReader OpenText(Func<Stream> content, SheetLimits limits)
    {
        var encoding = Detect(content, limits);
        var text = new StreamReader(content(), encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);
        try
        {
            return new CsvSheetReader(text, DelimiterOf(content, encoding), limits);
        }
        catch
        {
            text.Dispose();
            throw;
        }
    }

    public override bool NextSheet()
    {
        var first = !started;
        started = true;
        return first;
    }

    public override bool NextRow()
    {
        try
        {
            if (!parser.Read())
            {
                return false;
            }
        }
        catch (DecoderFallbackException)
        {
            throw Refuse("not-text", $"第 {row + 1} 行之后有不是 UTF-8 或 GB18030 的内容。请另存为“CSV UTF-8”。",
                $"After row {row + 1} the file is neither UTF-8 nor GB18030. Save it as “CSV UTF-8”.");
        }
        catch (MaxFieldSizeException)
        {
            throw Refuse("cell-too-long", $"第 {row + 1} 行附近有超过 {limits.CellCharacters} 字的单元格,多半是引号没有闭合。",
                $"Near row {row + 1} a cell is longer than {limits.CellCharacters} characters: probably a quote is not closed.");
        }

        row++;
        return parser.Count <= limits.Columns ? true : throw WorkbookCheck.TooManyColumns("", row, limits);
    }

    public override void Dispose() => parser.Dispose();

    private static Encoding Detect(Func<Stream> content, SheetLimits limits)
    {
        using var file = content();
        if (file.Length > limits.CsvBytes)
        {
            throw Refuse("file-too-big", $"文件超过 {limits.CsvBytes >> 20} MiB。", $"The file is larger than {limits.CsvBytes >> 20} MiB.", 413);
        }

        var buffer = new byte[1 << 18];
        var kept = 0;
        var first = true;
        while (true)
        {
            var read = file.ReadAtLeast(buffer.AsSpan(kept), buffer.Length - kept, throwOnEndOfStream: false);
            var bytes = buffer.AsSpan(0, kept + read);
            if (first)
            {
                first = false;
                if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
                {
                    return Encoding.Unicode;
                }

                RefuseBinary(bytes);
            }

            // A character may be cut by the end of the buffer: at most three of its bytes wait for the next round.
            var last = read < buffer.Length - kept;
            var cut = 0;
            while (cut <= 3 && !Utf8.IsValid(bytes[..^cut]))
            {
                cut = last || cut == bytes.Length ? 4 : cut + 1;
            }

            if (cut > 3)
            {
                return Gb18030();
            }

            if (last)
            {
                return new UTF8Encoding(false, true);
            }

            bytes[^cut..].CopyTo(buffer);
            kept = cut;
        }
    }

    private static Encoding Gb18030() => Encoding.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

    private static void RefuseBinary(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty || head[..Math.Min(head.Length, 4096)].Contains((byte)0))
        {
            throw Refuse(head.IsEmpty ? "empty-file" : "unknown-format",
                head.IsEmpty ? "文件是空的。" : "文件既不是 xlsx 工作簿,也不是 CSV 文本。",
                head.IsEmpty ? "The file is empty." : "The file is neither an xlsx workbook nor CSV text.");
        }
    }

    // Excel in some locales and WPS write tabs or semicolons; the header line tells.
    private static string DelimiterOf(Func<Stream> content, Encoding encoding)
    {
        using var reader = new StreamReader(content(), Encoding.GetEncoding(encoding.CodePage), true);
        var buffer = new char[4096];
        var line = buffer.AsSpan(0, reader.ReadBlock(buffer));
        var end = line.IndexOfAny('\r', '\n');
        line = end < 0 ? line : line[..end];
        int commas = line.Count(','), tabs = line.Count('\t'), semicolons = line.Count(';');
        return tabs > commas && tabs > semicolons ? "\t" : semicolons > commas ? ";" : ",";
    }
}
