namespace Fuyao.Kernel;

/// <summary>The calendar of the country, which has one time zone and no summer time.</summary>
public static class ChinaTime
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The day that it is in China, wherever the machine stands.</summary>
    public static DateOnly TodayInChina(this TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(Offset).DateTime);

    /// <summary>An instant as clocks in China show it.</summary>
    public static DateTime InChina(this DateTimeOffset at) => at.ToOffset(Offset).DateTime;

    /// <summary>The instant at which a day begins in China; the first of all days began when time did.</summary>
    public static DateTimeOffset StartInChina(this DateOnly day) => day == DateOnly.MinValue ? DateTimeOffset.MinValue : new(day.ToDateTime(TimeOnly.MinValue), Offset);

    /// <summary>The instant at which a day is over in China; the last of all days ends with time.</summary>
    public static DateTimeOffset EndInChina(this DateOnly day) => day == DateOnly.MaxValue ? DateTimeOffset.MaxValue : day.AddDays(1).StartInChina();
}
