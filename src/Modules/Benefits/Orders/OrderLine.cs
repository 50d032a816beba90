using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Benefits.Orders;

/// <summary>How far one payment is. Meaningless while the order is not approved.</summary>
internal enum LineStatus
{
    /// <summary>To be paid.</summary>
    Ready,

    /// <summary>The household has no account: not in the bank's file, to be re-issued once it has one.</summary>
    NoAccount,

    /// <summary>All of it was withheld: nothing to pay.</summary>
    Nothing,

    /// <summary>In the file that the bank was given.</summary>
    Sent,

    Paid,

    /// <summary>The bank sent it back; the reason is in the events.</summary>
    Returned,
}

/// <summary>To whom a line goes: each has its list, and only <see cref="Card"/> reaches cards.</summary>
internal static class PayeeLists
{
    public const string Card = "card";
    public const string School = "school";
    public const string Insurer = "insurer";
    public const string Bank = "bank";
    public const string Enterprise = "enterprise";
    public const string Supplier = "supplier";

    public static readonly IReadOnlyList<string> All = [Card, School, Insurer, Bank, Enterprise, Supplier];

    /// <summary>Cash to people goes to cards. A waiver, a premium or a thing never does, whoever its rule names as having the benefit of it.</summary>
    public static string Of(string kind, string payee) => (kind, payee) switch
    {
        ("cash", "household" or "person") => Card,
        ("waiver", "household" or "person") => School,
        ("premium", "household" or "person") => Insurer,
        (_, "household" or "person") => Supplier,
        _ => payee,
    };
}

/// <summary>
/// One payment of an order: an award or arrears, less what is withheld for earlier overpayments. Frozen with its account when the order
/// is proposed; afterwards only its status moves.
/// </summary>
internal sealed record OrderLine : IInArea
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    /// <summary>The household's village.</summary>
    public required long Region { get; init; }

    public required Guid OrderId { get; init; }

    /// <summary>1, 2, … through the whole order.</summary>
    public required int No { get; init; }

    /// <summary>One of <see cref="PayeeLists"/>.</summary>
    public required string List { get; init; }

    public required Guid HouseholdId { get; init; }

    public required string HouseholdNumber { get; init; }

    public string? HeadName { get; init; }

    public Guid? PersonId { get; init; }

    public string? PersonName { get; init; }

    /// <summary>领款人: the person, or the head for a household.</summary>
    public string? Receiver { get; init; }

    public required string Policy { get; init; }

    public required Guid Subject { get; init; }

    public required string Unit { get; init; }

    /// <summary>What the money is for, which may lie before the order's own period.</summary>
    public required string Period { get; init; }

    /// <summary>cash, waiver, in_kind or premium.</summary>
    public required string Kind { get; init; }

    /// <summary>household, person, school, insurer, bank, enterprise.</summary>
    public required string Payee { get; init; }

    /// <summary>The award that is paid; null for arrears.</summary>
    public Guid? AwardId { get; init; }

    /// <summary>The adjustment that is paid; null for an award.</summary>
    public Guid? AdjustmentId { get; init; }

    /// <summary>The returned line that this one takes up again.</summary>
    public Guid? ReissueOf { get; init; }

    public required Money Gross { get; init; }

    /// <summary>Kept back for overpayments of earlier periods; never more than <see cref="Gross"/>.</summary>
    public required Money Withheld { get; init; }

    /// <summary>Gross less withheld.</summary>
    public required Money Amount { get; init; }

    public byte[]? AccountCipher { get; init; }

    /// <summary>Of a line on the schools' list: the pupil's school; null when the register does not tell it.</summary>
    public string? School { get; init; }

    /// <summary>Of the receiver.</summary>
    public byte[]? IdCipher { get; init; }

    public LineStatus Status { get; init; }

    public static void Map(EntityTypeBuilder<OrderLine> line)
    {
        line.ToTable("payment_lines");
        line.HasKey(l => new { l.County, l.Id });
        line.HasIndex(l => new { l.County, l.OrderId, l.No }).IsUnique().HasDatabaseName("ux_payment_lines_no");
        line.HasIndex(l => new { l.County, l.HouseholdId }).HasDatabaseName("ix_payment_lines_household");
        line.HasIndex(l => new { l.County, l.AwardId }).HasFilter("award_id is not null").HasDatabaseName("ix_payment_lines_award");
        line.HasIndex(l => new { l.County, l.AdjustmentId }).HasFilter("adjustment_id is not null").HasDatabaseName("ix_payment_lines_adjustment");
        line.HasIndex(l => new { l.County, l.ReissueOf }).HasFilter("reissue_of is not null").HasDatabaseName("ix_payment_lines_reissue");
        line.HasOne<PaymentOrder>().WithMany().HasForeignKey(l => new { l.County, l.OrderId }).OnDelete(DeleteBehavior.Restrict);
        line.Property(l => l.AccountCipher).IsEncrypted();
        line.Property(l => l.IdCipher).IsEncrypted();
        line.Property(l => l.HouseholdNumber).HasMaxLength(64);
        line.Property(l => l.Policy).HasMaxLength(100);
        line.Property(l => l.Period).HasMaxLength(32);
        line.Property(l => l.Unit).HasMaxLength(16);
        line.Property(l => l.Kind).HasMaxLength(16);
        line.Property(l => l.Payee).HasMaxLength(16);
        line.Property(l => l.List).HasMaxLength(16);
        line.Property(l => l.School).HasMaxLength(200);
        line.Property(l => l.Status).HasMaxLength(16);
    }
}
