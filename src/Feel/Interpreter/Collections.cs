using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Interpreter;

internal sealed class ListNode(Node[] items, FeelType type, Source source) : Node(type, source)
{
    public IReadOnlyList<Node> Items => items;

    protected override FeelValue Run(Frame frame)
    {
        var values = new FeelValue[items.Length];
        for (var i = 0; i < items.Length; i++)
            values[i] = items[i].Evaluate(frame);
        return FeelValue.List(values);
    }
}

/// <summary>A context literal; every entry sees those before it.</summary>
internal sealed class ContextNode(FeelShape shape, Node[] values, int[] slots, FeelType type, Source source) : Node(type, source)
{
    public IReadOnlyList<Node> Values => values;

    protected override FeelValue Run(Frame frame)
    {
        var result = new FeelValue[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            result[i] = values[i].Evaluate(frame);
            frame.Locals[slots[i]] = result[i];
        }
        return FeelValue.Of(new FeelContext(shape, result));
    }
}

internal sealed class RangeNode(Node? low, bool lowIncluded, Node? high, bool highIncluded, string? comparison, FeelType type, Source source) : Node(type, source)
{
    public Node? Low => low;
    public Node? High => high;
    public string? Comparison => comparison;
    public bool LowIncluded => lowIncluded;
    public bool HighIncluded => highIncluded;

    protected override FeelValue Run(Frame frame)
    {
        var from = low?.Evaluate(frame) ?? default;
        var to = high?.Evaluate(frame) ?? default;
        if (from.IsUnknown || to.IsUnknown)
            return Operations.Unknown(from, to);
        if (comparison is null && !from.IsNull && !to.IsNull && Operations.Compare(from, to) is not <= 0)
            return Fail(frame, "range", "区间两端不能比较或顺序颠倒", "The ends of the range cannot be compared, or are in the wrong order");
        return FeelValue.Of(new FeelRange(from, low is not null && lowIncluded, to, high is not null && highIncluded) { Comparison = comparison });
    }
}

/// <summary><c>list[n]</c> and <c>list[condition]</c>; which one it is may show only at run time.</summary>
internal sealed class FilterNode(Node target, Node filter, int item, FeelType type, Source source) : Node(type, source)
{
    public Node Target => target;
    public Node Filter => filter;
    public int ItemSlot => item;

    protected override FeelTraceKind? TraceAs => FeelTraceKind.Step;

    protected override FeelValue Run(Frame frame)
    {
        var value = target.Evaluate(frame);
        if (value.IsUnknown)
            return value;
        var items = value.Kind == FeelKind.List ? value.Items : value.IsNull ? [] : [value];
        if (filter.Type.Kind == FeelTypeKind.Number)
            return At(frame, items, filter.Evaluate(frame));
        var kept = new List<FeelValue>();
        FeelValue? unknown = null;
        foreach (var one in items)
        {
            if (!frame.Call.Step())
                return default;
            frame.Locals[item] = one;
            var test = filter.Evaluate(frame);
            if (test.IsNumber)
                return At(frame, items, test);
            if (test.IsTrue)
                kept.Add(one);
            else if (test.IsUnknown)
                unknown = unknown is { } u ? Operations.Unknown(u, test) : test;
        }
        return unknown ?? FeelValue.List(kept.ToArray());
    }

    private static FeelValue At(Frame frame, FeelValue[] items, FeelValue index)
    {
        if (!index.IsNumber)
            return index.IsUnknown ? index : default;
        _ = frame;
        if (!decimal.IsInteger(index.Raw) || Math.Abs(index.Raw) > items.Length || index.Raw == 0m)
            return default;
        var i = (int)index.Raw;
        return items[i > 0 ? i - 1 : items.Length + i];
    }
}
