namespace Fuyao.Access.Contracts;

/// <summary>How protected values look to everyone who has not asked for them with a reason.</summary>
public static class Mask
{
    /// <summary>Six digits of the first registration and the last two stay: <c>610729**********24</c>.</summary>
    public static string IdNumber(string? value) => Keep(value, 6, 2);

    /// <summary><c>139****5678</c>.</summary>
    public static string Phone(string? value) => Keep(value, 3, 4);

    /// <summary>The last four digits stay.</summary>
    public static string Account(string? value) => Keep(value, 0, 4);

    /// <summary>The family name stays: <c>张*</c>, <c>张**</c>.</summary>
    public static string Name(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return "";
        }

        var runes = value.EnumerateRunes().ToArray();
        return runes.Length == 1 ? "*" : runes[0] + new string('*', runes.Length - 1);
    }

    private static string Keep(string? value, int head, int tail)
    {
        if (string.IsNullOrEmpty(value))
        {
            return "";
        }

        // A value too short for the pattern would show through: hide all of it.
        return value.Length < head + tail + 3
            ? new string('*', value.Length)
            : string.Concat(value.AsSpan(0, head), new string('*', value.Length - head - tail), value.AsSpan(value.Length - tail));
    }
}
