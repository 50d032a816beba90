using Fuyao.Kernel.Text;

namespace Fuyao.Policy.Studio;

/// <summary>How two versions of a pack differ, item by item.</summary>
internal sealed record PackDifferences(string FromVersion, string ToVersion, IReadOnlyList<PackDifference> Items);

/// <param name="Kind"><c>pack</c>, <c>parameter</c>, <c>policy</c>, <c>check</c>, <c>procedure</c>, <c>variable</c> or <c>test</c>.</param>
/// <param name="Change"><c>added</c>, <c>removed</c> or <c>changed</c>.</param>
internal sealed record PackDifference(string Kind, string Id, LocalText Title, string Change, IReadOnlyList<DifferenceDetail> Details);

/// <summary>One thing that an item says otherwise: a text with its words, or a table with its rows.</summary>
/// <param name="What"><c>title</c>, <c>quote</c>, <c>eligible</c>, <c>amount</c>, <c>value</c>, <c>funding</c> …</param>
/// <param name="Of">Of several alike, which: the first day of a parameter's value, the part of an amount.</param>
internal sealed record DifferenceDetail(string What, string? Of, string? Before, string? After, IReadOnlyList<DifferenceWord> Words, DifferenceTable? Table);

/// <param name="Change"><c>same</c>, <c>added</c> or <c>removed</c>.</param>
internal sealed record DifferenceWord(string Text, string Change);

internal sealed record DifferenceTable(IReadOnlyList<string> Inputs, IReadOnlyList<DifferenceRow> Rows);

/// <param name="Change"><c>same</c>, <c>added</c>, <c>removed</c> or <c>changed</c>.</param>
/// <param name="Before">Its cells, the result last; none when it is added.</param>
/// <param name="After">As above; none when it is removed.</param>
internal sealed record DifferenceRow(string Change, IReadOnlyList<string> Before, IReadOnlyList<string> After);
