using System.Globalization;
using System.Text;

namespace Fuyao.Feel.Values;

/// <summary>Values as text: what <c>string()</c> yields, and literals that can be read back.</summary>
internal static class FeelText
{
    public static string Number(decimal value)
    {
        if (value == 0m)
            return "0";
        var text = value.ToString(CultureInfo.InvariantCulture);
        return text.Contains('.') ? text.TrimEnd('0').TrimEnd('.') : text;
    }

    public static string Months(long months)
    {
        var (years, rest) = Math.DivRem(Math.Abs(months), 12);
        var sign = months < 0 ? "-P" : "P";
        return (years, rest) switch
        {
            (0, 0) => "P0M",
            (_, 0) => $"{sign}{years}Y",
            (0, _) => $"{sign}{rest}M",
            _ => $"{sign}{years}Y{rest}M",
        };
    }

    public static string Seconds(decimal seconds)
    {
        if (seconds == 0m)
            return "PT0S";
        var rest = Math.Abs(seconds);
        var days = Math.Floor(rest / 86400m);
        rest -= days * 86400m;
        var hours = Math.Floor(rest / 3600m);
        rest -= hours * 3600m;
        var minutes = Math.Floor(rest / 60m);
        rest -= minutes * 60m;
        var text = new StringBuilder(seconds < 0 ? "-P" : "P");
        if (days != 0)
            text.Append(Number(days)).Append('D');
        if (hours != 0 || minutes != 0 || rest != 0)
        {
            text.Append('T');
            if (hours != 0)
                text.Append(Number(hours)).Append('H');
            if (minutes != 0)
                text.Append(Number(minutes)).Append('M');
            if (rest != 0)
                text.Append(Number(rest)).Append('S');
        }
        return text.ToString();
    }

    /// <summary>What FEEL's <c>string()</c> gives; inside lists and contexts strings are quoted.</summary>
    public static string Plain(FeelValue value) => value.Kind switch
    {
        FeelKind.String => value.AsString,
        FeelKind.Date => value.AsDate.ToString(),
        FeelKind.Time => value.AsTime.ToString(),
        FeelKind.DateTime => value.AsDateTime.ToString(),
        FeelKind.DaysTime => Seconds(value.AsSeconds),
        FeelKind.YearsMonths => Months(value.AsMonths),
        FeelKind.List => "[" + string.Join(", ", value.Items.Select(Nested)) + "]",
        FeelKind.Context => "{" + string.Join(", ", value.AsContext.Entries.Select(e => Key(e.Key) + ": " + Nested(e.Value))) + "}",
        FeelKind.Range => Range(value.AsRange, Nested),
        _ => Literal(value),
    };

    /// <summary>A FEEL literal of the value.</summary>
    public static string Literal(FeelValue value) => value.Kind switch
    {
        FeelKind.Null => "null",
        FeelKind.Boolean => value.IsTrue ? "true" : "false",
        FeelKind.Number => Number(value.AsNumber),
        FeelKind.String => Quote(value.AsString),
        FeelKind.Date => $"date(\"{value.AsDate}\")",
        FeelKind.Time => $"time(\"{value.AsTime}\")",
        FeelKind.DateTime => $"date and time(\"{value.AsDateTime}\")",
        FeelKind.DaysTime => $"duration(\"{Seconds(value.AsSeconds)}\")",
        FeelKind.YearsMonths => $"duration(\"{Months(value.AsMonths)}\")",
        FeelKind.List => "[" + string.Join(", ", value.Items.Select(Literal)) + "]",
        FeelKind.Context => "{" + string.Join(", ", value.AsContext.Entries.Select(e => Key(e.Key) + ": " + Literal(e.Value))) + "}",
        FeelKind.Range => Range(value.AsRange, Literal),
        FeelKind.Function => $"function {value.AsFunction.Name}({string.Join(", ", value.AsFunction.Parameters)})",
        _ => $"unknown({string.Join(", ", value.Needs)})",
    };

    private static string Nested(FeelValue value) => value.IsString ? Quote(value.AsString) : Plain(value);

    private static string Key(string name) => name.All(c => char.IsLetterOrDigit(c) || c is '_' or ' ') ? name : Quote(name);

    private static string Range(FeelRange range, Func<FeelValue, string> text) => (range.OpenStart, range.OpenEnd) switch
    {
        _ when range.Comparison is "=" or "!=" => range.Comparison + " " + text(range.Start),
        (true, false) => (range.EndIncluded ? "<= " : "< ") + text(range.End),
        (false, true) => (range.StartIncluded ? ">= " : "> ") + text(range.Start),
        _ => $"{(range.StartIncluded ? '[' : '(')}{text(range.Start)}..{text(range.End)}{(range.EndIncluded ? ']' : ')')}",
    };

    private static string Quote(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\r", "\\r").Replace("\t", "\\t") + "\"";
}
