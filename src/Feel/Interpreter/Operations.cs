using Fuyao.Feel.Values;

namespace Fuyao.Feel.Interpreter;

/// <summary>Equality and order (DMN 1.5 tables 51–53). Null results mean "not comparable".</summary>
internal static class Operations
{
    /// <summary>Null when the two cannot be compared.</summary>
    public static bool? Equal(FeelValue left, FeelValue right)
    {
        if (left.Kind != right.Kind)
            return left.IsNull || right.IsNull ? false : null;
        switch (left.Kind)
        {
            case FeelKind.Null:
                return true;
            case FeelKind.Boolean or FeelKind.Number or FeelKind.Date or FeelKind.DaysTime or FeelKind.YearsMonths:
                return left.Raw == right.Raw;
            case FeelKind.String:
                return left.AsString == right.AsString;
            case FeelKind.Time or FeelKind.DateTime:
                return Milliseconds(left) == Milliseconds(right);
            case FeelKind.List:
                return EqualLists(left.Items, right.Items);
            case FeelKind.Context:
                return EqualContexts(left.AsContext, right.AsContext);
            case FeelKind.Range:
                var (l, r) = (left.AsRange, right.AsRange);
                return l.Comparison == r.Comparison && l.StartIncluded == r.StartIncluded && l.EndIncluded == r.EndIncluded && Equal(l.Start, r.Start) == true && Equal(l.End, r.End) == true;
            default:
                return left.Equals(right) ? true : null;
        }
    }

    /// <summary>The kit compares times to the millisecond.</summary>
    private static decimal Milliseconds(FeelValue value) =>
        decimal.Floor(value.Kind == FeelKind.Time ? Instant(value.AsTime) / 1_000_000m : Seconds(value.AsDateTime) * 1000m);

    private static bool? EqualLists(FeelValue[] left, FeelValue[] right)
    {
        if (left.Length != right.Length)
            return false;
        bool? result = true;
        for (var i = 0; i < left.Length; i++)
        {
            var equal = Equal(left[i], right[i]);
            if (equal == false)
                return false;
            if (equal is null)
                result = null;
        }
        return result;
    }

    private static bool? EqualContexts(FeelContext left, FeelContext right)
    {
        if (left.Count != right.Count)
            return false;
        bool? result = true;
        foreach (var (name, value) in left.Entries)
        {
            if (!right.TryGet(name, out var other) || Equal(value, other) is not { } equal)
                return false;
            if (!equal)
                result = false;
        }
        return result;
    }

    /// <summary>Less than 0, 0, greater than 0; null when the two have no order.</summary>
    public static int? Compare(FeelValue left, FeelValue right)
    {
        if (left.Kind != right.Kind)
            return null;
        return left.Kind switch
        {
            FeelKind.Number or FeelKind.Date or FeelKind.DaysTime or FeelKind.YearsMonths => left.Raw.CompareTo(right.Raw),
            FeelKind.String => string.CompareOrdinal(left.AsString, right.AsString),
            FeelKind.Time => Instant(left.AsTime).CompareTo(Instant(right.AsTime)),
            FeelKind.DateTime => CompareInstants(left.AsDateTime, right.AsDateTime),
            _ => null,
        };
    }

    private static long Instant(FeelTime time) => time.Nanoseconds - (Zones.Offset(time, null) * FeelTime.PerSecond);

    private static int CompareInstants(FeelDateTime left, FeelDateTime right)
    {
        // Two local times are compared as written; otherwise a local time counts as UTC.
        return Seconds(left).CompareTo(Seconds(right));
    }

    /// <summary>Seconds since 1970-01-01T00:00:00Z.</summary>
    public static decimal Seconds(FeelDateTime value) =>
        (value.Date.DayNumber * 86400m) + (value.Time.Nanoseconds / (decimal)FeelTime.PerSecond) - Zones.Offset(value.Time, value.Date);

    /// <summary>Whether a value lies in a range: null when it cannot be compared with its ends.</summary>
    public static bool? Contains(FeelRange range, FeelValue value)
    {
        if (range.Comparison == "!=")
            return Equal(range.Start, value) is { } equal ? !equal : null;
        var low = range.OpenStart ? true : Bound(Compare(range.Start, value), range.StartIncluded);
        if (low == false)
            return false;
        var high = range.OpenEnd ? true : Bound(Compare(value, range.End), range.EndIncluded);
        return high == false ? false : low is null || high is null ? null : true;
    }

    private static bool? Bound(int? compared, bool included) => compared is { } c ? c < 0 || (c == 0 && included) : null;

    public static FeelValue Of(bool? value) => value is { } known ? FeelValue.Of(known) : default;

    /// <summary>The joint Unknown of two operands of which at least one is Unknown.</summary>
    public static FeelValue Unknown(FeelValue left, FeelValue right) =>
        !left.IsUnknown ? right : !right.IsUnknown ? left : FeelValue.Unknown(left.NeedSet.With(right.NeedSet));
}
