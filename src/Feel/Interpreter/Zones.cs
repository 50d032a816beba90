using Fuyao.Feel.Values;

namespace Fuyao.Feel.Interpreter;

/// <summary>UTC offsets of IANA zones.</summary>
internal static class Zones
{
    public static bool Exists(string zone) => TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _);

    /// <summary>Seconds east of UTC; 0 for a local time.</summary>
    public static int Offset(FeelTime time, FeelDate? date)
    {
        if (time.OffsetSeconds is { } offset)
            return offset;
        if (time.Zone is null || !TimeZoneInfo.TryFindSystemTimeZoneById(time.Zone, out var zone))
            return 0;
        var day = date is { Year: >= 2 and <= 9998 } d ? d.ToDateOnly() : new DateOnly(2000, 1, 1);
        var local = day.ToDateTime(new TimeOnly(time.Nanoseconds / 100));
        return (int)zone.GetUtcOffset(local).TotalSeconds;
    }
}
