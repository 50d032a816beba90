using Fuyao.Kernel.Text;

namespace Fuyao.Registry.Codes;

/// <summary>A code together with the system it belongs to: <c>gbt4761:02</c> is the head, a county's own <c>02</c> may be the spouse.</summary>
internal readonly record struct SystemCode(string System, string Code)
{
    public override string ToString() => $"{System}:{Code}";
}

/// <summary>
/// The codes of one system with their labels and what else people write for them. Text is compared after narrowing and
/// without blanks.
/// </summary>
/// <param name="system">Stable id, such as <c>gbt4761</c>.</param>
internal sealed class CodeTable(string system, IEnumerable<(string Code, string Label)> labels, IEnumerable<(string Text, string Code)>? synonyms = null)
{
    private readonly Dictionary<string, string> labelOf = Distinct(labels.Select(l => (l.Code, l.Label)));
    private readonly Dictionary<string, string> codeOf = Distinct(labels.Select(l => (Key(l.Label), l.Code))
        .Concat((synonyms ?? []).Select(s => (Key(s.Text), s.Code))));

    public string System { get; } = system;

    public IReadOnlyDictionary<string, string> Labels => labelOf;

    /// <summary>All texts that are understood, for messages and documents.</summary>
    public IEnumerable<(string Text, string Code)> Texts => codeOf.Select(p => (p.Key, p.Value));

    public string? Label(string code) => labelOf.GetValueOrDefault(code);

    public bool Has(string code) => labelOf.ContainsKey(code);

    /// <summary>The code for a label or synonym.</summary>
    public bool TryLabel(string text, out string code)
    {
        if (codeOf.TryGetValue(text, out code!))
        {
            return true;
        }

        return codeOf.TryGetValue(Key(text), out code!);
    }

    private static string Key(string text)
    {
        text = CleanText.Of(text);
        return text.Contains(' ', StringComparison.Ordinal) ? text.Replace(" ", "", StringComparison.Ordinal) : text;
    }

    private static Dictionary<string, string> Distinct(IEnumerable<(string Key, string Value)> pairs)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in pairs)
        {
            map.TryAdd(key, value);
        }

        return map;
    }
}
