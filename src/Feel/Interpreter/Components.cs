using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Interpreter;

/// <summary>Properties of dates, times, durations and ranges (DMN 1.5 table 65).</summary>
internal static class Components
{
    public static bool Of(FeelValue value, string name, out FeelValue component)
    {
        var found = value.Kind switch
        {
            FeelKind.Date => OfDate(value.AsDate, name),
            FeelKind.Time => OfTime(value.AsTime, name),
            FeelKind.DateTime => OfDate(value.AsDateTime.Date, name) ?? OfTime(value.AsDateTime.Time, name, value.AsDateTime.Date),
            FeelKind.DaysTime => OfSeconds(value.AsSeconds, name),
            FeelKind.YearsMonths => name switch
            {
                "years" => FeelValue.Of((decimal)(value.AsMonths / 12)),
                "months" => FeelValue.Of((decimal)(value.AsMonths % 12)),
                _ => null,
            },
            FeelKind.Range => name switch
            {
                "start" => value.AsRange.Start,
                "end" => value.AsRange.End,
                "start included" => FeelValue.Of(value.AsRange.StartIncluded),
                "end included" => FeelValue.Of(value.AsRange.EndIncluded),
                _ => null,
            },
            _ => null,
        };
        component = found ?? default;
        return found is not null;
    }

    private static FeelValue? OfDate(FeelDate date, string name) => name switch
    {
        "year" => FeelValue.Of((decimal)date.Year),
        "month" => FeelValue.Of((decimal)date.Month),
        "day" => FeelValue.Of((decimal)date.Day),
        "weekday" => FeelValue.Of((decimal)date.Weekday),
        _ => null,
    };

    private static FeelValue? OfTime(FeelTime time, string name, FeelDate? date = null) => name switch
    {
        "hour" => FeelValue.Of((decimal)time.Hour),
        "minute" => FeelValue.Of((decimal)time.Minute),
        "second" => FeelValue.Of(time.Second + (time.Fraction / (decimal)FeelTime.PerSecond)),
        "time offset" => time.IsLocal ? default(FeelValue) : FeelValue.DaysTime(Zones.Offset(time, date)),
        "timezone" => FeelValue.Of(time.Zone),
        _ => null,
    };

    private static FeelValue? OfSeconds(decimal seconds, string name) => name switch
    {
        "days" => FeelValue.Of(decimal.Truncate(seconds / 86400m)),
        "hours" => FeelValue.Of(decimal.Truncate(seconds % 86400m / 3600m)),
        "minutes" => FeelValue.Of(decimal.Truncate(seconds % 3600m / 60m)),
        "seconds" => FeelValue.Of(seconds % 60m),
        _ => null,
    };

    /// <summary>The type of a component; null when values of the type have no such property.</summary>
    public static FeelType? TypeOf(FeelType type, string name) => type.Kind switch
    {
        FeelTypeKind.Date => DatePart(name),
        FeelTypeKind.Time => TimePart(name),
        FeelTypeKind.DateTime => DatePart(name) ?? TimePart(name),
        FeelTypeKind.DaysTime when name is "days" or "hours" or "minutes" or "seconds" => FeelType.Number,
        FeelTypeKind.YearsMonths when name is "years" or "months" => FeelType.Number.Within(null, null, whole: true),
        FeelTypeKind.Range when name is "start" or "end" => type.Element!.OrNull(),
        FeelTypeKind.Range when name is "start included" or "end included" => FeelType.Boolean,
        _ => null,
    };

    private static FeelType? DatePart(string name) => name switch
    {
        "year" => FeelType.Number.Within(-FeelDate.MaxYear, FeelDate.MaxYear, whole: true),
        "month" => FeelType.Number.Within(1, 12, whole: true),
        "day" => FeelType.Number.Within(1, 31, whole: true),
        "weekday" => FeelType.Number.Within(1, 7, whole: true),
        _ => null,
    };

    private static FeelType? TimePart(string name) => name switch
    {
        "hour" => FeelType.Number.Within(0, 23, whole: true),
        "minute" => FeelType.Number.Within(0, 59, whole: true),
        "second" => FeelType.Number.Within(0, 60),
        "time offset" => FeelType.DaysTime.OrNull(),
        "timezone" => FeelType.String.OrNull(),
        _ => null,
    };
}
