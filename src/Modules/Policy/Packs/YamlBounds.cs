using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Fuyao.Policy.Packs;

/// <summary>
/// Looks through a text before trees are made of it: how deep it is nested and how much it says when every alias is written out. A few
/// lines of aliases of aliases, or of brackets, else take all memory or the stack.
/// </summary>
internal sealed class YamlBounds(string text)
{
    private const int MaxDepth = 64;
    private const long MaxNodes = 200_000;

    private readonly Stack<Part> _open = [];
    // Null while the anchored part is still open.
    private readonly Dictionary<AnchorName, (long Nodes, int Depth)?> _anchors = [];

    /// <summary>Where the text was last understood.</summary>
    public Mark Last { get; private set; } = new(0, 1, 1);

    /// <exception cref="YamlException">Where the text stops making sense or goes too far.</exception>
    public void Check()
    {
        var parser = new Parser(new StringReader(text));
        while (parser.MoveNext())
        {
            var now = parser.Current!;
            Last = now.End;
            switch (now)
            {
                case DocumentStart:
                    _anchors.Clear();
                    break;
                case MappingStart or SequenceStart:
                    Open((NodeEvent)now);
                    break;
                case MappingEnd or SequenceEnd:
                    var part = _open.Pop();
                    Add(part.Start, part.Anchor, part.Nodes, part.Depth + 1);
                    break;
                case Scalar scalar:
                    Add(scalar.Start, scalar.Anchor, 1, 0);
                    break;
                case AnchorAlias alias:
                    Add(alias.Start, AnchorName.Empty, Named(alias).Nodes, Named(alias).Depth);
                    break;
            }
        }
    }

    private void Open(NodeEvent start)
    {
        if (_open.Count >= MaxDepth)
        {
            throw TooDeep(start.Start);
        }

        _open.Push(new Part(start.Start, start.Anchor, start is MappingStart));
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor] = null;
        }
    }

    private (long Nodes, int Depth) Named(AnchorAlias alias) =>
        !_anchors.TryGetValue(alias.Value, out var found) ? throw new YamlFault(alias.Start, $"前面没有“&{alias.Value}”。", $"There is no '&{alias.Value}' before this.")
        : found ?? throw new YamlFault(alias.Start, $"“*{alias.Value}”把自己包含在内。", $"'*{alias.Value}' contains itself.");

    private void Add(Mark start, AnchorName anchor, long nodes, int depth)
    {
        if (!anchor.IsEmpty)
        {
            _anchors[anchor] = (nodes, depth);
        }

        if (!_open.TryPeek(out var owner))
        {
            return;
        }

        if (owner.Mapping && owner.Children % 2 == 0 && depth > 0)
        {
            throw new YamlFault(start, "成员的名称应是一个词,不能是列表或另一组成员。", "A member's name is a word, not a list or further members.");
        }

        owner.Children++;
        owner.Nodes += nodes;
        owner.Depth = Math.Max(owner.Depth, depth);
        if (_open.Count + depth > MaxDepth)
        {
            throw TooDeep(start);
        }

        if (owner.Nodes > MaxNodes)
        {
            throw new YamlFault(start, $"展开别名后超过 {YamlFault.Number(MaxNodes)} 项,请分成几个文件。", $"With its aliases written out this is more than {YamlFault.Number(MaxNodes)} items: split it into several files.");
        }
    }

    private static YamlFault TooDeep(Mark at) => new(at, $"嵌套超过 {MaxDepth} 层。", $"Nested deeper than {MaxDepth} levels.");

    private sealed class Part(Mark start, AnchorName anchor, bool mapping)
    {
        public Mark Start { get; } = start;

        public AnchorName Anchor { get; } = anchor;

        public bool Mapping { get; } = mapping;

        public int Children { get; set; }

        public long Nodes { get; set; } = 1;

        public int Depth { get; set; }
    }
}
