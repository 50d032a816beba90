using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Casework.Checks;

/// <summary>
/// A fact about a village, a school, a loan … that the register has no place for, stated for a year by whoever knows it. Written once:
/// a correction is another statement, and both stay readable.
/// </summary>
internal sealed class StatedFact : IInArea
{
    public const string Nothing = "null";

    public required int County { get; init; }

    public required Guid Id { get; init; }

    /// <summary>A code of the kinds of subjects (<c>village</c>).</summary>
    public required string Kind { get; init; }

    /// <summary>The 12-digit code of a place, the id of an organisation or of a <see cref="CheckSubject"/>.</summary>
    public required string Key { get; init; }

    public required long Region { get; init; }

    public required int Year { get; init; }

    /// <summary>What is stated, as packs agree on it.</summary>
    public required string Fact { get; init; }

    /// <summary>JSON; <c>null</c> says that there is none of it, or that nobody knows; no text takes back what was said before.</summary>
    public required string? Value { get; init; }

    public required string StatedBy { get; init; }

    public required DateTimeOffset StatedAt { get; init; }

    /// <summary>On what evidence.</summary>
    public required string Basis { get; init; }

    /// <summary>When another statement took its place.</summary>
    public DateTimeOffset? ReplacedAt { get; set; }

    public static void Map(EntityTypeBuilder<StatedFact> fact)
    {
        fact.ToTable("stated_facts").StaysBehind("what a county stated of its own for a year");
        fact.HasKey(f => new { f.County, f.Id });
        fact.Property(f => f.Kind).HasMaxLength(20);
        fact.Property(f => f.Key).HasMaxLength(40);
        fact.Property(f => f.Fact).HasMaxLength(200);
        fact.Property(f => f.Basis).HasMaxLength(500);
        fact.HasIndex(f => new { f.County, f.Kind, f.Year, f.Key, f.Fact }).HasDatabaseName("ix_stated_facts_subject");
        fact.HasIndex(f => new { f.County, f.Kind, f.Year, f.Key, f.Fact }, "now").IsUnique().HasFilter("replaced_at is null").HasDatabaseName("ux_stated_facts_now");
    }
}

/// <summary>A fund, loan, project or helper that plans are checked against and that the register has no page for.</summary>
internal sealed class CheckSubject : IInArea
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    public required string Kind { get; init; }

    /// <summary>Unique among its kind in a place.</summary>
    public required string Name { get; init; }

    public required long Region { get; init; }

    public required string AddedBy { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    public static void Map(EntityTypeBuilder<CheckSubject> subject)
    {
        subject.ToTable("check_subjects").StaysBehind("what a county's plans of a year were about");
        subject.HasKey(s => new { s.County, s.Id });
        subject.Property(s => s.Kind).HasMaxLength(20);
        subject.Property(s => s.Name).HasMaxLength(100);
        subject.HasIndex(s => new { s.County, s.Kind, s.Region, s.Name }).IsUnique().HasDatabaseName("ux_check_subjects_name");
    }
}

internal sealed class CheckModel : IModelPart
{
    public void Configure(ModelBuilder model, DbEngine engine)
    {
        StatedFact.Map(model.Entity<StatedFact>());
        CheckSubject.Map(model.Entity<CheckSubject>());
    }
}
