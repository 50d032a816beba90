using Fuyao.Kernel;
using Fuyao.Registry.Contracts;

namespace Fuyao.Registry.Changes;

/// <summary>All that is stated of a household for a span of days, in clear; protected values are sealed when it is written.</summary>
internal sealed record HouseholdState
{
    public required Guid Id { get; init; }

    /// <summary>户编号; fixed at the first registration.</summary>
    public required string Number { get; init; }

    /// <summary>12-digit code of the village.</summary>
    public required long Region { get; init; }

    public required HouseholdFacts Facts { get; init; }

    public string? Phone { get; init; }

    public string? BankAccount { get; init; }

    /// <summary>人均纯收入 as a source states it. Known components win over it.</summary>
    public Money? StatedIncomePerHead { get; init; }

    public required IReadOnlyList<PersonState> Persons { get; init; }

    public PersonState? Head => Persons.FirstOrDefault(p => p.Facts.Relation.Or("") == PersonState.HeadRelation);
}

internal sealed record PersonState
{
    /// <summary>户主 in GB/T 4761.</summary>
    public const string HeadRelation = "02";

    public required Guid Id { get; init; }

    /// <summary>人编号; fixed at the first registration.</summary>
    public string? Number { get; init; }

    public string? Name { get; init; }

    public string? IdNumber { get; init; }

    public string? DisabilityCard { get; init; }

    public string? Phone { get; init; }

    public required PersonFacts Facts { get; init; }
}
