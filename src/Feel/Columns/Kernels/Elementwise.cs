using System.Numerics;
using System.Runtime.InteropServices;

namespace Fuyao.Feel.Columns.Kernels;

/// <summary>An operation on two integers, and on as many at once as the machine holds. True is −1.</summary>
internal interface IElementwise
{
    static abstract long One(long a, long b);
    static abstract Vector<long> Many(Vector<long> a, Vector<long> b);
}

/// <summary>Kernels that go through the rows one after another. Registers are padded, so vectors may run past the last row.</summary>
internal static class Elementwise
{
    public static void Run<T>(long[] left, long[] right, long[] to, int count, bool vectors)
        where T : IElementwise
    {
        ref var a = ref MemoryMarshal.GetArrayDataReference(left);
        ref var b = ref MemoryMarshal.GetArrayDataReference(right);
        ref var d = ref MemoryMarshal.GetArrayDataReference(to);
        if (vectors)
        {
            for (nuint i = 0; i < (nuint)count; i += (nuint)Vector<long>.Count)
                T.Many(Vector.LoadUnsafe(ref a, i), Vector.LoadUnsafe(ref b, i)).StoreUnsafe(ref d, i);
            return;
        }
        for (var i = 0; i < count; i++)
            to[i] = T.One(left[i], right[i]);
    }

    public static void Select(long[] mask, long[] yes, long[] no, long[] to, int count, bool vectors)
    {
        ref var m = ref MemoryMarshal.GetArrayDataReference(mask);
        ref var a = ref MemoryMarshal.GetArrayDataReference(yes);
        ref var b = ref MemoryMarshal.GetArrayDataReference(no);
        ref var d = ref MemoryMarshal.GetArrayDataReference(to);
        if (vectors)
        {
            for (nuint i = 0; i < (nuint)count; i += (nuint)Vector<long>.Count)
                Vector.ConditionalSelect(Vector.LoadUnsafe(ref m, i), Vector.LoadUnsafe(ref a, i), Vector.LoadUnsafe(ref b, i)).StoreUnsafe(ref d, i);
            return;
        }
        for (var i = 0; i < count; i++)
            to[i] = (mask[i] & yes[i]) | (~mask[i] & no[i]);
    }
}
