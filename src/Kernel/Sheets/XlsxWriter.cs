using System.Globalization;
using System.IO.Compression;
using System.Text;
using static Fuyao.Kernel.Sheets.XlsxStyles;

namespace Fuyao.Kernel.Sheets;

/// <summary>
/// The workbook side of <see cref="SheetWriter"/>: the XML parts are written straight into the zip. Texts are inline strings,
/// so nothing grows with the rows; merged cells alone are kept until the sheet ends.
/// </summary>
internal sealed class XlsxWriter : SheetWriter
{
    // Excel needs a date in the zip directory; a fixed one keeps equal tables equal byte for byte.
    private static readonly DateTimeOffset Stamp = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly int DateEpoch = new DateOnly(1899, 12, 30).DayNumber;

    private readonly ZipArchive zip;
    private readonly List<(string Name, SheetLayout Layout, int Rows)> sheets = [];
    private readonly List<string> merged = [];
    private readonly StringBuilder line = new(1 << 14);
    private StreamWriter? part;
    private int row;
    private int column;

    public XlsxWriter(Stream output) => zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);

    public override void BeginSheet(string name, SheetLayout? layout = null)
    {
        EndSheet();
        layout ??= new SheetLayout();
        sheets.Add((XlsxParts.SheetName(name, sheets.Select(s => s.Name)), layout, 0));
        part = Part($"xl/worksheets/sheet{sheets.Count}.xml");
        part.Write(XlsxParts.SheetHead(layout, first: sheets.Count == 1));
        row = 0;
    }

    public override void Row(double? height = null)
    {
        EndRow();
        row++;
        column = 0;
        line.Append("<row r=\"").Append(row);
        if (height is { } points)
        {
            line.Append(CultureInfo.InvariantCulture, $"\" ht=\"{points}\" customHeight=\"1");
        }

        line.Append("\">");
    }

    public override void Text(string? text, SheetStyle style = SheetStyle.Body)
    {
        if (string.IsNullOrEmpty(text))
        {
            Blank(style);
            return;
        }

        Open(style, SheetText.LooksLikeFormula(text) ? Format.QuotedText : Format.Text);
        line.Append(" t=\"inlineStr\"><is><t");
        line.Append(char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]) || text.Contains('\n', StringComparison.Ordinal) ? " xml:space=\"preserve\">" : ">");
        XlsxParts.Escape(line, text);
        line.Append("</t></is></c>");
    }

    public override void Integer(long? value, SheetStyle style = SheetStyle.Body) => Styled(value, style, Format.Integer);

    public override void Number(decimal? value, SheetStyle style = SheetStyle.Body) => Styled(value, style, Format.Number);

    public override void Money(Money? value, SheetStyle style = SheetStyle.Body) => Styled(value?.Yuan, style, Format.Money);

    public override void Date(DateOnly? value, SheetStyle style = SheetStyle.Body) =>
        Styled(value is { } d ? d.DayNumber - DateEpoch : (int?)null, style, Format.Date);

    public override void Skip() => column++;

    public override void MergeAcross(int columns)
    {
        var from = column;
        for (var i = 1; i < columns; i++)
        {
            Blank(SheetStyle.Body);
        }

        if (columns > 1)
        {
            merged.Add($"{XlsxParts.ColumnName(from)}{row}:{XlsxParts.ColumnName(column)}{row}");
        }
    }

    public override void Dispose()
    {
        if (sheets.Count == 0)
        {
            BeginSheet("Sheet1");
        }

        EndSheet();
        foreach (var (path, xml) in XlsxParts.Package(sheets))
        {
            using var writer = Part(path);
            writer.Write(xml);
        }

        zip.Dispose();
    }

    private void Blank(SheetStyle style)
    {
        Open(style, Format.Text);
        line.Append("/>");
    }

    private void Styled<T>(T? value, SheetStyle style, Format format)
        where T : struct, IFormattable
    {
        Open(style, format);
        if (value is { } v)
        {
            line.Append("><v>").Append(CultureInfo.InvariantCulture, $"{v}").Append("</v></c>");
        }
        else
        {
            line.Append("/>");
        }
    }

    private void Open(SheetStyle style, Format format)
    {
        line.Append("<c r=\"").Append(XlsxParts.ColumnName(++column)).Append(row).Append("\" s=\"").Append(Index(style, format)).Append('"');
    }

    private void EndRow()
    {
        if (row == 0)
        {
            return;
        }

        part!.Write(line.Append("</row>"));
        line.Clear();
    }

    private void EndSheet()
    {
        if (part is null)
        {
            return;
        }

        EndRow();
        var (name, layout, _) = sheets[^1];
        sheets[^1] = (name, layout, row);
        part.Write(XlsxParts.SheetTail(layout, row, merged));
        part.Dispose();
        part = null;
        merged.Clear();
    }

    private StreamWriter Part(string path)
    {
        var entry = zip.CreateEntry(path, CompressionLevel.Fastest);
        entry.LastWriteTime = Stamp;
        return new StreamWriter(entry.Open(), new UTF8Encoding(false), 1 << 16);
    }
}
