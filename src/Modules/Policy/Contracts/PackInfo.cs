using Fuyao.Kernel;
using Fuyao.Kernel.Text;

namespace Fuyao.Policy.Contracts;

/// <summary>
/// What a rule is about. Persons and households are worked out from the register's households; every other subject has a dictionary of its
/// own facts, and is worked out from those.
/// </summary>
public enum PolicySubject
{
    Person,
    Household,
    Village,
    Township,
    County,
    Fund,
    Loan,
    Project,
    School,
    Helper,
    Enterprise,
}

/// <summary>The unit of time that an amount is for.</summary>
public enum PolicyPeriod
{
    Month,
    Term,
    SchoolYear,
    Year,
    Once,
    Event,
}

/// <summary>How a benefit reaches people. Only cash to persons and households reaches a card list.</summary>
public enum BenefitKind
{
    Cash,
    Waiver,
    InKind,
    Premium,
}

public enum Payee
{
    Household,
    Person,
    School,
    Insurer,
    Bank,
    Enterprise,
}

/// <summary>The sentence of the plan that a rule or a number comes from.</summary>
/// <param name="File">The source text's file name.</param>
/// <param name="Plan">Which plan in that file (篇一), when it holds several.</param>
/// <param name="Quote">The words themselves; <c>[?]</c> stands where the source lost some.</param>
public sealed record SourceQuote(string File, string? Plan, string Quote);

/// <summary>One line of a list of packs.</summary>
/// <param name="Jurisdiction">Region code prefix in which the pack is in force.</param>
/// <param name="ValidFrom">First day, or null when the text does not say: any date.</param>
/// <param name="ValidTo">Last day, or null for no end.</param>
/// <param name="Hash">Hash of the content (rules, parameters, parents), independent of layout and comments.</param>
public sealed record PackSummary(
    string Id, LocalText Title, string Version, string Jurisdiction, DateOnly? ValidFrom, DateOnly? ValidTo, string? Extends, string Hash, int Policies);

/// <summary>A parameter's value in force on the date asked.</summary>
/// <param name="Value">decimal, bool, string or DateOnly; null when the source lost it.</param>
public sealed record ParameterInfo(
    string Id, LocalText Title, string? Unit, object? Value, bool Unknown, DateOnly? From, DateOnly? To, SourceQuote? Source);

/// <summary>One row of a policy's table as its author wrote it.</summary>
public sealed record TableRowInfo(IReadOnlyList<string> Conditions, string Output);

public sealed record TableInfo(string Name, string Hit, IReadOnlyList<string> Inputs, IReadOnlyList<TableRowInfo> Rows);

/// <summary>A policy as a reader or a payment office sees it.</summary>
/// <param name="Eligible">The FEEL condition.</param>
/// <param name="Amount">The FEEL amount, or null when <paramref name="Table"/> gives it.</param>
/// <param name="Readings">How unclear or damaged words of the source were read, on record.</param>
public sealed record PolicyInfo(
    string Id,
    LocalText Title,
    PolicySubject Subject,
    PolicyPeriod Unit,
    BenefitKind Kind,
    Payee Payee,
    SourceQuote? Source,
    string Eligible,
    string? Amount,
    TableInfo? Table,
    IReadOnlyList<(string Source, decimal Share)> Funding,
    IReadOnlyList<string> After,
    IReadOnlyList<string> Excludes,
    IReadOnlyList<LocalText> Readings,
    IReadOnlyList<string> Departments)
{
    /// <summary>When it is to be paid out; null when the text does not say.</summary>
    public PayWindow? Pay { get; init; }
}

/// <summary>When a benefit is to be paid out.</summary>
/// <param name="BeforeTerm">So many days before each term begins (1 March, 1 September); null when it does not hang on terms.</param>
/// <param name="Months">In the course of these months, 1–12.</param>
public sealed record PayWindow(int? BeforeTerm, IReadOnlyList<int> Months, SourceQuote? Source);

/// <summary>A finding of <c>pack check</c>, at its place.</summary>
/// <param name="File">Path inside the pack.</param>
/// <param name="Example">An input that shows it, as JSON, when there is one.</param>
/// <param name="Span">The words of an expression that it is about; null when it is about something else.</param>
public sealed record PackFinding(string Code, string File, int Line, int Column, LocalText Message, string? Example = null, TextSpan? Span = null);

/// <summary>Words of an expression or a table's cell.</summary>
/// <param name="Line">Where the expression's text begins in its file; from 1.</param>
/// <param name="Column">As above.</param>
/// <param name="Offset">Of the words in the expression, in UTF-16 units.</param>
/// <param name="Length">Of the words.</param>
/// <param name="Suggestion">What was probably meant; null when nothing is near.</param>
public sealed record TextSpan(int Line, int Column, int Offset, int Length, string? Suggestion);

/// <summary>A policy's table as a DMN 1.3 document.</summary>
/// <param name="Dmn">UTF-8 XML.</param>
public sealed record ExportedTable(string Policy, byte[] Dmn);

/// <summary>A decision table of a DMN document, as a pack writes it.</summary>
/// <param name="Decision">The decision's name.</param>
/// <param name="Table">Its content.</param>
/// <param name="Yaml">The lines for the policy's file: <c>amount: {table: …}</c>.</param>
public sealed record ImportedTable(string Decision, TableInfo Table, string Yaml);

/// <summary>What <c>pack check</c> found. The pack is fit to be published when there are no errors and no failed tests.</summary>
public sealed record PackCheckReport(IReadOnlyList<PackFinding> Errors, IReadOnlyList<PackFinding> Warnings, int TestsPassed, int TestsFailed)
{
    public bool Ok => Errors.Count == 0 && TestsFailed == 0;

    /// <summary>The report as <c>pack check --json</c> prints it.</summary>
    public string ToJson() => ResultJson.Text(json => ResultJson.Write(json, this));
}

/// <summary>
/// The working of a household's net income per head: components, what is not counted, the head count, the year.
/// </summary>
/// <param name="Year">The year of the figures, or null when the household has none.</param>
/// <param name="Total">Net income of the household, or null when a component is unknown.</param>
/// <param name="PerHead">Total ÷ heads, rounded half away from zero to the fen; null when it cannot be known.</param>
/// <param name="Needs">What must be known first, when <paramref name="PerHead"/> is null.</param>
/// <param name="Definition">The FEEL definitions that were used.</param>
/// <param name="Meaning">What the definition says, in words.</param>
public sealed record IncomeWorking(
    string Household,
    int? Year,
    IReadOnlyList<IncomeLine> Lines,
    int Heads,
    Money? Total,
    Money? PerHead,
    IReadOnlyList<string> Needs,
    string Definition,
    LocalText Meaning,
    SourceQuote? Source);

/// <param name="Id">The variable: <c>income.wage</c> …</param>
/// <param name="Sign">+1 added, −1 subtracted, 0 recorded but not counted.</param>
/// <param name="Amount">Yuan of the year, or null when unknown.</param>
public sealed record IncomeLine(string Id, LocalText Label, Money? Amount, int Sign);
