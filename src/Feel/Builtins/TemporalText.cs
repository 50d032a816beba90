using System.Globalization;
using System.Text.RegularExpressions;
using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Builtins;

/// <summary>Dates, times and durations as text (ISO 8601 as XML Schema and XQuery narrow it).</summary>
internal static partial class TemporalText
{
    [GeneratedRegex(@"^(-?(?:[1-9][0-9]{3,8}|0[0-9]{3}))-([0-9]{2})-([0-9]{2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex DatePattern { get; }

    [GeneratedRegex(@"^([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?(Z|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?|@[A-Za-z0-9_+/-]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex TimePattern { get; }

    [GeneratedRegex(@"^(-)?P(?=[0-9])(?:([0-9]+)Y)?(?:([0-9]+)M)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex YearsMonthsPattern { get; }

    [GeneratedRegex(@"^(-)?P(?=[0-9T])(?:([0-9]+)D)?(?:T(?=[0-9.])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]*)?)S)?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex DaysTimePattern { get; }

    public static FeelDate? Date(string text)
    {
        var match = DatePattern.Match(text);
        if (!match.Success)
            return null;
        var (year, month, day) = (Int(match, 1), Int(match, 2), Int(match, 3));
        return FeelDate.IsValid(year, month, day) ? new FeelDate((int)year, (int)month, (int)day) : null;
    }

    public static FeelTime? Time(string text)
    {
        var match = TimePattern.Match(text);
        if (!match.Success)
            return null;
        var (hour, minute, second) = (Int(match, 1), Int(match, 2), Int(match, 3));
        if (hour > 23 || minute > 59 || second > 59)
            return null;
        var fraction = match.Groups[4].Value is { Length: > 0 } f ? long.Parse(f.PadRight(9, '0')[..9], CultureInfo.InvariantCulture) : 0;
        var nanoseconds = (((hour * 3600) + (minute * 60) + second) * FeelTime.PerSecond) + fraction;
        var zone = match.Groups[5].Value;
        if (zone.Length == 0)
            return new FeelTime(nanoseconds);
        if (zone == "Z")
            return new FeelTime(nanoseconds, 0);
        if (zone[0] == '@')
            return Zones.Exists(zone[1..]) ? new FeelTime(nanoseconds, null, zone[1..]) : null;
        var parts = zone[1..].Split(':').Select(p => int.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        var offset = (parts[0] * 3600) + (parts[1] * 60) + (parts.Length > 2 ? parts[2] : 0);
        if (parts[1] > 59 || offset > 14 * 3600)
            return null;
        return new FeelTime(nanoseconds, zone[0] == '-' ? -offset : offset);
    }

    public static FeelDateTime? DateTime(string text)
    {
        var t = text.IndexOf('T', StringComparison.Ordinal);
        if (t < 0)
            return Date(text) is { } alone ? new FeelDateTime(alone, new FeelTime(0)) : null;
        var clock = text[(t + 1)..];
        // Midnight at the end of a day is the next day's beginning.
        var next = clock.StartsWith("24:00:00", StringComparison.Ordinal);
        if (next)
            clock = "00" + clock[2..];
        if (Date(text[..t]) is not { } date || Time(clock) is not { } time)
            return null;
        return new FeelDateTime(next ? FeelDate.FromDayNumber(date.DayNumber + 1) : date, time);
    }

    public static FeelValue Duration(string text)
    {
        try
        {
            var match = YearsMonthsPattern.Match(text);
            if (match.Success)
            {
                var months = checked((Int(match, 2) * 12) + Int(match, 3));
                return FeelValue.YearsMonths(match.Groups[1].Success ? -months : months);
            }
            match = DaysTimePattern.Match(text);
            if (!match.Success)
                return default;
            var seconds = (Decimal(match, 2) * 86400m) + (Decimal(match, 3) * 3600m) + (Decimal(match, 4) * 60m) + Decimal(match, 5);
            return FeelValue.DaysTime(match.Groups[1].Success ? -seconds : seconds);
        }
        catch (OverflowException)
        {
            return default;
        }
    }

    /// <summary>The value of <c>@"…"</c>; null when the text is none of the temporal forms.</summary>
    public static FeelValue At(string text)
    {
        if (text.TrimStart('-').StartsWith('P'))
            return Duration(text);
        if (text.Contains('T', StringComparison.Ordinal) && DateTime(text) is { } both)
            return FeelValue.Of(both);
        if (Date(text) is { } date)
            return FeelValue.Of(date);
        return Time(text) is { } time ? FeelValue.Of(time) : default;
    }

    private static long Int(Match match, int group) =>
        match.Groups[group].Success ? long.Parse(match.Groups[group].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;

    private static decimal Decimal(Match match, int group) =>
        match.Groups[group].Success ? decimal.Parse(match.Groups[group].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) : 0m;
}
