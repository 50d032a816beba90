using Fuyao.Kernel;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;

namespace Fuyao.Benefits.Contracts;

/// <param name="Code">Region code, household type, …; empty where it is not known.</param>
/// <param name="Name">Of a place; null for codes.</param>
/// <param name="Recipients">Households that are awarded something.</param>
/// <param name="Yearly">What falls due in a year.</param>
public sealed record SimulatedGroup(string Code, string? Name, int Households, int Persons, int Recipients, Money Amount, Money Yearly);

/// <summary>Coverage and its errors, in persons and percent.</summary>
public sealed record SimulatedTargeting(long Poor, long Recipients, long Covered, long Unknown, double? Coverage, double? ExclusionError, double? InclusionError);

/// <summary>What incomes held of benefits of the compared packs.</summary>
/// <param name="Households">From whose income something was taken out.</param>
public sealed record SimulatedIncomes(int Households, Money Yearly);

/// <param name="Title">The policy's name.</param>
public sealed record SimulatedPolicy(
    string Policy, LocalText Title, PolicyPeriod Unit, int Awards, int Households, Money Amount, Money Yearly, int Undetermined, int Manual, int Excluded);

/// <summary>What one pack comes to. <c>by_policy</c> and <c>by_source</c> are one unit of every award, as a run has them; yearly figures are projected.</summary>
public sealed record SimulatedFigures
{
    public required string Pack { get; init; }

    public required string PackVersion { get; init; }

    public required string PackHash { get; init; }

    /// <summary>The date lies outside the pack's validity.</summary>
    public required bool OutOfValidity { get; init; }

    public required int Households { get; init; }

    public required int Persons { get; init; }

    public required int Recipients { get; init; }

    public required int Awards { get; init; }

    public required Money Amount { get; init; }

    public required Money Yearly { get; init; }

    public required IReadOnlyDictionary<string, Money> ByPolicy { get; init; }

    public required IReadOnlyDictionary<string, Money> BySource { get; init; }

    public required IReadOnlyList<SimulatedPolicy> Policies { get; init; }

    public required IReadOnlyList<SourceFigures> Sources { get; init; }

    public required IReadOnlyList<SimulatedGroup> ByRegion { get; init; }

    public required IReadOnlyList<SimulatedGroup> ByType { get; init; }

    public required IReadOnlyList<SimulatedGroup> ByStatus { get; init; }

    /// <summary>Waiting for a fact or a parameter that nobody knows: what it costs may be more.</summary>
    public required int Undetermined { get; init; }

    public required int Manual { get; init; }

    public required int Excluded { get; init; }

    public PovertyFigures? Poverty { get; init; }

    public SimulatedTargeting? Targeting { get; init; }

    /// <summary>Share of all income (0 to 1) that the poorest 0, 5, 10 … 100 percent of persons have, benefits counted.</summary>
    public IReadOnlyList<double>? Lorenz { get; init; }
}

/// <summary>Reform less baseline.</summary>
public sealed record SimulatedDifference(
    int Recipients, int Awards, Money Amount, Money Yearly, IReadOnlyDictionary<string, Money> ByPolicy, IReadOnlyDictionary<string, Money> BySource,
    IReadOnlyDictionary<string, Money> YearlyBySource, double? Headcount, double? Gap, double? Severity, double? Gini);

/// <summary>A comparison of two packs, or of a pack with what is supposed of it, over the register. Nothing is stored.</summary>
public sealed record SimulationReport
{
    public required string Pack { get; init; }

    public string? Against { get; init; }

    public required DateOnly On { get; init; }

    /// <summary>The region's code; <c>0</c> for the whole register.</summary>
    public required string Region { get; init; }

    public string? RegionName { get; init; }

    /// <summary>The register as it was known at this time.</summary>
    public required DateTimeOffset KnownAt { get; init; }

    public required IReadOnlyDictionary<string, string> Set { get; init; }

    public required IReadOnlyList<SupposedCell> Cells { get; init; }

    /// <summary>Yuan a head and year; null when none is set and the nation's is not known for the date.</summary>
    public double? Line { get; init; }

    /// <summary>Persons whose household's income is not known: left out of poverty and of coverage by income.</summary>
    public required long IncomeUnknown { get; init; }

    /// <summary>Poverty by the register's incomes, no benefit of a pack counted.</summary>
    public PovertyFigures? Register { get; init; }

    /// <summary>Benefits of the compared packs that the stated incomes already held: taken out before either side's are added, so that none counts twice.</summary>
    public required SimulatedIncomes TakenOut { get; init; }

    public required SimulatedFigures Baseline { get; init; }

    public required SimulatedFigures Reform { get; init; }

    public required SimulatedDifference Difference { get; init; }

    /// <summary>Households that gain.</summary>
    public required int Winners { get; init; }

    public required int Losers { get; init; }

    public required int Unchanged { get; init; }

    public required ChangeFigures Change { get; init; }

    /// <summary>Empty unless asked for.</summary>
    public required IReadOnlyList<MarginalCost> Marginal { get; init; }

    /// <summary>Time for the answer, the register already in memory.</summary>
    public required double Seconds { get; init; }
}
