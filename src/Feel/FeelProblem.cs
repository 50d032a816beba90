namespace Fuyao.Feel;

/// <summary>An error leaves nothing compiled; a warning does.</summary>
public enum FeelSeverity
{
    /// <summary>Nothing is compiled.</summary>
    Error,

    /// <summary>It compiles, and is suspicious.</summary>
    Warning,
}

/// <summary>Where in the text; offset and length in UTF-16 units, line and column from 1.</summary>
public readonly record struct FeelPosition(int Offset, int Length, int Line, int Column);

/// <summary>
/// One finding about a text or an evaluation, in both languages. <c>Code</c> is stable: <c>unknown-name</c>, <c>syntax</c>,
/// <c>type-mismatch</c>, <c>never-true</c>, <c>possible-null</c>… <c>Suggestion</c> is the text to put in the place of the span.
/// <c>Part</c> is the cell of a table (<c>rows[2].inputs[0]</c>, from 0); <c>Witness</c> an example input, as FEEL text, that shows the problem.
/// </summary>
public sealed record FeelProblem(
    string Code, FeelSeverity Severity, FeelPosition Position, string Zh, string En,
    string? Suggestion = null, string? Part = null, string? Witness = null)
{
    /// <summary>Whether it is an error.</summary>
    public bool IsError => Severity == FeelSeverity.Error;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{(Part is null ? "" : Part + " ")}{Position.Line}:{Position.Column} {Code}: {En}{(Suggestion is null ? "" : $" Did you mean '{Suggestion}'?")}";
}
