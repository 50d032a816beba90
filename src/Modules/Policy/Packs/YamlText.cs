using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Fuyao.Policy.Packs;

/// <summary>Reads YAML text.</summary>
internal static class YamlText
{
    /// <exception cref="YamlException">The text is no YAML; where it stopped making sense.</exception>
    public static YamlStream Load(TextReader reader)
    {
        var text = reader.ReadToEnd();
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(text));
            return yaml;
        }
        catch (InvalidOperationException)
        {
            // Some half-written texts take the scanner by surprise (a plain scalar that ends in a colon before a line break).
            var last = LastUnderstood(text);
            throw new YamlException(last, last, "a value, a comma or a closing bracket is missing here");
        }
    }

    private static Mark LastUnderstood(string text)
    {
        var parser = new Parser(new StringReader(text));
        var last = new Mark(0, 1, 1);
        try
        {
            while (parser.MoveNext())
            {
                last = parser.Current!.End;
            }
        }
        catch (Exception e) when (e is InvalidOperationException or YamlException)
        {
            // As far as it went.
        }

        return last;
    }
}
