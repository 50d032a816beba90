using Fuyao.Policy.Contracts;

namespace Fuyao.Benefits.Populations;

/// <summary>The register of an area on a day, as columns in memory. A household's row is its position in every list here.</summary>
internal sealed class RegisterPopulation
{
    /// <summary>The columns, for <see cref="PreparedPack.OverHouseholds"/>.</summary>
    public required HouseholdColumns Columns { get; init; }

    public required Guid[] Households { get; init; }

    /// <summary>Twelve-digit codes of the households' villages.</summary>
    public required long[] Regions { get; init; }

    /// <summary>By the row of the living person.</summary>
    public required Guid[] Persons { get; init; }

    /// <summary>Households whose facts are not sound, or beyond what columns hold: in none of the lists above.</summary>
    public required IReadOnlyList<(Guid Id, long Region)> Refused { get; init; }

    public required DateOnly On { get; init; }

    /// <summary>What was published later is not in it.</summary>
    public required DateTimeOffset KnownAt { get; init; }
}
