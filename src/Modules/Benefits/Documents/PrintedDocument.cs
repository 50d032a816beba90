using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Benefits.Documents;

/// <summary>That a paper was printed: its number, what it told of, and a fingerprint by which one can ask later whether it still holds.</summary>
internal sealed class PrintedDocument : IInArea
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    /// <summary>County, year and a count: 6107292016000123. Unique in the county.</summary>
    public required string Number { get; init; }

    /// <summary>One of <see cref="DocumentKinds"/>.</summary>
    public required string Kind { get; init; }

    public required Guid HouseholdId { get; init; }

    /// <summary>Where the household lived then.</summary>
    public required long Region { get; init; }

    /// <summary>The day that it speaks of.</summary>
    public required DateOnly On { get; init; }

    /// <summary>SHA-256 of the facts that it rests on.</summary>
    public required byte[] Facts { get; init; }

    /// <summary>SHA-256 of what the rules gave.</summary>
    public required byte[] Benefits { get; init; }

    public required DateTimeOffset PrintedAt { get; init; }

    public required string PrintedBy { get; init; }

    public Guid? Batch { get; init; }

    public static void Map(EntityTypeBuilder<PrintedDocument> document)
    {
        document.ToTable("printed_documents");
        document.HasKey(d => new { d.County, d.Id });
        document.HasIndex(d => new { d.County, d.Number }).IsUnique().HasDatabaseName("ux_printed_documents_number");
        document.HasIndex(d => new { d.County, d.HouseholdId, d.PrintedAt });
        document.Property(d => d.Number).HasMaxLength(20);
        document.Property(d => d.Kind).HasMaxLength(20);
    }
}

/// <summary>The papers of a whole village, put together by a job as of one moment.</summary>
internal sealed class DocumentBatch : IInArea
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    public required long Region { get; init; }

    public required string Kind { get; init; }

    public required DateOnly On { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Actor { get; init; }

    public Guid? JobId { get; set; }

    /// <summary>The contents, encrypted; null until they are complete.</summary>
    public Guid? FileId { get; set; }

    public int Households { get; set; }

    public int Persons { get; set; }

    public static void Map(EntityTypeBuilder<DocumentBatch> batch)
    {
        batch.ToTable("document_batches");
        batch.HasKey(b => new { b.County, b.Id });
        batch.HasIndex(b => new { b.County, b.At });
        batch.Property(b => b.Kind).HasMaxLength(20);
    }
}

internal static class DocumentKinds
{
    /// <summary>贫困户登记表, both sides.</summary>
    public const string Form = "form";

    /// <summary>明白卡, for the family's wall.</summary>
    public const string Card = "card";

    /// <summary>What the family is due and has received.</summary>
    public const string Statement = "statement";

    public static readonly IReadOnlySet<string> All = new HashSet<string> { Form, Card, Statement };
}
