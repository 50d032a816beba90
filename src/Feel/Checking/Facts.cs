using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Syntax;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Checking;

/// <summary>What a condition proves when it holds and when it does not.</summary>
internal readonly record struct Facts(Proof WhenTrue, Proof WhenFalse)
{
    private static readonly Facts None = new(Proof.None, Proof.None);

    public static Facts Of(Node node)
    {
        switch (node)
        {
            case JunctionNode junction:
                var (l, r) = (Of(junction.Left), Of(junction.Right));
                return junction.And
                    ? new(l.WhenTrue.And(r.WhenTrue), l.WhenFalse.Or(r.WhenFalse))
                    : new(l.WhenTrue.Or(r.WhenTrue), l.WhenFalse.And(r.WhenFalse));
            case CompareNode compare:
                return compare.Right is ConstantNode right ? Compared(compare.Left, compare.Operator, right.Value)
                    : compare.Left is ConstantNode left ? Compared(compare.Right, Mirrored(compare.Operator), left.Value)
                    : None;
            case BetweenNode { Low: ConstantNode low, High: ConstantNode high } between:
                return new(Bounded(between.Value, low.Value, high.Value), Proof.None);
            case TestsNode { Negated: false, Tests: [{ Operator: null, Operand: RangeNode { Comparison: null, Low: ConstantNode low, High: ConstantNode high } }] } tests:
                return new(Bounded(tests.Value, low.Value, high.Value), Proof.None);
            case TestsNode { Negated: false, Tests: [{ Operator: { } op, Operand: ConstantNode bound }] } tests:
                return Compared(tests.Value, op, bound.Value);
            case TestsNode { Negated: false } tests when Path(tests.Value) is { } path && tests.Tests.Count > 0 && tests.Tests.All(t => t is { Operator: null, Operand: ConstantNode { Value.IsString: true } }):
                return Words(path, tests.Value.Type, [.. tests.Tests.Select(t => ((ConstantNode)t.Operand).Value.AsString)]);
            case BuiltinNode { Name: "is defined" } call when Path(call.Arguments[0]) is { } defined:
                return new(Proof.OfNotNull(defined), Proof.None);
            case BuiltinNode { Name: "not" } not:
                var inner = Of(not.Arguments[0]);
                return new(inner.WhenFalse, inner.WhenTrue);
            default:
                return None;
        }
    }

    private static Facts Compared(Node node, BinaryOperator op, FeelValue constant)
    {
        if (Path(node) is not { } path)
            return None;
        if (constant.IsNull)
        {
            return op switch
            {
                BinaryOperator.NotEqual => new(Proof.OfNotNull(path), Proof.None),
                BinaryOperator.Equal => new(Proof.None, Proof.OfNotNull(path)),
                _ => None,
            };
        }
        // What is equal to something, or above or below it, is not null.
        var present = op == BinaryOperator.NotEqual ? Proof.None : Proof.OfNotNull(path);
        if (constant.IsNumber && node.Type.Kind == FeelTypeKind.Number)
        {
            var holds = Proof.Of(path, Bounds(op, constant.AsNumber, node.Type.Whole)).And(present);
            return new(op == BinaryOperator.NotEqual ? Proof.None : holds, op == BinaryOperator.Equal ? Proof.None : Proof.Of(path, Bounds(Opposite(op), constant.AsNumber, node.Type.Whole)));
        }
        if (constant.IsString && op is BinaryOperator.Equal or BinaryOperator.NotEqual)
        {
            var words = Words(path, node.Type, [constant.AsString]);
            return op == BinaryOperator.Equal ? words with { WhenTrue = words.WhenTrue.And(present) } : new(words.WhenFalse, words.WhenTrue);
        }
        return op == BinaryOperator.Equal ? new(present, Proof.None) : None;
    }

    private static Facts Words(string path, FeelType type, string[] words) => type.Codes is not { } codes ? None
        : new(Proof.Of(path, Limits.Of(codes.Intersect(words))), Proof.Of(path, Limits.Of(codes.Except(words))));

    private static Proof Bounded(Node node, FeelValue low, FeelValue high) =>
        Path(node) is { } path && low.IsNumber && high.IsNumber && node.Type.Kind == FeelTypeKind.Number
            ? Proof.Of(path, Limits.Within(low.AsNumber, high.AsNumber)).And(Proof.OfNotNull(path)) : Proof.None;

    private static Limits Bounds(BinaryOperator op, decimal at, bool whole) => op switch
    {
        BinaryOperator.Equal => Limits.Within(at, at),
        BinaryOperator.Less => Limits.Within(null, whole && Math.Abs(at) < 1e20m ? Math.Ceiling(at) - 1 : at),
        BinaryOperator.LessOrEqual => Limits.Within(null, at),
        BinaryOperator.Greater => Limits.Within(whole && Math.Abs(at) < 1e20m ? Math.Floor(at) + 1 : at, null),
        BinaryOperator.GreaterOrEqual => Limits.Within(at, null),
        _ => Limits.Within(null, null),
    };

    private static BinaryOperator Opposite(BinaryOperator op) => op switch
    {
        BinaryOperator.Less => BinaryOperator.GreaterOrEqual,
        BinaryOperator.LessOrEqual => BinaryOperator.Greater,
        BinaryOperator.Greater => BinaryOperator.LessOrEqual,
        BinaryOperator.GreaterOrEqual => BinaryOperator.Less,
        BinaryOperator.NotEqual => BinaryOperator.Equal,
        _ => BinaryOperator.NotEqual,
    };

    private static BinaryOperator Mirrored(BinaryOperator op) => op switch
    {
        BinaryOperator.Less => BinaryOperator.Greater,
        BinaryOperator.LessOrEqual => BinaryOperator.GreaterOrEqual,
        BinaryOperator.Greater => BinaryOperator.Less,
        BinaryOperator.GreaterOrEqual => BinaryOperator.LessOrEqual,
        _ => op,
    };

    /// <summary>A variable or a path from one, as a key; null for anything computed.</summary>
    public static string? Path(Node node) => node switch
    {
        InputNode input => input.Name,
        LocalNode local => "#" + local.Slot,
        MemberNode member when Path(member.Target) is { } target =>
            target + "." + (member.Target.Type.Members?.Find(member.Name)?.Name ?? member.Name),
        _ => null,
    };
}
