using Fuyao.Feel;
using Fuyao.Feel.Types;

namespace Fuyao.Policy.Columns;

/// <summary>
/// What the interpreter does around a policy's own expressions, said as rules over known columns: who is due, what waits for a fact, what
/// another award excludes. Every one reads the same few names; which columns they stand for is bound for each policy.
/// </summary>
internal static class AwardRules
{
    private static readonly FeelScope Scope = new(
    [
        .. new[]
        {
            "a", "b", "eligible", "eligible_unknown", "manual", "manual_unknown", "manual_null", "due", "open", "left", "lost", "missing", "won",
            "awarded", "undetermined", "excluded", "other", "other_open",
        }.Select(name => new FeelMember(name, FeelType.Boolean)),
        .. new[] { "part", "total", "amount", "nothing_known" }.Select(name => new FeelMember(name, FeelType.Number)),
        new("value", FeelType.String), new("no_status", FeelType.String),
    ]);

    public static readonly FeelExpression Same = Of("a");
    public static readonly FeelExpression Either = Of("a or b");
    public static readonly FeelExpression Never = Of("false");

    // A rule that leaves something to a person decides before any amount does.
    public static readonly FeelExpression Due = Of("eligible and not(manual or manual_null or manual_unknown)");
    public static readonly FeelExpression Open = Of("eligible_unknown or (eligible and manual_unknown)");
    public static readonly FeelExpression Left = Of("eligible and (manual or manual_null)");

    public static readonly FeelExpression Part = Of("part");
    public static readonly FeelExpression Plus = Of("total + part");
    public static readonly FeelExpression Unsaid = Of("a or (part < 0 and not(b))");
    public static readonly FeelExpression Fen = Of("round half up(total, 2)");

    // Where a part has no value the rule does not say, known or not what the others are.
    public static readonly FeelExpression Won = Of("due and not(missing) and not(lost) and amount > 0");
    public static readonly FeelExpression Classified = Of("due and not(missing) and not(lost)");
    public static readonly FeelExpression Manual = Of("left or (due and missing)");
    public static readonly FeelExpression Undetermined = Of("open or (due and lost and not(missing))");

    public static readonly FeelExpression Excluded = Of("won and other");
    public static readonly FeelExpression Waiting = Of("undetermined or (won and other_open and not(other))");
    public static readonly FeelExpression Awarded = Of("won and not(other or other_open)");

    public static readonly FeelExpression Amount = Of("if awarded or excluded then amount else 0");
    public static readonly FeelExpression Paid = Of("if awarded then amount else 0");

    /// <summary>Positions of <see cref="Contracts.ResultStatus"/>.</summary>
    public static readonly FeelExpression Status = Of("if awarded then 0 else if undetermined then 2 else if excluded then 3 else if manual then 4 else 1");

    // What a later policy reads: unknown until somebody has decided.
    public static readonly FeelExpression SeenAmount = Of("if open then nothing_known else amount");
    public static readonly FeelExpression SeenStatus = Of("if awarded then \"awarded\" else if open then no_status else if excluded then \"excluded\" else \"not_eligible\"");
    public static readonly FeelExpression Value = Of("value");

    private static FeelExpression Of(string text) => FeelExpression.Compile(text, Scope, FeelOptions.Strict).Required();
}
