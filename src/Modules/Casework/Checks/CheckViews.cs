using System.Text.Json.Nodes;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;

namespace Fuyao.Casework.Checks;

/// <param name="Here">In force in the place on the day; the others are those of other places.</param>
internal sealed record CheckPlan(string Id, LocalText Title, bool Here, int Checks);

/// <summary>A kind of subject that the plans check.</summary>
/// <param name="Asked">Facts that have to be stated: of all subjects together, without those that the register has.</param>
/// <param name="Answered">Of those, how many are.</param>
/// <param name="Addable">It has no page of its own: whoever works here says which there are.</param>
/// <param name="Counted">False: there are too many in so large a place; choose a township.</param>
internal sealed record CheckKind(PolicySubject Kind, int Subjects, int Asked, int Answered, bool Addable, bool Counted);

internal sealed record FactName(string Key, LocalText Title);

/// <summary>A check and how it stands over all its subjects in the place.</summary>
/// <param name="NotAbout">Subjects that it is not about.</param>
internal sealed record CheckLine(
    string Pack, LocalText PackTitle, string Check, LocalText Title, PolicySubject Kind, SourceQuote? Source, string? When, string Holds, IReadOnlyList<FactName> Facts,
    int Pass, int Fail, int Undetermined, int NotAbout);

/// <param name="Place">Where it lies; of a place its own name.</param>
internal sealed record CheckedSubject(PolicySubject Kind, string Key, string Name, string Region, string Place, int Pass, int Fail, int Undetermined, int Asked, int Answered);

internal sealed record CheckOverview(
    string Region, string Name, int Year, DateOnly On, string? Pack, IReadOnlyList<CheckPlan> Plans, IReadOnlyList<CheckKind> Kinds, IReadOnlyList<CheckLine> Checks,
    IReadOnlyList<CheckedSubject> Subjects);

internal sealed record CheckedWhole(CheckOverview Overview, IReadOnlyList<(PolicySubject Kind, IReadOnlyList<(CheckedSubject Line, IReadOnlyList<CheckedOne> Checks)> Subjects)> Kinds);

internal enum CheckState
{
    Pass,
    Fail,
    Undetermined,
    NotAbout,
}

/// <param name="Value">As Chinese and English say it.</param>
internal sealed record FigureView(LocalText Title, LocalText Value);

/// <param name="Facts">Keys of the facts that it reads.</param>
/// <param name="Needs">Keys, or names where it is no fact, of what is missing.</param>
internal sealed record CheckResultView(
    string Pack, LocalText PackTitle, string Check, LocalText Title, SourceQuote? Source, string? When, string Holds, CheckState State, IReadOnlyList<FigureView> Figures,
    IReadOnlyList<string> Facts, IReadOnlyList<FactName> Needs);

internal enum KnownFrom
{
    None,
    Stated,
    Register,
}

/// <param name="Value">Null: there is none, or nobody knows (with <paramref name="Origin"/> stated); or nothing is stated.</param>
/// <param name="Statement">For <c>was</c> of the next statement; null when nothing is stated.</param>
/// <param name="Checks">How many of the checks read it.</param>
/// <param name="RegisterField">The register has a field for it, which nobody has filled in for this subject and year.</param>
internal sealed record FactView(
    string Key, LocalText Title, LocalText? Unit, FactType Type, IReadOnlyList<FactCode> Codes, decimal? Minimum, decimal? Maximum, bool Optional, IReadOnlyList<FactView>? Members,
    KnownFrom Origin, JsonNode? Value, Guid? Statement, string? StatedBy, DateTimeOffset? StatedAt, string? Basis, int Checks, bool RegisterField);

internal sealed record CheckSheet(CheckedSubject Subject, int Year, DateOnly On, string? Pack, IReadOnlyList<CheckResultView> Checks, IReadOnlyList<FactView> Facts);

internal sealed record FactStatementView(Guid Id, JsonNode? Value, bool TakenBack, string StatedBy, DateTimeOffset StatedAt, string Basis, DateTimeOffset? ReplacedAt);

internal sealed record FactHistory(IReadOnlyList<FactStatementView> Items);

/// <param name="Fact">Its key.</param>
/// <param name="Value">Null: see <paramref name="None"/>.</param>
/// <param name="None">There is none of it, or nobody knows. False with no value takes back what was stated.</param>
/// <param name="Was">The statement that was seen; another one by now is a conflict.</param>
internal sealed record FactStatement(string Fact, JsonNode? Value, bool None, Guid? Was);

internal sealed record StateFactsRequest(PolicySubject Kind, string Key, int Year, string? Pack, string? Basis, IReadOnlyList<FactStatement> Items);

internal sealed record FactsStated(int Changed);

internal sealed record AddSubjectRequest(PolicySubject Kind, string? Name, string? Region);

internal sealed record SubjectAdded(Guid Id);

/// <param name="Subjects">Rows that state something new.</param>
/// <param name="Added">Of those, subjects that did not exist.</param>
internal sealed record FactsImported(int Subjects, int Added, int Facts);
