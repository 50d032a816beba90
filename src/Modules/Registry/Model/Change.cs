using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Registry.Model;

/// <summary>
/// A change set: who changed the register, when, through which channel, why and on what evidence. All versions that it opens and
/// closes become visible together, when <see cref="At"/> is set.
/// </summary>
internal sealed class Change : ICountyOwned
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    /// <summary>Recorded time; null while the set is hidden (an import that is still being applied).</summary>
    public DateTimeOffset? At { get; set; }

    public required string Actor { get; init; }

    /// <summary>One of <see cref="ChangeChannels"/>.</summary>
    public required string Channel { get; init; }

    public required string Reason { get; init; }

    public string? Evidence { get; init; }

    /// <summary>Where it came from: a file's name and SHA-256.</summary>
    public string? Source { get; init; }

    public Guid? UndoneBy { get; set; }

    /// <summary>A change set of the present actor, recorded at once.</summary>
    /// <param name="id">Made anew when absent; the same in each county for what happens in several.</param>
    /// <param name="channel">One of <see cref="ChangeChannels"/>; the actor's own when absent.</param>
    public static Change Now(CurrentActor actor, TimeProvider clock, int county, string reason, string? evidence = null, string? channel = null, Guid? id = null) =>
        New(actor.Name, clock, county, reason, evidence, channel ?? actor.Channel, null, id, clock.GetUtcNow());

    /// <summary>A change set of the present actor that stays hidden until it is published: it takes more than one transaction.</summary>
    public static Change Hidden(CurrentActor actor, TimeProvider clock, int county, string reason, string channel, string? source = null, Guid? id = null) =>
        New(actor.Name, clock, county, reason, null, channel, source, id, null);

    private static Change New(
        string actor, TimeProvider clock, int county, string reason, string? evidence, string channel, string? source, Guid? id, DateTimeOffset? at) => new()
    {
        County = county,
        Id = id ?? Ids.New(clock),
        At = at,
        Actor = actor,
        Channel = channel,
        Reason = CleanText.Of(reason),
        Evidence = evidence is null ? null : CleanText.Of(evidence),
        Source = source,
    };

    public static void Map(EntityTypeBuilder<Change> change)
    {
        change.ToTable("changes").StaysBehind("who said what in the county; what goes along is stated anew by the change of divisions");
        change.HasKey(c => new { c.County, c.Id });
        change.HasIndex(c => new { c.County, c.At }).HasDatabaseName("ix_changes_at");
        change.HasIndex(c => c.County).HasFilter("at is null").HasDatabaseName("ix_changes_hidden");
        change.Property(c => c.Channel).HasMaxLength(20);
    }
}

internal static class ChangeChannels
{
    public const string Import = "import";
    public const string Form = "form";
    public const string Case = "case";
    public const string Visit = "visit";
    public const string Sync = "sync";
    public const string Correction = "correction";
    public const string Api = "api";

    /// <summary>One change of many households at once.</summary>
    public const string Bulk = "bulk";

    /// <summary>A village was merged, moved or renamed; nobody moved house.</summary>
    public const string Regions = "regions";
}
