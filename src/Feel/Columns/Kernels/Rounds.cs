using Fuyao.Feel.Columns.Compiling;

namespace Fuyao.Feel.Columns.Kernels;

internal static class Rounds
{
    /// <summary>The quotient, rounded as the mode says; the divisor is positive.</summary>
    public static void Divide(long[] from, Span<long> to, Rounding rounding)
    {
        var (multiplier, divisor) = (rounding.Multiplier, rounding.Divisor);
        for (var i = 0; i < to.Length; i++)
        {
            var (quotient, rest) = Math.DivRem(from[i] * multiplier, divisor);
            // Twice the rest against the divisor, without overflow.
            var half = Math.Abs(rest).CompareTo(divisor - Math.Abs(rest));
            var away = rounding.Mode switch
            {
                MidpointRounding.ToZero => false,
                MidpointRounding.ToNegativeInfinity => rest < 0,
                MidpointRounding.ToPositiveInfinity => rest > 0,
                MidpointRounding.ToEven => half > 0 || (half == 0 && (quotient & 1) != 0),
                _ => half >= 0,
            };
            to[i] = away ? quotient + (rest < 0 ? -1 : 1) : quotient;
        }
    }
}
