using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Fuyao.Kernel;

/// <summary>
/// A calendar month or year, written <c>2016-05</c> or <c>2016</c>: what an entitlement is computed for.
/// </summary>
public readonly record struct Period
{
    private Period(int year, int? month)
    {
        Year = year;
        Month = month;
    }

    public int Year { get; }

    /// <summary>1–12, or null for a whole year.</summary>
    public int? Month { get; }

    public DateOnly FirstDay => new(Year, Month ?? 1, 1);

    public DateOnly LastDay => Month is null ? new DateOnly(Year, 12, 31) : FirstDay.AddMonths(1).AddDays(-1);

    public static Period OfMonth(int year, int month) => new(new DateOnly(year, month, 1).Year, month);

    public static Period OfYear(int year) => new(new DateOnly(year, 1, 1).Year, null);

    public static Period MonthOf(DateOnly date) => new(date.Year, date.Month);

    public static bool TryParse([NotNullWhen(true)] string? text, out Period period)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month))
        {
            period = MonthOf(month);
            return true;
        }

        if (DateOnly.TryParseExact(text, "yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var year))
        {
            period = OfYear(year.Year);
            return true;
        }

        period = default;
        return false;
    }

    public override string ToString() => Month is null
        ? Year.ToString("0000", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Month:00}");
}
