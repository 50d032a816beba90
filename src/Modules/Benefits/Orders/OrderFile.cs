using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Benefits.Orders;

internal enum OrderFileKind
{
    /// <summary>一卡通发放花名册, account numbers masked: printed, signed, filed.</summary>
    CardList,

    /// <summary>CSV with whole account numbers, for the bank only.</summary>
    BankFile,

    /// <summary>What a school, an insurer or a supplier is paid, and for whom.</summary>
    Roster,
}

/// <summary>A file made from an approved order. Written once: whoever asks again is given the same bytes.</summary>
internal sealed record OrderFile : IInArea
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    /// <summary>The order's place.</summary>
    public required long Region { get; init; }

    public required Guid OrderId { get; init; }

    public required OrderFileKind Kind { get; init; }

    /// <summary>One of <see cref="PayeeLists"/>.</summary>
    public required string List { get; init; }

    public required string Name { get; init; }

    /// <summary>Where the stored bytes are.</summary>
    public required Guid StoredFile { get; init; }

    /// <summary>SHA-256 of the plain bytes, hex.</summary>
    public required string Sha256 { get; init; }

    public required int Lines { get; init; }

    public required Money Amount { get; init; }

    /// <summary>Lines that could not go into the bank's file because the household has no account number.</summary>
    public required int Missing { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public required string MadeBy { get; init; }

    public static void Map(EntityTypeBuilder<OrderFile> file)
    {
        file.ToTable("payment_order_files");
        file.HasKey(f => new { f.County, f.Id });
        file.HasIndex(f => new { f.County, f.OrderId, f.Kind, f.List }).IsUnique().HasDatabaseName("ux_payment_order_files");
        file.HasOne<PaymentOrder>().WithMany().HasForeignKey(f => new { f.County, f.OrderId }).OnDelete(DeleteBehavior.Restrict);
        file.Property(f => f.Kind).HasMaxLength(16);
        file.Property(f => f.List).HasMaxLength(16);
        file.Property(f => f.Sha256).HasMaxLength(64);
    }
}
