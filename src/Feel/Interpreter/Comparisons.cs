using Fuyao.Feel.Syntax;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Interpreter;

internal sealed class CompareNode(BinaryOperator op, Node left, Node right, Source source) : Node(FeelType.Boolean, source)
{
    public BinaryOperator Operator => op;
    public Node Left => left;
    public Node Right => right;

    protected override FeelTraceKind? TraceAs => FeelTraceKind.Step;

    protected override FeelValue Run(Frame frame)
    {
        var l = left.Evaluate(frame);
        var r = right.Evaluate(frame);
        return l.IsNumber && r.IsNumber ? Numbers(l.Raw, r.Raw) : Apply(op, l, r);
    }

    private FeelValue Numbers(decimal l, decimal r) => FeelValue.Of(op switch
    {
        BinaryOperator.Equal => l == r,
        BinaryOperator.NotEqual => l != r,
        BinaryOperator.Less => l < r,
        BinaryOperator.LessOrEqual => l <= r,
        BinaryOperator.Greater => l > r,
        _ => l >= r,
    });

    public static FeelValue Apply(BinaryOperator op, FeelValue left, FeelValue right)
    {
        if (left.IsUnknown || right.IsUnknown)
            return Operations.Unknown(left, right);
        if (op is BinaryOperator.Equal or BinaryOperator.NotEqual)
        {
            // Whether something is there is certain, whatever is inside it.
            if (left.IsNull || right.IsNull)
                return FeelValue.Of((left.IsNull && right.IsNull) == (op == BinaryOperator.Equal));
            if (Uncertain(left) is { } l)
                return l;
            if (Uncertain(right) is { } r)
                return r;
            var equal = Operations.Equal(left, right);
            return equal is { } known ? FeelValue.Of(known == (op == BinaryOperator.Equal)) : default;
        }
        return Operations.Compare(left, right) is not { } order ? default : FeelValue.Of(op switch
        {
            BinaryOperator.Less => order < 0,
            BinaryOperator.LessOrEqual => order <= 0,
            BinaryOperator.Greater => order > 0,
            _ => order >= 0,
        });
    }

    /// <summary>A list or context with an Unknown inside is equal to nothing for certain.</summary>
    private static FeelValue? Uncertain(FeelValue value) => value.Kind switch
    {
        FeelKind.List => Unknowns.In(value.Items),
        FeelKind.Context => Unknowns.In(value.AsContext.Values),
        _ => null,
    };
}

internal sealed class BetweenNode(Node value, Node low, Node high, Source source) : Node(FeelType.Boolean, source)
{
    public Node Value => value;
    public Node Low => low;
    public Node High => high;

    protected override FeelTraceKind? TraceAs => FeelTraceKind.Step;

    protected override FeelValue Run(Frame frame)
    {
        var v = value.Evaluate(frame);
        return Kleene.And(
            CompareNode.Apply(BinaryOperator.GreaterOrEqual, v, low.Evaluate(frame)),
            CompareNode.Apply(BinaryOperator.LessOrEqual, v, high.Evaluate(frame)));
    }
}

internal static class Kleene
{
    public static FeelValue And(FeelValue left, FeelValue right)
    {
        if (left.IsFalse || right.IsFalse)
            return FeelValue.False;
        if (left.IsUnknown || right.IsUnknown)
            return Operations.Unknown(left, right);
        return left.IsTrue && right.IsTrue ? FeelValue.True : default;
    }

    public static FeelValue Or(FeelValue left, FeelValue right)
    {
        if (left.IsTrue || right.IsTrue)
            return FeelValue.True;
        if (left.IsUnknown || right.IsUnknown)
            return Operations.Unknown(left, right);
        return left.IsFalse && right.IsFalse ? FeelValue.False : default;
    }

    public static FeelValue Not(FeelValue value) => value.IsBoolean ? FeelValue.Of(!value.IsTrue) : value.IsUnknown ? value : default;
}

internal static class Unknowns
{
    /// <summary>One Unknown for all the unknowns among values, nested ones too; null when there are none.</summary>
    public static FeelValue? In(ReadOnlySpan<FeelValue> values)
    {
        FeelValue? found = null;
        foreach (var value in values)
        {
            var unknown = value.Kind switch
            {
                FeelKind.Unknown => value,
                FeelKind.List => In(value.Items),
                FeelKind.Context => In(value.AsContext.Values),
                _ => null,
            };
            if (unknown is { } u)
                found = found is { } f ? Operations.Unknown(f, u) : u;
        }
        return found;
    }
}
