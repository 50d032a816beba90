using System.Numerics;
using Fuyao.Feel.Types;

namespace Fuyao.Feel.Columns.Compiling;

/// <summary>A proved range of numerators.</summary>
internal readonly record struct Interval(BigInteger Low, BigInteger High)
{
    public static Interval Of(BigInteger value) => new(value, value);
    public static readonly Interval Bit = new(-1, 0);

    public Interval With(Interval other) => new(BigInteger.Min(Low, other.Low), BigInteger.Max(High, other.High));
    public Interval Times(Interval other)
    {
        BigInteger a = Low * other.Low, b = Low * other.High, c = High * other.Low, d = High * other.High;
        return new(BigInteger.Min(BigInteger.Min(a, b), BigInteger.Min(c, d)), BigInteger.Max(BigInteger.Max(a, b), BigInteger.Max(c, d)));
    }

    public static Interval operator +(Interval a, Interval b) => new(a.Low + b.Low, a.High + b.High);
    public static Interval operator -(Interval a) => new(-a.High, -a.Low);
}

/// <summary>
/// A value for every row of a level. <paramref name="Value"/>, <paramref name="Unknown"/> and <paramref name="Null"/> are results of
/// operations; −1 means that no row is unknown (null). Masks and booleans are −1 for true and 0; a boolean is 0 where it is not known.
/// </summary>
/// <param name="Level">Whose rows.</param>
/// <param name="Kind">What they are.</param>
/// <param name="Value">The operation that gives them.</param>
/// <param name="Range">Of the numerators, rows that are not known included.</param>
/// <param name="Denominator">Of numbers on the scaled path; 1 on the exact one.</param>
/// <param name="Repeating">A division has left a number that no decimal holds: only sums with plain decimals stay the same as decimals.</param>
/// <param name="Constant">Set for a constant number.</param>
internal sealed record Lane(
    int Level, FeelTypeKind Kind, int Value, Interval Range, BigInteger Denominator, bool Repeating = false, int Unknown = -1, int Null = -1, decimal? Constant = null);

/// <summary>What cannot be said in columns. The reason reaches whoever asked for the columns.</summary>
internal sealed class NotInColumnsException(string reason) : Exception(reason);
