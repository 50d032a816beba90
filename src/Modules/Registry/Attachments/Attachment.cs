using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Attachments;

/// <summary>A photo, scan or PDF that belongs to a household, to one of its persons, events or visits. It is never erased, only hidden.</summary>
internal sealed record Attachment : IInArea
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    public required Guid HouseholdId { get; init; }

    /// <summary>Where the household lived when it was added; who may see it is asked of the household.</summary>
    public required long Region { get; init; }

    /// <summary>One of <see cref="AttachmentSubjects"/>.</summary>
    public required string SubjectKind { get; init; }

    public required Guid SubjectId { get; init; }

    /// <summary>The stored content; the same for equal content of one village.</summary>
    public required Guid FileId { get; init; }

    /// <summary>A small picture of it; null for a PDF.</summary>
    public Guid? ThumbnailId { get; init; }

    public required string Name { get; init; }

    public required string ContentType { get; init; }

    public required long Length { get; init; }

    /// <summary>SHA-256 of what is stored, after cleaning.</summary>
    public required byte[] Sha256 { get; init; }

    public int? Width { get; init; }

    public int? Height { get; init; }

    public string? Caption { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Actor { get; init; }

    public DateTimeOffset? HiddenAt { get; set; }

    public string? HiddenBy { get; set; }

    public string? HiddenReason { get; set; }
}

internal static class AttachmentSubjects
{
    public const string Household = "household";
    public const string Person = "person";

    public static readonly IReadOnlySet<string> All = new HashSet<string> { Household, Person, "event", "visit" };
}

internal sealed class AttachmentModel : IModelPart
{
    public void Configure(ModelBuilder model, DbEngine engine) => model.Entity<Attachment>(attachment =>
    {
        attachment.ToTable("attachments").GoesAlong();
        attachment.HasKey(a => new { a.County, a.Id });
        attachment.HasIndex(a => new { a.County, a.HouseholdId, a.At });
        attachment.HasIndex(a => new { a.County, a.Region, a.Sha256 });
        attachment.Property(a => a.SubjectKind).HasMaxLength(20);
        attachment.Property(a => a.ContentType).HasMaxLength(60);
        attachment.Property(a => a.Name).HasMaxLength(200);
        attachment.Property(a => a.Caption).HasMaxLength(200);
        attachment.Property(a => a.HiddenReason).HasMaxLength(500);
    });
}
