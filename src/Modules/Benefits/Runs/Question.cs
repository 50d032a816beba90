using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Benefits.Runs;

internal enum QuestionKind
{
    /// <summary>A fact is missing: <see cref="Question.Needs"/> names it.</summary>
    Undetermined,

    /// <summary>The rule leaves the decision to a person.</summary>
    Manual,
}

/// <summary>Something that a run could not decide: the queue of facts to find out and decisions to take.</summary>
internal sealed record Question : IInArea
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    public required long Region { get; init; }

    public required Guid RunId { get; init; }

    public required Guid HouseholdId { get; init; }

    public required string HouseholdNumber { get; init; }

    public string? HeadName { get; init; }

    public Guid? PersonId { get; init; }

    public string? PersonName { get; init; }

    public required string Policy { get; init; }

    public required Guid Subject { get; init; }

    public required string Period { get; init; }

    public required QuestionKind Kind { get; init; }

    /// <summary>What must be known, comma-separated; empty for a decision.</summary>
    public required string Needs { get; init; }

    public static void Map(EntityTypeBuilder<Question> question)
    {
        question.ToTable("run_questions");
        question.HasKey(q => new { q.County, q.Id });
        question.HasIndex(q => new { q.County, q.RunId, q.Policy, q.Subject, q.Period }).IsUnique().HasDatabaseName("ux_run_questions");
        question.HasIndex(q => new { q.County, q.RunId, q.Region, q.HouseholdNumber, q.Id }).HasDatabaseName("ix_run_questions_run");
        question.HasOne<Run>().WithMany().HasForeignKey(q => new { q.County, q.RunId }).OnDelete(DeleteBehavior.Restrict);
        question.Property(q => q.HouseholdNumber).HasMaxLength(64);
        question.Property(q => q.Policy).HasMaxLength(100);
        question.Property(q => q.Period).HasMaxLength(32);
        question.Property(q => q.Kind).HasMaxLength(16);
    }
}
