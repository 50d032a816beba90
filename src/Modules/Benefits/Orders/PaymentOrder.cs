using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Benefits.Orders;

internal enum OrderState
{
    /// <summary>Its lines are being written; a job works on it.</summary>
    Preparing,

    /// <summary>Frozen; waits for somebody who did not make it.</summary>
    Proposed,

    /// <summary>May be exported and paid.</summary>
    Approved,

    /// <summary>Returned with a reason: its lines count for nothing, and another order may carry the same awards.</summary>
    Refused,
}

internal enum OrderKind
{
    /// <summary>A run's awards, with what is owed or withheld from earlier periods.</summary>
    Run,

    /// <summary>Lines of another order that the bank returned.</summary>
    Reissue,
}

/// <summary>
/// A payment order: lines frozen when it is proposed, approved by another person under their checksum, numbered on approval, and from
/// then on the only thing that lists and bank files are made from.
/// </summary>
internal sealed class PaymentOrder : IInArea
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    /// <summary>The run's place.</summary>
    public required long Region { get; init; }

    public required OrderKind Kind { get; init; }

    /// <summary>The run that is paid; of a re-issue that of the order before.</summary>
    public required Guid RunId { get; init; }

    public required string Pack { get; init; }

    /// <summary>The run's period.</summary>
    public required string Period { get; init; }

    /// <summary>Of a re-issue: the order whose lines came back.</summary>
    public Guid? Reissues { get; init; }

    public OrderState State { get; set; }

    /// <summary>Year and count within the county, such as <c>2016-0007</c>; given on approval.</summary>
    public string? Number { get; set; }

    /// <summary>SHA-256 over all lines in their order, hex; set when the last line is written. What is approved is this.</summary>
    public string? Checksum { get; set; }

    public required Guid ProposedById { get; init; }

    public required string ProposedBy { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>Whoever worked out the run, besides the proposer: neither may approve.</summary>
    public required Guid ComputedById { get; init; }

    public string? Note { get; init; }

    public Guid? DecidedById { get; set; }

    public string? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Why it was refused, or what the approver remarks.</summary>
    public string? Reason { get; set; }

    /// <summary>When the bank was given the file.</summary>
    public DateTimeOffset? SentAt { get; set; }

    public Guid? JobId { get; set; }

    /// <summary>Townships below this code are written.</summary>
    public long Cursor { get; set; }

    public int Lines { get; set; }

    /// <summary>What is paid, all lists together.</summary>
    public Money Amount { get; set; }

    /// <summary>Before withholding.</summary>
    public Money Gross { get; set; }

    public Money Withheld { get; set; }

    public static void Map(EntityTypeBuilder<PaymentOrder> order)
    {
        order.ToTable("payment_orders");
        order.HasKey(o => new { o.County, o.Id });
        order.HasIndex(o => new { o.County, o.Number }).IsUnique().HasFilter("number is not null").HasDatabaseName("ux_payment_orders_number");
        // One order at a time pays a run; a refused one makes room for the next.
        order.HasIndex(o => new { o.County, o.RunId, o.Kind }).IsUnique().HasFilter("state <> 'Refused' and kind <> 'Reissue'").HasDatabaseName("ux_payment_orders_run");
        order.HasIndex(o => new { o.County, o.ProposedAt }).HasDatabaseName("ix_payment_orders_proposed");
        order.HasOne<Run>().WithMany().HasForeignKey(o => new { o.County, o.RunId }).OnDelete(DeleteBehavior.Restrict);
        order.Property(o => o.Kind).HasMaxLength(16);
        order.Property(o => o.State).HasMaxLength(16);
        order.Property(o => o.Number).HasMaxLength(16);
        order.Property(o => o.Checksum).HasMaxLength(64);
        order.Property(o => o.Pack).HasMaxLength(100);
        order.Property(o => o.Period).HasMaxLength(16);
    }
}

/// <summary>What happened to an order or to one of its lines, for ever.</summary>
internal sealed record OrderEvent : IInArea
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    public required long Region { get; init; }

    public required Guid OrderId { get; init; }

    public Guid? LineId { get; init; }

    /// <summary><c>proposed</c>, <c>approved</c>, <c>refused</c>, <c>exported</c>, <c>sent</c>, <c>paid</c>, <c>returned</c>, <c>answered</c>, <c>answer_undone</c>.</summary>
    public required string Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }

    public string? Reason { get; init; }

    public static void Map(EntityTypeBuilder<OrderEvent> happened)
    {
        happened.ToTable("payment_order_events");
        happened.HasKey(e => new { e.County, e.Id });
        happened.HasIndex(e => new { e.County, e.OrderId, e.At }).HasDatabaseName("ix_payment_order_events_order");
        happened.HasOne<PaymentOrder>().WithMany().HasForeignKey(e => new { e.County, e.OrderId }).OnDelete(DeleteBehavior.Restrict);
        happened.Property(e => e.Kind).HasMaxLength(16);
        happened.IsAppendOnly();
    }
}
