using Fuyao.Feel.Syntax;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Interpreter;

/// <summary>Arithmetic over numbers, dates, times and durations (DMN 1.5 table 54). Null result: no such operation or out of range.</summary>
internal static class Arithmetic
{
    public static FeelValue Apply(BinaryOperator op, FeelValue left, FeelValue right)
    {
        try
        {
            return op switch
            {
                BinaryOperator.Add => Add(left, right),
                BinaryOperator.Subtract => Subtract(left, right),
                BinaryOperator.Multiply => Multiply(left, right),
                BinaryOperator.Divide => Divide(left, right),
                BinaryOperator.Power => Power(left, right),
                _ => default,
            };
        }
        catch (OverflowException)
        {
            return default;
        }
    }

    private static FeelValue Add(FeelValue left, FeelValue right) => (left.Kind, right.Kind) switch
    {
        (FeelKind.Number, FeelKind.Number) => FeelValue.Of(left.Raw + right.Raw),
        (FeelKind.String, FeelKind.String) => FeelValue.Of(left.AsString + right.AsString),
        (FeelKind.YearsMonths, FeelKind.YearsMonths) => FeelValue.YearsMonths(checked(left.AsMonths + right.AsMonths)),
        (FeelKind.DaysTime, FeelKind.DaysTime) => FeelValue.DaysTime(left.Raw + right.Raw),
        (FeelKind.Date or FeelKind.DateTime, FeelKind.YearsMonths) => AddMonths(left, right.AsMonths),
        (FeelKind.YearsMonths, FeelKind.Date or FeelKind.DateTime) => AddMonths(right, left.AsMonths),
        (FeelKind.Date or FeelKind.DateTime or FeelKind.Time, FeelKind.DaysTime) => AddSeconds(left, right.Raw),
        (FeelKind.DaysTime, FeelKind.Date or FeelKind.DateTime or FeelKind.Time) => AddSeconds(right, left.Raw),
        _ => default,
    };

    private static FeelValue Subtract(FeelValue left, FeelValue right) => (left.Kind, right.Kind) switch
    {
        (FeelKind.Number, FeelKind.Number) => FeelValue.Of(left.Raw - right.Raw),
        (FeelKind.YearsMonths, FeelKind.YearsMonths) => FeelValue.YearsMonths(checked(left.AsMonths - right.AsMonths)),
        (FeelKind.DaysTime, FeelKind.DaysTime) => FeelValue.DaysTime(left.Raw - right.Raw),
        (FeelKind.Date or FeelKind.DateTime, FeelKind.YearsMonths) => AddMonths(left, checked(-right.AsMonths)),
        (FeelKind.Date or FeelKind.DateTime or FeelKind.Time, FeelKind.DaysTime) => AddSeconds(left, -right.Raw),
        (FeelKind.Date, FeelKind.Date) => FeelValue.DaysTime((left.Raw - right.Raw) * 86400m),
        (FeelKind.Time, FeelKind.Time) => TimeDifference(left.AsTime, right.AsTime),
        (FeelKind.Date or FeelKind.DateTime, FeelKind.Date or FeelKind.DateTime) => Difference(AsDateTime(left), AsDateTime(right)),
        _ => default,
    };

    private static FeelValue TimeDifference(FeelTime left, FeelTime right)
    {
        if (left.IsLocal != right.IsLocal)
            return default;
        var nanoseconds = left.Nanoseconds - right.Nanoseconds - ((Zones.Offset(left, null) - Zones.Offset(right, null)) * FeelTime.PerSecond);
        return FeelValue.DaysTime(nanoseconds / (decimal)FeelTime.PerSecond);
    }

    private static FeelValue Difference(FeelDateTime left, FeelDateTime right) =>
        left.Time.IsLocal != right.Time.IsLocal ? default : FeelValue.DaysTime(Operations.Seconds(left) - Operations.Seconds(right));

    /// <summary>A date as its midnight in UTC.</summary>
    public static FeelDateTime AsDateTime(FeelValue value) =>
        value.Kind == FeelKind.DateTime ? value.AsDateTime : new FeelDateTime(value.AsDate, new FeelTime(0, 0));

    private static FeelValue Multiply(FeelValue left, FeelValue right) => (left.Kind, right.Kind) switch
    {
        (FeelKind.Number, FeelKind.Number) => Nonzero(left.Raw * right.Raw, left.Raw == 0m || right.Raw == 0m),
        (FeelKind.YearsMonths, FeelKind.Number) => FeelValue.YearsMonths(decimal.ToInt64(decimal.Truncate(left.Raw * right.Raw))),
        (FeelKind.Number, FeelKind.YearsMonths) => Multiply(right, left),
        (FeelKind.DaysTime, FeelKind.Number) or (FeelKind.Number, FeelKind.DaysTime) => FeelValue.DaysTime(left.Raw * right.Raw),
        _ => default,
    };

    // A result too small to be told from nothing is no result, as one too large is none.
    private static FeelValue Nonzero(decimal result, bool mayBeZero) => result == 0m && !mayBeZero ? default : FeelValue.Of(result);

    private static FeelValue Divide(FeelValue left, FeelValue right)
    {
        if (right.Kind is not (FeelKind.Number or FeelKind.YearsMonths or FeelKind.DaysTime) || right.Raw == 0m)
            return default;
        return (left.Kind, right.Kind) switch
        {
            (FeelKind.Number, FeelKind.Number) => Nonzero(left.Raw / right.Raw, left.Raw == 0m),
            (FeelKind.YearsMonths, FeelKind.Number) => FeelValue.YearsMonths(decimal.ToInt64(decimal.Truncate(left.Raw / right.Raw))),
            (FeelKind.DaysTime, FeelKind.Number) => FeelValue.DaysTime(left.Raw / right.Raw),
            (FeelKind.YearsMonths, FeelKind.YearsMonths) or (FeelKind.DaysTime, FeelKind.DaysTime) => FeelValue.Of(left.Raw / right.Raw),
            _ => default,
        };
    }

    private static FeelValue Power(FeelValue left, FeelValue right)
    {
        if (!left.IsNumber || !right.IsNumber)
            return default;
        var (x, n) = (left.Raw, right.Raw);
        if (n == decimal.Truncate(n) && Math.Abs(n) <= 10_000m)
        {
            var power = Whole(x, (int)Math.Abs(n));
            return n >= 0 ? Nonzero(power, x == 0m) : power == 0m ? default : Nonzero(1m / power, mayBeZero: false);
        }
        var real = Math.Pow((double)x, (double)n);
        return double.IsFinite(real) ? FeelValue.Of((decimal)real) : default;
    }

    private static decimal Whole(decimal x, int n)
    {
        var result = 1m;
        while (n > 0)
        {
            if ((n & 1) != 0)
                result *= x;
            n >>= 1;
            if (n > 0)
                x *= x;
        }
        return result;
    }

    public static FeelValue AddMonths(FeelValue value, long months)
    {
        if (value.Kind == FeelKind.Date)
            return value.AsDate.AddMonths(months) is { } date ? FeelValue.Of(date) : default;
        var origin = value.AsDateTime;
        return origin.Date.AddMonths(months) is { } day ? FeelValue.Of(origin with { Date = day }) : default;
    }

    public static FeelValue AddSeconds(FeelValue value, decimal seconds)
    {
        switch (value.Kind)
        {
            case FeelKind.Date:
                var days = value.DayNumber + decimal.Floor(seconds / 86400m);
                return Day(days) is { } date ? FeelValue.Of(date) : default;
            case FeelKind.Time:
                var time = value.AsTime;
                var total = (time.Nanoseconds + (seconds * FeelTime.PerSecond)) % FeelTime.PerDay;
                return FeelValue.Of(time with { Nanoseconds = (long)(total < 0 ? total + FeelTime.PerDay : total) });
            default:
                var origin = value.AsDateTime;
                var sum = origin.Time.Nanoseconds + (seconds * FeelTime.PerSecond);
                var carry = decimal.Floor(sum / FeelTime.PerDay);
                return Day(origin.Date.DayNumber + carry) is { } day
                    ? FeelValue.Of(new FeelDateTime(day, origin.Time with { Nanoseconds = (long)(sum - (carry * FeelTime.PerDay)) }))
                    : default;
        }
    }

    private static FeelDate? Day(decimal number)
    {
        if (Math.Abs(number) > 366m * FeelDate.MaxYear)
            return null;
        var date = FeelDate.FromDayNumber((long)number);
        return Math.Abs((long)date.Year) <= FeelDate.MaxYear ? date : null;
    }
}
