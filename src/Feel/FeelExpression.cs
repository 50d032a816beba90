using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel;

/// <summary>A compiled expression or unary tests. Immutable; safe for many threads at once.</summary>
public sealed partial class FeelExpression
{
    /// <summary>Reads and type-checks a text. Never throws on bad text: every error is in the result, with its place.</summary>
    public static FeelCompilation<FeelExpression> Compile(string text, FeelScope scope, FeelOptions? options = null) =>
        throw new NotImplementedException();

    public string Text { get; private init; } = "";
    public FeelType Type { get; private init; } = FeelType.Any;
    public FeelScope Scope { get; private init; } = FeelScope.Empty;

    /// <summary>The scope variables the text reads.</summary>
    public IReadOnlyList<string> Reads { get; private init; } = [];

    /// <summary>Evaluates with an input of the scope's shape (any context with the same names works, more slowly).</summary>
    public FeelResult Evaluate(FeelContext input, FeelTrace? trace = null) => throw new NotImplementedException();

    /// <summary>Of unary tests: whether <paramref name="tested"/> satisfies them.</summary>
    public FeelResult Test(FeelContext input, FeelValue tested, FeelTrace? trace = null) => throw new NotImplementedException();
}
