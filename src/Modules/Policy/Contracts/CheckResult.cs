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
/// <param name="Subject">The person's or household's id; of another subject its kind (<c>fund</c>).</param>
public sealed record CheckResult(string Check, LocalText Title, string Subject, CheckStatus Status, IReadOnlyList<CheckFigure> Figures, IReadOnlyList<string> Needs, SourceQuote? Source);
