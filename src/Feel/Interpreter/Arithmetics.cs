using Fuyao.Feel.Syntax;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Interpreter;

internal sealed class ArithmeticNode(BinaryOperator op, Node left, Node right, FeelType type, Source source) : Node(type, source)
{
    public BinaryOperator Operator => op;
    public Node Left => left;
    public Node Right => right;

    protected override FeelTraceKind? TraceAs => FeelTraceKind.Step;

    protected override FeelValue Run(Frame frame)
    {
        var l = left.Evaluate(frame);
        var r = right.Evaluate(frame);
        if (l.IsUnknown || r.IsUnknown)
            return Operations.Unknown(l, r);
        var value = Arithmetic.Apply(op, l, r);
        if (!value.IsNull || l.IsNull || r.IsNull)
            return value;
        return op == BinaryOperator.Divide && r.IsNumber && r.Raw == 0m
            ? Fail(frame, "division-by-zero", "除数为零", "Division by zero")
            : Fail(frame, "arithmetic", $"无法计算（{l} 与 {r}）", $"Cannot compute with {l} and {r}");
    }
}

internal sealed class NegateNode(Node operand, FeelType type, Source source) : Node(type, source)
{
    public Node Operand => operand;

    protected override FeelValue Run(Frame frame)
    {
        var value = operand.Evaluate(frame);
        return value.Kind switch
        {
            FeelKind.Number => FeelValue.Of(-value.Raw),
            FeelKind.DaysTime => FeelValue.DaysTime(-value.Raw),
            FeelKind.YearsMonths => FeelValue.YearsMonths(-value.AsMonths),
            FeelKind.Unknown or FeelKind.Null => value,
            _ => Fail(frame, "arithmetic", "不能取负", "Cannot be negated"),
        };
    }
}
