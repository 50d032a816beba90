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
