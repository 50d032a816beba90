using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Types;

namespace Fuyao.Feel.Analysis;

/// <summary>Collects the thresholds of a typed tree: comparisons, ranges and tests that have an input on one side.</summary>
internal sealed class Thresholds(FeelScope scope, FeelOptions options)
{
    private readonly Dictionary<int, IReadOnlyList<string>> _locals = [];
    private readonly List<(IReadOnlyList<string> Path, FeelType Type, List<Node> Bounds)> _found = [];
    private readonly List<Node> _indirect = [];

    public IReadOnlyList<FeelThreshold> All => [.. _found.Select(f => new FeelThreshold(f.Path, f.Type, [.. f.Bounds], scope, options))];

    /// <summary>Every input is compared directly, and only with what is known: then the thresholds tell all cases apart.</summary>
    public bool AllDirect(Func<string, bool> known) =>
        !_indirect.Exists(n => TreeWalk.Any(n, part => part is InputNode input && !known(input.Name)))
        && !_found.Exists(f => !known(f.Path[0]) && f.Bounds.Exists(b => TreeWalk.Any(b, part => part is InputNode input && !known(input.Name))));

    public void Add(Node node)
    {
        if (node is ArithmeticNode or NegateNode or ForNode or QuantifierNode or FilterNode or FunctionNode or InvokeNode or ContextNode or InstanceNode or ItemNameNode
            || (node is BuiltinNode { Name: not "not" }) || (node is TestsNode { Tests: var tests } && tests.Any(t => t.IsCondition)))
            _indirect.Add(node);
        switch (node)
        {
            case CompareNode n:
                Compare(n.Left, n.Right);
                Compare(n.Right, n.Left);
                break;
            case BetweenNode n:
                Compare(n.Value, n.Low);
                Compare(n.Value, n.High);
                break;
            case TestsNode n:
                Tests(n.Value, n);
                break;
            case QuantifierNode n:
                Bind(n.Iterators);
                break;
            case ForNode n:
                Bind(n.Iterators);
                break;
            case FilterNode n when Path(n.Target) is { } list:
                _locals[n.ItemSlot] = [.. list, FeelPaths.EachItem];
                break;
            case InputNode or MemberNode when node.Type.Kind is FeelTypeKind.Boolean or FeelTypeKind.Number or FeelTypeKind.String or FeelTypeKind.Date or FeelTypeKind.List or FeelTypeKind.Context:
                Note(node, null);
                break;
        }
        foreach (var child in TreeWalk.Children(node))
            Add(child);
    }

    public void Tests(Node value, TestsNode tests)
    {
        foreach (var test in tests.Tests.Where(t => !t.IsCondition))
            Compare(value, test.Operand);
    }

    private void Bind(IReadOnlyList<Iterator> iterators)
    {
        foreach (var iterator in iterators)
            if (iterator.To is null && Path(iterator.Source) is { } list)
                _locals[iterator.Slot] = [.. list, FeelPaths.EachItem];
    }

    private void Compare(Node value, Node bound)
    {
        if (bound is RangeNode range)
        {
            foreach (var end in new[] { range.Low, range.High }.OfType<Node>())
                Compare(value, end);
            return;
        }
        // What is bound inside the text has no value outside it.
        if (!TreeWalk.Any(bound, n => n is LocalNode or ItemNameNode))
            Note(value, bound);
    }

    private void Note(Node value, Node? bound)
    {
        if (value is ConstantNode || Path(value) is not { } path || value.Type.Kind is FeelTypeKind.Function or FeelTypeKind.Any or FeelTypeKind.Null)
            return;
        var known = _found.FindIndex(f => f.Path.SequenceEqual(path));
        if (known < 0)
        {
            _found.Add((path, value.Type, []));
            known = _found.Count - 1;
        }
        if (bound is not null)
            _found[known].Bounds.Add(bound);
    }

    private IReadOnlyList<string>? Path(Node node) => node switch
    {
        InputNode n => [n.Name],
        LocalNode n => _locals.GetValueOrDefault(n.Slot),
        MemberNode n => Path(n.Target) is { } target ? [.. target, n.Name] : null,
        FilterNode n => Path(n.Target),
        _ => null,
    };
}
