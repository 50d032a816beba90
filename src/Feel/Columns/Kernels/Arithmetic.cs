using System.Numerics;

namespace Fuyao.Feel.Columns.Kernels;

// Range analysis has proved that no row that counts overflows.
internal struct Add : IElementwise
{
    public static long One(long a, long b) => unchecked(a + b);
    public static Vector<long> Many(Vector<long> a, Vector<long> b) => a + b;
}

internal struct Subtract : IElementwise
{
    public static long One(long a, long b) => unchecked(a - b);
    public static Vector<long> Many(Vector<long> a, Vector<long> b) => a - b;
}

internal struct Multiply : IElementwise
{
    public static long One(long a, long b) => unchecked(a * b);
    public static Vector<long> Many(Vector<long> a, Vector<long> b) => a * b;
}

internal struct Min : IElementwise
{
    public static long One(long a, long b) => Math.Min(a, b);
    public static Vector<long> Many(Vector<long> a, Vector<long> b) => Vector.Min(a, b);
}

internal struct Max : IElementwise
{
    public static long One(long a, long b) => Math.Max(a, b);
    public static Vector<long> Many(Vector<long> a, Vector<long> b) => Vector.Max(a, b);
}

internal struct Negate : IElementwise
{
    public static long One(long a, long b) => unchecked(-a);
    public static Vector<long> Many(Vector<long> a, Vector<long> b) => -a;
}

internal struct Abs : IElementwise
{
    public static long One(long a, long b) => Math.Max(a, unchecked(-a));
    public static Vector<long> Many(Vector<long> a, Vector<long> b) => Vector.Max(a, -a);
}
