using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Fuyao.Policy.Packs;

/// <summary>YAML trees as JSON: tests write households in YAML, and hashes are taken of canonical JSON.</summary>
internal static class YamlJson
{
    /// <param name="sorted">Members in ordinal order of their names, so that layout does not matter.</param>
    public static byte[] Bytes(YamlNode node, bool sorted = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(json, node, sorted);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>null, bool, decimal or string, as plain YAML scalars read; a quoted one is a string.</summary>
    public static object? Scalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any))
        {
            return text;
        }

        return text switch
        {
            "" or "null" or "~" => null,
            "true" => true,
            "false" => false,
            _ when decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) => number,
            _ => text,
        };
    }

    private static void Write(Utf8JsonWriter json, YamlNode node, bool sorted)
    {
        switch (node)
        {
            case YamlMappingNode map:
                json.WriteStartObject();
                var members = map.Children.Select(pair => (Key: ((YamlScalarNode)pair.Key).Value ?? "", pair.Value));
                foreach (var (key, value) in sorted ? members.OrderBy(m => m.Key, StringComparer.Ordinal) : members)
                {
                    json.WritePropertyName(key);
                    Write(json, value, sorted);
                }

                json.WriteEndObject();
                break;
            case YamlSequenceNode list:
                json.WriteStartArray();
                foreach (var item in list.Children)
                {
                    Write(json, item, sorted);
                }

                json.WriteEndArray();
                break;
            case YamlScalarNode scalar:
                switch (Scalar(scalar))
                {
                    case null: json.WriteNullValue(); break;
                    case bool b: json.WriteBooleanValue(b); break;
                    case decimal d: json.WriteNumberValue(d); break;
                    case var text: json.WriteStringValue((string)text); break;
                }

                break;
        }
    }
}
