using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Feel.Tables;
using Fuyao.Feel.Values;
using Fuyao.Policy.Dictionary;

namespace Fuyao.Policy.Packs;

/// <summary>A FEEL text as it stands in a pack.</summary>
internal sealed record FeelSource(string Text, Place Place);

/// <summary>A pack as its files say it, parents not yet merged.</summary>
internal sealed record PackDefinition
{
    public required PackFiles Files { get; init; }

    public required string Id { get; init; }

    public required LocalText Title { get; init; }

    public required string Version { get; init; }

    public required string Jurisdiction { get; init; }

    public DateOnly? ValidFrom { get; init; }

    public DateOnly? ValidTo { get; init; }

    public string? Extends { get; init; }

    public required Place Place { get; init; }

    public IReadOnlyList<ParameterDefinition> Parameters { get; init; } = [];

    public IReadOnlyList<VariableDefinition> Variables { get; init; } = [];

    /// <summary>Facts that the pack itself declares beside those of the register.</summary>
    public IReadOnlyList<InputDefinition> Inputs { get; init; } = [];

    public IReadOnlyList<PolicyDefinition> Policies { get; init; } = [];

    public IReadOnlyList<CheckDefinition> Checks { get; init; } = [];

    public IReadOnlyList<ProcedureDefinition> Procedures { get; init; } = [];

    public IReadOnlyList<PackTest> Tests { get; init; } = [];

    /// <summary>Hash of everything but tests, independent of layout and comments.</summary>
    public required string Hash { get; init; }
}

/// <summary>A value that changes with time. Every value says where it comes from.</summary>
internal sealed record ParameterDefinition(string Id, LocalText Title, string Type, string? Unit, IReadOnlyList<DatedValue> Values, string? Overrides, Place Place)
{
    public DatedValue? At(DateOnly on) => Values.FirstOrDefault(v => (v.From is null || v.From <= on) && (v.To is null || on <= v.To));
}

/// <param name="From">First day, or null for any date.</param>
/// <param name="Value">decimal, bool, string or DateOnly; null when the source lost it.</param>
/// <param name="Notes">Further facts about the value: income concept, price base.</param>
internal sealed record DatedValue(
    DateOnly? From, DateOnly? To, object? Value, bool Unknown, SourceQuote? Source, IReadOnlyDictionary<string, string> Notes, Place Place);

/// <summary>
/// A fact of a subject: of a loan, a fund, a village …, or of the register's households where a pack declares one beside their own members.
/// </summary>
/// <param name="Codes">Of an enumeration, or of a list of codes.</param>
/// <param name="Optional">There may be none of it (a loan not yet repaid has no day of repayment): a value left out is then null, not unknown.</param>
/// <param name="Members">Of a list of objects: what each of them holds.</param>
internal sealed record InputDefinition(
    string Id, PolicySubject Of, LocalText Title, IReadOnlyList<string> Aliases, string? Unit, SchemaKind Kind,
    IReadOnlyList<(string Code, string Label)> Codes, decimal? Minimum, decimal? Maximum, bool Optional, IReadOnlyList<InputDefinition> Members,
    string? Overrides, Place Place)
{
    /// <summary>Whether it may be read for what the dictionary or a parent calls so: its words, unit and bounds may differ, not its kind.</summary>
    public bool CanStandFor(InputDefinition other) =>
        (Kind == other.Kind || (Kind is SchemaKind.Number or SchemaKind.Integer && other.Kind is SchemaKind.Number or SchemaKind.Integer))
        && (Unit is null || other.Unit is null || Unit == other.Unit) && Codes.Select(c => c.Code).SequenceEqual(other.Codes.Select(c => c.Code))
        && Members.Select(m => m.Id).SequenceEqual(other.Members.Select(m => m.Id));

    /// <summary>Whether another declaration says the same of the fact: only its words differ.</summary>
    public bool Restates(InputDefinition other) =>
        (Id, Of, Kind, Unit, Minimum, Maximum, Optional) == (other.Id, other.Of, other.Kind, other.Unit, other.Minimum, other.Maximum, other.Optional)
        && Codes.Select(c => c.Code).SequenceEqual(other.Codes.Select(c => c.Code))
        && Members.Count == other.Members.Count && Members.Zip(other.Members).All(m => m.First.Restates(m.Second));
}

/// <summary>A variable worked out from others by a FEEL definition.</summary>
/// <param name="Requires">A member that must be present for the variable to be known.</param>
/// <param name="Lines">Members and signs; when given, the definition is their signed sum.</param>
internal sealed record VariableDefinition(
    string Id, PolicySubject Of, LocalText Title, IReadOnlyList<string> Aliases, string? Unit, FeelSource Definition, string? Requires,
    IReadOnlyList<(string Path, int Sign)> Lines, LocalText? Meaning, SourceQuote? Source, Place Place);

internal sealed record TableDefinition(
    string Name, HitPolicy Hit, Aggregation Aggregation, IReadOnlyList<FeelSource> Inputs, IReadOnlyList<TableRowDefinition> Rows, Place Place);

internal sealed record TableRowDefinition(IReadOnlyList<FeelSource> Conditions, FeelSource Output, Place Place);

/// <summary>An expression or a table: one of the two is given.</summary>
internal sealed record AmountDefinition(FeelSource? Expression, TableDefinition? Table, Place Place);

/// <param name="Funding">Who pays this part and in what proportion; the policy's own funding when the part says nothing.</param>
internal sealed record PartDefinition(BenefitKind Kind, Payee Payee, AmountDefinition Amount, IReadOnlyList<(string Source, decimal Share)> Funding);

internal sealed record PolicyDefinition
{
    public required string Id { get; init; }

    public required LocalText Title { get; init; }

    public SourceQuote? Source { get; init; }

    public required PolicySubject Subject { get; init; }

    public required PolicyPeriod Unit { get; init; }

    public required BenefitKind Kind { get; init; }

    public required Payee Payee { get; init; }

    public required FeelSource Eligible { get; init; }

    /// <summary>When it holds for someone eligible, a person decides.</summary>
    public FeelSource? Manual { get; init; }

    public IReadOnlyList<PartDefinition> Parts { get; init; } = [];

    /// <summary>What a policy that classifies says.</summary>
    public AmountDefinition? Value { get; init; }

    public IReadOnlyList<(string Source, decimal Share)> Funding { get; init; } = [];

    public IReadOnlyList<(string Text, Place Place)> After { get; init; } = [];

    public IReadOnlyList<(string Text, Place Place)> Excludes { get; init; } = [];

    /// <summary>Policies that must not be due to the same subject; the checker looks for someone to whom they are.</summary>
    public IReadOnlyList<(string Text, Place Place)> Opposes { get; init; } = [];

    /// <summary>Policies that this one goes before, and why: it excludes them.</summary>
    public IReadOnlyList<PrecedenceDefinition> Precedence { get; init; } = [];

    public IReadOnlyList<LocalText> Readings { get; init; } = [];

    public IReadOnlyList<string> Departments { get; init; } = [];

    /// <summary>When it is to be paid out.</summary>
    public PayWindow? Pay { get; init; }

    public string? Overrides { get; init; }

    public required Place Place { get; init; }
}

/// <summary>A test of a pack: one household on one date, and what must come out.</summary>
/// <param name="Values">Expressions over the household with the FEEL text of the value they must have.</param>
internal sealed record PackTest(
    string Name, DateOnly On, byte[] Household, IReadOnlyList<ExpectedResult> Expect, IReadOnlyList<(FeelSource Expression, string Value)> Values, Place Place)
{
    public IReadOnlyList<ExpectedCheck> Checks { get; init; } = [];

    /// <summary>Facts of a loan, a fund, a village …: what rules about such a subject read in this test.</summary>
    public string? Facts { get; init; }

    /// <summary>Procedures with the outcome that holds; none when none does.</summary>
    public IReadOnlyList<(string Procedure, string Outcome, Place Place)> Outcomes { get; init; } = [];

    /// <summary>A test may be about a fund or a loan alone.</summary>
    public bool HasHousehold => Household.Length > 2;

    /// <summary>Pairs of rules in conflict, written <c>entry exit</c>; null when the test does not say.</summary>
    public IReadOnlyList<string>? Conflicts { get; init; }

    /// <summary>Values that the test supposes for parameters, above all for those that the source lost.</summary>
    public IReadOnlyDictionary<string, FeelValue> Parameters { get; init; } = new Dictionary<string, FeelValue>();
}

/// <param name="Status">pass, fail, undetermined; none when the check is not about the household.</param>
/// <param name="Inputs">Of a subject that is neither household nor person.</param>
internal sealed record ExpectedCheck(string Check, string Status, string? Inputs, Place Place);

internal sealed record ExpectedResult(
    string Policy, string? Subject, string Status, string? Amount, string? Value, string? By, IReadOnlyList<string>? Needs,
    IReadOnlyList<(string Source, string Amount)>? Funding, int? Row, Place Place);
