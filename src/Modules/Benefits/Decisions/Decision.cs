using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Benefits.Decisions;

internal enum DecisionOutcome
{
    /// <summary>The subject is given <see cref="Decision.Amount"/> a unit of time.</summary>
    Award,

    /// <summary>The subject is given nothing.</summary>
    Refuse,

    /// <summary>The fact is being asked for; the question stays, marked.</summary>
    Ask,

    /// <summary>Takes the decision before it back: the question is open again.</summary>
    Withdraw,
}

/// <summary>
/// What a person decided where the rule could not: for one benefit and one subject, with a reason. The latest counts, for every period,
/// as long as the rule reads the same facts as when it was taken; once they change it has expired and the question is asked anew.
/// </summary>
internal sealed record Decision : IInArea
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    public required long Region { get; init; }

    /// <summary>The run whose question it answers.</summary>
    public required Guid RunId { get; init; }

    public required string Pack { get; init; }

    public required Guid HouseholdId { get; init; }

    public required string HouseholdNumber { get; init; }

    public string? HeadName { get; init; }

    public Guid? PersonId { get; init; }

    public string? PersonName { get; init; }

    public required string Policy { get; init; }

    public required Guid Subject { get; init; }

    public required DecisionOutcome Outcome { get; init; }

    /// <summary>For one unit of time; null unless awarded.</summary>
    public Money? Amount { get; init; }

    public required string Reason { get; init; }

    /// <summary>SHA-256 over what the rule had read: another hash, and the decision has expired.</summary>
    public required byte[] FactsHash { get; init; }

    /// <summary>Decisions taken together.</summary>
    public required Guid Batch { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Guid ById { get; init; }

    public required string By { get; init; }

    public static void Map(EntityTypeBuilder<Decision> decision)
    {
        decision.ToTable("benefit_decisions");
        decision.HasKey(d => new { d.County, d.Id });
        decision.HasIndex(d => new { d.County, d.Policy, d.Subject, d.At }).HasDatabaseName("ix_benefit_decisions_subject");
        decision.HasIndex(d => new { d.County, d.HouseholdId }).HasDatabaseName("ix_benefit_decisions_household");
        decision.HasOne<Run>().WithMany().HasForeignKey(d => new { d.County, d.RunId }).OnDelete(DeleteBehavior.Restrict);
        decision.Property(d => d.Pack).HasMaxLength(100);
        decision.Property(d => d.Policy).HasMaxLength(100);
        decision.Property(d => d.HouseholdNumber).HasMaxLength(64);
        decision.Property(d => d.Outcome).HasMaxLength(16);
        decision.Property(d => d.FactsHash).HasMaxLength(32);
        decision.IsAppendOnly();
    }
}
