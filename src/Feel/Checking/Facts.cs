using System.Collections.Immutable;
using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Syntax;

namespace Fuyao.Feel.Checking;

/// <summary>What a condition proves about nulls when it holds and when it does not.</summary>
internal readonly record struct Facts(ImmutableHashSet<string> WhenTrue, ImmutableHashSet<string> WhenFalse)
{
    private static readonly Facts None = new([], []);

    public static Facts Of(Node node)
    {
        switch (node)
        {
            case JunctionNode junction:
                var (l, r) = (Of(junction.Left), Of(junction.Right));
                return junction.And
                    ? new(l.WhenTrue.Union(r.WhenTrue), l.WhenFalse.Intersect(r.WhenFalse))
                    : new(l.WhenTrue.Intersect(r.WhenTrue), l.WhenFalse.Union(r.WhenFalse));
            case CompareNode { Operator: BinaryOperator.Equal or BinaryOperator.NotEqual } compare:
                var path = IsNull(compare.Right) ? Path(compare.Left) : IsNull(compare.Left) ? Path(compare.Right) : null;
                if (path is null)
                    return None;
                return compare.Operator == BinaryOperator.NotEqual ? new([path], []) : new([], [path]);
            case BuiltinNode { Name: "is defined" } call when Path(call.Arguments[0]) is { } defined:
                return new([defined], []);
            case BuiltinNode { Name: "not" } not:
                var inner = Of(not.Arguments[0]);
                return new(inner.WhenFalse, inner.WhenTrue);
            default:
                return None;
        }
    }

    private static bool IsNull(Node node) => node is ConstantNode { Value.IsNull: true };

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
