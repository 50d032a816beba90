using Fuyao.Kernel.Data;
using Fuyao.Registry.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Registry.Records;

/// <summary>The lasting identity of a village's, township's or organisation's record, of a group or a linkage, or of one year's answers to one of them.</summary>
internal sealed class Record : ICountyOwned
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    /// <summary>One of <see cref="RecordKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>
    /// Unique among the kind, fixed at the first statement: the 12-digit code of a village or township, the id of an organisation,
    /// <c>village/name</c> of a group, <c>household/organisation/relation</c> of a linkage.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>Zero for what holds until it is changed, else the year that was answered for.</summary>
    public required int Year { get; init; }

    public static void Map(EntityTypeBuilder<Record> record)
    {
        record.ToTable("records").GoesAlong();
        record.HasKey(r => new { r.County, r.Id });
        record.Property(r => r.Kind).HasMaxLength(20);
        record.Property(r => r.Key).HasMaxLength(200);
        record.HasIndex(r => new { r.County, r.Kind, r.Key, r.Year }).IsUnique().HasDatabaseName("ux_records_key");
    }
}

/// <summary>What was known of a record for a span of days. The days of a year's answers are all days: their year is in the record.</summary>
internal sealed record RecordVersion : IVersion
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    public required Guid RecordId { get; init; }

    public required string Kind { get; init; }

    public required string Key { get; init; }

    public required int Year { get; init; }

    /// <summary>The place that it is about or lies in; of a linkage the household's village when it was stated.</summary>
    public required long Region { get; init; }

    public string? Name { get; init; }

    /// <summary>The number people know it by: an organisation's credit code, a group's number.</summary>
    public string? Number { get; init; }

    /// <summary>Of a linkage.</summary>
    public Guid? HouseholdId { get; init; }

    /// <summary>Of a linkage: the organisation's record.</summary>
    public Guid? OrganisationId { get; init; }

    /// <summary>Canonical JSON, see <see cref="RecordFacts"/>.</summary>
    public required string Facts { get; init; }

    public required byte[] FactsHash { get; init; }

    public required DateOnly ValidFrom { get; init; }

    public required DateOnly ValidTo { get; init; }

    public required Guid OpenedBy { get; init; }

    public Guid? ClosedBy { get; init; }

    public static void Map(EntityTypeBuilder<RecordVersion> version)
    {
        version.ToTable("record_versions").GoesAlong();
        version.HasKey(v => new { v.County, v.Id });
        version.Property(v => v.Kind).HasMaxLength(20);
        version.Property(v => v.Key).HasMaxLength(200);
        version.Property(v => v.Name).HasMaxLength(200);
        version.Property(v => v.Number).HasMaxLength(64);
        version.HasIndex(v => new { v.County, v.RecordId, v.ValidFrom }).HasDatabaseName("ix_record_versions_record");
        version.HasIndex(v => new { v.County, v.Kind, v.Year, v.Region }).HasDatabaseName("ix_record_versions_place");
        version.HasIndex(v => new { v.County, v.HouseholdId }).HasDatabaseName("ix_record_versions_household").HasFilter("household_id is not null");
        version.HasIndex(v => new { v.County, v.OrganisationId }).HasDatabaseName("ix_record_versions_organisation").HasFilter("organisation_id is not null");
        version.HasIndex(v => new { v.County, v.OpenedBy }).HasDatabaseName("ix_record_versions_opened");
        version.HasIndex(v => new { v.County, v.ClosedBy }).HasDatabaseName("ix_record_versions_closed").HasFilter("closed_by is not null");
        version.HasOne<Record>().WithMany().HasForeignKey(v => new { v.County, v.RecordId }).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Answers of a year that are not yet handed in: a scratch sheet, not a fact.</summary>
internal sealed record RecordDraft : IInArea
{
    public required int County { get; init; }

    public required string Kind { get; init; }

    public required string Key { get; init; }

    public required int Year { get; init; }

    public required long Region { get; init; }

    /// <summary>The answers so far, unchecked.</summary>
    public required string Facts { get; set; }

    public required string SavedBy { get; set; }

    public required DateTimeOffset SavedAt { get; set; }

    public static void Map(EntityTypeBuilder<RecordDraft> draft)
    {
        draft.ToTable("record_drafts").GoesAlong();
        draft.HasKey(d => new { d.County, d.Kind, d.Key, d.Year });
        draft.Property(d => d.Kind).HasMaxLength(20);
        draft.Property(d => d.Key).HasMaxLength(200);
    }
}

internal sealed class RecordModel : IModelPart
{
    public void Configure(ModelBuilder model, DbEngine engine)
    {
        Record.Map(model.Entity<Record>());
        RecordVersion.Map(model.Entity<RecordVersion>());
        RecordDraft.Map(model.Entity<RecordDraft>());
    }
}
