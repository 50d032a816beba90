using Fuyao.Kernel.Data;
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
    public required Guid FileId { get; init; }

    public required string ActorName { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateOnly? AsOf { get; init; }

    public required bool DryRun { get; set; }

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
}

internal sealed class ImportModel : IModelPart
{
    public void Configure(ModelBuilder model, DbEngine engine)
    {
        var import = model.Entity<ImportRecord>();
        import.ToTable("imports");
        import.HasKey(i => new { i.County, i.Id });
        import.HasIndex(i => new { i.County, i.Region }).HasDatabaseName("ix_imports_region");
        import.Property(i => i.FileName).HasMaxLength(260);
    }
}
