using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Benefits.Adjustments;

/// <summary>Up to when a county's register has been compared with what a pack paid. One row a pack; its lock keeps two comparisons apart.</summary>
internal sealed class AdjustmentScan : ICountyOwned
{
    public required int County { get; init; }

    public required string Pack { get; init; }

    /// <summary>What was recorded before this time is compared, in the whole county.</summary>
    public required DateTimeOffset KnownAt { get; set; }

    public static void Map(EntityTypeBuilder<AdjustmentScan> scan)
    {
        scan.ToTable("benefit_adjustment_scans");
        scan.HasKey(s => new { s.County, s.Pack });
        scan.Property(s => s.Pack).HasMaxLength(100);
    }
}
