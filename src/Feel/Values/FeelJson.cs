using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fuyao.Feel.Builtins;
using Fuyao.Feel.Types;

namespace Fuyao.Feel.Values;

/// <summary>Values from and to JSON. JSON has no dates or durations: they are ISO strings, read as such where a type asks for them.</summary>
public static class FeelJson
{
    /// <summary>A JSON value as FEEL; strings become dates, times or durations only where <paramref name="type"/> says so.</summary>
    public static FeelValue Read(JsonElement json, FeelType? type = null) => json.ValueKind switch
    {
        JsonValueKind.True => FeelValue.True,
        JsonValueKind.False => FeelValue.False,
        JsonValueKind.Number => json.TryGetDecimal(out var number) ? FeelValue.Of(number) : default,
        JsonValueKind.String => Text(json.GetString()!, type),
        JsonValueKind.Array => FeelValue.List(json.EnumerateArray().Select(item => Read(item, type?.Element))),
        JsonValueKind.Object => FeelValue.Of(Context(json, type)),
        _ => default,
    };

    /// <summary>A JSON object as a context; of names given twice the last counts.</summary>
    public static FeelContext Context(JsonElement json, FeelType? type = null)
    {
        var entries = new Dictionary<string, FeelValue>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
            entries[property.Name] = Read(property.Value, type?.Members?.Find(property.Name)?.Type);
        return FeelContext.Of([.. entries.Select(e => (e.Key, e.Value))]);
    }

    /// <summary>The value as JSON: numbers as they are written, dates and durations as ISO text, ranges and functions as their FEEL text, Unknown as <c>{"unknown": [needs]}</c>.</summary>
    public static JsonNode? Write(FeelValue value) => value.Kind switch
    {
        FeelKind.Null => null,
        FeelKind.Boolean => JsonValue.Create(value.IsTrue),
        FeelKind.Number => JsonNode.Parse(FeelText.Number(value.AsNumber)),
        FeelKind.List => new JsonArray([.. value.Items.Select(Write)]),
        FeelKind.Context => new JsonObject(value.AsContext.Entries.Select(e => KeyValuePair.Create(e.Key, Write(e.Value)))),
        FeelKind.Range or FeelKind.Function => JsonValue.Create(FeelText.Literal(value)),
        FeelKind.Unknown => new JsonObject { ["unknown"] = new JsonArray([.. value.Needs.Select(n => (JsonNode?)n)]) },
        _ => JsonValue.Create(FeelText.Plain(value)),
    };

    private static FeelValue Text(string text, FeelType? type)
    {
        var value = type?.Kind switch
        {
            FeelTypeKind.Date => TemporalText.Date(text) is { } date ? FeelValue.Of(date) : default,
            FeelTypeKind.Time => TemporalText.Time(text) is { } time ? FeelValue.Of(time) : default,
            FeelTypeKind.DateTime => TemporalText.DateTime(text) is { } both ? FeelValue.Of(both) : default,
            FeelTypeKind.DaysTime or FeelTypeKind.YearsMonths => TemporalText.Duration(text),
            FeelTypeKind.Number => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? FeelValue.Of(number) : default,
            _ => default,
        };
        return value.IsNull ? FeelValue.Of(text) : value;
    }
}
