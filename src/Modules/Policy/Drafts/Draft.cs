using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Policy.Drafts;

internal enum DraftState
{
    /// <summary>Being written.</summary>
    Open,

    /// <summary>Waiting for a second person.</summary>
    Submitted,
    Published,
    Discarded,
}

/// <summary>A change of a pack on its way to a new version. Its content is what its revisions say one after the other.</summary>
internal sealed class Draft : ICountyOwned
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    public required string Pack { get; init; }

    /// <summary>What the change is for.</summary>
    public required string Title { get; init; }

    /// <summary>Hash of the version that it was begun from: a draft of an older one is not published over a newer.</summary>
    public required string BaseHash { get; set; }

    public DraftState State { get; set; }

    /// <summary>Number of the last revision; what <c>If-Match</c> names.</summary>
    public int Revision { get; set; }

    public required Guid CreatedBy { get; init; }

    public required string CreatedByName { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>First day on which the version is to be in force; said when it is submitted.</summary>
    public DateOnly? EffectiveFrom { get; set; }

    public static void Map(EntityTypeBuilder<Draft> draft)
    {
        draft.ToTable("policy_drafts").HasNoRowSecurity(RulesAreForAll);
        draft.HasKey(d => new { d.County, d.Id });
        draft.HasIndex(d => new { d.County, d.Pack, d.State });
        draft.Property(d => d.Pack).HasMaxLength(100);
        draft.Property(d => d.State).HasMaxLength(16);
    }

    public const string RulesAreForAll = "rules of public plans, no data of persons; who may change them is decided by the pack's jurisdiction";
}

internal enum RevisionKind
{
    Begin,
    Edit,

    /// <summary>What was published meanwhile was taken over.</summary>
    Update,
    Submit,

    /// <summary>Given back to its authors by whoever was to approve it.</summary>
    Return,
    Publish,
    Discard,
}

/// <summary>One step of a draft. Steps are added and never changed.</summary>
internal sealed class DraftRevision : ICountyOwned
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    public required Guid DraftId { get; init; }

    /// <summary>From 1, without a gap.</summary>
    public required int Number { get; init; }

    public required RevisionKind Kind { get; init; }

    public required Guid Actor { get; init; }

    public required string ActorName { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Reason { get; init; }

    /// <summary>JSON: the files that it changed with their whole text, null for a file taken away. The first has all of them.</summary>
    public required string Files { get; init; }

    public static void Map(EntityTypeBuilder<DraftRevision> revision)
    {
        revision.ToTable("policy_draft_revisions").HasNoRowSecurity(Draft.RulesAreForAll);
        revision.IsAppendOnly();
        revision.HasKey(r => new { r.County, r.Id });
        revision.HasIndex(r => new { r.County, r.DraftId, r.Number }).IsUnique();
        revision.Property(r => r.Kind).HasMaxLength(16);
    }
}
