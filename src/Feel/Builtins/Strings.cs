using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Builtins;

/// <summary>String functions (DMN 1.5 §10.3.4.3). Lengths and positions count Unicode characters, not UTF-16 units.</summary>
internal static class Strings
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    public static void Define(Definitions d)
    {
        d.Add("string length(string: string): natural", (a, _) => FeelValue.Of((decimal)Length(a[0].AsString)));
        d.Add("substring(string: string, start position: number): string", (a, _) => Substring(a[0].AsString, a[1].AsNumber, null));
        d.Add("substring(string: string, start position: number, length: number?): string", (a, _) =>
            Substring(a[0].AsString, a[1].AsNumber, a[2].IsNull ? null : a[2].AsNumber));
        d.Add("upper case(string: string): string", (a, _) => FeelValue.Of(a[0].AsString.ToUpperInvariant()));
        d.Add("lower case(string: string): string", (a, _) => FeelValue.Of(a[0].AsString.ToLowerInvariant()));
        d.Add("trim(string: string): string", (a, _) => FeelValue.Of(a[0].AsString.Trim()));
        d.Add("substring before(string: string, match: string): string", (a, _) =>
            FeelValue.Of(a[0].AsString.IndexOf(a[1].AsString, StringComparison.Ordinal) is >= 0 and var at ? a[0].AsString[..at] : ""));
        d.Add("substring after(string: string, match: string): string", (a, _) =>
            FeelValue.Of(a[0].AsString.IndexOf(a[1].AsString, StringComparison.Ordinal) is >= 0 and var at ? a[0].AsString[(at + a[1].AsString.Length)..] : ""));
        d.Add("contains(string: string, match: string): boolean", (a, _) => FeelValue.Of(a[0].AsString.Contains(a[1].AsString, StringComparison.Ordinal)));
        d.Add("starts with(string: string, match: string): boolean", (a, _) => FeelValue.Of(a[0].AsString.StartsWith(a[1].AsString, StringComparison.Ordinal)));
        d.Add("ends with(string: string, match: string): boolean", (a, _) => FeelValue.Of(a[0].AsString.EndsWith(a[1].AsString, StringComparison.Ordinal)));
        d.Add("matches(input: string, pattern: string): boolean", (a, c) => Matches(a[0].AsString, a[1].AsString, "", c));
        d.Add("matches(input: string, pattern: string, flags: string?): boolean", (a, c) => Matches(a[0].AsString, a[1].AsString, Flags(a[2]), c));
        d.Add("replace(input: string, pattern: string, replacement: string): string", (a, c) => Replace(a[0].AsString, a[1].AsString, a[2].AsString, "", c));
        d.Add("replace(input: string, pattern: string, replacement: string, flags: string?): string", (a, c) =>
            Replace(a[0].AsString, a[1].AsString, a[2].AsString, Flags(a[3]), c));
        d.Add("split(string: string, delimiter: string): list<string>", (a, c) => Split(a[0].AsString, a[1].AsString, c));
        d.Add("string join(list: list<string?>): string", (a, c) => Join(a[0].Items, "", c));
        d.Add("string join(list: list<string?>, delimiter: string?): string", (a, c) => Join(a[0].Items, Flags(a[1]), c));
    }

    private static string Flags(FeelValue value) => value.IsNull ? "" : value.AsString;

    private static int Length(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;
        return count;
    }

    private static FeelValue Substring(string text, decimal start, decimal? length)
    {
        var runes = text.EnumerateRunes().ToArray();
        var from = decimal.Truncate(start) switch { > 0 and var s => s - 1, < 0 and var s => runes.Length + s, _ => -1 };
        if (from < 0 || from > runes.Length || (from == runes.Length && start < 0) || length < 1)
            return length is < 1 || start == 0 || from < 0 ? default : FeelValue.Of("");
        var take = length is { } n ? Math.Min(decimal.Truncate(n), runes.Length - from) : runes.Length - from;
        return FeelValue.Of(string.Concat(runes.Skip((int)from).Take((int)take)));
    }

    private static FeelValue Join(FeelValue[] items, string delimiter, FeelCall call)
    {
        if (items.Any(i => i.Kind is not (FeelKind.String or FeelKind.Null)))
            return default;
        var parts = items.Where(i => i.IsString).Select(i => i.AsString).ToArray();
        return call.Fits(parts.Sum(p => (long)p.Length + delimiter.Length)) ? FeelValue.Of(string.Join(delimiter, parts)) : default;
    }

    private static FeelValue Matches(string input, string pattern, string flags, FeelCall call) =>
        Compile(pattern, flags, call) is { } regex ? Run(() => FeelValue.Of(regex.IsMatch(input)), call) : default;

    private static FeelValue Replace(string input, string pattern, string replacement, string flags, FeelCall call)
    {
        if (Compile(pattern, flags, call) is not { } regex)
            return default;
        return Run(() =>
        {
            if (regex.IsMatch(""))
                return default;
            var literal = flags.Contains('q', StringComparison.Ordinal) ? replacement.Replace("$", "$$", StringComparison.Ordinal) : Groups(replacement, regex);
            var result = regex.Replace(input, literal);
            return call.Fits(result.Length) ? FeelValue.Of(result) : default;
        }, call);
    }

    private static FeelValue Split(string text, string delimiter, FeelCall call)
    {
        if (Compile(delimiter, "", call) is not { } regex)
            return default;
        return Run(() =>
        {
            var parts = new List<FeelValue>();
            var from = 0;
            foreach (Match match in regex.Matches(text))
            {
                if (match.Length == 0)
                    continue;
                parts.Add(FeelValue.Of(text[from..match.Index]));
                from = match.Index + match.Length;
            }
            parts.Add(FeelValue.Of(text[from..]));
            return FeelValue.List(parts);
        }, call);
    }

    private static FeelValue Run(Func<FeelValue> work, FeelCall call)
    {
        try
        {
            return work();
        }
        catch (RegexMatchTimeoutException)
        {
            call.Report("regex-time", default, "正则表达式计算超时", "The regular expression took too long");
            return default;
        }
    }

    /// <summary>XPath writes <c>$1</c> and <c>\$</c>; .NET wants <c>${1}</c> and <c>$$</c>.</summary>
    private static string Groups(string replacement, Regex regex)
    {
        var last = regex.GetGroupNumbers().Length - 1;
        var text = new StringBuilder();
        for (var i = 0; i < replacement.Length; i++)
        {
            var c = replacement[i];
            if (c == '\\' && i + 1 < replacement.Length)
                text.Append(replacement[++i] == '$' ? "$$" : replacement[i].ToString());
            else if (c == '$' && i + 1 < replacement.Length && char.IsAsciiDigit(replacement[i + 1]))
            {
                var group = replacement[++i] - '0';
                while (i + 1 < replacement.Length && char.IsAsciiDigit(replacement[i + 1]) && (group * 10) + replacement[i + 1] - '0' <= last)
                    group = (group * 10) + replacement[++i] - '0';
                if (group <= last)
                    text.Append(CultureInfo.InvariantCulture, $"${{{group}}}");
            }
            else
                text.Append(c == '$' ? "$$" : c.ToString());
        }
        return text.ToString();
    }

    /// <summary>Linear-time matching where the pattern allows it; back-references run with a time limit.</summary>
    private static Regex? Compile(string pattern, string flags, FeelCall call)
    {
        var options = RegexOptions.CultureInvariant;
        foreach (var flag in flags)
        {
            switch (flag)
            {
                case 's': options |= RegexOptions.Singleline; break;
                case 'm': options |= RegexOptions.Multiline; break;
                case 'i': options |= RegexOptions.IgnoreCase; break;
                case 'x' or 'q': break;
                default:
                    call.Report("regex", default, $"没有标志 {flag}", $"There is no flag {flag}");
                    return null;
            }
        }
        try
        {
            var text = flags.Contains('q', StringComparison.Ordinal) ? Regex.Escape(pattern) : XPathRegex.ToNet(pattern, flags.Contains('x', StringComparison.Ordinal), flags.Contains('s', StringComparison.Ordinal));
            if (text is null)
                throw new ArgumentException(pattern);
            try
            {
                return new Regex(text, options | RegexOptions.NonBacktracking, Patience);
            }
            catch (NotSupportedException)
            {
                return new Regex(text, options, Patience);
            }
        }
        catch (ArgumentException)
        {
            call.Report("regex", default, $"正则表达式有误：{pattern}", $"Not a regular expression: {pattern}");
            return null;
        }
    }
}
