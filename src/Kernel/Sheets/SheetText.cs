namespace Fuyao.Kernel.Sheets;

/// <summary>
/// Text that a spreadsheet could take for a formula. Names such as <c>=HYPERLINK(…)</c> come from outside and go out again in
/// files that officials open: they must stay text.
/// </summary>
public static class SheetText
{
    /// <summary>Whether the text begins with = + - @ (also full-width), a tab or a line break.</summary>
    public static bool LooksLikeFormula(string? text) =>
        !string.IsNullOrEmpty(text) && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20';

    /// <summary>For CSV, where nothing but a leading apostrophe keeps a text a text.</summary>
    public static string Neutral(string text) => LooksLikeFormula(text) ? "'" + text : text;

    /// <summary>Takes the apostrophe of <see cref="Neutral"/> off again, so that what was exported comes back as it was.</summary>
    public static string Original(string text) => text.Length > 1 && text[0] == '\'' && LooksLikeFormula(text[1..]) ? text[1..] : text;
}
