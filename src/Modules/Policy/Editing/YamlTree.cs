using System.Globalization;
using Fuyao.Policy.Packs;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Fuyao.Policy.Editing;

/// <summary>Where a node stands in its file.</summary>
/// <param name="Path">Keys and positions from the file's root.</param>
/// <param name="Alias">It is written elsewhere and only named here (<c>*tiers</c>).</param>
internal sealed record YamlPlace(IReadOnlyList<string> Path, YamlNode Node, bool Alias)
{
    public bool IsBlock => Node is YamlMappingNode { Style: not YamlDotNet.Core.Events.MappingStyle.Flow } or YamlSequenceNode { Style: not YamlDotNet.Core.Events.SequenceStyle.Flow };
}

/// <summary>A file's YAML with the way to each of its nodes.</summary>
internal sealed class YamlTree
{
    private readonly Dictionary<(int Line, int Column, bool Scalar), YamlPlace> _byStart = [];
    private readonly List<YamlPlace> _places = [];

    private YamlTree(string text, YamlNode root)
    {
        Text = text;
        Root = root;
        Walk(root, [], new Mark(0, 1, 1));
    }

    public string Text { get; }

    public YamlNode Root { get; }

    /// <exception cref="YamlException">The text is no YAML.</exception>
    public static YamlTree Parse(string text)
    {
        var yaml = YamlText.Load(new StringReader(text));
        return new YamlTree(text, yaml.Documents.Count == 1 ? yaml.Documents[0].RootNode : new YamlScalarNode(""));
    }

    public IReadOnlyList<YamlPlace> Places => _places;

    /// <summary>Null when nothing is there.</summary>
    public YamlPlace? At(IReadOnlyList<string> path) => _places.Find(p => p.Path.SequenceEqual(path));

    /// <summary>The node that begins at a place; a scalar's text may begin behind its quote.</summary>
    public YamlPlace? StartingAt(int line, int column, bool scalar) => _byStart.GetValueOrDefault((line, column, scalar));

    /// <summary>The scalar in whose text a place lies.</summary>
    public YamlPlace? Around(int line, int column) => _places.LastOrDefault(p => p is { Alias: false, Node: YamlScalarNode }
        && (p.Node.Start.Line < line || (p.Node.Start.Line == line && p.Node.Start.Column <= column))
        && (p.Node.End.Line > line || (p.Node.End.Line == line && p.Node.End.Column >= column)));

    private void Walk(YamlNode node, IReadOnlyList<string> path, Mark after)
    {
        // A node named by an alias is the very node that was written before.
        var alias = node.Start.Index < after.Index;
        var place = new YamlPlace(path, node, alias);
        _places.Add(place);
        if (alias)
        {
            return;
        }

        var scalar = node as YamlScalarNode;
        _byStart.TryAdd(((int)node.Start.Line, (int)node.Start.Column, scalar is not null), place);
        if (scalar is { Style: ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted })
        {
            _byStart.TryAdd(((int)node.Start.Line, (int)node.Start.Column + 1, true), place);
        }
        else if (scalar is { Style: ScalarStyle.Literal or ScalarStyle.Folded })
        {
            _byStart.TryAdd(((int)node.Start.Line + 1, 1, true), place);
        }

        switch (node)
        {
            case YamlMappingNode map:
                foreach (var (key, value) in map.Children)
                {
                    Walk(value, [.. path, ((YamlScalarNode)key).Value ?? ""], key.End);
                }

                break;
            case YamlSequenceNode list:
                foreach (var (index, item) in list.Children.Index())
                {
                    Walk(item, [.. path, index.ToString(CultureInfo.InvariantCulture)], index == 0 ? list.Start : list.Children[index - 1].End);
                }

                break;
        }
    }
}

/// <summary>The trees of a pack's files, each read when it is first asked for.</summary>
internal sealed class YamlTrees(PackFiles files)
{
    private readonly Dictionary<string, YamlTree?> _trees = [];

    /// <summary>Null when there is no such file, or it is no YAML: what is wrong with it is said where the pack is read.</summary>
    public YamlTree? this[string name]
    {
        get
        {
            if (!_trees.TryGetValue(name, out var tree))
            {
                try
                {
                    tree = files.Has(name) ? YamlTree.Parse(files.Text(name)) : null;
                }
                catch (YamlException)
                {
                    tree = null;
                }

                _trees[name] = tree;
            }

            return tree;
        }
    }
}
