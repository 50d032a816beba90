using Fuyao.Feel.Columns.Compiling;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Columns.Kernels;

internal static class Dates
{
    public static void Ages(long[] births, AgeTable table, Span<long> to)
    {
        var years = table.Years;
        var first = table.First;
        for (var i = 0; i < to.Length; i++)
            to[i] = years[(int)(births[i] - first)];
    }

    public static void AddMonths(long[] days, long[] months, Span<long> to)
    {
        for (var i = 0; i < to.Length; i++)
            to[i] = FeelDate.FromDayNumber(days[i]).AddMonths(months[i])?.DayNumber ?? 0;
    }
}
