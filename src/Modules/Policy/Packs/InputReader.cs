using Fuyao.Policy.Contracts;
using Fuyao.Policy.Dictionary;

namespace Fuyao.Policy.Packs;

/// <summary>
/// Reads facts: those of a subject's dictionary, those that a pack declares beside them (an entry of <c>variables/*.yaml</c> that has a
/// <c>type</c> instead of a definition), and the <c>inputs</c> of a check or procedure.
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
        ["list"] = SchemaKind.Array,
    };

    public static bool IsInput(YamlItem item) => item["type"] is not null;

    /// <param name="owner">Whose fact it is when the entry does not say.</param>
    public static InputDefinition Read(YamlItem item, Findings findings, PolicySubject? owner = null)
    {
        item.Only("id", "of", "title", "aliases", "unit", "type", "codes", "min", "max", "optional", "members", "source", "meaning", "overrides");
        var title = item.Title();
        var of = item.Choice("of", owner);
        if (!Types.TryGetValue(item.Required("type"), out var kind) && item["type"] is { } type)
        {
            findings.Error("bad-type", type.Place, $"类型“{type.Text}”不可用:{string.Join("、", Types.Keys)}。", $"'{type.Text}' is none of: {string.Join(", ", Types.Keys)}.");
        }

        // Codes with their labels, or codes alone.
        IReadOnlyList<(string Code, string Label)> codes = item["codes"] is { IsMapping: true } labelled
            ? [.. labelled.Members.Select(m => (m.Key, m.Value.Text ?? m.Key))]
            : [.. item.Texts("codes").Select(c => (c.Text, c.Text))];
        InputDefinition[] members = [.. item["members"]?.Items.Select(m => Read(m, findings, of)) ?? []];
        if (kind == SchemaKind.Array ? codes.Count > 0 == members.Length > 0 : (kind == SchemaKind.Enum) != codes.Count > 0)
        {
            findings.Error("bad-codes", item.Place, "枚举类型须列出 codes;列表须列出 codes 或 members 之一;其他类型都不可列出。",
                "An enum lists its codes, a list its codes or its members; other types have neither.");
        }

        return new InputDefinition(
            item.Required("id"), of, title, [.. item.Texts("aliases").Select(t => t.Text).Prepend(title.Zh).Distinct()],
            item["unit"]?.Text, kind, codes, item.Number("min"), item.Number("max"), item.Flag("optional"), members, item["overrides"]?.Text, item.Place);
    }
}
