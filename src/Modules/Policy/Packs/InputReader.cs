using Fuyao.Policy.Dictionary;

namespace Fuyao.Policy.Packs;

/// <summary>
/// Reads what a pack declares as facts of its own: an entry of <c>variables/*.yaml</c> that has a <c>type</c> instead of a definition.
/// Household JSON carries such a fact beside the register's own members.
/// </summary>
internal static class InputReader
{
    private static readonly Dictionary<string, SchemaKind> Types = new(StringComparer.Ordinal)
    {
        ["number"] = SchemaKind.Number,
        ["integer"] = SchemaKind.Integer,
        ["boolean"] = SchemaKind.Boolean,
        ["date"] = SchemaKind.Date,
        ["string"] = SchemaKind.Text,
        ["enum"] = SchemaKind.Enum,
    };

    public static bool IsInput(YamlItem item) => item["type"] is not null;

    /// <param name="owner">Whose fact it is when the entry does not say.</param>
    public static InputDefinition Read(YamlItem item, Findings findings, VariableOwner? owner = null)
    {
        item.Only("id", "of", "title", "aliases", "unit", "type", "codes", "min", "max", "source", "meaning", "overrides");
        var title = item.Title();
        if (!Types.TryGetValue(item["type"]?.Text ?? "", out var kind))
        {
            findings.Error("bad-type", item["type"]!.Place, $"类型“{item["type"]!.Text}”不可用:{string.Join("、", Types.Keys)}。",
                $"'{item["type"]!.Text}' is none of: {string.Join(", ", Types.Keys)}.");
        }

        // Codes with their labels, or codes alone.
        IReadOnlyList<(string Code, string Label)> codes = item["codes"] is { IsMapping: true } labelled
            ? [.. labelled.Members.Select(m => (m.Key, m.Value.Text ?? m.Key))]
            : [.. item.Texts("codes").Select(c => (c.Text, c.Text))];
        if ((kind == SchemaKind.Enum) != (codes.Count > 0))
        {
            findings.Error("bad-codes", item.Place, "枚举类型须列出 codes,其他类型不可列出。", "An enum lists its codes; other types have none.");
        }

        return new InputDefinition(
            item.Required("id"), item.Choice("of", owner), title, [.. item.Texts("aliases").Select(t => t.Text).Prepend(title.Zh).Distinct()],
            item["unit"]?.Text, kind, codes, item.Number("min"), item.Number("max"), item["overrides"]?.Text, item.Place);
    }
}
