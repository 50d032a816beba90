using Fuyao.Feel.Types;

namespace Fuyao.Feel;

/// <summary>How a text is compiled.</summary>
public sealed record FeelOptions
{
    /// <summary>For packs.</summary>
    public static readonly FeelOptions Strict = new() { Mode = FeelMode.Strict };
    /// <summary>As DMN 1.5 has it.</summary>
    public static readonly FeelOptions Standard = new();

    /// <summary>How strict.</summary>
    public FeelMode Mode { get; init; } = FeelMode.Standard;

    /// <summary>When set, the text is unary tests over an input of this type (<c>?</c> in the text); the result is boolean.</summary>
    public FeelType? UnaryTestsOf { get; init; }

    /// <summary>
    /// A condition over the same scope under which the text is only ever evaluated: what it proves (not null, bounds, words)
    /// is known from the start, as it is in the <c>then</c> branch of an <c>if</c>.
    /// </summary>
    public FeelExpression? Given { get; init; }

    /// <summary>When set, the text is the condition of a filter over items of this type.</summary>
    internal FeelType? ItemOf { get; init; }

    /// <summary>When set, the result must have this type.</summary>
    public FeelType? Expected { get; init; }

    /// <summary>For <c>now()</c> and <c>today()</c>; without it they are refused (strict) or null (standard).</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>Named types that the text may mention (<c>instance of tPerson</c>).</summary>
    public IReadOnlyDictionary<string, FeelType>? Types { get; init; }

    /// <summary>Further names with spaces or signs that occur as members of untyped values.</summary>
    public IReadOnlyCollection<string>? Names { get; init; }

    /// <summary>How much one text or evaluation may use.</summary>
    public FeelLimits Limits { get; init; } = FeelLimits.Default;
}
