using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Interpreter;

internal sealed class ConstantNode(FeelValue value, FeelType type, Source source) : Node(type, source)
{
    public FeelValue Value => value;
    protected override FeelValue Run(Frame frame) => value;
}

/// <summary>A variable of the scope.</summary>
internal sealed class InputNode(int slot, string name, FeelType type, Source source) : Node(type, source)
{
    public int Slot => slot;
    public string Name => name;
    protected override FeelTraceKind? TraceAs => FeelTraceKind.Input;
    protected override FeelValue Run(Frame frame) => frame.Input[slot];
}

/// <summary>A variable bound inside the text: an iteration, a parameter, an earlier context entry, the filtered item.</summary>
internal sealed class LocalNode(int slot, FeelType type, Source source) : Node(type, source)
{
    public int Slot => slot;
    protected override FeelValue Run(Frame frame) => frame.Locals[slot];
}

/// <summary>A name inside a filter whose items have no known type: the item's entry if it has one, else the outer variable.</summary>
internal sealed class ItemNameNode(int slot, string name, Node? outer, Source source) : Node(FeelType.Any, source)
{
    protected override FeelValue Run(Frame frame)
    {
        var item = frame.Locals[slot];
        if (item.Kind == FeelKind.Context && item.AsContext.TryGet(name, out var value))
            return value;
        return outer is null ? default : outer.Evaluate(frame);
    }
}

/// <summary>A member of a context (or of every context in a list), or a component of a date, time, duration or range.</summary>
internal sealed class MemberNode(Node target, string name, FeelType type, Source source, bool falseWhenAbsent = false) : Node(type, source)
{
    private readonly FeelShape? _shape = target.Type.Members?.Shape;
    private readonly int _slot = target.Type.Members?.Shape.Slot(name) ?? -1;

    public Node Target => target;
    public string Name => name;
    public bool FalseWhenAbsent => falseWhenAbsent;

    protected override FeelTraceKind? TraceAs => FeelTraceKind.Input;

    protected override FeelValue Run(Frame frame) => Of(target.Evaluate(frame), frame);

    // The path as a whole is one step of the explanation.
    protected override FeelValue Traced(Frame frame, FeelTrace trace)
    {
        if (target is not (InputNode or LocalNode or MemberNode))
            return base.Traced(frame, trace);
        trace.Enter();
        var value = Run(frame);
        trace.LeaveBare(FeelTraceKind.Input, Source.ToString(), value);
        return value;
    }

    private FeelValue Of(FeelValue value, Frame frame)
    {
        // Strict: nothing holds of what is not there (a boolean of an absent object is false, as an absent boolean is).
        if (falseWhenAbsent && value.IsNull)
            return FeelValue.False;
        if (value.Kind == FeelKind.Context)
        {
            var context = value.AsContext;
            var (shape, slot) = (_shape, _slot);
            if (ReferenceEquals(context.Shape, shape) && slot >= 0 && slot < context.Values.Length)
                return context.Values[slot];
            slot = context.Shape.Slot(name);
            // The type's aliases are known to the type, not to every value of it.
            if (slot < 0 && target.Type.Members?.Find(name) is { } member)
                slot = context.Shape.Slot(member.Name);
            return slot >= 0 ? context.Values[slot] : Fail(frame, "no-such-member", $"没有条目 {name}", $"There is no entry {name}");
        }
        if (value.IsUnknown)
            return FeelValue.Unknown([.. value.Needs.Select(n => n + "." + name)]);
        if (value.Kind == FeelKind.List)
            return FeelValue.List(value.Items.Select(item => Of(item, frame)));
        return Components.Of(value, name, out var component) ? component
            : value.IsNull ? default : Fail(frame, "no-such-member", $"没有属性 {name}", $"There is no property {name}");
    }
}
