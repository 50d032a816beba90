using System.Globalization;

namespace Fuyao.Feel.Values;

/// <summary>A time of day with nanoseconds and, when written, a UTC offset in seconds or an IANA zone.</summary>
public sealed record FeelTime(long Nanoseconds, int? OffsetSeconds = null, string? Zone = null)
{
    /// <summary>Nanoseconds of a second.</summary>
    public const long PerSecond = 1_000_000_000;
    /// <summary>Nanoseconds of a day.</summary>
    public const long PerDay = 86_400 * PerSecond;

    /// <summary>0–23.</summary>
    public int Hour => (int)(Nanoseconds / (3600 * PerSecond));
    /// <summary>0–59.</summary>
    public int Minute => (int)(Nanoseconds / (60 * PerSecond) % 60);
    /// <summary>0–59.</summary>
    public int Second => (int)(Nanoseconds / PerSecond % 60);
    /// <summary>Nanoseconds beyond the second.</summary>
    public long Fraction => Nanoseconds % PerSecond;
    /// <summary>Neither offset nor zone is written.</summary>
    public bool IsLocal => OffsetSeconds is null && Zone is null;

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Hour:00}:{Minute:00}:{Second:00}");
        if (Fraction != 0)
            text += "." + Fraction.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0');
        if (Zone is not null)
            return text + "@" + Zone;
        return OffsetSeconds is { } offset ? text + OffsetText(offset) : text;
    }

    internal static string OffsetText(int seconds)
    {
        if (seconds == 0)
            return "Z";
        var (sign, rest) = seconds < 0 ? ('-', -seconds) : ('+', seconds);
        var text = string.Create(CultureInfo.InvariantCulture, $"{sign}{rest / 3600:00}:{rest / 60 % 60:00}");
        return rest % 60 == 0 ? text : text + string.Create(CultureInfo.InvariantCulture, $":{rest % 60:00}");
    }
}
