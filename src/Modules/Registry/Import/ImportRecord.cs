using System.Text.Json;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Mapping;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Import;

/// <summary>How far an import of the web is.</summary>
internal enum ImportState
{
    /// <summary>Waits for its job or runs.</summary>
    Running,

    /// <summary>A dry run has ended: nothing is stored, it may be applied.</summary>
    Checked,

    /// <summary>Stored, but for refused households.</summary>
    Applied,

    /// <summary>The whole file was refused; nothing is stored.</summary>
    Refused,

    /// <summary>Waits for a clerk to say what its columns mean.</summary>
    Mapping,

    /// <summary>What it stored was taken back by a later change.</summary>
    Undone,

    /// <summary>Is being taken back.</summary>
    Undoing,
}

/// <summary>One uploaded registration file and what came of it.</summary>
internal sealed class ImportRecord : IInArea
{
    /// <summary>0 for an area above the level of a county.</summary>
    public required int County { get; init; }

    public required Guid Id { get; init; }

    public required long Region { get; init; }

    public required string FileName { get; init; }

    /// <summary>The upload in the file store.</summary>
    public Guid FileId { get; set; }

    public required string ActorName { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateOnly? AsOf { get; init; }

    public required bool DryRun { get; set; }

    /// <summary>Which table the rows belong to.</summary>
    public string Table { get; set; } = "households";

    /// <summary>What the columns mean, as JSON; null: what their headers say.</summary>
    public string? Mapping { get; set; }

    /// <summary>Whether it is compared with the register row by row.</summary>
    public bool Compare { get; set; }

    /// <summary>Decisions about cells, as JSON.</summary>
    public string? Decisions { get; set; }

    /// <summary>What becomes of each row, as JSON in the file store.</summary>
    public Guid? DifferencesId { get; set; }

    /// <summary>Rows by what becomes of them, as JSON.</summary>
    public string? RowCounts { get; set; }

    /// <summary>The published change sets, as JSON; what an undo takes back.</summary>
    public string? Changes { get; set; }

    public required bool AllOrNothing { get; init; }

    public ImportState State { get; set; }

    public Guid? JobId { get; set; }

    public int Accepted { get; set; }

    public int Unchanged { get; set; }

    public int Refused { get; set; }

    public int Warnings { get; set; }

    public int Findings { get; set; }

    /// <summary>The findings as JSON, in the file store.</summary>
    public Guid? ReportId { get; set; }

    /// <summary>The marked copy, in the file store.</summary>
    public Guid? MarkedId { get; set; }

    /// <summary>Why the whole file was refused, as JSON.</summary>
    public string? Problems { get; set; }

    public ImportMapping MappingOf() => Mapping is null ? ImportMapping.None : ImportMapping.Parse(Mapping);

    public ImportDecisions? DecisionsOf() => Decisions is null ? null : JsonSerializer.Deserialize<ImportDecisions>(Decisions, ImportReports.Json);

    public DifferenceCounts? RowCountsOf() => RowCounts is null ? null : JsonSerializer.Deserialize<DifferenceCounts>(RowCounts, ImportReports.Json);

    public IReadOnlyList<Guid> ChangesOf() => Changes is null ? [] : JsonSerializer.Deserialize<List<Guid>>(Changes, ImportReports.Json)!;
}

internal sealed class ImportModel : IModelPart
{
    public void Configure(ModelBuilder model, DbEngine engine)
    {
        var import = model.Entity<ImportRecord>();
        import.ToTable("imports").StaysBehind("a file that the county took over");
        import.HasKey(i => new { i.County, i.Id });
        import.HasIndex(i => new { i.County, i.Region }).HasDatabaseName("ix_imports_region");
        import.Property(i => i.FileName).HasMaxLength(260);
        import.Property(i => i.Table).HasMaxLength(40).HasDefaultValue("households");
        LearnedMapping.Map(model);
    }
}
