using Fuyao.Kernel;

namespace Fuyao.Casework.Contracts;

/// <summary>What to rank.</summary>
/// <param name="Region">A county, a township or a village.</param>
/// <param name="Year">The year whose register is ranked.</param>
/// <param name="On">The day on which the register is read; the year's last, or today, when absent.</param>
/// <param name="KnownAt">As the register was known at this time; now when absent.</param>
public sealed record RankingRequest(RegionCode Region, int Year, DateOnly? On = null, DateTimeOffset? KnownAt = null);

/// <summary>A ranking in figures.</summary>
public sealed record RankingSummary
{
    public required Guid Ranking { get; init; }

    public required string Region { get; init; }

    public required int Year { get; init; }

    /// <summary>The day on which the register was read.</summary>
    public required DateOnly On { get; init; }

    /// <summary>As it was known at this time; null: when the ranking was made.</summary>
    public DateTimeOffset? KnownAt { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public required int Households { get; init; }

    public required int Ranked { get; init; }

    /// <summary>Ranked by a figure that the register states without its components.</summary>
    public required int Stated { get; init; }

    /// <summary>Listed apart, because the income is not known.</summary>
    public required int Unknown { get; init; }

    /// <summary>Households that share their rank.</summary>
    public required int Tied { get; init; }

    /// <summary>Households with an exclusion fact to look into.</summary>
    public required int Flagged { get; init; }
}
