using System.Globalization;
using System.Text;

namespace Fuyao.Kernel.Text;

/// <summary>What is done to every typed text before it is compared or stored.</summary>
public static class CleanText
{
    /// <summary>NFC, full-width ASCII narrowed, control and bidirectional-override characters removed, trimmed.</summary>
    public static string Of(string text)
    {
        if (IsClean(text))
        {
            return text;
        }

        var builder = new StringBuilder(text.Length);
        foreach (var c in text.IsNormalized(NormalizationForm.FormC) ? text : text.Normalize(NormalizationForm.FormC))
        {
            if (c is >= '\uFF01' and <= '\uFF5E')
            {
                builder.Append((char)(c - 0xFEE0));
            }
            else if (char.IsWhiteSpace(c))
            {
                builder.Append(' ');
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format))
            {
                builder.Append(c);
            }
        }

        return builder.ToString().Trim();
    }

    // CJK ideographs and printable ASCII without outer blanks need no work: nearly every cell of a register is such a text.
    private static bool IsClean(string text)
    {
        if (text.Length == 0)
        {
            return true;
        }

        foreach (var c in text)
        {
            if (c is not (>= ' ' and <= '~') and not (>= '\u4E00' and <= '\u9FFF'))
            {
                return false;
            }
        }

        return text[0] != ' ' && text[^1] != ' ';
    }
}
