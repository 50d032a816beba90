using System.Text;

namespace Fuyao.Feel.Syntax;

/// <summary>Reads one token at a time, because what is one name depends on the names known so far.</summary>
internal sealed class Lexer(string text, NameBag names, Problems problems)
{
    private int _at;

    public string Text => text;
    public NameBag Names => names;

    public Token Next(bool quiet = false)
    {
        SkipSpace(quiet);
        var start = _at;
        if (start >= text.Length)
            return new(TokenKind.End, "", start, start);
        var c = text[start];
        if (char.IsAsciiDigit(c) || (c == '.' && start + 1 < text.Length && char.IsAsciiDigit(text[start + 1])))
            return Number();
        if (c == '"')
            return String(TokenKind.String, quiet);
        if (c == '@' && start + 1 < text.Length && text[start + 1] == '"')
        {
            _at++;
            return String(TokenKind.At, quiet) with { Start = start };
        }
        if (Characters.IsStart(text, start))
            return Name();
        return Symbol(quiet);
    }

    public void Rewind(int offset) => _at = offset;

    private void SkipSpace(bool quiet)
    {
        while (_at < text.Length)
        {
            if (Characters.IsSpace(text[_at]))
                _at++;
            else if (text.AsSpan(_at).StartsWith("//"))
            {
                while (_at < text.Length && text[_at] is not ('\n' or '\r'))
                    _at++;
            }
            else if (text.AsSpan(_at).StartsWith("/*"))
            {
                var end = text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
                if (end < 0)
                {
                    if (!quiet)
                        problems.Error("syntax", _at, text.Length, "注释没有结束，缺少 */", "The comment does not end: */ is missing.");
                    _at = text.Length;
                }
                else
                    _at = end + 2;
            }
            else
                return;
        }
    }

    private Token Number()
    {
        var start = _at;
        while (_at < text.Length && char.IsAsciiDigit(text[_at]))
            _at++;
        if (_at + 1 < text.Length && text[_at] == '.' && char.IsAsciiDigit(text[_at + 1]))
        {
            _at++;
            while (_at < text.Length && char.IsAsciiDigit(text[_at]))
                _at++;
        }
        var e = _at;
        if (e < text.Length && text[e] is 'e' or 'E')
        {
            e++;
            if (e < text.Length && text[e] is '+' or '-')
                e++;
            if (e < text.Length && char.IsAsciiDigit(text[e]))
            {
                while (e < text.Length && char.IsAsciiDigit(text[e]))
                    e++;
                _at = e;
            }
        }
        return new(TokenKind.Number, text[start.._at], start, _at);
    }

    private Token String(TokenKind kind, bool quiet)
    {
        var start = _at++;
        var value = new StringBuilder();
        while (_at < text.Length && text[_at] != '"')
        {
            var c = text[_at++];
            if (c != '\\' || _at >= text.Length)
            {
                value.Append(c);
                continue;
            }
            var escape = text[_at++];
            switch (escape)
            {
                case 'n': value.Append('\n'); break;
                case 'r': value.Append('\r'); break;
                case 't': value.Append('\t'); break;
                case '"' or '\'' or '\\': value.Append(escape); break;
                case 'u' when Hex(4) is { } code: value.Append((char)code); break;
                case 'U' when Hex(6) is { } code && code <= 0x10FFFF && code is < 0xD800 or > 0xDFFF: value.Append(char.ConvertFromUtf32(code)); break;
                default: value.Append('\\').Append(escape); break;
            }
        }
        if (_at >= text.Length)
        {
            if (!quiet)
                problems.Error("syntax", start, _at, "字符串没有结束，缺少引号", "The string does not end: a closing quote is missing.");
        }
        else
            _at++;
        return new(kind, value.ToString(), start, _at);
    }

    private int? Hex(int digits)
    {
        if (_at + digits > text.Length || !int.TryParse(text.AsSpan(_at, digits), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out var code))
            return null;
        _at += digits;
        return code;
    }

    private Token Name()
    {
        var start = _at;
        var end = start + 1;
        while (Characters.IsPart(text, end))
            end++;
        var (known, name) = names.Longest(text, start);
        if (known > end)
        {
            _at = known;
            return new(TokenKind.Name, name, start, known);
        }
        _at = end;
        var word = text[start..end];
        return new(NameBag.Keywords.Contains(word) ? TokenKind.Keyword : TokenKind.Name, word, start, end);
    }

    private Token Symbol(bool quiet)
    {
        var start = _at;
        foreach (var two in (ReadOnlySpan<string>)["**", "..", "<=", ">=", "!=", "->"])
        {
            if (text.AsSpan(start).StartsWith(two))
            {
                _at += 2;
                return new(TokenKind.Symbol, two, start, _at);
            }
        }
        _at++;
        var c = text[start];
        if ("+-*/()[]{}<>=,.:".Contains(c))
            return new(TokenKind.Symbol, c.ToString(), start, _at);
        var meant = FullWidth(c);
        if (!quiet)
            problems.Error("syntax", start, _at, $"此处不能有字符“{c}”" + (meant is null ? "" : $"（请用半角的 {meant}）"), $"The character '{c}' has no meaning here.", meant);
        return new(TokenKind.Bad, c.ToString(), start, _at);
    }

    private static string? FullWidth(char c) => c switch
    {
        '，' => ",",
        '（' => "(",
        '）' => ")",
        '“' or '”' or '\'' or '＂' => "\"",
        '≥' => ">=",
        '≤' => "<=",
        '≠' => "!=",
        '＝' => "=",
        '＞' => ">",
        '＜' => "<",
        '：' => ":",
        '。' => ".",
        '×' => "*",
        '÷' => "/",
        '＋' => "+",
        '－' => "-",
        _ => null,
    };
}
