namespace Fuyao.Kernel;

/// <summary>Where ids come from: UUIDv7, so that ids sort by the time they were made and clients may make them offline.</summary>
public static class Ids
{
    /// <summary>A new id stamped with the clock's present time.</summary>
    public static Guid New(TimeProvider clock) => Guid.CreateVersion7(clock.GetUtcNow());
}
