namespace Fuyao.Registry.Model;

internal static class Today
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <summary>The calendar day in China, which has one time zone.</summary>
    public static DateOnly InChina(this TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(China).DateTime);
}
