using System.Text.Json;
using Fuyao.Kernel.Data;
using Fuyao.Policy.Drafts;
using Fuyao.Policy.Packs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Policy.Publishing;

/// <summary>A version of a pack that was published here. It stays for ever; a withdrawal is a row of its own.</summary>
internal sealed class Publication : ICountyOwned
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    public required string Pack { get; init; }

    /// <summary>From 1 for each pack; the shipped version comes before all of them.</summary>
    public required int Sequence { get; init; }

    /// <summary>As <c>pack.yaml</c> has it.</summary>
    public required string Version { get; init; }

    /// <summary>Hash of the content with its parents, as they were on <see cref="EffectiveFrom"/>.</summary>
    public required string Hash { get; init; }

    public required DateOnly EffectiveFrom { get; init; }

    public required Guid DraftId { get; init; }

    public required string Reason { get; init; }

    public required string AuthorName { get; init; }

    public required Guid PublishedBy { get; init; }

    public required string PublishedByName { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>JSON of the pack's own files, tests included.</summary>
    public required string Files { get; init; }

    public PackFiles Content() => PackFiles.Of(Pack, JsonSerializer.Deserialize<Dictionary<string, string>>(Files)!);

    public static void Map(EntityTypeBuilder<Publication> publication)
    {
        publication.ToTable("policy_publications").HasNoRowSecurity(Draft.RulesAreForAll);
        publication.IsAppendOnly();
        publication.HasKey(p => new { p.County, p.Id });
        publication.HasIndex(p => new { p.County, p.Pack, p.Sequence }).IsUnique();
        publication.Property(p => p.Pack).HasMaxLength(100);
    }
}

/// <summary>A published version is in force no more: the one before it is again.</summary>
internal sealed class Withdrawal : ICountyOwned
{
    public required int County { get; init; }

    /// <summary>The publication's id: it is withdrawn once.</summary>
    public required Guid Id { get; init; }

    public required string Reason { get; init; }

    public required Guid Actor { get; init; }

    public required string ActorName { get; init; }

    public required DateTimeOffset At { get; init; }

    public static void Map(EntityTypeBuilder<Withdrawal> withdrawal)
    {
        withdrawal.ToTable("policy_withdrawals").HasNoRowSecurity(Draft.RulesAreForAll);
        withdrawal.IsAppendOnly();
        withdrawal.HasKey(w => new { w.County, w.Id });
    }
}
