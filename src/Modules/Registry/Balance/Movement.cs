namespace Fuyao.Registry.Balance;

/// <summary>Where a household or person is counted on a day: its village and its group there.</summary>
internal readonly record struct Lodging(long Region, string? Group);

/// <summary>A household or a person that begins, ceases or goes elsewhere on a day.</summary>
/// <param name="Subject">Id of the household or person.</param>
/// <param name="From">Null: was not counted before.</param>
/// <param name="To">Null: is not counted from the day on.</param>
/// <param name="OutKind">Code of the kind that says why it ceased to be counted where it was.</param>
/// <param name="InKind">Code of the kind that says why it is counted where it now is.</param>
/// <param name="Event">The event that says so; null when only a plain change or an import does.</param>
internal sealed record Movement(
    Guid Subject, bool IsPerson, Guid Household, DateOnly On, Lodging? From, Lodging? To, string? OutKind, string? InKind, Guid? Event, string? Name);

/// <summary>
/// Households of one village, with their living members, that an import brought and about which nothing else was ever stated. A first
/// import brings a whole county: such are counted by the database and not looked at one by one.
/// </summary>
internal sealed record Arrivals(long Region, int Households, int Persons);

/// <summary>A stretch of days for which one subject is counted in one place, as one version states it.</summary>
internal readonly record struct Stay(DateOnly From, DateOnly To, Guid Household, Lodging Place, string? Name);
