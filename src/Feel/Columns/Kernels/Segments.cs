namespace Fuyao.Feel.Columns.Kernels;

/// <summary>
/// Between owners and their rows. Households differ in size, so loops over each one would be mispredicted at every household: sums are
/// differences of running sums instead, and owners are found once for a chunk.
/// </summary>
internal static class Segments
{
    /// <summary>Of every row: which owner of the chunk it has.</summary>
    public static void Owners(ReadOnlySpan<int> offsets, int start, int count, int[] to)
    {
        var marks = to.AsSpan(0, count);
        marks.Clear();
        for (var i = 1; i + 1 < offsets.Length; i++)
        {
            var at = offsets[i] - start;
            if ((uint)at < (uint)marks.Length)
                marks[at]++;
        }
        var owner = 0;
        for (var i = 0; i < marks.Length; i++)
            marks[i] = owner += marks[i];
    }

    public static void Broadcast(long[] from, int[] owners, Span<long> to)
    {
        for (var i = 0; i < to.Length; i++)
            to[i] = from[owners[i]];
    }

    public static void Lengths(ReadOnlySpan<int> offsets, Span<long> to)
    {
        for (var i = 0; i < to.Length; i++)
            to[i] = offsets[i + 1] - offsets[i];
    }

    /// <summary>Running sums may wrap around: their differences do not.</summary>
    public static void Sum(long[] from, ReadOnlySpan<int> offsets, Span<long> to, long[] running)
    {
        var start = offsets[0];
        var count = offsets[^1] - start;
        var values = from.AsSpan(0, count);
        var sums = running.AsSpan(1, count);
        running[0] = 0;
        var sum = 0L;
        for (var i = 0; i < values.Length; i++)
        {
            sum = unchecked(sum + values[i]);
            sums[i] = sum;
        }
        var before = 0L;
        for (var i = 0; i < to.Length; i++)
        {
            var after = running[offsets[i + 1] - start];
            to[i] = unchecked(after - before);
            before = after;
        }
    }

    /// <summary>0 for a list without items.</summary>
    public static void Extreme(long[] from, long[] kept, ReadOnlySpan<int> offsets, Span<long> to, bool least)
    {
        for (var i = 0; i < to.Length; i++)
        {
            var (best, any) = (0L, false);
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
