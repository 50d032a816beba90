namespace Fuyao.Feel.Values;

/// <summary>A date and a time of day.</summary>
public sealed record FeelDateTime(FeelDate Date, FeelTime Time)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Date}T{Time}";
}
