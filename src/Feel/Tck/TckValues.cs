using System.Globalization;
using System.Xml.Linq;
using Fuyao.Feel.Builtins;
using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Tck;

/// <summary>Values as test files write them, and what counts as the same value.</summary>
internal static class TckValues
{
    private static readonly XNamespace Xsi = "http://www.w3.org/2001/XMLSchema-instance";
    private const decimal Tolerance = 1e-8m;

    /// <summary>The value in an element that holds <c>value</c>, <c>list</c> or <c>component</c>s.</summary>
    public static FeelValue Read(XElement holder)
    {
        var components = holder.Elements().Where(e => e.Name.LocalName == "component").ToArray();
        if (components.Length > 0)
            return FeelValue.Of(FeelContext.Of([.. components.Select(c => ((string?)c.Attribute("name") ?? "", Read(c)))]));
        if (holder.Elements().FirstOrDefault(e => e.Name.LocalName == "list") is { } list)
            return Nil(list) ? default : FeelValue.List(list.Elements().Where(e => e.Name.LocalName == "item").Select(Read));
        return holder.Elements().FirstOrDefault(e => e.Name.LocalName == "value") is { } value && !Nil(value) ? Scalar(value) : default;
    }

    private static bool Nil(XElement e) => (string?)e.Attribute(Xsi + "nil") is "true" or "1";

    private static FeelValue Scalar(XElement e)
    {
        var type = ((string?)e.Attribute(Xsi + "type") ?? "xsd:string").Split(':')[^1];
        var text = e.Value;
        return type switch
        {
            "string" => FeelValue.Of(text),
            "boolean" => FeelValue.Of(text.Trim() is "true" or "1"),
            "date" => TemporalText.Date(text.Trim()) is { } date ? FeelValue.Of(date) : default,
            "time" => TemporalText.Time(text.Trim()) is { } time ? FeelValue.Of(time) : default,
            "dateTime" => TemporalText.DateTime(text.Trim()) is { } both ? FeelValue.Of(both) : default,
            "duration" => TemporalText.Duration(text.Trim()),
            _ => decimal.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? FeelValue.Of(number) : FeelValue.Of(text),
        };
    }

    /// <summary>Equal; numbers to eight significant digits, as test files round them.</summary>
    public static bool Same(FeelValue expected, FeelValue actual)
    {
        if (expected.IsNumber && actual.IsNumber)
            return Math.Abs(expected.AsNumber - actual.AsNumber) <= Tolerance * Math.Max(1m, Math.Abs(expected.AsNumber) > 1e15m ? 1e15m : Math.Abs(expected.AsNumber));
        if (expected.Kind == FeelKind.List && actual.Kind == FeelKind.List)
            return expected.Items.Length == actual.Items.Length && expected.Items.Zip(actual.Items).All(p => Same(p.First, p.Second));
        if (expected.Kind == FeelKind.Context && actual.Kind == FeelKind.Context)
            return expected.AsContext.Count == actual.AsContext.Count && expected.AsContext.Entries.All(e => actual.AsContext.TryGet(e.Key, out var other) && Same(e.Value, other));
        return Operations.Equal(expected, actual) == true;
    }
}
