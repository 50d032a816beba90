namespace Fuyao.Feel.Values;

/// <summary>A FEEL range. A null end is unbounded when the range came from a unary test such as <c>&gt;= 60</c>.</summary>
public sealed record FeelRange(FeelValue Start, bool StartIncluded, FeelValue End, bool EndIncluded)
{
    /// <summary>The bound that a range written as a comparison leaves open.</summary>
    public bool OpenStart => Start.IsNull;
    public bool OpenEnd => End.IsNull;
}
