using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Interpreter;

/// <summary>Three-valued <c>and</c>/<c>or</c>; an Unknown decides nothing unless the other side does.</summary>
internal sealed class JunctionNode(bool and, Node left, Node right, Source source) : Node(FeelType.Boolean, source)
{
    public bool And => and;
    public Node Left => left;
    public Node Right => right;

    protected override FeelTraceKind? TraceAs => FeelTraceKind.Step;

    protected override FeelValue Run(Frame frame)
    {
        var l = left.Evaluate(frame);
        if (l.IsBoolean && l.IsTrue != and)
            return l;
        var r = right.Evaluate(frame);
        if (r.IsBoolean && (r.IsTrue != and || l.IsBoolean))
            return r;
        return l.IsUnknown || r.IsUnknown ? Operations.Unknown(l, r) : default;
    }
}

internal sealed class IfNode(Node condition, Node then, Node @else, FeelType type, Source source) : Node(type, source)
{
    public Node Condition => condition;
    public Node Then => then;
    public Node Else => @else;

    protected override FeelValue Run(Frame frame)
    {
        var test = condition.Evaluate(frame);
        return test.IsUnknown ? Undecided(frame, test) : (test.IsTrue ? then : @else).Evaluate(frame);
    }

    protected override FeelValue Traced(Frame frame, FeelTrace trace)
    {
        trace.Enter();
        var test = condition.Evaluate(frame);
        var value = test.IsUnknown ? Undecided(frame, test) : (test.IsTrue ? then : @else).Evaluate(frame);
        trace.Leave(FeelTraceKind.Branch, condition.Source.ToString(), value, note: test.IsUnknown ? "unknown" : test.IsTrue ? "then" : "else");
        return value;
    }

    /// <summary>The condition does not matter when both branches agree.</summary>
    private FeelValue Undecided(Frame frame, FeelValue test)
    {
        var yes = then.Evaluate(frame);
        var no = @else.Evaluate(frame);
        if (!yes.IsUnknown && yes.Equals(no))
            return yes;
        var needs = test.NeedSet;
        if (yes.IsUnknown)
            needs = needs.With(yes.NeedSet);
        if (no.IsUnknown)
            needs = needs.With(no.NeedSet);
        return FeelValue.Unknown(needs);
    }
}

internal sealed class InstanceNode(Node value, FeelType wanted, Source source) : Node(FeelType.Boolean, source)
{
    public Node Value => value;

    protected override FeelTraceKind? TraceAs => FeelTraceKind.Step;

    protected override FeelValue Run(Frame frame)
    {
        var v = value.Evaluate(frame);
        return v.IsUnknown ? v : FeelValue.Of(Conformance.HasTypeOf(v, wanted));
    }
}
