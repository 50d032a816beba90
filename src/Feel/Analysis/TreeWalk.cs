using Fuyao.Feel.Interpreter;

namespace Fuyao.Feel.Analysis;

/// <summary>The parts of a node of the typed tree, in the order of the text.</summary>
internal static class TreeWalk
{
    public static IEnumerable<Node> Children(Node node) => node switch
    {
        JunctionNode n => [n.Left, n.Right],
        CompareNode n => [n.Left, n.Right],
        BetweenNode n => [n.Value, n.Low, n.High],
        ArithmeticNode n => [n.Left, n.Right],
        NegateNode n => [n.Operand],
        IfNode n => [n.Condition, n.Then, n.Else],
        InstanceNode n => [n.Value],
        MemberNode n => [n.Target],
        FilterNode n => [n.Target, n.Filter],
        ListNode n => n.Items,
        ContextNode n => n.Values,
        RangeNode n => new[] { n.Low, n.High }.OfType<Node>(),
        TestsNode n => n.Tests.Select(t => t.Operand).Prepend(n.Value),
        ForNode n => n.Iterators.SelectMany(Sources).Append(n.Body),
        QuantifierNode n => n.Iterators.SelectMany(Sources).Append(n.Condition),
        FunctionNode n => [n.Body],
        InvokeNode n => n.Arguments.Prepend(n.Target),
        BuiltinNode n => n.Arguments,
        _ => [],
    };

    public static bool Any(Node node, Func<Node, bool> test) => test(node) || Children(node).Any(child => Any(child, test));

    private static IEnumerable<Node> Sources(Iterator iterator) => new[] { iterator.Source, iterator.To }.OfType<Node>();
}
