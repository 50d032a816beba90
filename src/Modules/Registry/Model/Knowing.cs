using Fuyao.Kernel.Data;

namespace Fuyao.Registry.Model;

/// <summary>As of when something is known: now, or at a time in the past. One object for all kinds of versions of one answer.</summary>
internal interface IKnowing
{
    IQueryable<T> Of<T>(IQueryable<T> versions)
        where T : class, IVersion;
}

internal static class Knowing
{
    public static async Task<IKnowing> AtAsync(PlatformDb db, DateTimeOffset? at, CancellationToken ct) =>
        at is { } then ? new Then(db, then) : new Now(await db.HiddenChangesAsync(ct));

    /// <summary>
    /// As known at a time by what was published later, which is little when the time is near: cheap over a whole register, and the same
    /// answer however often it is asked while others write.
    /// </summary>
    public static IKnowing Before(PlatformDb db, DateTimeOffset at) => new Sofar(db, at);

    private sealed record Sofar(PlatformDb Db, DateTimeOffset At) : IKnowing
    {
        public IQueryable<T> Of<T>(IQueryable<T> versions)
            where T : class, IVersion
        {
            var later = Db.Set<Change>().Where(c => c.At == null || c.At > At).Select(c => c.Id);
            return versions.Where(v => !later.Contains(v.OpenedBy) && (v.ClosedBy == null || later.Contains(v.ClosedBy.Value)));
        }
    }

    private sealed record Now(Guid[] Hidden) : IKnowing
    {
        public IQueryable<T> Of<T>(IQueryable<T> versions)
            where T : class, IVersion => versions.Known(Hidden);
    }

    private sealed record Then(PlatformDb Db, DateTimeOffset At) : IKnowing
    {
        public IQueryable<T> Of<T>(IQueryable<T> versions)
            where T : class, IVersion => versions.KnownAt(Db, At);
    }
}
