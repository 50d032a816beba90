using Fuyao.Kernel;
using Fuyao.Policy.Contracts;

namespace Fuyao.Casework.Ranking;

/// <summary>Where a household's income per head comes from.</summary>
internal enum IncomeBasis
{
    /// <summary>Worked out from its components.</summary>
    Computed,

    /// <summary>The register states the figure without its components.</summary>
    Stated,

    /// <summary>Neither can be had: the household has no rank and is listed apart.</summary>
    Unknown,
}

/// <summary>A household on its way into the ranking.</summary>
internal sealed record RankedHousehold
{
    public required Guid Id { get; init; }

    public required long Village { get; init; }

    public required string Number { get; init; }

    public string? Group { get; init; }

    public string? HeadName { get; init; }

    public string? Status { get; init; }

    /// <summary>贫困户属性, a code of the contract; quotas may be set by it.</summary>
    public string? Category { get; init; }

    /// <summary>Registered population that the income is divided by.</summary>
    public required int Heads { get; init; }

    public required IncomeBasis Basis { get; init; }

    public Money? PerHead { get; init; }

    public Money? Total { get; init; }

    public int? IncomeYear { get; init; }

    /// <summary>The working: components with their signs, the excluded ones with sign 0.</summary>
    public IReadOnlyList<IncomeLine> Components { get; init; } = [];

    /// <summary>What must be known first, when the income cannot be worked out.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>Exclusion facts that hold. A flag sends somebody to look; it removes nobody.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>Exclusion facts that nobody has looked at.</summary>
    public IReadOnlyList<string> Unchecked { get; init; } = [];
}

/// <summary>A place in the order. Equal incomes share a rank, and the next rank counts them all: 1, 2, 2, 4.</summary>
/// <param name="Rank">From 1, the poorest; null when the income is unknown.</param>
/// <param name="Tied">How many households share the rank in the whole place; 1 when it stands alone.</param>
/// <param name="VillageRank">The same within the village.</param>
/// <param name="CategoryRank">The same within the village among households of the same type.</param>
internal sealed record Place(RankedHousehold Household, int? Rank, int Tied, int? VillageRank, int VillageTied, int? CategoryRank, int CategoryTied);
