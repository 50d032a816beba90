using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fuyao.Feel.Columns.Kernels;

/// <summary>Codes, flags and states are bytes in columns and 64 bits wide in registers: eight at a time where the processor can.</summary>
internal static class Bytes
{
    private const int Lanes = 8;

    public static void Widen(ReadOnlySpan<byte> from, Span<long> to, bool vectors)
    {
        var i = 0;
        if (vectors && Avx512F.IsSupported)
            for (; i + Lanes <= from.Length; i += Lanes)
                Eight(from, i).StoreUnsafe(ref MemoryMarshal.GetReference(to), (nuint)i);
        for (; i < from.Length; i++)
            to[i] = from[i];
    }

    /// <summary>Codes of a column into those of the program.</summary>
    public static void Translate(ReadOnlySpan<byte> from, int[] codes, Span<long> to, bool vectors)
    {
        var i = 0;
        if (vectors && Avx512F.IsSupported && codes.Length <= Lanes)
        {
            Span<long> room = stackalloc long[Lanes];
            for (var c = 0; c < codes.Length; c++)
                room[c] = codes[c];
            var table = Vector512.Create<long>(room);
            for (; i + Lanes <= from.Length; i += Lanes)
                Avx512F.PermuteVar8x64(table, Eight(from, i)).StoreUnsafe(ref MemoryMarshal.GetReference(to), (nuint)i);
        }
        for (; i < from.Length; i++)
            to[i] = codes[from[i]];
    }

    /// <summary>A mask of the bytes that equal one.</summary>
    public static void Equal(ReadOnlySpan<byte> from, byte wanted, Span<long> to, bool vectors)
    {
        var i = 0;
        if (vectors && Avx512F.IsSupported)
        {
            var same = Vector512.Create((long)wanted);
            for (; i + Lanes <= from.Length; i += Lanes)
                Vector512.Equals(Eight(from, i), same).StoreUnsafe(ref MemoryMarshal.GetReference(to), (nuint)i);
        }
        for (; i < from.Length; i++)
            to[i] = from[i] == wanted ? -1 : 0;
    }

    /// <summary>The lowest bits of every number.</summary>
    public static void Narrow(ReadOnlySpan<long> from, Span<byte> to, byte mask, bool vectors)
    {
        var i = 0;
        if (vectors && Avx512F.IsSupported)
        {
            var kept = Vector512.Create((long)mask);
            ref var source = ref MemoryMarshal.GetReference(from);
            for (; i + Lanes <= from.Length; i += Lanes)
            {
                var eight = Avx512F.ConvertToVector128Byte(Vector512.LoadUnsafe(ref source, (nuint)i) & kept);
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref MemoryMarshal.GetReference(to), i), eight.AsUInt64().ToScalar());
            }
        }
        for (; i < from.Length; i++)
            to[i] = (byte)(from[i] & mask);
    }

    private static Vector512<long> Eight(ReadOnlySpan<byte> from, int at) =>
        Avx512F.ConvertToVector512Int64(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref MemoryMarshal.GetReference(from), at))).AsByte());
}
