using Fuyao.Kernel.Text;

namespace Fuyao.Policy.Contracts;

/// <summary>A parameter that decides what households are due.</summary>
/// <param name="Type"><c>number</c>, <c>boolean</c>, <c>string</c> or <c>date</c>.</param>
/// <param name="Value">In force on the pack's date, as text; null when the source lost it.</param>
/// <param name="Least">Of a number: the lower end of a sensible range; anything may be supposed.</param>
/// <param name="Most">The upper end; null when there is no value to go by.</param>
/// <param name="Step">Of a slider.</param>
/// <param name="Policies">Those that read it, also through variables and results of others.</param>
public sealed record ParameterLever(
    string Id, LocalText Title, string? Unit, string Type, string? Value, SourceQuote? Source, decimal? Least, decimal? Most, decimal? Step, IReadOnlyList<string> Policies);

/// <summary>A table of a policy of persons or households.</summary>
public sealed record TableLever(string Policy, LocalText Title, SourceQuote? Source, TableInfo Table);

/// <summary>What of a pack can be supposed otherwise.</summary>
public sealed record PackLevers(IReadOnlyList<ParameterLever> Parameters, IReadOnlyList<TableLever> Tables);
