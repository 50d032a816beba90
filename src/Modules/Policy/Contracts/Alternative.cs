using Fuyao.Kernel;
using Fuyao.Kernel.Text;

namespace Fuyao.Policy.Contracts;

/// <summary>The smallest change of one input, in one direction, that alters a result; everything else stays as it is.</summary>
/// <param name="Input">The variable as rules name it (<c>age</c>, <c>disability.grade</c>); items of lists carry their position (<c>persons[0].age</c>).</param>
/// <param name="Value">What it is now: bool, decimal, string or DateOnly.</param>
/// <param name="To">What it would have to be.</param>
/// <param name="Change">By how much, when it is a number; in days, when it is a date.</param>
/// <param name="OrLess">Any smaller value would do as well, up to the next alternative; otherwise any greater one.</param>
/// <param name="From">For an age: the day on which it is reached.</param>
/// <param name="Status">How the result would come out.</param>
/// <param name="Amount">The amount it would give, when it is awarded.</param>
/// <param name="Message">The whole in one sentence.</param>
public sealed record Alternative(
    string Input, object Value, object To, decimal? Change, bool OrLess, DateOnly? From, ResultStatus Status, Money Amount, string? Class, LocalText Message);

/// <summary>A step of the explanation's tree.</summary>
/// <param name="Kind"><c>input</c>, <c>step</c>, <c>branch</c>, <c>table</c>, <c>row_matched</c>, <c>row_failed</c>, <c>row_unknown</c>, <c>rounding</c> (the exact amount and what it was rounded to).</param>
/// <param name="Expression">The text that was evaluated; of a row that failed, its first condition that did not hold.</param>
/// <param name="Note">Which branch was taken; of a rounding its rule.</param>
/// <param name="Children">What it was computed from.</param>
public sealed record ExplanationStep(
    string Kind, string Expression, object? Value, bool Unknown, int? Row, string? Note, ParameterInfo? Parameter, IReadOnlyList<ExplanationStep> Children);
