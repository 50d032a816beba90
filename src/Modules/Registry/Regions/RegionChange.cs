using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Registry.Regions;

/// <summary>What happened to a division: one row a village, a township or a county; of what goes to another county one in each, with one id.</summary>
internal sealed record RegionChange : ICountyOwned
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    /// <summary>One of <see cref="RegionChangeKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>First day on which it holds.</summary>
    public required DateOnly On { get; init; }

    public required long FromCode { get; init; }

    /// <summary>The same as <see cref="FromCode"/> for a new name alone.</summary>
    public required long ToCode { get; init; }

    public required string NameBefore { get; init; }

    public required string NameAfter { get; init; }

    /// <summary>The change set with who, when and why; it also moved the households.</summary>
    public required Guid ChangeId { get; init; }

    /// <summary>Roles that accounts got in the new place, by id, separated by commas.</summary>
    public string Granted { get; init; } = "";

    /// <summary>The change set that took it back.</summary>
    public Guid? UndoneBy { get; set; }

    public static void Map(EntityTypeBuilder<RegionChange> change)
    {
        change.ToTable("region_changes").GoesAlong();
        change.HasKey(c => new { c.County, c.Id });
        change.Property(c => c.Kind).HasMaxLength(10);
        change.Property(c => c.NameBefore).HasMaxLength(100);
        change.Property(c => c.NameAfter).HasMaxLength(100);
        change.HasIndex(c => new { c.County, c.FromCode }).HasDatabaseName("ix_region_changes_from");
    }
}

internal static class RegionChangeKinds
{
    public const string Rename = "rename";

    /// <summary>A village becomes part of another, a township's villages all go to another township, a county's townships to another county.</summary>
    public const string Merge = "merge";

    /// <summary>A village goes to another township, or a township to another county, under a new code.</summary>
    public const string Move = "move";
}
