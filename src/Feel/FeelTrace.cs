using System.Runtime.InteropServices;
using Fuyao.Feel.Values;

namespace Fuyao.Feel;

/// <summary>What a step of an explanation is.</summary>
public enum FeelTraceKind
{
    /// <summary>An input was read: <c>Expression</c> is its path.</summary>
    Input,
    /// <summary>A condition, comparison, call or arithmetic with its result.</summary>
    Step,
    /// <summary>The branch of an <c>if</c> that was taken ("then" or "else" in <c>Note</c>).</summary>
    Branch,
    /// <summary>A decision table: children are its inputs and rows.</summary>
    Table,
    /// <summary>A row that matched; <c>Row</c> from 1.</summary>
    RowMatched,
    /// <summary>A row that did not; <c>Expression</c> is its first failing condition.</summary>
    RowFailed,
    /// <summary>A row that cannot be decided because an input is unknown.</summary>
    RowUnknown,
}

/// <summary>One thing that was computed, with what it was computed from.</summary>
public sealed record FeelTraceStep(FeelTraceKind Kind, string Expression, FeelValue Value, IReadOnlyList<FeelTraceStep> Children, int? Row = null, string? Note = null);

/// <summary>Collects the explanation of one evaluation. Not for use by two threads.</summary>
public sealed class FeelTrace
{
    // One stack for all: what lies above an opening mark is inside of it.
    private readonly List<FeelTraceStep> _steps = [];
    private readonly Stack<int> _open = [];

    /// <summary>The outermost steps, in the order they were computed.</summary>
    public IReadOnlyList<FeelTraceStep> Steps => _steps;

    /// <summary>Every step, parents first.</summary>
    public IEnumerable<FeelTraceStep> All => Steps.SelectMany(Flatten);

    /// <summary>Every input read, once, with its value.</summary>
    public IEnumerable<FeelTraceStep> Inputs => All.Where(s => s.Kind == FeelTraceKind.Input).DistinctBy(s => (s.Expression, s.Value));

    internal void Enter() => _open.Push(_steps.Count);

    internal void Leave(FeelTraceKind kind, string expression, FeelValue value, int? row = null, string? note = null)
    {
        var from = _open.Pop();
        FeelTraceStep[] children = from == _steps.Count ? [] : [.. CollectionsMarshal.AsSpan(_steps)[from..]];
        _steps.RemoveRange(from, children.Length);
        _steps.Add(new FeelTraceStep(kind, expression, value, children, row, note));
    }

    /// <summary>Leaves without the inner steps.</summary>
    internal void LeaveBare(FeelTraceKind kind, string expression, FeelValue value)
    {
        var from = _open.Pop();
        _steps.RemoveRange(from, _steps.Count - from);
        Add(kind, expression, value);
    }

    internal void Add(FeelTraceKind kind, string expression, FeelValue value) => _steps.Add(new FeelTraceStep(kind, expression, value, []));

    private static IEnumerable<FeelTraceStep> Flatten(FeelTraceStep step) => step.Children.SelectMany(Flatten).Prepend(step);
}
