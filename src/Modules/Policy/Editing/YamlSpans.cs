using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Fuyao.Policy.Editing;

/// <summary>Where nodes end in the text, and the lines around them. A reader's own marks of where a block or list ends lie behind comments.</summary>
internal static class YamlSpans
{
    /// <summary>Behind the last character of a node's content.</summary>
    public static int End(string text, YamlNode node)
    {
        switch (node)
        {
            case YamlScalarNode { Style: ScalarStyle.Literal or ScalarStyle.Folded }:
                return TrimEnd(text, (int)node.Start.Index, (int)node.End.Index);
            case YamlScalarNode:
                return (int)node.End.Index;
            case YamlMappingNode map when map.Style != YamlDotNet.Core.Events.MappingStyle.Flow:
                var (key, value) = map.Children.Last();
                return value.Start.Index < key.End.Index ? AliasEnd(text, (int)key.End.Index) : End(text, value);
            case YamlSequenceNode list when list.Style != YamlDotNet.Core.Events.SequenceStyle.Flow:
                return list.Children.Count > 1 && list.Children[^1].Start.Index < list.Children[^2].Start.Index
                    ? AliasEnd(text, End(text, list.Children[^2])) : End(text, list.Children[^1]);
            default:
                return Closing(text, (int)node.Start.Index) + 1;
        }
    }

    /// <summary>Behind the name of an alias (<c>*tiers</c>) that follows.</summary>
    public static int AliasEnd(string text, int from)
    {
        var star = text.IndexOf('*', from);
        var end = star + 1;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not (',' or '}' or ']'))
        {
            end++;
        }

        return end;
    }

    /// <summary>The dash of a list's item.</summary>
    public static int Dash(string text, YamlNode item) => text.LastIndexOf('-', (int)Math.Max(0, item.Start.Index - 1));

    public static int LineStart(string text, int at) => at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;

    /// <summary>The beginning of the next line.</summary>
    public static int LineAfter(string text, int at) => text.IndexOf('\n', at) is >= 0 and var end ? end + 1 : text.Length;

    public static int SkipBlank(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    private static int TrimEnd(string text, int from, int to)
    {
        while (to > from && char.IsWhiteSpace(text[to - 1]))
        {
            to--;
        }

        return to;
    }

    // The bracket that closes the one that opens at or behind a place; quoted ones do not count.
    private static int Closing(string text, int from)
    {
        var depth = 0;
        for (var i = text.AsSpan(from).IndexOfAny('[', '{') + from; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '[' or '{':
                    depth++;
                    break;
                case ']' or '}' when --depth == 0:
                    return i;
                case '"':
                    i = Quoted(text, i);
                    break;
                case '\'' when i > 0 && text[i - 1] is ' ' or '[' or '{' or ',' or ':':
                    i = text.IndexOf('\'', i + 1) is >= 0 and var single ? single : text.Length - 1;
                    break;
                case '#' when i > 0 && char.IsWhiteSpace(text[i - 1]):
                    i = text.IndexOf('\n', i) is >= 0 and var line ? line : text.Length - 1;
                    break;
            }
        }

        return text.Length - 1;
    }

    private static int Quoted(string text, int from)
    {
        for (var i = from + 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                return i;
            }
        }

        return text.Length - 1;
    }
}
