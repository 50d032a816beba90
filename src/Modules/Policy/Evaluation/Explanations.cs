using System.Text.RegularExpressions;
using Fuyao.Feel;
using Fuyao.Feel.Values;
using Fuyao.Policy.Contracts;

namespace Fuyao.Policy.Evaluation;

/// <summary>Turns the engine's trace into the reasons of a result: what was read, what it was, which row matched.</summary>
internal sealed partial class Explanations(CompiledPack pack)
{
    private readonly Dictionary<string, ParameterInfo> _parameters = pack.Parameters.ToDictionary(p => p.Id);

    public IReadOnlyList<Reason> Of(FeelTrace trace)
    {
        List<Reason> reasons = [];
        HashSet<string> seen = [];
        foreach (var step in trace.Steps)
        {
            Add(step, null, reasons, seen);
        }

        return reasons;
    }

    public IReadOnlyList<ExplanationStep> Tree(FeelTrace trace, PolicyResult result) => result.Exact is not { } exact
        ? [.. trace.Steps.Select(Step)]
        : [.. trace.Steps.Select(Step), new ExplanationStep("rounding", FeelValue.Of(exact).ToString(), result.Amount.Yuan, false, null, "half away from zero, to the fen", null, [])];

    private ExplanationStep Step(FeelTraceStep step) => new(
        step.Kind switch
        {
            FeelTraceKind.Input => "input",
            FeelTraceKind.Branch => "branch",
            FeelTraceKind.Table => "table",
            FeelTraceKind.RowMatched => "row_matched",
            FeelTraceKind.RowFailed => "row_failed",
            FeelTraceKind.RowUnknown => "row_unknown",
            _ => "step",
        },
        step.Expression, Plain(step.Value), step.Value.IsUnknown, step.Row, step.Note, _parameters.GetValueOrDefault(step.Expression),
        [.. step.Children.Select(Step)]);

    private void Add(FeelTraceStep step, string? table, List<Reason> reasons, HashSet<string> seen)
    {
        switch (step.Kind)
        {
            case FeelTraceKind.Input when step.Value.Kind != FeelKind.Context && seen.Add(step.Expression):
                reasons.Add(new Reason(
                    step.Expression, Plain(step.Value), step.Value.IsUnknown, Parameter: _parameters.GetValueOrDefault(step.Expression), Policy: step.Expression.StartsWith("get", StringComparison.Ordinal) ? ResultOf(step.Expression) : null));
                break;
            case FeelTraceKind.Table:
                foreach (var child in step.Children)
                {
                    Add(child, step.Expression, reasons, seen);
                }

                return;
            case FeelTraceKind.RowMatched:
                reasons.Add(new Reason(null, null, Table: table ?? step.Expression, Row: step.Row));
                break;
            // What the rows that did not match looked at is told by the row that did.
            case FeelTraceKind.RowFailed:
                return;
        }

        foreach (var child in step.Children)
        {
            Add(child, table, reasons, seen);
        }
    }

    /// <summary>The policy whose result an expression reads; null when it reads none.</summary>
    public static string? ResultOf(string expression) => EarlierResult().Match(expression) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex("""^get value\s*\(\s*(?:results|各项结果)\s*,\s*"([^"]+)"\s*\)""")]
    private static partial Regex EarlierResult();

    public static object? Plain(FeelValue value) => value.Kind switch
    {
        FeelKind.Boolean => value.IsTrue,
        FeelKind.Number => value.AsNumber,
        FeelKind.String => value.AsString,
        FeelKind.Date => value.AsDate.ToDateOnly(),
        FeelKind.Null or FeelKind.Unknown => null,
        FeelKind.List when value.AsList.Length > 0 && value.AsList[0].Kind == FeelKind.Context => $"[{value.AsList.Length}]",
        _ => value.ToString(),
    };
}
