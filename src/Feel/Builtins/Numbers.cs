using Fuyao.Feel.Values;

namespace Fuyao.Feel.Builtins;

/// <summary>Numeric functions (DMN 1.5 §10.3.4.5).</summary>
internal static class Numbers
{
    public static void Define(Definitions d)
    {
        d.Add("abs(n: number): number", (a, _) => FeelValue.Of(Math.Abs(a[0].AsNumber)), keepsUnit: true);
        d.Add("abs(n: days and time duration): days and time duration", (a, _) => FeelValue.DaysTime(Math.Abs(a[0].AsSeconds)));
        d.Add("abs(n: years and months duration): years and months duration", (a, _) => FeelValue.YearsMonths(Math.Abs(a[0].AsMonths)));
        d.Add("decimal(n: number, scale: number): number", (a, _) => Scaled(a[0], a[1], MidpointRounding.ToEven), keepsUnit: true);
        foreach (var (name, mode) in new[]
        {
            ("floor", MidpointRounding.ToNegativeInfinity), ("ceiling", MidpointRounding.ToPositiveInfinity),
        })
        {
            d.Add($"{name}(n: number): number", (a, _) => FeelValue.Of(Math.Round(a[0].AsNumber, mode)), keepsUnit: true);
            d.Add($"{name}(n: number, scale: number): number", (a, _) => Scaled(a[0], a[1], mode), keepsUnit: true);
        }
        d.Add("round up(n: number, scale: number): number", (a, _) => Scaled(a[0], a[1], a[0].AsNumber < 0 ? MidpointRounding.ToNegativeInfinity : MidpointRounding.ToPositiveInfinity), keepsUnit: true);
        d.Add("round down(n: number, scale: number): number", (a, _) => Scaled(a[0], a[1], MidpointRounding.ToZero), keepsUnit: true);
        d.Add("round half up(n: number, scale: number): number", (a, _) => Scaled(a[0], a[1], MidpointRounding.AwayFromZero), keepsUnit: true);
        d.Add("round half down(n: number, scale: number): number", (a, _) => HalfDown(a[0], a[1]), keepsUnit: true);
        d.Add("modulo(dividend: number, divisor: number): number", (a, _) =>
        {
            var (n, m) = (a[0].AsNumber, a[1].AsNumber);
            return m == 0m ? default : FeelValue.Of(n - (m * decimal.Floor(n / m)));
        }, keepsUnit: true);
        d.Add("sqrt(number: number): number", (a, _) => a[0].AsNumber < 0 ? default : FeelValue.Of(Sqrt(a[0].AsNumber)));
        d.Add("log(number: number): number", (a, _) => a[0].AsNumber <= 0 ? default : FeelValue.Of((decimal)Math.Log((double)a[0].AsNumber)));
        d.Add("exp(number: number): number", (a, _) => FeelValue.Of(Exp(a[0].AsNumber)));
        d.Add("odd(number: number): boolean", (a, _) => decimal.IsInteger(a[0].AsNumber) ? FeelValue.Of(a[0].AsNumber % 2 != 0) : FeelValue.False);
        d.Add("even(number: number): boolean", (a, _) => decimal.IsInteger(a[0].AsNumber) ? FeelValue.Of(a[0].AsNumber % 2 == 0) : FeelValue.False);
    }

    /// <summary>Rounded to so many places; null for a scale outside the standard's −6111…6176.</summary>
    private static FeelValue Scaled(FeelValue number, FeelValue scale, MidpointRounding mode)
    {
        var n = number.AsNumber;
        var places = decimal.Truncate(scale.AsNumber);
        if (places is < -6111 or > 6176)
            return default;
        if (places >= 28)
            return number;
        if (places >= 0)
            return FeelValue.Of(Math.Round(n, (int)places, mode));
        if (places < -28)
            return FeelValue.Of(0m);
        var unit = Power10((int)-places);
        return FeelValue.Of(Math.Round(n / unit, mode) * unit);
    }

    private static FeelValue HalfDown(FeelValue number, FeelValue scale)
    {
        var n = number.AsNumber;
        var places = decimal.Truncate(scale.AsNumber);
        if (places is < -6111 or > 6176)
            return default;
        if (places is >= 28 or < -28)
            return places >= 28 ? number : FeelValue.Of(0m);
        var unit = places >= 0 ? 1m / Power10((int)places) : Power10((int)-places);
        var down = places >= 0 ? Math.Round(n, (int)places, MidpointRounding.ToZero) : Math.Round(n / unit, MidpointRounding.ToZero) * unit;
        var rest = Math.Abs(n - down);
        return FeelValue.Of(rest > unit / 2m ? down + (Math.Sign(n) * unit) : down);
    }

    internal static decimal Power10(int n)
    {
        var result = 1m;
        for (var i = 0; i < n; i++)
            result *= 10m;
        return result;
    }

    /// <summary>Newton's method from the double's root: exact to the decimal's last places.</summary>
    internal static decimal Sqrt(decimal n)
    {
        if (n == 0m)
            return 0m;
        var x = (decimal)Math.Sqrt((double)n);
        for (var i = 0; i < 4 && x != 0m; i++)
            x = (x + (n / x)) / 2m;
        return x;
    }

    private static decimal Exp(decimal n)
    {
        if (Math.Abs(n) > 60m)
            return (decimal)Math.Exp((double)n);
        // Halve until small, sum the series, square back.
        var halvings = 0;
        while (Math.Abs(n) > 0.5m)
        {
            n /= 2m;
            halvings++;
        }
        decimal sum = 1m, term = 1m;
        for (var i = 1; i < 40 && term != 0m; i++)
        {
            term = term * n / i;
            sum += term;
        }
        for (; halvings > 0; halvings--)
            sum *= sum;
        return sum;
    }
}
