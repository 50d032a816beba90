namespace Fuyao.Feel.Values;

/// <summary>A FEEL range. A null end is unbounded when the range came from a unary test such as <c>&gt;= 60</c>.</summary>
public sealed record FeelRange(FeelValue Start, bool StartIncluded, FeelValue End, bool EndIncluded)
{
    /// <summary>The sign when the range was written as a comparison (<c>&gt;= 60</c>); such a range differs from one with both ends.</summary>
    public string? Comparison { get; init; }

    /// <summary>The bound that a range written as a comparison leaves open.</summary>
    public bool OpenStart => Comparison is not null && Start.IsNull;
    /// <summary>The upper bound is the one left open.</summary>
    public bool OpenEnd => Comparison is not null && End.IsNull;
}
