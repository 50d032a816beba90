using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;

namespace Fuyao.Policy.Dictionary;

/// <summary>Says everything that is wrong with the JSON of a household or another subject, each fault with its path.</summary>
/// <param name="root">What the document is.</param>
/// <param name="persons">The household's persons; null for other subjects.</param>
internal sealed class HouseholdValidator(SchemaNode root, SchemaNode? persons)
{
    private static readonly ConcurrentDictionary<string, Regex> Patterns = new();

    private readonly List<Problem> _problems = [];

    /// <summary>The problems; at least one for a document that <see cref="HouseholdReader"/> refuses.</summary>
    public IReadOnlyList<Problem> Check(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 16 });
            Value(root, document.RootElement, "");
        }
        catch (JsonException e)
        {
            Add("", "not-json", $"不是有效的 JSON(第 {e.LineNumber + 1} 行)。", $"Not valid JSON: {e.Message}");
        }

        if (_problems.Count == 0)
        {
            Add("", "not-sound", $"这份 JSON 不是{(root.Label.Zh.Length > 0 ? root.Label.Zh : "户")}的资料。", $"This JSON is no {(root.Label.En.Length > 0 ? root.Label.En : "household")}.");
        }

        return _problems;
    }

    /// <summary>Members that identify: without them there is nothing to be unknown about.</summary>
    public static bool NeverNull(SchemaNode node) => node.Name is "id" or "region" or "persons" || node.Kind == SchemaKind.Object && node.Name.Length == 0;

    public static bool InRange(SchemaNode node, decimal number) =>
        (node.Minimum is null || number >= node.Minimum) && (node.Maximum is null || number <= node.Maximum)
        && (node.Kind != SchemaKind.Integer || number == decimal.Truncate(number));

    public static bool Matches(string pattern, string text) =>
        Patterns.GetOrAdd(pattern, p => new Regex(p, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))).IsMatch(text);

    private void Value(SchemaNode node, JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            if (NeverNull(node))
            {
                Add(path, "missing", "此项不能为空。", "This must not be null.");
            }

            return;
        }

        switch (node.Kind)
        {
            case SchemaKind.Object when value.ValueKind == JsonValueKind.Object: Object(node, value, path); return;
            case SchemaKind.Array when value.ValueKind == JsonValueKind.Array: Array(node, value, path); return;
            case SchemaKind.Object: Add(path, "expected-object", "此处应为对象。", "Expected an object."); return;
            case SchemaKind.Array: Add(path, "expected-list", "此处应为列表。", "Expected a list."); return;
            case SchemaKind.Boolean when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False):
                Add(path, "expected-boolean", "应为 true 或 false。", "Expected true or false.");
                return;
            case SchemaKind.Number or SchemaKind.Integer: Number(node, value, path); return;
            case SchemaKind.Text or SchemaKind.Date or SchemaKind.Enum: Text(node, value, path); return;
        }
    }

    private void Number(SchemaNode node, JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var number))
        {
            Add(path, "expected-number", "应为数字。", "Expected a number.");
        }
        else if (!InRange(node, number))
        {
            var range = string.Create(CultureInfo.InvariantCulture, $"{(node.Kind == SchemaKind.Integer ? "whole " : "")}{node.Minimum}..{node.Maximum}");
            Add(path, "out-of-range", $"超出范围({range})。", $"Out of range ({range}).");
        }
    }

    private void Text(SchemaNode node, JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            Add(path, "expected-text", "应为文本。", "Expected a string.");
            return;
        }

        var text = value.GetString()!;
        if (node.Kind == SchemaKind.Date && !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            Add(path, "bad-date", "日期应写成 2016-05-01。", "Expected a date such as 2016-05-01.");
        }
        else if (node.Kind == SchemaKind.Enum && !node.Codes.Any(c => c.Code == text))
        {
            var known = string.Join(", ", node.Codes.Select(c => c.Code));
            Add(path, "unknown-code", $"“{text}”不是可用代码:{known}。", $"'{text}' is none of: {known}.");
        }
        else if (node.Kind == SchemaKind.Text && node.Pattern is not null && !Matches(node.Pattern, text))
        {
            Add(path, "bad-format", $"格式应为 {node.Pattern}。", $"Expected the form {node.Pattern}.");
        }
    }

    private void Object(SchemaNode node, JsonElement value, string path)
    {
        HashSet<string> seen = [];
        foreach (var member in value.EnumerateObject())
        {
            var child = node.Members.FirstOrDefault(m => m.Name == member.Name);
            if (child is null)
            {
                Add(At(path, member.Name), "unknown-member", "不认识的成员。", "Unknown member.");
            }
            else if (!seen.Add(member.Name))
            {
                Add(At(path, member.Name), "duplicate-member", "成员重复。", "The member is given twice.");
            }
            else
            {
                Value(child, member.Value, At(path, member.Name));
            }
        }

        foreach (var missing in node.Members.Where(m => m.Required && !seen.Contains(m.Name)))
        {
            Add(At(path, missing.Name), "missing", "缺少此项。", "This is required.");
        }
    }

    private void Array(SchemaNode node, JsonElement value, string path)
    {
        var count = value.GetArrayLength();
        if (count < node.MinItems || count > node.MaxItems)
        {
            Add(path, "item-count", $"项数应在 {node.MinItems ?? 0} 与 {node.MaxItems} 之间。", $"Expected between {node.MinItems ?? 0} and {node.MaxItems} items.");
        }

        if (node.UniqueItems && value.EnumerateArray().DistinctBy(i => i.ToString()).Count() != count)
        {
            Add(path, "duplicate-item", "有重复项。", "Items must not repeat.");
        }

        HashSet<string> ids = [];
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{path}[{index++}]");
            Value(node.Element!, item, place);
            if (node == persons && item.ValueKind == JsonValueKind.Object && item.TryGetProperty("id", out var id)
                && id.ValueKind == JsonValueKind.String && !ids.Add(id.GetString()!))
            {
                Add(place + ".id", "duplicate-id", "户内人编号重复。", "Another person of the household has this id.");
            }
        }
    }

    private static string At(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private void Add(string path, string code, string zh, string en) => _problems.Add(new Problem(code, new LocalText(zh, en), path.Length == 0 ? null : path));
}
