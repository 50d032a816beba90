using System.Globalization;
using Fuyao.Kernel.Sheets;

namespace Fuyao.Registry.Import.Cells;

/// <summary>Dates as people type them: 2014.3.5, 2014年3月, 201403, 20140305, Excel serial numbers. What lacks a day means its first.</summary>
internal static class DateText
{
    private const double FirstSerial = 10_000;
    private const double LastSerial = 73_050;
    private static readonly DateOnly SerialZero = new(1899, 12, 30);

    public static bool TryParse(CellValue cell, string text, out DateOnly date)
    {
        if (cell.Date is { } day)
        {
            date = day;
            return day.Year is > 1850 and < 2200;
        }

        return TryParse(text, out date);
    }

    /// <summary>The text must be clean (narrow digits).</summary>
    public static bool TryParse(string text, out DateOnly date)
    {
        date = default;
        var space = text.IndexOfAny([' ', 'T']);
        if (space > 7)
        {
            text = text[..space];
        }

        Span<int> parts = stackalloc int[3];
        var count = 0;
        var inNumber = false;
        var length = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                if (!inNumber)
                {
                    if (count == 3)
                    {
                        return false;
                    }

                    parts[count++] = 0;
                    length = 0;
                }

                if (++length > 8)
                {
                    return false;
                }

                inNumber = true;
                parts[count - 1] = (parts[count - 1] * 10) + (c - '0');
            }
            else if (c is '.' or '-' or '/' or '年' or '月' or '日' or '号' or ' ' or ',' or '、' or '\\')
            {
                inNumber = false;
            }
            else
            {
                return false;
            }
        }

        return count switch
        {
            1 when parts[0] is >= 18_500_101 and < 22_000_000 => Make(parts[0] / 10_000, parts[0] / 100 % 100, parts[0] % 100, out date),
            1 when parts[0] is >= 185_001 and < 220_000 => Make(parts[0] / 100, parts[0] % 100, 1, out date),
            1 when parts[0] is >= 1850 and < 2200 => Make(parts[0], 1, 1, out date),
            1 when parts[0] is >= (int)FirstSerial and <= (int)LastSerial => Serial(parts[0], out date),
            2 => Make(parts[0], parts[1], 1, out date),
            3 => Make(parts[0], parts[1], parts[2], out date),
            _ => false,
        };
    }

    private static bool Serial(int days, out DateOnly date)
    {
        date = SerialZero.AddDays(days);
        return true;
    }

    private static bool Make(int year, int month, int day, out DateOnly date)
    {
        date = default;
        if (year is < 1850 or >= 2200 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new DateOnly(year, month, day);
        return true;
    }

    public static string Write(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
