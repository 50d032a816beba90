using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Regions;

/// <summary>
/// A place of the official division with the days for which its code is in force. A reference table: not owned by a county,
/// equal on every node.
/// </summary>
internal sealed class Region
{
    /// <summary>12-digit statistical code.</summary>
    public required long Code { get; init; }

    public required string Name { get; init; }

    public required RegionLevel Level { get; init; }

    /// <summary>First day of the code; the first day of the calendar when its beginning is unknown.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>First day on which the code is no longer in force.</summary>
    public DateOnly? ValidTo { get; set; }

    /// <summary>The place that this one became part of.</summary>
    public long? MergedInto { get; set; }
}

internal sealed class RegionModel : IModelPart
{
    public void Configure(ModelBuilder model, DbEngine engine)
    {
        var region = model.Entity<Region>();
        region.ToTable("regions");
        region.HasNoRowSecurity("names of places, the same for everybody");
        region.HasKey(r => r.Code);
        region.Property(r => r.Code).ValueGeneratedNever();
        region.Property(r => r.Name).HasMaxLength(100);
        region.Property(r => r.Level).HasConversion<int>();
        RegionChange.Map(model.Entity<RegionChange>());
    }
}
