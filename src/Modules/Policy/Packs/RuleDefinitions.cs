using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;

namespace Fuyao.Policy.Packs;

/// <summary>A rule that goes before another one that must not hold beside it, and why.</summary>
/// <param name="Winner">Empty: the rule that it is written in.</param>
internal sealed record PrecedenceDefinition(string Winner, string Over, LocalText Reason, Place Place);

/// <summary>A figure that a check shows.</summary>
internal sealed record FigureDefinition(LocalText Title, FeelSource Value);

/// <summary>A rule that is no amount: it holds, fails, or cannot be decided.</summary>
/// <param name="Inputs">Facts of the subject that its dictionary lacks.</param>
/// <param name="Opposes">Checks that must not hold at the same time.</param>
internal sealed record CheckDefinition(
    string Id, LocalText Title, SourceQuote? Source, PolicySubject Subject, IReadOnlyList<InputDefinition> Inputs, FeelSource? When, FeelSource Holds,
    IReadOnlyList<FigureDefinition> Figures, IReadOnlyList<(string Text, Place Place)> Opposes, IReadOnlyList<PrecedenceDefinition> Precedence,
    string? Overrides, Place Place);

internal sealed record OutcomeDefinition(string Id, LocalText Title, FeelSource When, SourceQuote? Source, Place Place);

/// <summary>A time that something takes at least, or may take at most.</summary>
internal readonly record struct Span(int Days, bool Working);

/// <param name="Days">Full days that it hangs.</param>
/// <param name="Inclusive">The day of posting is the first of them.</param>
/// <param name="Posted">The first day on which it may be posted; null: when the stage opens.</param>
/// <param name="PostedBy">The last day on which the pack lets it be posted; null: not said.</param>
internal sealed record NoticeDefinition(int Days, bool Inclusive, bool Working, string? Level, DateOnly? Posted, DateOnly? PostedBy, IReadOnlyList<string> Fields, Place Place);

internal sealed record StageDefinition(
    string Id, LocalText Title, string? Role, string? Level, DateOnly? Opens, DateOnly? Closes, IReadOnlyList<(string Text, Place Place)> After, Span? Takes, Span? Within, NoticeDefinition? Notice,
    IReadOnlyList<(string Text, Place Place)> Checks, decimal? Quorum, decimal? Majority, IReadOnlyList<string> Signatures, IReadOnlyList<string> Documents,
    SourceQuote? Source, Place Place);

/// <summary>Steps from an application to its outcome. Two outcomes never hold together.</summary>
internal sealed record ProcedureDefinition(
    string Id, LocalText Title, SourceQuote? Source, PolicySubject Subject, IReadOnlyList<InputDefinition> Inputs, IReadOnlyList<StageDefinition> Stages, Span? Within,
    IReadOnlyList<OutcomeDefinition> Outcomes, IReadOnlyList<PrecedenceDefinition> Precedence, string? Overrides, Place Place);
