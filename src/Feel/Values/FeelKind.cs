namespace Fuyao.Feel.Values;

/// <summary>What a <see cref="FeelValue"/> is at run time.</summary>
public enum FeelKind : byte
{
    /// <summary>No value; also that of <c>default</c>.</summary>
    Null,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A .NET decimal.</summary>
    Number,

    /// <summary>Text.</summary>
    String,

    /// <summary>A <see cref="FeelDate"/>.</summary>
    Date,

    /// <summary>A <see cref="FeelTime"/>.</summary>
    Time,

    /// <summary>A <see cref="FeelDateTime"/>.</summary>
    DateTime,

    /// <summary>A duration in seconds.</summary>
    DaysTime,

    /// <summary>A duration in months.</summary>
    YearsMonths,

    /// <summary>A list.</summary>
    List,

    /// <summary>A <see cref="FeelContext"/>.</summary>
    Context,

    /// <summary>A <see cref="FeelRange"/>.</summary>
    Range,

    /// <summary>A <see cref="FeelFunction"/>.</summary>
    Function,

    /// <summary>Strict mode only: a fact the source or the register does not know; carries the inputs it waits for.</summary>
    Unknown,
}
