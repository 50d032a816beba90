using System.Globalization;
using Fuyao.Kernel.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Fuyao.Policy.Packs;

/// <summary>Reads YAML text.</summary>
internal static class YamlText
{
    /// <exception cref="YamlFault">The text is no YAML, or more than a pack may say; where, and why in both languages.</exception>
    public static YamlStream Load(TextReader reader)
    {
        var text = reader.ReadToEnd();
        var bounds = new YamlBounds(text);
        try
        {
            bounds.Check();
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            return yaml;
        }
        catch (InvalidOperationException)
        {
            // Some half-written texts take the scanner by surprise (a plain scalar that ends in a colon before a line break).
            throw new YamlFault(bounds.Last, "这里缺少值、逗号或右括号。", "A value, a comma or a closing bracket is missing here.");
        }
        catch (YamlException e) when (e is not YamlFault)
        {
            throw Explained(e, text, bounds.Last);
        }
    }

    private static YamlFault Explained(YamlException e, string text, Mark last)
    {
        // What the scanner cannot place it puts at the very beginning.
        var at = e.Start.Index > 0 ? e.Start : last;
        if (e.Message.Contains("tab", StringComparison.OrdinalIgnoreCase) && FirstTab(text, last.Line) is { } tab)
        {
            return new YamlFault(tab, "缩进要用空格,不能用制表符(Tab)。", "Indent with spaces: a tab cannot indent.");
        }

        return e.Message.StartsWith("Duplicate key", StringComparison.Ordinal)
            ? new YamlFault(at, $"“{e.Message["Duplicate key".Length..].Trim()}”写了两次。", $"'{e.Message["Duplicate key".Length..].Trim()}' is written twice.")
            : new YamlFault(at, $"这里不合 YAML 语法(冒号后要有空格,括号和引号要成对,同级要对齐):{e.Message}", e.Message);
    }

    private static Mark? FirstTab(string text, long from)
    {
        foreach (var (index, line) in text.Split('\n').Index().Where(l => l.Index + 1 >= from))
        {
            var column = line.IndexOf('\t', StringComparison.Ordinal);
            if (column >= 0 && (string.IsNullOrWhiteSpace(line[..column]) || line[column - 1] is ':' or '-'))
            {
                return new Mark(0, index + 1, column + 1);
            }
        }

        return null;
    }
}

/// <summary>What is wrong with a YAML text, in both languages.</summary>
internal sealed class YamlFault(Mark at, string zh, string en) : YamlException(at, at, en)
{
    public LocalText Words { get; } = new(zh, en);

    public static string Number(long number) => number.ToString("#,##0", CultureInfo.InvariantCulture);
}
