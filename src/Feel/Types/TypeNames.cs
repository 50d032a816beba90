namespace Fuyao.Feel.Types;

/// <summary>The names of the simple types as DMN spells them.</summary>
internal static class TypeNames
{
    public static readonly IReadOnlyList<string> All =
    [
        "Any", "number", "string", "boolean", "date", "time", "date and time", "days and time duration", "years and months duration", "list", "context", "function", "range",
    ];

    /// <summary>The DMN spelling of a simple kind.</summary>
    public static string Of(FeelTypeKind kind) => kind switch
    {
        FeelTypeKind.DateTime => "date and time",
        FeelTypeKind.DaysTime => "days and time duration",
        FeelTypeKind.YearsMonths => "years and months duration",
        _ => kind.ToString().ToLowerInvariant(),
    };

    public static FeelType? Simple(string name) => name switch
    {
        "Any" or "any" => FeelType.Any,
        "Null" => FeelType.Null,
        "number" => FeelType.Number,
        "string" => FeelType.String,
        "boolean" => FeelType.Boolean,
        "date" => FeelType.Date,
        "time" => FeelType.Time,
        "date and time" or "dateTime" or "date time" => FeelType.DateTime,
        "days and time duration" or "day time duration" or "dayTimeDuration" => FeelType.DaysTime,
        "years and months duration" or "year month duration" or "yearMonthDuration" => FeelType.YearsMonths,
        _ => null,
    };
}
