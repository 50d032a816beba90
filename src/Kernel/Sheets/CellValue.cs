using System.Globalization;

namespace Fuyao.Kernel.Sheets;

/// <summary>One cell as the file holds it: nothing, a text, a number, a date, a boolean or an Excel error.</summary>
public readonly struct CellValue(object? raw)
{
    public static readonly CellValue Empty;

    public bool IsEmpty => raw is null or "";

    public string? Text => raw as string;

    public double? Number => raw switch { double d => d, int i => i, _ => null };

    /// <summary>The day of a cell that Excel formats as a date; the time of day is dropped.</summary>
    public DateOnly? Date => raw is DateTime d ? DateOnly.FromDateTime(d) : null;

    public bool? Boolean => raw as bool?;

    /// <summary>
    /// The cell as a person would read it: numbers without exponent or trailing zeros, dates ISO, booleans 是/否. Numbers beyond
    /// 15 digits come out as Excel kept them, rounded: an id number typed as a number is lost and must be refused by the caller.
    /// </summary>
    public override string ToString() => raw switch
    {
        null => "",
        string s => s,
        double d => Math.Abs(d) < 1e28 ? ((decimal)d).ToString("0.##########", CultureInfo.InvariantCulture) : d.ToString("R", CultureInfo.InvariantCulture),
        DateTime d => d.TimeOfDay == TimeSpan.Zero ? d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : d.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        bool b => b ? "是" : "否",
        _ => Convert.ToString(raw, CultureInfo.InvariantCulture) ?? "",
    };
}
