using Fuyao.Kernel.Data;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Households;

namespace Fuyao.Registry.Contracts;

/// <summary>Who recorded a fact, when, how, why, and from what.</summary>
/// <param name="Channel">import, case, visit, sync, correction …</param>
/// <param name="Evidence">What was shown for it.</param>
/// <param name="Source">The file or office it came from.</param>
public sealed record FactOrigin(Guid Change, DateTimeOffset At, string Actor, string Channel, string Reason, string? Evidence, string? Source);

/// <summary>Where the facts of a household and its members come from, for a day, as known now or at a time.</summary>
public sealed class HouseholdOrigins
{
    private readonly HouseholdView view;

    internal HouseholdOrigins(HouseholdView view) => this.view = view;

    /// <summary>Where a fact comes from; null when nothing is recorded under its path.</summary>
    /// <param name="person">The member; null for the household's own facts.</param>
    /// <param name="path">As in household JSON (<c>income.wage</c>); of an object the latest change of any of its members counts.</param>
    public FactOrigin? Of(Guid? person, string path)
    {
        var provenance = person is null ? view.Provenance : view.Persons.FirstOrDefault(p => p.Id == person)?.Provenance;
        if (provenance is null)
        {
            return null;
        }

        var changes = provenance.Where(p => p.Key == path || p.Key.StartsWith(path + ".", StringComparison.Ordinal)).Select(p => p.Value).ToHashSet();
        // Changes come newest first.
        return view.Changes.FirstOrDefault(c => changes.Contains(c.Id)) is { } change
            ? new FactOrigin(change.Id, change.At, change.Actor, change.Channel, change.Reason, change.Evidence, change.Source)
            : null;
    }
}

/// <summary>Reads where facts come from. Scoped; sees only the present actor's area.</summary>
public sealed class FactOrigins
{
    private readonly PlatformDb db;
    private readonly Seal seal;

    internal FactOrigins(PlatformDb db, Seal seal) => (this.db, this.seal) = (db, seal);

    /// <summary>Null when the actor's area has no such household for the day.</summary>
    /// <param name="on">The day for which facts are read.</param>
    /// <param name="asKnownAt">As it was known then; null: as known now.</param>
    public async Task<HouseholdOrigins?> ReadAsync(Guid household, DateOnly on, DateTimeOffset? asKnownAt = null, CancellationToken ct = default) =>
        await GetHousehold.ReadAsync(db, seal, household, on, asKnownAt, ct) is { } view ? new HouseholdOrigins(view) : null;
}
