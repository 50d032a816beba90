using System.Text.Json;
using Fuyao.Kernel;
using Fuyao.Kernel.Text;

namespace Fuyao.Policy.Contracts;

/// <summary>How one policy came out for one subject.</summary>
public enum ResultStatus
{
    Awarded,
    NotEligible,

    /// <summary>A fact or a parameter that decides is unknown; <see cref="PolicyResult.Needs"/> names it.</summary>
    Undetermined,

    /// <summary>Due by itself, but another award excludes it; <see cref="PolicyResult.By"/> names that policy.</summary>
    Excluded,

    /// <summary>The rule leaves the decision to a person.</summary>
    Manual,
}

/// <summary>The part of an award that goes one way: cash, a fee waived, something in kind, a premium paid for the person.</summary>
public sealed record AwardPart(BenefitKind Kind, Payee Payee, Money Amount);

/// <summary>What one source of money bears of an award. The shares of an award sum to it exactly.</summary>
public sealed record FundShare(string Source, Money Amount);

/// <summary>How much is said about a result.</summary>
public enum Explain
{
    /// <summary>The result alone: for whole populations.</summary>
    Nothing,

    /// <summary>Reasons of what is awarded alone: for runs, in which most results are "not eligible".</summary>
    Awards,

    /// <summary>What was read, and the row that matched.</summary>
    Reasons,

    /// <summary>Also what would change it, and the whole in sentences.</summary>
    Alternatives,

    /// <summary>Also every step as a tree.</summary>
    Everything,
}

/// <summary>
/// What one policy gives one subject for one unit of time, and why.
/// </summary>
public sealed record PolicyResult
{
    public required string Policy { get; init; }

    /// <summary>The person's id, or the household's for a household policy.</summary>
    public required string Subject { get; init; }

    /// <summary>The time that <see cref="Amount"/> is for: one month, one term, once …</summary>
    public required PolicyPeriod Unit { get; init; }

    /// <summary>Which one: <c>2016-05</c>, <c>2016</c>, <c>2016-spring</c>, <c>2015-2016</c>; <c>once</c>; the date of an event.</summary>
    public required string Period { get; init; }

    public required ResultStatus Status { get; init; }

    /// <summary>Cash and waivers together, for one unit. Zero unless awarded or excluded.</summary>
    public Money Amount { get; init; }

    /// <summary>What a policy that classifies says instead of an amount.</summary>
    public string? Value { get; init; }

    public IReadOnlyList<AwardPart> Parts { get; init; } = [];

    public IReadOnlyList<FundShare> Funding { get; init; } = [];

    /// <summary>The policy that excludes this one, when <see cref="ResultStatus.Excluded"/>.</summary>
    public string? By { get; init; }

    /// <summary>The variables and parameters that must be known first, when <see cref="ResultStatus.Undetermined"/>.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>What was computed, in the order it was needed. Empty when evaluated without explanation.</summary>
    public IReadOnlyList<Reason> Because { get; init; } = [];

    /// <summary>What would change it; null when it was not asked for.</summary>
    public IReadOnlyList<Alternative>? WouldChange { get; init; }

    /// <summary>The whole computation as a tree; null when it was not asked for.</summary>
    public IReadOnlyList<ExplanationStep>? Tree { get; init; }

    /// <summary>The result and its reason in sentences to read aloud; null when they were not asked for.</summary>
    public LocalText? Says { get; init; }

    /// <summary>The amount before its one rounding.</summary>
    internal decimal? Exact { get; init; }

    public SourceQuote? Source { get; init; }

    /// <summary>Writes the result as one object of the <c>eval</c> document.</summary>
    public void WriteTo(Utf8JsonWriter json) => ResultJson.Write(json, this);

    /// <summary>The result as one object of the <c>eval</c> document.</summary>
    public string ToJson() => ResultJson.Text(WriteTo);
}

/// <summary>
/// One step of an explanation: either an expression with its value, or the row that matched in a table.
/// </summary>
/// <param name="Expression">The FEEL text: a variable, or a whole condition.</param>
/// <param name="Value">What it came to: null, bool, decimal, string or DateOnly.</param>
/// <param name="Unknown">The value is not known; <paramref name="Value"/> says nothing.</param>
/// <param name="Table">The table, when the step is a table's matched row.</param>
/// <param name="Row">The matched row, counted from 1.</param>
/// <param name="Parameter">The dated parameter that the expression names, with the sentence it comes from.</param>
/// <param name="Policy">The policy whose result the expression reads.</param>
public sealed record Reason(
    string? Expression, object? Value, bool Unknown = false, string? Table = null, int? Row = null, ParameterInfo? Parameter = null, string? Policy = null);

/// <summary>A fact that the register stores.</summary>
/// <param name="OfPerson">Of the person whom the policy is about; otherwise of the household.</param>
/// <param name="Path">As in household JSON (<c>birth</c>, <c>income.wage</c>); an object's path stands for all of it.</param>
public sealed record RegisterFact(bool OfPerson, string Path);

/// <summary>Two results that must not both hold, or rules that contradict one another for this household.</summary>
public sealed record RuleConflict(string Code, string Subject, IReadOnlyList<string> Policies, LocalText Message);

/// <summary>Everything a pack says about one household on one date.</summary>
public sealed record HouseholdOutcome(
    string Id, IReadOnlyList<PolicyResult> Results, IReadOnlyList<RuleConflict> Conflicts, bool OutOfValidity)
{
    /// <summary>Checks about the household and its persons.</summary>
    public IReadOnlyList<CheckResult> Checks { get; init; } = [];

    /// <summary>How the outcomes of its procedures stand; only when reasons are asked for.</summary>
    public IReadOnlyList<ProcedureOutcome> Procedures { get; init; } = [];

    /// <summary>Living persons of the household on the date.</summary>
    public int Persons { get; init; }

    /// <summary>Writes the household as one object of the <c>eval</c> document.</summary>
    public void WriteTo(Utf8JsonWriter json) => ResultJson.Write(json, this);

    /// <summary>The household as one object of the <c>eval</c> document.</summary>
    public string ToJson() => ResultJson.Text(WriteTo);
}
