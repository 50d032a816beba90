using Fuyao.Feel.Types;

namespace Fuyao.Feel.Tables;

/// <summary>A decision table as written. With one output the result is its value, with several a context.</summary>
public sealed record TableSpec(
    string Name, IReadOnlyList<TableInput> Inputs, IReadOnlyList<TableOutput> Outputs, IReadOnlyList<TableRow> Rows,
    HitPolicy Hit = HitPolicy.Unique, Aggregation Aggregation = Aggregation.None);

/// <summary>A column of conditions. <paramref name="Type"/> is inferred from the expression when null; <paramref name="Values"/> are unary tests that the input must satisfy.</summary>
public sealed record TableInput(string Expression, FeelType? Type = null, string? Values = null);

/// <summary>A column of results. <paramref name="Values"/> (FEEL expressions, highest priority first) order PRIORITY and OUTPUT ORDER.</summary>
public sealed record TableOutput(string? Name = null, FeelType? Type = null, string? Values = null, string? Default = null);

/// <summary>One rule: unary tests per input (<c>-</c> for any) and expressions per output.</summary>
public sealed record TableRow(IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, string? Label = null);
