using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace Fuyao.Policy.Checking;

internal enum QuoteFound
{
    Yes,
    No,
    NoFile,

    /// <summary>A publication that is not among the texts, or no texts are at hand.</summary>
    NotChecked,
}

/// <summary>
/// Looks quotes up in the plans' texts. White space and line breaks do not count; <c>[?]</c> stands for words the source lost (none or a
/// few characters), <c>…</c> for words left out.
/// </summary>
internal sealed class SourceTexts(string? directory)
{
    private readonly ConcurrentDictionary<string, string?> _texts = new();

    public bool AtHand => directory is not null && Directory.Exists(directory);

    public QuoteFound Find(string file, string quote)
    {
        if (!AtHand || !file.EndsWith(".txt", StringComparison.Ordinal))
        {
            return QuoteFound.NotChecked;
        }

        var text = _texts.GetOrAdd(file, Load);
        if (text is null)
        {
            return QuoteFound.NoFile;
        }

        var pattern = Regex.Escape(Bare(quote)).Replace(Regex.Escape("[?]"), ".{0,12}", StringComparison.Ordinal).Replace("…", ".{0,200}?", StringComparison.Ordinal);
        return Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5)) ? QuoteFound.Yes : QuoteFound.No;
    }

    private string? Load(string file)
    {
        var path = Path.Combine(directory!, Path.GetFileName(file));
        return File.Exists(path) ? Bare(File.ReadAllText(path, Encoding.UTF8)) : null;
    }

    private static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
