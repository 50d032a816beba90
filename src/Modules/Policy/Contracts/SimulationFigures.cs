using Fuyao.Kernel;

namespace Fuyao.Policy.Contracts;

/// <summary>How a policy came out over a population.</summary>
/// <param name="Households">Households in which somebody is awarded it.</param>
/// <param name="Amount">One unit of each award: what a run of the date awards.</param>
/// <param name="Yearly">What falls due in a year, see <see cref="SimulationFigures.Yearly"/>.</param>
public sealed record PolicyFigures(string Policy, int Awards, int Households, Money Amount, Money Yearly, int Undetermined, int Manual, int Excluded);

/// <summary>What one source of money bears.</summary>
public sealed record SourceFigures(string Source, Money Amount, Money Yearly);

/// <summary>A group of households.</summary>
/// <param name="Recipients">Households that are awarded something.</param>
public sealed record GroupFigures(string Key, int Households, int Persons, int Recipients, Money Amount, Money Yearly);

/// <summary>
/// Whom a pack reaches among those whom it should. Persons; a person is reached when the household or one of its members is awarded something.
/// </summary>
/// <param name="Poor">Persons who are poor by the definition.</param>
/// <param name="Recipients">Persons who are reached.</param>
/// <param name="Covered">Persons who are both.</param>
/// <param name="Unknown">Persons of whom it is not known whether they are poor: in none of the other figures.</param>
public sealed record TargetingFigures(long Poor, long Recipients, long Covered, long Unknown)
{
    /// <summary>Percent of the poor who are reached; null when nobody is poor.</summary>
    public double? Coverage => Poor == 0 ? null : 100.0 * Covered / Poor;

    /// <summary>Percent of the poor who are not reached.</summary>
    public double? ExclusionError => Poor == 0 ? null : 100.0 * (Poor - Covered) / Poor;

    /// <summary>Percent of the reached who are not poor; null when nobody is reached.</summary>
    public double? InclusionError => Recipients == 0 ? null : 100.0 * (Recipients - Covered) / Recipients;
}

/// <summary>What a pack comes to over a population on one date.</summary>
public sealed record SimulationFigures
{
    public required string Pack { get; init; }

    public required int Households { get; init; }

    /// <summary>Living persons.</summary>
    public required int Persons { get; init; }

    /// <summary>Households that are awarded something.</summary>
    public required int Recipients { get; init; }

    public required int Awards { get; init; }

    /// <summary>One unit of each award – a month, a term, a year, the one time: what a first run of the date awards.</summary>
    public required Money Amount { get; init; }

    /// <summary>
    /// What falls due in the calendar year of the date if everything stays as it is: months twelve times, terms twice, everything else once. A policy whose
    /// rule reads an age or compares with the date (the months of a course) is worked out on the first day of each month or term instead.
    /// </summary>
    public required Money Yearly { get; init; }

    public required int Undetermined { get; init; }

    public required int Manual { get; init; }

    public required int Excluded { get; init; }

    public required IReadOnlyList<PolicyFigures> Policies { get; init; }

    public required IReadOnlyList<SourceFigures> Sources { get; init; }

    /// <summary>By the id of the grouping.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<GroupFigures>> Groups { get; init; }

    /// <summary>Poverty with recurring cash benefits counted as income; null without a line or without a known income.</summary>
    public required PovertyFigures? Poverty { get; init; }

    /// <summary>The same incomes' Lorenz curve in twentieths, see <see cref="PovertyMeasures.Lorenz"/>; null when no income is known.</summary>
    public required IReadOnlyList<double>? Lorenz { get; init; }

    /// <summary>Null when there is no definition of poor: no line.</summary>
    public required TargetingFigures? Targeting { get; init; }
}

/// <summary>Households whose members belong to one tenth of persons by income.</summary>
/// <param name="Decile">1 has the lowest incomes.</param>
/// <param name="MeanChange">Change a person and year.</param>
public sealed record DecileChange(int Decile, int Households, long Persons, int Winners, int Losers, Money Change, Money MeanChange);

/// <summary>What a change moves: by household, yearly amounts.</summary>
/// <param name="Gain">What winners gain together, a year.</param>
/// <param name="Loss">What losers lose together, a year; not negative.</param>
/// <param name="LargestLoss">Of one household; not negative.</param>
/// <param name="Quantiles">Of the changes of those households that change, at 10, 20 … 90 percent, as <see cref="PovertyMeasures"/> defines a quantile; empty when none does.</param>
public sealed record ChangeFigures(
    int Winners, int Losers, int Unchanged, long WinningPersons, long LosingPersons, Money Gain, Money Loss, Money MeanGain, Money MeanLoss,
    Money LargestGain, Money LargestLoss, IReadOnlyList<Money> Quantiles, IReadOnlyList<DecileChange> Deciles);

/// <summary>What one of several changes costs a year.</summary>
/// <param name="Change">The parameter, or the cell of a table.</param>
/// <param name="Alone">Made without the others.</param>
/// <param name="Last">Made after all the others.</param>
public sealed record MarginalCost(string Change, string From, string To, Money Alone, Money Last);
