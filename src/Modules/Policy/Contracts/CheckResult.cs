using Fuyao.Kernel.Text;

namespace Fuyao.Policy.Contracts;

public enum CheckStatus
{
    Pass,
    Fail,

    /// <summary>A fact that decides is not known; <see cref="CheckResult.Needs"/> names it.</summary>
    Undetermined,
}

/// <param name="Value">bool, decimal, string or DateOnly; null when it is not known.</param>
public sealed record CheckFigure(LocalText Title, object? Value);

/// <summary>How a check came out for one subject, with the figures it is about.</summary>
/// <param name="Subject">The subject's id; of one without an id its kind (<c>fund</c>).</param>
public sealed record CheckResult(string Check, LocalText Title, string Subject, CheckStatus Status, IReadOnlyList<CheckFigure> Figures, IReadOnlyList<string> Needs, SourceQuote? Source);

/// <summary>How a procedure's outcomes stand for one subject.</summary>
/// <param name="Outcome">The one that holds, before all others that do; null when none holds or nobody knows.</param>
/// <param name="Holds">All whose condition is met.</param>
/// <param name="Needs">What must be known first, when no condition is met for certain.</param>
public sealed record ProcedureOutcome(string Procedure, LocalText Title, string? Outcome, IReadOnlyList<string> Holds, IReadOnlyList<string> Needs);

/// <summary>What a pack says about one subject that is no household.</summary>
/// <param name="Id">The subject's own id, or its kind (<c>loan</c>).</param>
/// <param name="Conflicts">Outcomes that must not both hold, but do.</param>
public sealed record SubjectOutcome(
    string Id, IReadOnlyList<PolicyResult> Results, IReadOnlyList<CheckResult> Checks, IReadOnlyList<ProcedureOutcome> Procedures, IReadOnlyList<RuleConflict> Conflicts);
