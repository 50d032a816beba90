namespace Fuyao.Feel.Syntax;

/// <summary>Character classes of the FEEL grammar (rules 27–29, 61).</summary>
internal static class Characters
{
    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is '\u180E' or '\u200B' or '\uFEFF';

    public static bool IsStart(string text, int i) => i < text.Length && IsStart(text[i]);

    // The standard's ranges hold full-width punctuation and ≥ as well; those are slips of the keyboard, not names.
    private static bool IsStart(char c) => char.IsLetter(c) || c is '_' or '?' || char.IsSurrogate(c)
        || (c is >= '\u2070' and <= '\u218F' or >= '\u2C00' and <= '\u2FEF' or >= '\u3001' and <= '\uD7FF' or >= '\uFDF0' and <= '\uFFFD'
            && !char.IsPunctuation(c) && char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.MathSymbol);

    public static bool IsPart(string text, int i) => i >= 0 && i < text.Length
        && (IsStart(text[i]) || char.IsAsciiDigit(text[i]) || char.IsDigit(text[i]) || text[i] is '\'' or '·' or '‿' or '⁀'
            || char.GetUnicodeCategory(text[i]) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark);

    /// <summary>White space collapsed to single spaces, ends trimmed.</summary>
    public static string Collapse(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
