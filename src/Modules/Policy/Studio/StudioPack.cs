using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;

namespace Fuyao.Policy.Studio;

/// <summary>A text of a pack with the address by which it is edited.</summary>
/// <param name="File">Its file; null when it comes from a parent: it is edited there.</param>
/// <param name="Path">Keys and positions from the file's root.</param>
internal sealed record StudioText(string Text, string? File, IReadOnlyList<string> Path);

/// <summary>Where a rule or a number stands.</summary>
/// <param name="Pack">The pack that says it: this one, or a parent.</param>
/// <param name="File">Null when it is a parent's.</param>
internal sealed record StudioPlace(string Pack, string? File, IReadOnlyList<string> Path, int Line);

internal sealed record StudioShare(string Source, decimal Share);

internal sealed record StudioRow(IReadOnlyList<StudioText> Conditions, StudioText Output, StudioPlace Place);

internal sealed record StudioTable(string Name, string Hit, IReadOnlyList<StudioText> Inputs, IReadOnlyList<StudioRow> Rows, StudioPlace Place);

/// <summary>An amount or a class: an expression or a table.</summary>
internal sealed record StudioAmount(StudioText? Expression, StudioTable? Table);

internal sealed record StudioPart(BenefitKind Kind, Payee Payee, IReadOnlyList<StudioShare> Funding, StudioAmount Amount);

internal sealed record StudioPolicy(
    string Id, LocalText Title, PolicySubject Subject, PolicyPeriod Unit, BenefitKind Kind, Payee Payee, SourceQuote? Source, StudioText Eligible, StudioText? Manual,
    IReadOnlyList<StudioPart> Parts, StudioAmount? Value, IReadOnlyList<StudioShare> Funding, IReadOnlyList<string> After, IReadOnlyList<string> Excludes,
    IReadOnlyList<LocalText> Readings, IReadOnlyList<string> Departments, string? Overrides, StudioPlace Place);

/// <param name="From">First day; null: the source gives no date.</param>
/// <param name="Value">As text; null when the source lost it.</param>
/// <param name="Text">The value's place; null when it is unknown.</param>
internal sealed record StudioValue(DateOnly? From, DateOnly? To, string? Value, bool Unknown, SourceQuote? Source, IReadOnlyDictionary<string, string> Notes, StudioText? Text);

internal sealed record StudioParameter(string Id, LocalText Title, string Type, string? Unit, IReadOnlyList<StudioValue> Values, string? Overrides, StudioPlace Place);

internal sealed record StudioFigure(LocalText Title, StudioText Value);

internal sealed record StudioCheck(
    string Id, LocalText Title, PolicySubject Subject, SourceQuote? Source, StudioText? When, StudioText Holds, IReadOnlyList<StudioFigure> Figures, string? Overrides, StudioPlace Place);

internal sealed record StudioStage(string Id, LocalText Title, string? Role, string? Level, int? NoticeDays, int? Takes, SourceQuote? Source);

internal sealed record StudioOutcome(string Id, LocalText Title, StudioText When, SourceQuote? Source);

internal sealed record StudioProcedure(
    string Id, LocalText Title, PolicySubject Subject, SourceQuote? Source, IReadOnlyList<StudioStage> Stages, IReadOnlyList<StudioOutcome> Outcomes, string? Overrides, StudioPlace Place);

/// <param name="Definition">Null for a fact that the pack declares.</param>
internal sealed record StudioVariable(string Id, PolicySubject Of, LocalText Title, string? Unit, string? Type, StudioText? Definition, LocalText? Meaning, SourceQuote? Source, StudioPlace Place);

/// <summary>What a test expects of a rule, as its file says it in one line.</summary>
/// <param name="Text">The expected status or amount alone can be edited by itself.</param>
internal sealed record StudioExpectation(string Rule, string Says, StudioText? Text);

internal sealed record StudioTest(string Name, DateOnly On, IReadOnlyList<StudioExpectation> Expects, StudioPlace Place);

/// <summary>One pack in one version, for its readers and authors. What it inherits is there too and says so.</summary>
/// <param name="Hash">Of rules and parameters, parents included.</param>
/// <param name="Unknowns">Parameters that the source lost, by id.</param>
internal sealed record StudioPack(
    string Id, LocalText Title, string Version, string Hash, string Jurisdiction, DateOnly? ValidFrom, DateOnly? ValidTo, string? Extends, IReadOnlyList<StudioParameter> Parameters,
    IReadOnlyList<StudioPolicy> Policies, IReadOnlyList<StudioCheck> Checks, IReadOnlyList<StudioProcedure> Procedures, IReadOnlyList<StudioVariable> Variables,
    IReadOnlyList<StudioTest> Tests, IReadOnlyList<string> Unknowns);

internal sealed record StudioFile(string Name, string Text);

/// <summary>What is wrong, where its author sees it.</summary>
/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Path">The text or cell that it is about, when it is one.</param>
/// <param name="Offset">Of the words in that text, in UTF-16 units.</param>
/// <param name="Suggestion">What to put in the place of these words.</param>
internal sealed record StudioFinding(
    string Severity, string Code, string File, int Line, int Column, LocalText Message, string? Example, IReadOnlyList<string>? Path, int? Offset, int? Length, string? Suggestion);

/// <param name="Faults">What came otherwise than the test expects; none when it passed.</param>
/// <param name="Ran">False when the pack does not compile.</param>
internal sealed record StudioTestResult(string Name, string File, IReadOnlyList<string> Path, bool Ran, bool Passed, IReadOnlyList<LocalText> Faults);

/// <summary>What checking found.</summary>
/// <param name="Ok">No errors, no failed tests: fit to be published.</param>
internal sealed record StudioReport(bool Ok, IReadOnlyList<StudioFinding> Findings, IReadOnlyList<StudioTestResult> Tests, double Seconds);
