using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Tables;

/// <summary>One example value for every stretch of an input on which no cell can tell values apart.</summary>
internal static class Atoms
{
    /// <summary>Stands for any string that no cell mentions.</summary>
    public const string Other = "\u0001other";

    public static IEnumerable<FeelValue> Of(FeelType type, CellSet[] cells) => At(type, [.. cells.SelectMany(c => c.Constants)]);

    /// <param name="type">Of the input.</param>
    /// <param name="constants">The values at which something may change.</param>
    public static IEnumerable<FeelValue> At(FeelType type, IReadOnlyCollection<FeelValue> constants)
    {
        if (type.Nullable)
            yield return FeelValue.Null;
        switch (type.Kind)
        {
            case FeelTypeKind.Boolean:
                yield return FeelValue.True;
                yield return FeelValue.False;
                break;
            case FeelTypeKind.String:
                foreach (var code in type.Codes ?? [.. constants.Where(c => c.IsString).Select(c => c.AsString).Distinct(), Other])
                    yield return FeelValue.Of(code);
                break;
            case FeelTypeKind.Number:
                foreach (var point in Points([.. constants.Where(c => c.IsNumber).Select(c => c.AsNumber)], type.Min, type.Max, type.Whole))
                    yield return FeelValue.Of(point);
                break;
            case FeelTypeKind.Date:
                foreach (var point in Points([.. constants.Where(c => c.Kind == FeelKind.Date).Select(c => c.Raw)], null, null, true))
                    yield return FeelValue.Of(FeelDate.FromDayNumber((long)point));
                break;
            case FeelTypeKind.YearsMonths:
                foreach (var point in Points([.. constants.Where(c => c.Kind == FeelKind.YearsMonths).Select(c => c.Raw)], null, null, true))
                    yield return FeelValue.YearsMonths((long)point);
                break;
            case FeelTypeKind.DaysTime:
                foreach (var point in Points([.. constants.Where(c => c.Kind == FeelKind.DaysTime).Select(c => c.Raw)], null, null, false))
                    yield return FeelValue.DaysTime(point);
                break;
            default:
                // Of other types nothing is known but what the cells mention; an input that none mentions is not invented.
                foreach (var constant in constants.Distinct())
                    yield return constant;
                if (constants.Count == 0 && !type.Nullable)
                    yield return FeelValue.Null;
                break;
        }
    }

    /// <summary>The bounds, the constants, and one point in every stretch between.</summary>
    private static IEnumerable<decimal> Points(decimal[] constants, decimal? min, decimal? max, bool whole)
    {
        var points = constants.Concat(new[] { min, max }.OfType<decimal>()).Where(p => !(p < min) && !(p > max)).Distinct().Order().ToArray();
        if (points.Length == 0)
        {
            yield return 0m;
            yield break;
        }
        if (min is null && Below(points[0]) is { } low)
            yield return low;
        for (var i = 0; i < points.Length; i++)
        {
            if (!whole || decimal.IsInteger(points[i]))
                yield return points[i];
            if (i + 1 < points.Length && Between(points[i], points[i + 1], whole) is { } middle)
                yield return middle;
        }
        if (max is null && Above(points[^1]) is { } high)
            yield return high;
    }

    private static decimal? Below(decimal p) => p > decimal.MinValue + 1m ? Math.Ceiling(p) - 1m : null;
    private static decimal? Above(decimal p) => p < decimal.MaxValue - 1m ? Math.Floor(p) + 1m : null;

    private static decimal? Between(decimal a, decimal b, bool whole)
    {
        var next = Math.Floor(a) + 1m;
        if (next < b)
            return next;
        if (whole)
            return null;
        var middle = a + ((b - a) / 2m);
        return middle > a && middle < b ? middle : null;
    }
}
