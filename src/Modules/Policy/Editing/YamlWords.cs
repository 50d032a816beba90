using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Fuyao.Policy.Editing;

/// <summary>Scalars and small structures as YAML text.</summary>
internal static class YamlWords
{
    /// <summary>A text written plainly where that reads as the same text, quoted otherwise.</summary>
    /// <param name="number">A plain number is to stay one; else a text that looks like something else is quoted.</param>
    public static string Scalar(string text, bool number = true) => IsPlain(text) && (number || !LooksTyped(text)) ? text : Quoted(text);

    /// <summary>In one line: <c>{zh: …, en: …}</c>, <c>["[60..70)", 75]</c>.</summary>
    public static string Flow(YamlNode node) => node switch
    {
        YamlMappingNode map => $"{{{string.Join(", ", map.Children.Select(pair => $"{Flow(pair.Key)}: {Flow(pair.Value)}"))}}}",
        YamlSequenceNode list => $"[{string.Join(", ", list.Children.Select(Flow))}]",
        YamlScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Any } plain => IsPlain(plain.Value ?? "") ? plain.Value! : plain.Value is null or "" ? "" : Quoted(plain.Value),
        YamlScalarNode scalar => Scalar(scalar.Value ?? "", number: false),
        _ => throw new NotSupportedException(node.NodeType.ToString()),
    };

    public static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                _ when char.IsControl(c) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    private static bool LooksTyped(string text) => text is "true" or "false" or "null" or "~" || decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out _);

    // What no reader takes for anything but a text, in a line of its own and between brackets.
    private static bool IsPlain(string text) =>
        text.Length > 0 && !char.IsWhiteSpace(text[0]) && !char.IsWhiteSpace(text[^1]) && !text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\u0085' or '\ufeff')
        && text.IndexOfAny([',', '[', ']', '{', '}', '#']) < 0 && ("-?:!&*|>'\"%@`=".IndexOf(text[0]) < 0 || IsNumber(text))
        && !text.Contains(": ", StringComparison.Ordinal) && !text.EndsWith(':') && !text.StartsWith("---", StringComparison.Ordinal) && !text.StartsWith("...", StringComparison.Ordinal);

    private static bool IsNumber(string text) => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
}
