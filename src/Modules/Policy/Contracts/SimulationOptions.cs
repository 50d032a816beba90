namespace Fuyao.Policy.Contracts;

/// <summary>Who is poor for coverage and its errors.</summary>
public enum PoorDefinition
{
    /// <summary>Income per head before benefits of the pack below the line.</summary>
    Income,

    /// <summary>Registered households: the group <c>registered</c> of the grouping <c>status</c>.</summary>
    Registered,

    /// <summary>Whoever meets a policy's condition, awarded or not; of <see cref="SimulationOptions.Entitled"/>.</summary>
    Policy,
}

/// <summary>A policy whose condition says who is poor; a household is when it, or one of its members, meets it.</summary>
public sealed record PoorPolicy(PreparedPack Pack, string Policy);

/// <summary>The line of poverty: fixed, or a share of the median income of the population before benefits of a pack.</summary>
/// <param name="Value">Yuan a head and year, or the share (0.6).</param>
/// <param name="OfMedian">Whether it is a share.</param>
public readonly record struct PovertyLine(double Value, bool OfMedian = false)
{
    /// <param name="text"><c>2952</c> or <c>median:0.6</c>.</param>
    /// <param name="line">What it says.</param>
    /// <returns>False when it says neither, or a line that is not above nothing.</returns>
    public static bool TryParse(string? text, out PovertyLine line)
    {
        const string Median = "median:";
        var relative = text?.StartsWith(Median, StringComparison.Ordinal) == true;
        var known = double.TryParse(relative ? text![Median.Length..] : text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var value);
        line = new PovertyLine(value, relative);
        return known && double.IsFinite(value) && value > 0;
    }

    /// <summary>Yuan a head and year; null when a median is wanted and no income is known or the median is not above nothing.</summary>
    public double? Of(PovertyMeasures? incomes) => !OfMedian ? Value : incomes?.Quantile(0.5) * Value is { } line and > 0 ? line : null;
}

/// <summary>What is asked of a simulation beside costs.</summary>
/// <param name="Line">None: neither poverty nor targeting by income is worked out.</param>
/// <param name="Entitled">With <see cref="PoorDefinition.Policy"/>.</param>
public sealed record SimulationOptions(PovertyLine? Line = null, PoorDefinition Poor = PoorDefinition.Income, int Threads = 1, PoorPolicy? Entitled = null);

/// <summary>Households to look at one by one.</summary>
public enum SimulatedList
{
    /// <summary>They get more.</summary>
    Winners,

    /// <summary>They get less.</summary>
    Losers,

    /// <summary>Poor, and given nothing by the reform.</summary>
    Missed,

    /// <summary>Not poor, and given something by the reform.</summary>
    Leaked,
}
