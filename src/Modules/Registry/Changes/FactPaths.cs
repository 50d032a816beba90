using System.Text.Json.Nodes;

namespace Fuyao.Registry.Changes;

/// <summary>Facts as flat fields: nested objects by path (<c>housing.grade</c>), lists whole.</summary>
internal static class FactPaths
{
    public static Dictionary<string, JsonNode?> Flatten(JsonObject facts)
    {
        Dictionary<string, JsonNode?> fields = [];
        Flatten(facts, "", fields);
        return fields;
    }

    /// <summary>The value as text to compare by; null when the field is absent. An explicit null is the text <c>null</c>.</summary>
    public static string? Text(Dictionary<string, JsonNode?> fields, string path) =>
        fields.TryGetValue(path, out var value) ? value?.ToJsonString() ?? "null" : null;

    /// <summary>Sets a field, or takes it away.</summary>
    public static void Put(JsonObject facts, string path, bool present, JsonNode? value)
    {
        var names = path.Split('.');
        var at = facts;
        foreach (var name in names[..^1])
        {
            if (at[name] is not JsonObject inner)
            {
                if (!present)
                {
                    return;
                }

                at[name] = inner = [];
            }

            at = inner;
        }

        if (present)
        {
            at[names[^1]] = value?.DeepClone();
        }
        else
        {
            at.Remove(names[^1]);
            if (names.Length > 1 && at.Count == 0)
            {
                Put(facts, string.Join('.', names[..^1]), false, null);
            }
        }
    }

    private static void Flatten(JsonObject from, string above, Dictionary<string, JsonNode?> fields)
    {
        foreach (var (name, value) in from)
        {
            var path = above.Length == 0 ? name : $"{above}.{name}";
            if (value is JsonObject inner && inner.Count > 0)
            {
                Flatten(inner, path, fields);
            }
            else
            {
                fields[path] = value;
            }
        }
    }
}
