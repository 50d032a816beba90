using System.Numerics;

namespace Fuyao.Feel.Columns.Kernels;

internal struct Equal : IElementwise
{
    public static long One(long a, long b) => a == b ? -1 : 0;
    public static Vector<long> Many(Vector<long> a, Vector<long> b) => Vector.Equals(a, b);
}

internal struct Less : IElementwise
{
    public static long One(long a, long b) => a < b ? -1 : 0;
    public static Vector<long> Many(Vector<long> a, Vector<long> b) => Vector.LessThan(a, b);
}

internal struct LessOrEqual : IElementwise
{
    public static long One(long a, long b) => a <= b ? -1 : 0;
    public static Vector<long> Many(Vector<long> a, Vector<long> b) => Vector.LessThanOrEqual(a, b);
}

internal struct And : IElementwise
{
    public static long One(long a, long b) => a & b;
    public static Vector<long> Many(Vector<long> a, Vector<long> b) => a & b;
}

internal struct Or : IElementwise
{
    public static long One(long a, long b) => a | b;
    public static Vector<long> Many(Vector<long> a, Vector<long> b) => a | b;
}

internal struct AndNot : IElementwise
{
    public static long One(long a, long b) => a & ~b;
    public static Vector<long> Many(Vector<long> a, Vector<long> b) => Vector.AndNot(a, b);
}

internal struct Not : IElementwise
{
    public static long One(long a, long b) => ~a;
    public static Vector<long> Many(Vector<long> a, Vector<long> b) => ~a;
}

internal struct NotZero : IElementwise
{
    public static long One(long a, long b) => a != 0 ? -1 : 0;
    public static Vector<long> Many(Vector<long> a, Vector<long> b) => ~Vector.Equals(a, Vector<long>.Zero);
}
