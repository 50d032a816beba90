using Fuyao.Benefits.Orders;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Benefits.Adjustments;

/// <summary>
/// What today's knowledge changes in a past period: arrears (above zero) or an overpayment (below). One row for each benefit, period,
/// subject and way of payment each time that something new became known; the award and the order of then stay as they were.
/// </summary>
internal sealed record Adjustment : IInArea
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    public required long Region { get; init; }

    /// <summary>The run of the past period that decided otherwise.</summary>
    public required Guid RunId { get; init; }

    public required string Pack { get; init; }

    public required Guid HouseholdId { get; init; }

    public required string HouseholdNumber { get; init; }

    public string? HeadName { get; init; }

    public Guid? PersonId { get; init; }

    public string? PersonName { get; init; }

    public required string Policy { get; init; }

    public required Guid Subject { get; init; }

    public required string Unit { get; init; }

    public required string Period { get; init; }

    public required string Kind { get; init; }

    public required string Payee { get; init; }

    /// <summary>Awarded before, with earlier adjustments.</summary>
    public required Money Before { get; init; }

    /// <summary>Due as known now.</summary>
    public required Money Due { get; init; }

    /// <summary>Due less before: above zero is owed to the household, below is owed by it.</summary>
    public required Money Amount { get; init; }

    /// <summary>JSON of <see cref="AdjustmentReason"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>The register as known at this time is what was compared.</summary>
    public required DateTimeOffset KnownAt { get; init; }

    public required string By { get; init; }

    public static void Map(EntityTypeBuilder<Adjustment> adjustment)
    {
        adjustment.ToTable("benefit_adjustments");
        adjustment.HasKey(a => new { a.County, a.Id });
        adjustment.HasIndex(a => new { a.County, a.Policy, a.Period, a.Subject, a.Kind, a.Payee, a.KnownAt }).IsUnique().HasDatabaseName("ux_benefit_adjustments_once");
        adjustment.HasIndex(a => new { a.County, a.HouseholdId }).HasDatabaseName("ix_benefit_adjustments_household");
        adjustment.HasIndex(a => new { a.County, a.Region, a.KnownAt }).HasDatabaseName("ix_benefit_adjustments_region");
        adjustment.HasOne<Run>().WithMany().HasForeignKey(a => new { a.County, a.RunId }).OnDelete(DeleteBehavior.Restrict);
        adjustment.Property(a => a.Pack).HasMaxLength(100);
        adjustment.Property(a => a.HouseholdNumber).HasMaxLength(64);
        adjustment.Property(a => a.Policy).HasMaxLength(100);
        adjustment.Property(a => a.Period).HasMaxLength(32);
        adjustment.Property(a => a.Unit).HasMaxLength(16);
        adjustment.Property(a => a.Kind).HasMaxLength(16);
        adjustment.Property(a => a.Payee).HasMaxLength(16);
        adjustment.IsAppendOnly();
    }
}

/// <summary>
/// A piece of an adjustment that is settled: arrears paid by an order's line, an overpayment withheld from one, or money that the
/// household paid back by itself. Signed like the adjustment. Those of a refused order count for nothing.
/// </summary>
internal sealed record Settlement : IInArea
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    public required long Region { get; init; }

    public required Guid AdjustmentId { get; init; }

    /// <summary>Null when it was settled outside an order.</summary>
    public Guid? OrderId { get; init; }

    public Guid? LineId { get; init; }

    public required Money Amount { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }

    /// <summary>Receipt, or why it was written off; null within an order.</summary>
    public string? Reason { get; init; }

    public static void Map(EntityTypeBuilder<Settlement> settlement)
    {
        settlement.ToTable("benefit_settlements");
        settlement.HasKey(s => new { s.County, s.Id });
        settlement.HasIndex(s => new { s.County, s.AdjustmentId }).HasDatabaseName("ix_benefit_settlements_adjustment");
        settlement.HasIndex(s => new { s.County, s.OrderId }).HasDatabaseName("ix_benefit_settlements_order").HasFilter("order_id is not null");
        settlement.HasOne<Adjustment>().WithMany().HasForeignKey(s => new { s.County, s.AdjustmentId }).OnDelete(DeleteBehavior.Restrict);
        settlement.HasOne<PaymentOrder>().WithMany().HasForeignKey(s => new { s.County, s.OrderId }).OnDelete(DeleteBehavior.Restrict);
        settlement.IsAppendOnly();
    }
}
