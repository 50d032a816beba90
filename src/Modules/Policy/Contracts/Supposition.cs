using Fuyao.Kernel.Text;

namespace Fuyao.Policy.Contracts;

/// <summary>A cell of a policy's table with another text.</summary>
/// <param name="Policy">The policy's id.</param>
/// <param name="Row">Counted from 1, as explanations count.</param>
/// <param name="Column">The input's position, from 1; 0 is the output.</param>
/// <param name="Text">FEEL: a unary test for an input, an expression for the output.</param>
public sealed record SupposedCell(string Policy, int Row, int Column, string Text);

/// <summary>One change in words.</summary>
/// <param name="Change">The parameter's id, or <c>cells/POLICY/ROW/COLUMN</c>.</param>
public sealed record SupposedChange(string Change, LocalText Title, LocalText From, LocalText To);

/// <summary>What is supposed of a pack: values of parameters and cells of tables. Nothing is stored.</summary>
/// <param name="Parameters">By id, as text of the parameter's type: <c>120</c>, <c>true</c>, <c>2016-05-01</c>, words.</param>
/// <param name="Cells">Cells of tables.</param>
public sealed record Supposition(IReadOnlyDictionary<string, string> Parameters, IReadOnlyList<SupposedCell> Cells)
{
    public static readonly Supposition None = new(new Dictionary<string, string>(), []);

    public int Count => Parameters.Count + Cells.Count;

    /// <summary>Each change by itself.</summary>
    public IEnumerable<Supposition> Each() =>
        Parameters.Select(p => None with { Parameters = new Dictionary<string, string> { [p.Key] = p.Value } }).Concat(Cells.Select(c => None with { Cells = [c] }));

    /// <summary>All changes but those of another supposition.</summary>
    public Supposition Without(Supposition other) =>
        new(Parameters.Where(p => !other.Parameters.ContainsKey(p.Key)).ToDictionary(), [.. Cells.Except(other.Cells)]);
}
