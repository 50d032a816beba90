using Fuyao.Feel.Columns.Compiling;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Columns.Kernels;

internal static class Dates
{
    public static void LookUp(long[] days, DayTable table, Span<long> to)
    {
        var numbers = table.Numbers;
        var first = table.First;
        for (var i = 0; i < to.Length; i++)
            to[i] = numbers[(int)(days[i] - first)];
    }

    public static void AddMonths(long[] days, long[] months, Span<long> to)
    {
        for (var i = 0; i < to.Length; i++)
            to[i] = FeelDate.FromDayNumber(days[i]).AddMonths(months[i])?.DayNumber ?? 0;
    }
}
