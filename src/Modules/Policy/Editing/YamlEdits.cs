using System.Text;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Fuyao.Policy.Editing;

/// <summary>
/// Changes one place of a YAML file and leaves every other character as its author wrote it: comments, order, line breaks. What comes out is
/// read again: it differs from the former at that place alone, or the edit is refused.
/// </summary>
internal static class YamlEdits
{
    private const int LineWidth = 140;

    /// <summary>Gives a scalar another text, or a mapping a member that it lacks.</summary>
    /// <exception cref="ProblemException">422: the place is not there, or cannot be changed by itself.</exception>
    public static string Set(string text, IReadOnlyList<string> path, string value)
    {
        var tree = YamlTree.Parse(text);
        if (tree.At(path) is not { } place)
        {
            return Checked(tree, Add(tree, path, YamlWords.Scalar(value)), root => PlainYaml.Put(root, path, value));
        }

        if (place is not { Alias: false, Node: YamlScalarNode scalar })
        {
            throw Refused(path);
        }

        var written = scalar.Style switch
        {
            ScalarStyle.Literal or ScalarStyle.Folded => Block(text, scalar, value),
            ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted => YamlWords.Quoted(value),
            _ => YamlWords.Scalar(value),
        };
        return Checked(tree, Splice(text, Start(scalar), YamlSpans.End(text, scalar), written), root => PlainYaml.Put(root, path, value));
    }

    /// <summary>Puts a list, an object or a scalar in the place of whatever a mapping's member is, or adds the member.</summary>
    /// <param name="item">YAML in one line.</param>
    /// <exception cref="ProblemException">422: the place cannot be changed by itself, or the item is no YAML.</exception>
    public static string Put(string text, IReadOnlyList<string> path, string item)
    {
        var tree = YamlTree.Parse(text);
        var wanted = PlainYaml.Of(YamlTree.Parse(item).Root);
        var changed = tree.At(path) switch
        {
            null => Add(tree, path, item),
            { Alias: false, Path.Count: > 0 } place => Splice(text, Start(place.Node), YamlSpans.End(text, place.Node), item),
            _ => throw Refused(path),
        };
        return Checked(tree, changed, root => PlainYaml.Put(root, path, wanted));
    }

    /// <summary>Puts an item into a list.</summary>
    /// <param name="item">YAML in one line.</param>
    /// <exception cref="ProblemException">422: there is no list, or the item is no YAML.</exception>
    public static string Insert(string text, IReadOnlyList<string> path, int at, string item)
    {
        var tree = YamlTree.Parse(text);
        if (tree.At(path) is not { Alias: false, Node: YamlSequenceNode list } place || at < 0 || at > list.Children.Count)
        {
            throw Refused(path);
        }

        var count = list.Children.Count;
        string changed;
        if (place.IsBlock && count > 0)
        {
            var dash = YamlSpans.Dash(text, list.Children[0]);
            var line = at == 0 ? YamlSpans.LineStart(text, dash) : YamlSpans.LineAfter(text, YamlSpans.End(text, list.Children[at - 1]));
            var indent = new string(' ', dash - YamlSpans.LineStart(text, dash));
            changed = Splice(text, line, line, $"{(line > 0 && text[line - 1] != '\n' ? "\n" : "")}{indent}- {item}\n");
        }
        else if (count == 0)
        {
            var open = text.IndexOf('[', Start(list)) + 1;
            changed = Splice(text, open, open, item);
        }
        else if (at == count)
        {
            var end = YamlSpans.End(text, list.Children[^1]);
            changed = Splice(text, end, end, $", {item}");
        }
        else
        {
            var start = Start(list.Children[at]);
            changed = Splice(text, start, start, $"{item}, ");
        }

        return Checked(tree, changed, root => PlainYaml.Insert(root, path, at, PlainYaml.Of(YamlTree.Parse(item).Root)));
    }

    /// <summary>Takes an item out of a list, or a member out of a mapping, with the comment in its line.</summary>
    /// <exception cref="ProblemException">422: nothing is there.</exception>
    public static string Remove(string text, IReadOnlyList<string> path)
    {
        var tree = YamlTree.Parse(text);
        return tree.At(path) is { Path.Count: > 0 } place ? Checked(tree, Without(tree, place), root => PlainYaml.Remove(root, path)) : throw Refused(path);
    }

    /// <summary>The text without a node; what comes of it is not looked at.</summary>
    public static string Without(YamlTree tree, YamlPlace place)
    {
        var text = tree.Text;
        var parent = tree.At([.. place.Path.SkipLast(1)])!;
        var (from, to) = parent.Node switch
        {
            YamlMappingNode map => Member(map, place),
            _ when parent.IsBlock => (YamlSpans.Dash(text, place.Node), YamlSpans.End(text, place.Node)),
            _ => (Start(place.Node), YamlSpans.End(text, place.Node)),
        };
        if (parent.IsBlock)
        {
            return Splice(text, YamlSpans.LineStart(text, from), YamlSpans.LineAfter(text, to), "");
        }

        // Between brackets one comma goes too: the one behind, else the one before.
        var behind = YamlSpans.SkipBlank(text, to);
        if (behind < text.Length && text[behind] == ',')
        {
            return Splice(text, from, YamlSpans.SkipBlank(text, behind + 1), "");
        }

        var before = text.LastIndexOf(',', Math.Max(0, from - 1));
        return Splice(text, before >= Start(parent.Node) && string.IsNullOrWhiteSpace(text[(before + 1)..from]) ? before : from, to, "");

        (int, int) Member(YamlMappingNode map, YamlPlace member)
        {
            var key = map.Children.Keys.First(k => ((YamlScalarNode)k).Value == member.Path[^1]);
            return (Start(key), member.Alias ? YamlSpans.AliasEnd(text, (int)key.End.Index) : YamlSpans.End(text, member.Node));
        }
    }

    /// <summary>The text with one more member of a mapping; what comes of it is not looked at.</summary>
    /// <param name="value">In one line, or lines that are indented already and begin with a line break.</param>
    public static string Add(YamlTree tree, IReadOnlyList<string> path, string value)
    {
        if (tree.At([.. path.SkipLast(1)]) is not { Alias: false, Node: YamlMappingNode { Children.Count: > 0 } map } parent)
        {
            throw Refused(path);
        }

        var text = tree.Text;
        var last = map.Children.Last();
        var alias = last.Value.Start.Index < last.Key.End.Index;
        var end = alias ? YamlSpans.AliasEnd(text, (int)last.Key.End.Index) : YamlSpans.End(text, last.Value);
        var colon = value.StartsWith('\n') ? ":" : ": ";
        if (!parent.IsBlock)
        {
            return Splice(text, end, end, $", {YamlWords.Scalar(path[^1])}{colon}{value}");
        }

        var line = YamlSpans.LineAfter(text, end);
        var indent = new string(' ', (int)map.Children.First().Key.Start.Column - 1);
        return Splice(text, line, line, $"{(line > 0 && text[line - 1] != '\n' ? "\n" : "")}{indent}{YamlWords.Scalar(path[^1])}{colon}{value}\n");
    }

    public static ProblemException Refused(IReadOnlyList<string> path) => new(422, new Problem("cannot-edit-here", new LocalText(
        $"“{string.Join("/", path)}”不能单独修改(可能不存在,或与别处共用同一段文字)。请在文本视图中修改。",
        $"'{string.Join("/", path)}' cannot be changed by itself: it is not there, or other places share its text. Edit the text instead."), string.Join("/", path)));

    private static string Checked(YamlTree before, string text, Func<System.Text.Json.Nodes.JsonNode, System.Text.Json.Nodes.JsonNode> change)
    {
        try
        {
            var wanted = change(PlainYaml.Of(before.Root));
            if (System.Text.Json.Nodes.JsonNode.DeepEquals(PlainYaml.Of(YamlTree.Parse(text).Root), wanted))
            {
                return text;
            }
        }
        catch (YamlException)
        {
            // As below: the author edits the text.
        }

        throw Refused([]);
    }

    // Under the mark of the block as it stands, in its indentation.
    private static string Block(string text, YamlScalarNode scalar, string value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return "\"\"";
        }

        // A block takes the blanks before its first word for indentation, and a reader does not see those behind its last.
        if (char.IsWhiteSpace(value[0]) || value.TrimEnd('\n') is var words && char.IsWhiteSpace(words[^1]))
        {
            return YamlWords.Quoted(value);
        }

        var lineEnd = text.IndexOf('\n', Start(scalar));
        var body = lineEnd + 1;
        while (body < text.Length && text[body] == ' ')
        {
            body++;
        }

        var indent = new string(' ', Math.Max(1, body - lineEnd - 1));
        var several = value.TrimEnd('\n').Contains('\n');
        var block = new StringBuilder(several ? "|" : ">").Append(value.EndsWith('\n') ? "" : "-");
        foreach (var line in several ? value.TrimEnd('\n').Split('\n') : Wrapped(value.TrimEnd('\n')))
        {
            block.Append('\n').Append(line.Length == 0 ? "" : indent).Append(line);
        }

        return block.ToString();
    }

    private static IEnumerable<string> Wrapped(string line)
    {
        while (line.Length > LineWidth && line.LastIndexOf(' ', LineWidth) is > 0 and var space && line[space - 1] != ' ' && line[space + 1] != ' ')
        {
            yield return line[..space];
            line = line[(space + 1)..];
        }

        yield return line;
    }

    private static int Start(YamlNode node) => (int)node.Start.Index;

    private static string Splice(string text, int from, int to, string put) => string.Concat(text.AsSpan(0, from), put, text.AsSpan(to));
}
