using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Registry.Model;

/// <summary>
/// A change set: who changed the register, when, through which channel, why and on what evidence. All versions that it opens and
/// closes become visible together, when <see cref="At"/> is set.
/// </summary>
internal sealed class Change : ICountyOwned
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    /// <summary>Recorded time; null while the set is hidden (an import that is still being applied).</summary>
    public DateTimeOffset? At { get; set; }

    public required string Actor { get; init; }

    /// <summary>One of <see cref="ChangeChannels"/>.</summary>
    public required string Channel { get; init; }

    public required string Reason { get; init; }

    public string? Evidence { get; init; }

    /// <summary>Where it came from: a file's name and SHA-256.</summary>
    public string? Source { get; init; }

    public Guid? UndoneBy { get; set; }

    public static void Map(EntityTypeBuilder<Change> change)
    {
        change.ToTable("changes");
        change.HasKey(c => new { c.County, c.Id });
        change.HasIndex(c => new { c.County, c.At }).HasDatabaseName("ix_changes_at");
        change.HasIndex(c => c.County).HasFilter("at is null").HasDatabaseName("ix_changes_hidden");
        change.Property(c => c.Channel).HasMaxLength(20);
    }
}

internal static class ChangeChannels
{
    public const string Import = "import";
    public const string Form = "form";
    public const string Case = "case";
    public const string Visit = "visit";
    public const string Sync = "sync";
    public const string Correction = "correction";
    public const string Api = "api";

    /// <summary>One change of many households at once.</summary>
    public const string Bulk = "bulk";

    /// <summary>A village was merged, moved or renamed; nobody moved house.</summary>
    public const string Regions = "regions";
}
