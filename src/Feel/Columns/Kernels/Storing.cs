using System.Numerics;
using System.Runtime.InteropServices;
using Fuyao.Feel.Types;

namespace Fuyao.Feel.Columns.Kernels;

/// <summary>Registers into outputs, as narrow as range analysis allows.</summary>
internal static class Storing
{
    public static void Values(long[]? integers, decimal[]? decimals, ColumnOutput output, int start, int count, bool vectors)
    {
        switch (output.Data)
        {
            case decimal[] exact:
                decimals.AsSpan(0, count).CopyTo(exact.AsSpan(start));
                break;
            case int[] narrow:
                Narrow(integers.AsSpan(0, count), narrow.AsSpan(start, count), vectors);
                break;
            case byte[] bytes:
                // True is −1 in a register and 1 in a column.
                Bytes.Narrow(integers.AsSpan(0, count), bytes.AsSpan(start, count), output.Kind == FeelTypeKind.Boolean ? (byte)1 : byte.MaxValue, vectors);
                break;
            default:
                integers.AsSpan(0, count).CopyTo(((long[])output.Data).AsSpan(start));
                break;
        }
    }

    public static void States(ReadOnlySpan<long> unknown, ReadOnlySpan<long> absent, Span<byte> to)
    {
        for (var i = 0; i < to.Length; i++)
            to[i] = (byte)((unknown.IsEmpty ? 0 : unknown[i] & Column.Unknown) | (absent.IsEmpty ? 0 : absent[i] & Column.Null));
    }

    private static void Narrow(ReadOnlySpan<long> from, Span<int> to, bool vectors)
    {
        var i = 0;
        if (vectors)
        {
            ref var source = ref MemoryMarshal.GetReference(from);
            ref var target = ref MemoryMarshal.GetReference(to);
            for (; i + Vector<int>.Count <= from.Length; i += Vector<int>.Count)
                Vector.Narrow(Vector.LoadUnsafe(ref source, (nuint)i), Vector.LoadUnsafe(ref source, (nuint)(i + Vector<long>.Count))).StoreUnsafe(ref target, (nuint)i);
        }
        for (; i < from.Length; i++)
            to[i] = (int)from[i];
    }
}
