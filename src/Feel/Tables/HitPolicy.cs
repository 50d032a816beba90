namespace Fuyao.Feel.Tables;

/// <summary>Which of the rows that match give the result (DMN 1.5 §8.2.8).</summary>
public enum HitPolicy
{
    /// <summary>At most one row may match.</summary>
    Unique,

    /// <summary>Several may match if they say the same.</summary>
    Any,

    /// <summary>The one with the output that stands first among the output's values.</summary>
    Priority,

    /// <summary>The first in the table.</summary>
    First,

    /// <summary>All, in the order of the output's values.</summary>
    OutputOrder,

    /// <summary>All, in the order of the table.</summary>
    RuleOrder,

    /// <summary>All, or what <see cref="Aggregation"/> makes of them.</summary>
    Collect,
}

/// <summary>What COLLECT makes of its rows.</summary>
public enum Aggregation
{
    /// <summary>A list.</summary>
    None,

    /// <summary>Their sum; null where no row matches.</summary>
    Sum,

    /// <summary>The least; null where no row matches.</summary>
    Min,

    /// <summary>The greatest; null where no row matches.</summary>
    Max,

    /// <summary>How many.</summary>
    Count,
}
