namespace Fuyao.Feel.Values;

/// <summary>What a <see cref="FeelValue"/> is at run time.</summary>
public enum FeelKind : byte
{
    Null, Boolean, Number, String, Date, Time, DateTime, DaysTime, YearsMonths, List, Context, Range, Function,

    /// <summary>Strict mode only: a fact the source or the register does not know; carries the inputs it waits for.</summary>
    Unknown,
}
