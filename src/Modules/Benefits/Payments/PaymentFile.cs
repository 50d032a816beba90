using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Benefits.Payments;

internal enum PaymentFileKind
{
    /// <summary>一卡通发放花名册, account numbers masked: printed, signed, filed.</summary>
    CardList,

    /// <summary>CSV with whole account numbers, for the bank only.</summary>
    BankFile,
}

/// <summary>A file made from a completed run. Written once: whoever asks again is given the same bytes.</summary>
internal sealed record PaymentFile : IInArea
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    /// <summary>The run's place.</summary>
    public required long Region { get; init; }

    public required Guid RunId { get; init; }

    public required PaymentFileKind Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>Where the stored bytes are.</summary>
    public required Guid StoredFile { get; init; }

    /// <summary>SHA-256 of the plain bytes, hex.</summary>
    public required string Sha256 { get; init; }

    public required int Lines { get; init; }

    public required Money Amount { get; init; }

    /// <summary>Lines of awards that could not go into the file because the household has no account number.</summary>
    public required int Missing { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public required string MadeBy { get; init; }

    public static void Map(EntityTypeBuilder<PaymentFile> file)
    {
        file.ToTable("payment_files");
        file.HasKey(f => new { f.County, f.Id });
        file.HasIndex(f => new { f.County, f.RunId, f.Kind }).IsUnique().HasDatabaseName("ux_payment_files_run");
        file.HasOne<Run>().WithMany().HasForeignKey(f => new { f.County, f.RunId }).OnDelete(DeleteBehavior.Restrict);
        file.Property(f => f.Kind).HasMaxLength(16);
        file.Property(f => f.Sha256).HasMaxLength(64);
    }
}
