namespace Fuyao.Kernel;

/// <summary>The calendar of the country, which has one time zone and no summer time.</summary>
public static class ChinaTime
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The day that it is in China, wherever the machine stands.</summary>
    public static DateOnly TodayInChina(this TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(Offset).DateTime);

    /// <summary>An instant as clocks in China show it.</summary>
    public static DateTime InChina(this DateTimeOffset at) => at.ToOffset(Offset).DateTime;

    /// <summary>The instant at which a day begins in China.</summary>
    public static DateTimeOffset StartInChina(this DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Offset);
}
