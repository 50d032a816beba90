using Fuyao.Access.Contracts;
using Fuyao.Benefits.Orders;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Benefits.BankAnswers;

/// <summary>What a row of the bank's answer comes to.</summary>
internal enum AnswerVerdict
{
    /// <summary>The payment arrived.</summary>
    Paid,

    /// <summary>It came back, with the bank's reason.</summary>
    Returned,

    /// <summary>Not named in the file, which lists what came back only: taken as arrived because finance said so.</summary>
    Rest,

    /// <summary>What the row says is recorded already.</summary>
    Known,

    /// <summary>The payment is found, but its amount, account or name is another one.</summary>
    Differs,

    /// <summary>The payment is named more than once.</summary>
    Twice,

    /// <summary>No payment of the order fits.</summary>
    Unknown,

    /// <summary>The bank's words are not understood, or several payments fit and do not end alike.</summary>
    Unclear,

    /// <summary>It contradicts what was recorded and cannot be changed any more: the payment came back and was issued again.</summary>
    Late,
}

/// <summary>
/// The bank's answer to an order, as a file: kept for ever, applied by one write, and undone while nothing depends on it. What could not be
/// applied stays with it for people to settle with the bank.
/// </summary>
internal sealed class BankAnswer : IInArea
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    /// <summary>The order's place.</summary>
    public required long Region { get; init; }

    public required Guid OrderId { get; init; }

    public required string FileName { get; init; }

    /// <summary>Where the stored bytes are.</summary>
    public required Guid StoredFile { get; init; }

    /// <summary>SHA-256 of the plain bytes, hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Rows of the file.</summary>
    public required int Rows { get; init; }

    public required int Paid { get; init; }

    public required Money PaidAmount { get; init; }

    public required int Returned { get; init; }

    public required Money ReturnedAmount { get; init; }

    /// <summary>Rows that were not applied.</summary>
    public required int Open { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }

    public DateTimeOffset? UndoneAt { get; set; }

    public string? UndoneBy { get; set; }

    public string? UndoneReason { get; set; }

    public static void Map(EntityTypeBuilder<BankAnswer> answer)
    {
        answer.ToTable("bank_answers");
        answer.HasKey(a => new { a.County, a.Id });
        answer.HasIndex(a => new { a.County, a.OrderId, a.At }).HasDatabaseName("ix_bank_answers_order");
        answer.HasOne<PaymentOrder>().WithMany().HasForeignKey(a => new { a.County, a.OrderId }).OnDelete(DeleteBehavior.Restrict);
        answer.Property(a => a.FileName).HasMaxLength(260);
        answer.Property(a => a.Sha256).HasMaxLength(64);
    }
}

/// <summary>One row of an answer and what became of it; a payment that the file does not name has a row of number 0.</summary>
internal sealed record BankAnswerRow : IInArea
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    /// <summary>The payment's village; the order's place where no payment fits.</summary>
    public required long Region { get; init; }

    public required Guid AnswerId { get; init; }

    public required string Sheet { get; init; }

    /// <summary>As Excel counts.</summary>
    public required int Row { get; init; }

    public required AnswerVerdict Verdict { get; init; }

    /// <summary>The payment.</summary>
    public Guid? LineId { get; init; }

    /// <summary>As the file has it; null where it has none.</summary>
    public Money? Amount { get; init; }

    public string? Name { get; init; }

    public byte[]? AccountCipher { get; init; }

    /// <summary>The bank's words: what became of it, and why.</summary>
    public string? Said { get; init; }

    /// <summary>The payment's state before; null where nothing was changed.</summary>
    public LineStatus? Before { get; init; }

    public static void Map(EntityTypeBuilder<BankAnswerRow> row)
    {
        row.ToTable("bank_answer_rows");
        row.HasKey(r => new { r.County, r.Id });
        row.HasIndex(r => new { r.County, r.AnswerId, r.LineId }).HasDatabaseName("ix_bank_answer_rows_line");
        row.HasOne<BankAnswer>().WithMany().HasForeignKey(r => new { r.County, r.AnswerId }).OnDelete(DeleteBehavior.Restrict);
        row.Property(r => r.AccountCipher).IsEncrypted();
        row.Property(r => r.Sheet).HasMaxLength(64);
        row.Property(r => r.Verdict).HasMaxLength(16);
        row.Property(r => r.Before).HasMaxLength(16);
        row.Property(r => r.Name).HasMaxLength(200);
        row.Property(r => r.Said).HasMaxLength(500);
        row.IsAppendOnly();
    }
}
