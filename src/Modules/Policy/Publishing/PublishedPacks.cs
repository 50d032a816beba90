using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Publishing;

/// <summary>A version of a pack that was published here.</summary>
/// <param name="EffectiveFrom">First day on which it is in force.</param>
/// <param name="Files">The pack's own files; what it extends is found by its id.</param>
/// <param name="Hash">Of its content with the parents of that day.</param>
/// <param name="Withdrawn">Never in force again; results that name it are still worked out by it.</param>
internal sealed record PublishedVersion(string Pack, int Sequence, string Hash, DateOnly EffectiveFrom, bool Withdrawn, PackFiles Files);

/// <summary>
/// Which versions stand over the packs that are shipped, as the database had it when they were last looked up. One for a process; a snapshot
/// never changes, so what is worked out from it can be kept with it.
/// </summary>
internal sealed class PublishedPacks
{
    private volatile Snapshot _current = new(0, []);

    public Snapshot Current => _current;

    public void Set(IReadOnlyList<PublishedVersion> versions) => _current = new Snapshot(_current.Number + 1, versions);

    /// <param name="Number">Another number, other versions.</param>
    internal sealed record Snapshot(int Number, IReadOnlyList<PublishedVersion> Versions)
    {
        private readonly DateOnly[] _changes = [.. Versions.Where(v => !v.Withdrawn).Select(v => v.EffectiveFrom).Distinct().Order()];

        /// <summary>Dates between which nothing comes into force have the same number; null: after all of them.</summary>
        public int Segment(DateOnly? on) => on is { } day ? _changes.Count(c => c <= day) : _changes.Length;

        /// <summary>A day of each stretch of time in which the same versions are in force, the first before any of them.</summary>
        public IEnumerable<DateOnly> Days() => _changes.Prepend(DateOnly.MinValue);

        /// <summary>The version with a certain content; null when none was published here.</summary>
        public PublishedVersion? Of(string pack, string hash) => Versions.FirstOrDefault(v => v.Pack == pack && v.Hash == hash);

        /// <summary>The version in force: of those that have begun, the one published last. Null: the shipped one.</summary>
        public PublishedVersion? InForce(string pack, DateOnly? on) =>
            Versions.Where(v => v.Pack == pack && !v.Withdrawn && (on is null || v.EffectiveFrom <= on)).MaxBy(v => v.Sequence);
    }
}
