using System.Numerics;
using System.Runtime.InteropServices;
using Fuyao.Feel.Types;

namespace Fuyao.Feel.Columns.Kernels;

/// <summary>Columns into registers: narrow integers widen, codes become those of the program, booleans become masks.</summary>
internal static class Loading
{
    /// <param name="codes">Of strings: the program's code of every code of the column.</param>
    public static void Values(Column column, int start, Span<long> to, int[]? codes, bool vectors)
    {
        switch (column.Data)
        {
            case int[] wide when codes is null:
                Widen(wide.AsSpan(start, to.Length), to, vectors);
                break;
            case int[] wide:
                for (var i = 0; i < to.Length; i++)
                    to[i] = codes[wide[start + i]];
                break;
            case long[] longs:
                longs.AsSpan(start, to.Length).CopyTo(to);
                break;
            case short[] shorts:
                for (var i = 0; i < to.Length; i++)
                    to[i] = shorts[start + i];
                break;
            case byte[] flags when column.Kind == FeelTypeKind.Boolean:
                Bytes.Widen(flags.AsSpan(start, to.Length), to, vectors);
                // Where it is not known a boolean is 0.
                var states = column.States is null ? default : column.States.AsSpan(start, to.Length);
                for (var i = 0; i < to.Length; i++)
                    to[i] = -to[i];
                for (var i = 0; i < states.Length; i++)
                    to[i] = states[i] == Column.Known ? to[i] : 0;
                break;
            case byte[] bytes when codes is null:
                Bytes.Widen(bytes.AsSpan(start, to.Length), to, vectors);
                break;
            case byte[] bytes:
                Bytes.Translate(bytes.AsSpan(start, to.Length), codes, to, vectors);
                break;
            default:
                throw new InvalidOperationException("No such column.");
        }
    }

    public static void States(Column column, byte wanted, int start, Span<long> to, bool vectors) =>
        Bytes.Equal(column.States.AsSpan(start, to.Length), wanted, to, vectors);

    private static void Widen(ReadOnlySpan<int> from, Span<long> to, bool vectors)
    {
        var i = 0;
        if (vectors)
        {
            ref var source = ref MemoryMarshal.GetReference(from);
            ref var target = ref MemoryMarshal.GetReference(to);
            for (; i + Vector<int>.Count <= from.Length; i += Vector<int>.Count)
            {
                Vector.Widen(Vector.LoadUnsafe(ref source, (nuint)i), out var low, out var high);
                low.StoreUnsafe(ref target, (nuint)i);
                high.StoreUnsafe(ref target, (nuint)(i + Vector<long>.Count));
            }
        }
        for (; i < from.Length; i++)
            to[i] = from[i];
    }
}
