using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Casework.Quotas;

/// <summary>
/// 规模控制: how many households of a place may be identified in a year, in all or of one type. Written once; a new figure for the same
/// place and type replaces it, and both stay readable.
/// </summary>
internal sealed class Quota : IInArea
{
    /// <summary>Of all types together.</summary>
    public const string All = "all";

    /// <summary>All types together, then each type of the household contract.</summary>
    public static readonly IReadOnlyList<string> Categories = [All, "general", "dibao_poor", "dibao", "wubao"];

    public required int County { get; init; }

    public required Guid Id { get; init; }

    public required int Year { get; init; }

    /// <summary>County, township or village.</summary>
    public required long Region { get; init; }

    public required string Category { get; init; }

    /// <summary>Null takes the figure back.</summary>
    public required int? Households { get; init; }

    public required string SetBy { get; init; }

    public required DateTimeOffset SetAt { get; init; }

    public required string Reason { get; init; }

    /// <summary>When another figure took its place.</summary>
    public DateTimeOffset? ReplacedAt { get; set; }

    public static void Map(EntityTypeBuilder<Quota> quota)
    {
        quota.ToTable("quotas");
        quota.HasKey(q => new { q.County, q.Id });
        quota.Property(q => q.Category).HasMaxLength(20);
        quota.HasIndex(q => new { q.County, q.Year, q.Region, q.Category }).HasDatabaseName("ix_quotas_place");
        quota.HasIndex(q => new { q.County, q.Year, q.Region, q.Category }, "now").IsUnique().HasFilter("replaced_at is null").HasDatabaseName("ux_quotas_now");
    }
}

internal sealed class QuotaModel : IModelPart
{
    public void Configure(ModelBuilder model, DbEngine engine) => Quota.Map(model.Entity<Quota>());
}
