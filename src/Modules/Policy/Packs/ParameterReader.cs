using System.Globalization;
using Fuyao.Feel.Values;
using YamlDotNet.RepresentationModel;

namespace Fuyao.Policy.Packs;

/// <summary>Reads <c>parameters/*.yaml</c>: one parameter, or a list of them.</summary>
internal static class ParameterReader
{
    public static IEnumerable<ParameterDefinition> Read(YamlItem item) => item.IsSequence ? item.Items.Select(One) : [One(item)];

    private static ParameterDefinition One(YamlItem item)
    {
        item.Only("id", "title", "type", "unit", "source", "values", "value", "from", "to", "unknown", "overrides", "notes");
        var inherited = item["source"] is null ? null : item.Source();
        List<DatedValue> values = item["values"] is { } list ? [.. list.Items.Select(v => Value(v, inherited))] : [Value(item, inherited)];
        var type = item["type"]?.Text ?? TypeOf(values.Select(v => v.Value).FirstOrDefault(v => v is not null));
        return new ParameterDefinition(item.Required("id"), item.Title(), type, item["unit"]?.Text, values, item["overrides"]?.Text, item.Place);
    }

    private static DatedValue Value(YamlItem item, Contracts.SourceQuote? inherited)
    {
        var unknown = item.Flag("unknown");
        object? value = null;
        if (!unknown)
        {
            item.Required("value");
            value = item["value"]?.Node is YamlScalarNode scalar ? Typed(YamlJson.Scalar(scalar)) : null;
        }

        var notes = item["notes"]?.Members.ToDictionary(m => m.Key, m => m.Value.Text ?? "") ?? [];
        return new DatedValue(
            item["from"]?.Text == "unknown" ? null : item.Date("from"), item.Date("to"), value, unknown, item.Source("source", inherited), notes,
            (item["value"] ?? item).Place);
    }

    /// <summary>A value as rules read it; "unknown" is a value that nobody knows.</summary>
    public static FeelValue FeelOf(YamlItem item) => item.Text == "unknown" || item.Node is not YamlScalarNode scalar ? FeelValue.Unknown("parameter") : Of(Typed(YamlJson.Scalar(scalar)), "parameter");

    /// <param name="name">The parameter, named when its value is not known.</param>
    public static FeelValue Of(object? value, string name) => value switch
    {
        decimal number => FeelValue.Of(number),
        bool flag => FeelValue.Of(flag),
        string text => FeelValue.Of(text),
        DateOnly date => FeelValue.Of(date),
        _ => FeelValue.Unknown(name),
    };

    private static object? Typed(object? value) =>
        value is string text && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : value;

    private static string TypeOf(object? value) => value switch
    {
        bool => "boolean",
        string => "string",
        DateOnly => "date",
        _ => "number",
    };

}
