using System.Text.Json;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Casework.Ranking;

/// <summary>
/// One ranking of a place for a year: a document that notices are posted from, so it is stored as it was made and never
/// recomputed. Invisible until <see cref="CompletedAt"/> is set. It holds no personal data; its lines do.
/// </summary>
internal sealed class RankingRun : ICountyOwned
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    /// <summary>A county, a township or a village.</summary>
    public required long Region { get; init; }

    /// <summary>The year whose register is ranked.</summary>
    public required int Year { get; init; }

    /// <summary>The day on which the register was read: the year's last, or today when that lies ahead.</summary>
    public required DateOnly On { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required string StartedBy { get; init; }

    /// <summary>As the register was known at this time; null: when the ranking was made.</summary>
    public DateTimeOffset? KnownAt { get; init; }

    public DateTimeOffset? CompletedAt { get; set; }

    public int Households { get; set; }

    public int Ranked { get; set; }

    /// <summary>Ranked by the figure that the register states, because the components are not known.</summary>
    public int Stated { get; set; }

    public int Unknown { get; set; }

    /// <summary>Households that share their rank with another.</summary>
    public int Tied { get; set; }

    public int Flagged { get; set; }

    /// <summary>JSON of <see cref="IncomeDefinition"/>: what was counted as income.</summary>
    public string Definition { get; set; } = "null";

    public static void Map(EntityTypeBuilder<RankingRun> ranking)
    {
        ranking.ToTable("rankings");
        ranking.HasKey(r => new { r.County, r.Id });
        ranking.HasIndex(r => new { r.County, r.Region, r.Year, r.StartedAt }).HasDatabaseName("ix_rankings_what");
    }
}

/// <summary>The definition of net income that the ranking used, with the sentence it comes from.</summary>
/// <param name="Text">The FEEL definition.</param>
/// <param name="Meaning">The definition in words.</param>
/// <param name="Labels">What the components are called, by id.</param>
internal sealed record IncomeDefinition(string Text, LocalText Meaning, string? Quote, string? File, IReadOnlyDictionary<string, LocalText> Labels)
{
    public static readonly IncomeDefinition None = new("", new LocalText("", ""), null, null, new Dictionary<string, LocalText>());

    public static IncomeDefinition Read(string json) => JsonSerializer.Deserialize<IncomeDefinition>(json, CaseworkJson.Options) ?? None;
}

/// <summary>One household's line of a ranking.</summary>
internal sealed record RankingLine : IInArea
{
    public required int County { get; init; }

    public required Guid RankingId { get; init; }

    /// <summary>Position in the order, from 1.</summary>
    public required int Position { get; init; }

    /// <summary>The village.</summary>
    public required long Region { get; init; }

    public required Guid HouseholdId { get; init; }

    public required string Number { get; init; }

    public string? GroupName { get; init; }

    public string? HeadName { get; init; }

    public string? Status { get; init; }

    public required int Heads { get; init; }

    public required IncomeBasis Basis { get; init; }

    public Money? PerHead { get; init; }

    public Money? Total { get; init; }

    public int? IncomeYear { get; init; }

    public int? Rank { get; init; }

    public required int Tied { get; init; }

    public int? VillageRank { get; init; }

    public required int VillageTied { get; init; }

    /// <summary>贫困户属性 at the time of the ranking.</summary>
    public string? Category { get; init; }

    /// <summary>Rank within the village among households of the same type.</summary>
    public int? CategoryRank { get; init; }

    public int CategoryTied { get; init; }

    /// <summary>JSON list of <see cref="Component"/>.</summary>
    public required string Components { get; init; }

    /// <summary>Comma-separated codes of <see cref="Exclusions"/>.</summary>
    public required string Flags { get; init; }

    public required string Unchecked { get; init; }

    /// <summary>What must be known first, comma-separated.</summary>
    public required string Needs { get; init; }

    public static void Map(EntityTypeBuilder<RankingLine> line)
    {
        line.ToTable("ranking_lines");
        line.HasKey(l => new { l.County, l.RankingId, l.Position });
        line.HasIndex(l => new { l.County, l.RankingId, l.Region, l.Position }).HasDatabaseName("ix_ranking_lines_village");
        line.HasIndex(l => new { l.County, l.HouseholdId }).HasDatabaseName("ix_ranking_lines_household");
        line.HasOne<RankingRun>().WithMany().HasForeignKey(l => new { l.County, l.RankingId }).OnDelete(DeleteBehavior.Restrict);
        line.Property(l => l.Number).HasMaxLength(64);
        line.Property(l => l.Category).HasMaxLength(20);
        line.Property(l => l.Basis).HasMaxLength(16);
    }
}

/// <param name="Sign">+1 added, −1 subtracted, 0 recorded but not counted.</param>
internal sealed record Component(string Id, Money? Amount, int Sign)
{
    public static IReadOnlyList<Component> Read(string json) => JsonSerializer.Deserialize<List<Component>>(json, CaseworkJson.Options)!;
}

internal sealed class CaseworkModel : IModelPart
{
    public void Configure(ModelBuilder model, DbEngine engine)
    {
        RankingRun.Map(model.Entity<RankingRun>());
        RankingLine.Map(model.Entity<RankingLine>());
    }
}
