using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Tables;

/// <summary>A compiled decision table. Immutable; safe for many threads at once.</summary>
public sealed partial class FeelTable
{
    /// <summary>
    /// Type-checks every cell (problems carry <see cref="FeelProblem.Part"/>) and, in strict mode, analyses the rows:
    /// <c>table-gap</c>, <c>table-overlap</c>, <c>table-dead-row</c>, each with a witness. Gaps are warnings (no row: null), overlaps
    /// under UNIQUE and dead rows are errors.
    /// </summary>
    public static FeelCompilation<FeelTable> Compile(TableSpec spec, FeelScope scope, FeelOptions? options = null) =>
        throw new NotImplementedException();

    public TableSpec Spec { get; private init; } = null!;
    public FeelType Type { get; private init; } = FeelType.Any;
    public FeelScope Scope { get; private init; } = FeelScope.Empty;
    public IReadOnlyList<string> Reads { get; private init; } = [];

    /// <summary>The result, null when no row matches and there is no default; the trace names the row and why the others failed.</summary>
    public FeelResult Evaluate(FeelContext input, FeelTrace? trace = null) => throw new NotImplementedException();
}
