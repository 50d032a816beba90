using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Benefits.Runs;

internal enum RunState
{
    /// <summary>Begun; whoever starts it again continues after <see cref="Run.CursorHousehold"/>.</summary>
    Running,
    Completed,
}

/// <summary>
/// One pack worked out for one period over the households of one place. There is one row for each (pack, period, place,
/// sequence), so starting the same run again finds this row. Households are taken in the order (region, id); the cursor, the
/// figures and the awards of a stretch of households are committed together.
/// </summary>
internal sealed class Run : IInArea
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    /// <summary>The place that was asked for: a county, a township or a village.</summary>
    public required long Region { get; init; }

    public required string Pack { get; init; }

    public required string PackVersion { get; init; }

    /// <summary>Hash of the pack's content: a run is never continued with other rules.</summary>
    public required string PackHash { get; init; }

    /// <summary><c>2016-05</c> or <c>2016</c>.</summary>
    public required string Period { get; init; }

    /// <summary>1, or higher for supplementary runs that pick up what earlier ones could not find.</summary>
    public required int Sequence { get; init; }

    /// <summary>The date as of which households are read and rules are in force: the period's first day.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The register as it was known at this time is what the run saw.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    public required string StartedBy { get; init; }

    /// <summary>Whoever works a run out may not approve its payment.</summary>
    public required Guid StartedById { get; init; }

    public DateTimeOffset? FinishedAt { get; set; }

    public RunState State { get; set; }

    /// <summary>The job that was last asked to work on it; null when the command line did.</summary>
    public Guid? JobId { get; set; }

    public long CursorRegion { get; set; }

    public Guid CursorHousehold { get; set; }

    public int Households { get; set; }

    public int Persons { get; set; }

    public int Awards { get; set; }

    public Money Amount { get; set; }

    /// <summary>JSON of <see cref="RunTotals"/>.</summary>
    public string Totals { get; set; } = "{}";

    /// <summary>Time spent working, without the pauses of a run that was interrupted.</summary>
    public double Seconds { get; set; }

    public static void Map(EntityTypeBuilder<Run> run)
    {
        run.ToTable("runs");
        run.HasKey(r => new { r.County, r.Id });
        run.HasIndex(r => new { r.County, r.Pack, r.Period, r.Region, r.Sequence }).IsUnique().HasDatabaseName("ux_runs_what");
        run.HasIndex(r => new { r.County, r.StartedAt }).HasDatabaseName("ix_runs_started");
        run.Property(r => r.Pack).HasMaxLength(100);
        run.Property(r => r.Period).HasMaxLength(16);
        run.Property(r => r.State).HasMaxLength(16);
    }
}
