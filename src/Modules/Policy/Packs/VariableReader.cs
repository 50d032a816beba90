using Fuyao.Policy.Contracts;

namespace Fuyao.Policy.Packs;

/// <summary>Reads <c>variables/*.yaml</c> and the dictionary's derived variables: one variable, or a list of them.</summary>
internal static class VariableReader
{
    public static IEnumerable<VariableDefinition> Read(YamlItem item) => item.IsSequence ? item.Items.Select(i => One(i)) : [One(item)];

    /// <param name="owner">Whose variable it is when the entry does not say.</param>
    public static VariableDefinition One(YamlItem item, PolicySubject? owner = null)
    {
        item.Only("id", "of", "title", "aliases", "unit", "definition", "lines", "requires", "meaning", "source");
        IReadOnlyList<(string Path, int Sign)> lines =
            [.. item["lines"] is { } signs ? signs.Members.Select(m => (m.Key, signs.Whole(m.Key, -1, 1) ?? 0)) : []];
        var text = lines.Count > 0
            ? string.Concat(lines.Where(l => l.Sign != 0).Select((l, i) => $"{(l.Sign < 0 ? " - " : i == 0 ? "" : " + ")}{l.Path}")).Trim()
            : item.Required("definition").Trim();
        var title = item.Title();
        return new VariableDefinition(
            item.Required("id"), item.Choice("of", owner), title, [.. item.Texts("aliases").Select(t => t.Text).Prepend(title.Zh).Distinct()], item["unit"]?.Text,
            new FeelSource(text, (item["definition"] ?? item["lines"] ?? item).TextPlace), item["requires"]?.Text, lines,
            item["meaning"] is null ? null : item.Title("meaning"), item.Source(), item.Place);
    }
}
