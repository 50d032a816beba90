using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Fuyao.Policy.Editing;

/// <summary>YAML as objects, lists and texts, aliases written out: what an edit must have come to.</summary>
internal static class PlainYaml
{
    public static JsonNode Of(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value ?? "", (JsonNode?)Of(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Of)]),
        _ => JsonValue.Create(((YamlScalarNode)node).Value ?? ""),
    };

    public static JsonNode Put(JsonNode root, IReadOnlyList<string> path, JsonNode value)
    {
        switch (Parent(root, path))
        {
            case JsonObject map:
                map[path[^1]] = value;
                break;
            case JsonArray list:
                list[Position(path)] = value;
                break;
        }

        return root;
    }

    public static JsonNode Insert(JsonNode root, IReadOnlyList<string> path, int at, JsonNode item)
    {
        ((JsonArray)At(root, path)).Insert(at, item);
        return root;
    }

    public static JsonNode Remove(JsonNode root, IReadOnlyList<string> path)
    {
        switch (Parent(root, path))
        {
            case JsonObject map:
                map.Remove(path[^1]);
                break;
            case JsonArray list:
                list.RemoveAt(Position(path));
                break;
        }

        return root;
    }

    private static JsonNode Parent(JsonNode root, IReadOnlyList<string> path) => At(root, [.. path.SkipLast(1)]);

    private static JsonNode At(JsonNode root, IReadOnlyList<string> path) => path.Aggregate(root, (node, step) =>
        (node is JsonArray list ? list[int.Parse(step, CultureInfo.InvariantCulture)] : node[step]) ?? throw YamlEdits.Refused(path));

    private static int Position(IReadOnlyList<string> path) => int.Parse(path[^1], CultureInfo.InvariantCulture);
}
