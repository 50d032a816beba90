namespace Fuyao.Access.Tests;

/// <summary>The machine's clock, for which time that somebody must wait has already passed.</summary>
internal sealed class AheadClock : TimeProvider
{
    private long ahead;

    public AheadClock(out AheadClock self) => self = this;

    public override long TimestampFrequency => System.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + System.GetElapsedTime(0, Volatile.Read(ref ahead));

    public override long GetTimestamp() => System.GetTimestamp() + Volatile.Read(ref ahead);

    public void Add(TimeSpan time) => Interlocked.Add(ref ahead, (long)(time.TotalSeconds * TimestampFrequency));
}
