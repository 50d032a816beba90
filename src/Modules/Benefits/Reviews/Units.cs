using System.Globalization;
using Fuyao.Kernel;

namespace Fuyao.Benefits.Reviews;

/// <summary>Units of time as awards name them.</summary>
internal static class Units
{
    /// <summary>The name of the unit before: of <c>2016-05</c> <c>2016-04</c>, of <c>2016-spring</c> <c>2015-autumn</c>; null where there is none.</summary>
    public static string? Before(string unit, string period)
    {
        switch (unit)
        {
            case "month" when Period.TryParse(period, out var month) && month.Month is not null:
                return Period.MonthOf(month.FirstDay.AddMonths(-1)).ToString();
            case "year" when Year(period) is { } year:
                return Text(year - 1);
            case "term" when Year(period) is { } term:
                return period.EndsWith("spring", StringComparison.Ordinal) ? $"{Text(term - 1)}-autumn" : $"{Text(term)}-spring";
            case "school-year" when Year(period) is { } first:
                return $"{Text(first - 1)}-{Text(first)}";
            default:
                return null;
        }
    }

    private static int? Year(string period) =>
        period.Length >= 4 && int.TryParse(period.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year > 1 ? year : null;

    private static string Text(int year) => year.ToString("0000", CultureInfo.InvariantCulture);
}
