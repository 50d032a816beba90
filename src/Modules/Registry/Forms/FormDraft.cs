using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Forms;

/// <summary>A form that somebody has begun and not yet sent, to be gone on with on any machine. Only its owner sees it.</summary>
internal sealed record FormDraft : IInArea
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    public required Guid Owner { get; init; }

    /// <summary>The owner's own place when it was begun.</summary>
    public required long Region { get; init; }

    /// <summary><c>household.new</c> or <c>household.check</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is about, such as the household that is checked; null for something new.</summary>
    public Guid? Subject { get; init; }

    /// <summary>JSON of the form, encrypted: it holds what people have told.</summary>
    public required byte[] ContentCipher { get; set; }

    /// <summary>Counts the savings, so that two windows do not overwrite each other.</summary>
    public required int Revision { get; set; }

    public required DateTimeOffset SavedAt { get; set; }
}

/// <summary>That somebody went through a household with the family and what was confirmed.</summary>
internal sealed record HouseholdCheck : IInArea
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    public required Guid HouseholdId { get; init; }

    public required long Region { get; init; }

    /// <summary>The day of the visit.</summary>
    public required DateOnly On { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Actor { get; init; }

    /// <summary>Sections that were confirmed or mended, separated by commas.</summary>
    public required string Sections { get; init; }

    /// <summary>The change that the check led to; null when everything was as recorded.</summary>
    public Guid? Change { get; init; }
}

internal sealed class FormsModel : IModelPart
{
    public void Configure(ModelBuilder model, DbEngine engine)
    {
        model.Entity<FormDraft>(draft =>
        {
            draft.ToTable("form_drafts").GoesAlong();
            draft.HasKey(d => new { d.County, d.Id });
            draft.HasIndex(d => new { d.County, d.Owner, d.SavedAt });
            draft.Property(d => d.Kind).HasMaxLength(40);
            draft.Property(d => d.ContentCipher).IsEncrypted();
        });
        model.Entity<HouseholdCheck>(check =>
        {
            check.ToTable("household_checks").GoesAlong();
            check.HasKey(c => new { c.County, c.Id });
            check.HasIndex(c => new { c.County, c.HouseholdId, c.On });
            check.Property(c => c.Sections).HasMaxLength(400);
        });
    }
}
