using System.Text;

namespace Fuyao.Feel.Builtins;

/// <summary>Regular expressions of XPath/XML Schema in .NET's spelling.</summary>
internal static class XPathRegex
{
    private const string NameStart = @"A-Z_a-z:\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD";
    private const string NamePart = NameStart + @"\-.0-9\u00B7\u0300-\u036F\u203F\u2040";

    /// <summary>Null when the pattern uses what XPath does not have (look-around, named groups…).</summary>
    public static string? ToNet(string pattern, bool freeSpacing, bool singleLine)
    {
        if (freeSpacing)
            pattern = WithoutSpaces(pattern);
        var text = new StringBuilder();
        var depth = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\')
            {
                if (i + 1 >= pattern.Length)
                    return null;
                if (!Escape(pattern, ref i, depth > 0, text))
                    return null;
                continue;
            }
            if (depth == 0 && c == '(' && i + 2 < pattern.Length && pattern[i + 1] == '?' && pattern[i + 2] != ':')
                return null;
            if (c == '[')
                depth++;
            else if (c == ']' && depth > 0)
                depth--;
            // XPath's dot matches neither line feed nor carriage return.
            text.Append(c == '.' && depth == 0 && !singleLine ? "[^\\n\\r]" : c.ToString());
        }
        return text.ToString();
    }

    /// <summary>With flag x white space means nothing outside a class, not even after a backslash.</summary>
    private static string WithoutSpaces(string pattern)
    {
        var text = new StringBuilder();
        var depth = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (depth == 0 && char.IsWhiteSpace(pattern[i]))
                continue;
            text.Append(pattern[i]);
            if (pattern[i] == '\\' && depth > 0 && i + 1 < pattern.Length)
                text.Append(pattern[++i]);
            else
                depth += pattern[i] switch { '[' => 1, ']' when depth > 0 => -1, _ => 0 };
        }
        return text.ToString();
    }

    private static bool Escape(string pattern, ref int i, bool inClass, StringBuilder text)
    {
        var e = pattern[++i];
        switch (e)
        {
            case 'i':
                text.Append(inClass ? NameStart : $"[{NameStart}]");
                return true;
            case 'c':
                text.Append(inClass ? NamePart : $"[{NamePart}]");
                return true;
            case 'I':
                text.Append($"[^{NameStart}]");
                return !inClass;
            case 'C':
                text.Append($"[^{NamePart}]");
                return !inClass;
            case 'p' or 'P' when pattern.IndexOf('}', i) is var end && end > 0:
                text.Append('\\').Append(pattern, i, end - i + 1);
                i = end;
                return true;
            case 'd' or 'D' or 's' or 'S' or 'w' or 'W' or 'n' or 'r' or 't':
            case '\\' or '|' or '.' or '-' or '^' or '?' or '*' or '+' or '{' or '}' or '(' or ')' or '[' or ']' or '$':
                text.Append('\\').Append(e);
                return true;
            default:
                if (!char.IsAsciiDigit(e) || inClass)
                    return false;
                text.Append('\\').Append(e);
                return true;
        }
    }
}
