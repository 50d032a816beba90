namespace Fuyao.Feel.Types;

/// <summary>The kinds of FEEL types (DMN 1.5 §10.3.2.2).</summary>
public enum FeelTypeKind
{
    /// <summary>Anything.</summary>
    Any,

    /// <summary>Null alone.</summary>
    Null,

    /// <summary>A decimal number.</summary>
    Number,

    /// <summary>Text, or one of a closed set of codes.</summary>
    String,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A day.</summary>
    Date,

    /// <summary>A time of day.</summary>
    Time,

    /// <summary>A day with a time.</summary>
    DateTime,

    /// <summary>A duration in seconds.</summary>
    DaysTime,

    /// <summary>A duration in months.</summary>
    YearsMonths,

    /// <summary>A list of one type of elements.</summary>
    List,

    /// <summary>Named members.</summary>
    Context,

    /// <summary>A function.</summary>
    Function,

    /// <summary>A range of one type of values.</summary>
    Range,
}
