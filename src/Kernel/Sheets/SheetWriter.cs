using System.Text;

namespace Fuyao.Kernel.Sheets;

/// <summary>
/// Writes tables row by row in bounded memory, as a workbook or as CSV. Texts never become formulas. The same calls give the
/// same bytes.
/// </summary>
public abstract class SheetWriter : IDisposable
{
    /// <summary>A workbook; the stream must be writable and stays open.</summary>
    public static SheetWriter Workbook(Stream output) => new XlsxWriter(output);

    /// <summary>CSV in UTF-8 with byte order mark, as Excel expects it; the stream stays open.</summary>
    public static SheetWriter Csv(Stream output) => new CsvSheetWriter(output);

    /// <summary>Begins a sheet. CSV has one sheet only and no looks.</summary>
    public abstract void BeginSheet(string name, SheetLayout? layout = null);

    /// <summary>Begins a row, ending the one before.</summary>
    /// <param name="height">In points; null for the usual one.</param>
    public abstract void Row(double? height = null);

    public abstract void Text(string? text, SheetStyle style = SheetStyle.Body);

    public abstract void Integer(long? value, SheetStyle style = SheetStyle.Body);

    /// <summary>A number with up to the given places, such as an area or a rate.</summary>
    public abstract void Number(decimal? value, SheetStyle style = SheetStyle.Body);

    /// <summary>An amount in yuan with two places and thousands separators.</summary>
    public abstract void Money(Money? value, SheetStyle style = SheetStyle.Body);

    public abstract void Date(DateOnly? value, SheetStyle style = SheetStyle.Body);

    /// <summary>Leaves a cell out: no border, and nothing to read.</summary>
    public abstract void Skip();

    /// <summary>The row's last cell and the following ones up to the given count become one cell.</summary>
    public abstract void MergeAcross(int columns);

    public abstract void Dispose();

    /// <summary>Two rows over all columns: what the sheet is, and what to know of it.</summary>
    public void Heading(string title, string note, int columns)
    {
        Row(30);
        Text(title, SheetStyle.Title);
        MergeAcross(columns);
        Row();
        Text(note, SheetStyle.Note);
        MergeAcross(columns);
    }

    /// <summary>A value by what it is: text, number (int, decimal), date; nothing at all for null.</summary>
    public void Value(object? value)
    {
        switch (value)
        {
            case null:
                Skip();
                break;
            case int integer:
                Integer(integer);
                break;
            case decimal number:
                Number(number);
                break;
            case DateOnly date:
                Date(date);
                break;
            default:
                Text((string)value);
                break;
        }
    }

    public void Texts(IEnumerable<string> texts, SheetStyle style = SheetStyle.Body)
    {
        foreach (var text in texts)
        {
            Text(text, style);
        }
    }
}

/// <summary>The CSV side of <see cref="SheetWriter"/>.</summary>
internal sealed class CsvSheetWriter(Stream output) : SheetWriter
{
    private readonly StreamWriter writer = new(output, new UTF8Encoding(true), 1 << 16, leaveOpen: true) { NewLine = "\r\n" };
    private bool inRow;
    private bool first;

    public override void BeginSheet(string name, SheetLayout? layout = null)
    {
    }

    public override void Row(double? height = null)
    {
        if (inRow)
        {
            writer.WriteLine();
        }

        inRow = true;
        first = true;
    }

    public override void Text(string? text, SheetStyle style = SheetStyle.Body)
    {
        Separate();
        text = SheetText.Neutral(text ?? "");
        if (text.AsSpan().IndexOfAny(",\"\r\n\t") < 0)
        {
            writer.Write(text);
            return;
        }

        writer.Write('"');
        writer.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
        writer.Write('"');
    }

    public override void Integer(long? value, SheetStyle style = SheetStyle.Body) => Raw(value);

    public override void Number(decimal? value, SheetStyle style = SheetStyle.Body) => Raw(value);

    public override void Money(Money? value, SheetStyle style = SheetStyle.Body) => Raw(value?.Yuan);

    public override void Date(DateOnly? value, SheetStyle style = SheetStyle.Body) => Raw(value, "yyyy-MM-dd");

    public override void Skip() => Separate();

    public override void MergeAcross(int columns)
    {
        for (var i = 1; i < columns; i++)
        {
            Separate();
        }
    }

    public override void Dispose()
    {
        if (inRow)
        {
            writer.WriteLine();
        }

        writer.Dispose();
    }

    private void Raw<T>(T? value, string? format = null)
        where T : struct, IFormattable
    {
        Separate();
        writer.Write(value?.ToString(format, System.Globalization.CultureInfo.InvariantCulture));
    }

    private void Separate()
    {
        if (!first)
        {
            writer.Write(',');
        }

        first = false;
    }
}
