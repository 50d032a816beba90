namespace Fuyao.Feel.Columns.Kernels;

/// <summary>Decimals, row by row: the interpreter's own operations in its own order, so that even digits beyond the fen are the same.</summary>
internal static class Exact
{
    public static void Load(Column column, int start, Span<decimal> to)
    {
        decimal denominator = column.Denominator;
        for (var i = 0; i < to.Length; i++)
            to[i] = column.Raw(start + i) / denominator;
    }

    public static void From(long[] from, Span<decimal> to)
    {
        for (var i = 0; i < to.Length; i++)
            to[i] = from[i];
    }

    public static void Truncate(decimal[] from, Span<long> to)
    {
        for (var i = 0; i < to.Length; i++)
            to[i] = decimal.ToInt64(decimal.Truncate(from[i]));
    }

    public static void Run(decimal[] left, decimal[] right, Span<decimal> to, Func<decimal, decimal, decimal> operation)
    {
        for (var i = 0; i < to.Length; i++)
            to[i] = operation(left[i], right[i]);
    }

    public static void Compare(decimal[] left, decimal[] right, Span<long> to, Func<int, bool> holds)
    {
        for (var i = 0; i < to.Length; i++)
            to[i] = holds(left[i].CompareTo(right[i])) ? -1 : 0;
    }

    public static void Select(long[] mask, decimal[] yes, decimal[] no, Span<decimal> to)
    {
        for (var i = 0; i < to.Length; i++)
            to[i] = mask[i] != 0 ? yes[i] : no[i];
    }

    public static void Broadcast(decimal[] from, int[] owners, Span<decimal> to)
    {
        for (var i = 0; i < to.Length; i++)
            to[i] = from[owners[i]];
    }

    public static void Sum(decimal[] from, ReadOnlySpan<int> offsets, Span<decimal> to)
    {
        for (var i = 0; i < to.Length; i++)
        {
            var sum = 0m;
            for (var j = offsets[i] - offsets[0]; j < offsets[i + 1] - offsets[0]; j++)
                sum += from[j];
            to[i] = sum;
        }
    }

    /// <summary>0 for a list without items.</summary>
    public static void Extreme(decimal[] from, long[] kept, ReadOnlySpan<int> offsets, Span<decimal> to, bool least)
    {
        for (var i = 0; i < to.Length; i++)
        {
            var (best, any) = (0m, false);
            for (var j = offsets[i] - offsets[0]; j < offsets[i + 1] - offsets[0]; j++)
            {
                if (kept[j] == 0 || (any && (least ? from[j] >= best : from[j] <= best)))
                    continue;
                (best, any) = (from[j], true);
            }
            to[i] = best;
        }
    }
}
