using System.Text.Json;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Benefits.Runs;

/// <summary>
/// What a policy gives one subject for one unit of time. The unique key (policy, period, subject) is the promise that nobody is
/// given the same thing twice: not by the same run, not by another run, not by another version of the pack. A policy's id names
/// the benefit in the county; its period is the unit's own name (<c>2016-05</c>, <c>2016</c>, <c>2016-spring</c>, <c>once</c>). Why it was
/// awarded is worked out again when somebody asks (<see cref="AwardReplay"/>): from the pack that the run names by its hash, and the facts
/// as the run knew them.
/// </summary>
internal sealed record Award : IInArea
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    /// <summary>The household's village when it was awarded.</summary>
    public required long Region { get; init; }

    public required Guid RunId { get; init; }

    public required Guid HouseholdId { get; init; }

    public required string HouseholdNumber { get; init; }

    public string? HeadName { get; init; }

    /// <summary>Null when the household itself is the subject.</summary>
    public Guid? PersonId { get; init; }

    public string? PersonName { get; init; }

    public required string Policy { get; init; }

    /// <summary>The person, or the household.</summary>
    public required Guid Subject { get; init; }

    /// <summary>month, term, school-year, year, once, event.</summary>
    public required string Unit { get; init; }

    public required string Period { get; init; }

    public required AwardStatus Status { get; init; }

    /// <summary>Cash, waivers, things and premiums together.</summary>
    public required Money Amount { get; init; }

    /// <summary>The part that is paid in cash to the person or the household: what a card list carries.</summary>
    public required Money Cash { get; init; }

    /// <summary>Who receives <see cref="Cash"/>: <c>person</c> or <c>household</c>; null when there is none.</summary>
    public string? Payee { get; init; }

    /// <summary>JSON list of <see cref="PartLine"/>.</summary>
    public required string Parts { get; init; }

    /// <summary>JSON list of <see cref="FundLine"/>; sums to the amount exactly.</summary>
    public required string Funding { get; init; }

    /// <summary>The version of the household that was read.</summary>
    public required Guid HouseholdVersion { get; init; }

    /// <summary>The ways in which the amount is given.</summary>
    public IReadOnlyList<PartLine> PaidParts() => JsonSerializer.Deserialize<List<PartLine>>(Parts, BenefitsJson.Options)!;

    public IReadOnlyList<FundLine> FundingLines() => JsonSerializer.Deserialize<List<FundLine>>(Funding, BenefitsJson.Options)!;

    public static void Map(EntityTypeBuilder<Award> award)
    {
        award.ToTable("awards");
        award.HasKey(a => new { a.County, a.Id });
        award.HasIndex(a => new { a.County, a.Policy, a.Period, a.Subject }).IsUnique().HasDatabaseName("ux_awards_once");
        award.HasIndex(a => new { a.County, a.RunId, a.Region, a.HouseholdNumber, a.Id }).HasDatabaseName("ix_awards_run");
        award.HasIndex(a => new { a.County, a.HouseholdId }).HasDatabaseName("ix_awards_household");
        award.HasOne<Run>().WithMany().HasForeignKey(a => new { a.County, a.RunId }).OnDelete(DeleteBehavior.Restrict);
        award.Property(a => a.HouseholdNumber).HasMaxLength(64);
        award.Property(a => a.Policy).HasMaxLength(100);
        award.Property(a => a.Period).HasMaxLength(32);
        award.Property(a => a.Status).HasMaxLength(16);
        award.Property(a => a.Unit).HasMaxLength(16);
    }
}

/// <summary>The life of an award. Payment and stopping are later steps; a run only awards.</summary>
internal enum AwardStatus
{
    Awarded,
}

internal sealed record PartLine(string Kind, string Payee, Money Amount);

internal sealed record FundLine(string Source, Money Amount);
