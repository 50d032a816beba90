using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Interpreter;

/// <summary>One <c>name in source</c> of a <c>for</c> or quantifier; <paramref name="to"/> for the form <c>1..n</c>.</summary>
internal sealed class Iterator(int slot, Node source, Node? to)
{
    public int Slot => slot;
    public Node Source => source;
    public Node? To => to;

    /// <summary>The values to go through; null when the source is no list or range; Unknown passes through <paramref name="unknown"/>.</summary>
    public IEnumerable<FeelValue>? Values(Frame frame, out FeelValue unknown)
    {
        var from = source.Evaluate(frame);
        var end = to?.Evaluate(frame) ?? default;
        unknown = from.IsUnknown || end.IsUnknown ? Operations.Unknown(from, end) : default;
        if (!unknown.IsNull)
            return null;
        if (to is not null)
            return Between(from, end);
        return Of(from);
    }

    /// <summary>What a list or range holds; a single value is a list of one; null for null and for ranges without end.</summary>
    public static IEnumerable<FeelValue>? Of(FeelValue value) => value.Kind switch
    {
        FeelKind.List => value.Items,
        FeelKind.Range when value.AsRange is { OpenStart: false, OpenEnd: false } range => InRange(range),
        FeelKind.Null or FeelKind.Range => null,
        _ => [value],
    };

    private static IEnumerable<FeelValue>? InRange(FeelRange range)
    {
        var values = Between(range.Start, range.End);
        if (values is null)
            return null;
        if (!range.StartIncluded)
            values = values.Where(v => !v.Equals(range.Start));
        return range.EndIncluded ? values : values.Where(v => !v.Equals(range.End));
    }

    private static IEnumerable<FeelValue>? Between(FeelValue from, FeelValue to)
    {
        if (from.IsNumber && to.IsNumber && decimal.IsInteger(from.Raw) && decimal.IsInteger(to.Raw))
            return Steps(from.Raw, to.Raw, FeelValue.Of);
        if (from.Kind == FeelKind.Date && to.Kind == FeelKind.Date)
            return Steps(from.Raw, to.Raw, day => FeelValue.Of(FeelDate.FromDayNumber((long)day)));
        return null;
    }

    private static IEnumerable<FeelValue> Steps(decimal from, decimal to, Func<decimal, FeelValue> value)
    {
        var step = from <= to ? 1m : -1m;
        for (var at = from; step > 0 ? at <= to : at >= to; at += step)
            yield return value(at);
    }
}

internal sealed class ForNode(IReadOnlyList<Iterator> iterators, int partial, Node body, FeelType type, Source source) : Node(type, source)
{
    public IReadOnlyList<Iterator> Iterators => iterators;
    public Node Body => body;

    protected override FeelTraceKind? TraceAs => FeelTraceKind.Step;

    protected override FeelValue Run(Frame frame)
    {
        var results = new List<FeelValue>();
        var outcome = Go(frame, 0, results);
        return outcome ?? FeelValue.List(results);
    }

    /// <summary>Null when it went through; else what the whole comes to.</summary>
    private FeelValue? Go(Frame frame, int depth, List<FeelValue> results)
    {
        var values = iterators[depth].Values(frame, out var unknown);
        if (values is null)
            return unknown.IsUnknown ? unknown : Fail(frame, "not-iterable", "不是列表或区间", "Not a list or range");
        foreach (var value in values)
        {
            if (!frame.Call.Step())
                return FeelValue.Null;
            frame.Locals[iterators[depth].Slot] = value;
            if (depth + 1 < iterators.Count)
            {
                if (Go(frame, depth + 1, results) is { } stopped)
                    return stopped;
                continue;
            }
            if (partial >= 0 && !frame.Call.Step(results.Count))
                return FeelValue.Null;
            if (partial >= 0)
                frame.Locals[partial] = FeelValue.List(results);
            if (!frame.Call.Fits(results.Count + 1))
                return FeelValue.Null;
            results.Add(body.Evaluate(frame));
        }
        return null;
    }
}

internal sealed class QuantifierNode(bool every, IReadOnlyList<Iterator> iterators, Node condition, Source source) : Node(FeelType.Boolean, source)
{
    public bool Every => every;
    public IReadOnlyList<Iterator> Iterators => iterators;
    public Node Condition => condition;

    protected override FeelTraceKind? TraceAs => FeelTraceKind.Step;

    protected override FeelValue Run(Frame frame) => Go(frame, 0);

    private FeelValue Go(Frame frame, int depth)
    {
        var values = iterators[depth].Values(frame, out var unknown);
        if (values is null)
            return unknown.IsUnknown ? unknown : Fail(frame, "not-iterable", "不是列表或区间", "Not a list or range");
        var result = FeelValue.Of(every);
        foreach (var value in values)
        {
            if (!frame.Call.Step())
                return default;
            frame.Locals[iterators[depth].Slot] = value;
            var one = depth + 1 < iterators.Count ? Go(frame, depth + 1) : condition.Evaluate(frame);
            result = every ? Kleene.And(result, one) : Kleene.Or(result, one);
            if (result.IsBoolean && result.IsTrue != every)
                return result;
        }
        return result;
    }
}
