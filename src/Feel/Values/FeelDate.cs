using System.Globalization;

namespace Fuyao.Feel.Values;

/// <summary>A proleptic Gregorian date, years -999,999,999 to 999,999,999 (the range of the standard).</summary>
public readonly record struct FeelDate(int Year, int Month, int Day) : IComparable<FeelDate>
{
    /// <summary>The last year; the first is its negative.</summary>
    public const int MaxYear = 999_999_999;

    /// <summary>The same day.</summary>
    public static FeelDate From(DateOnly date) => new(date.Year, date.Month, date.Day);

    /// <exception cref="InvalidOperationException">The year is outside 1–9999.</exception>
    public DateOnly ToDateOnly() => Year is >= 1 and <= 9999
        ? new DateOnly(Year, Month, Day)
        : throw new InvalidOperationException($"The year {Year} is outside 1–9999.");

    /// <summary>Whether there is such a day.</summary>
    public static bool IsValid(long year, long month, long day) =>
        year is >= -MaxYear and <= MaxYear && month is >= 1 and <= 12 && day >= 1 && day <= DaysIn((int)year, (int)month);

    /// <summary>Whether the year has a 29 February.</summary>
    public static bool IsLeap(int year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    /// <summary>Days of a month (from 1).</summary>
    public static int DaysIn(int year, int month) => month switch { 2 => IsLeap(year) ? 29 : 28, 4 or 6 or 9 or 11 => 30, _ => 31 };

    /// <summary>Days since 1970-01-01.</summary>
    public long DayNumber
    {
        get
        {
            long y = Month <= 2 ? Year - 1L : Year;
            var era = (y >= 0 ? y : y - 399) / 400;
            var yoe = y - (era * 400);
            var doy = (((153 * (Month + (Month > 2 ? -3 : 9))) + 2) / 5) + Day - 1;
            var doe = (yoe * 365) + (yoe / 4) - (yoe / 100) + doy;
            return (era * 146097) + doe - 719468;
        }
    }

    /// <summary>The day so many days after 1970-01-01.</summary>
    public static FeelDate FromDayNumber(long days)
    {
        var z = days + 719468;
        var era = (z >= 0 ? z : z - 146096) / 146097;
        var doe = z - (era * 146097);
        var yoe = (doe - (doe / 1460) + (doe / 36524) - (doe / 146096)) / 365;
        var doy = doe - ((365 * yoe) + (yoe / 4) - (yoe / 100));
        var mp = ((5 * doy) + 2) / 153;
        var day = (int)(doy - (((153 * mp) + 2) / 5) + 1);
        var month = (int)(mp < 10 ? mp + 3 : mp - 9);
        return new((int)(yoe + (era * 400) + (month <= 2 ? 1 : 0)), month, day);
    }

    /// <summary>Calendar months later; a day the month lacks becomes its last day.</summary>
    public FeelDate? AddMonths(long months)
    {
        var total = (Year * 12L) + (Month - 1) + months;
        var year = Math.DivRem(total, 12, out var month);
        if (month < 0)
        {
            month += 12;
            year--;
        }
        if (year is < -MaxYear or > MaxYear)
            return null;
        return new((int)year, (int)month + 1, Math.Min(Day, DaysIn((int)year, (int)month + 1)));
    }

    /// <summary>1 = Monday … 7 = Sunday.</summary>
    public int Weekday => (int)(((((DayNumber + 3) % 7) + 7) % 7) + 1);

    /// <summary>From 1.</summary>
    public int DayOfYear => (int)(DayNumber - new FeelDate(Year, 1, 1).DayNumber) + 1;

    /// <summary>By the calendar.</summary>
    public int CompareTo(FeelDate other) => DayNumber.CompareTo(other.DayNumber);

    /// <inheritdoc/>
    public override string ToString()
    {
        var digits = Math.Abs((long)Year).ToString("0000", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{(Year < 0 ? "-" : "")}{digits}-{Month:00}-{Day:00}");
    }
}
