using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Tables;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Dmn;

/// <summary>A compiled boxed expression. It is evaluated over the slots of the scope it was compiled in.</summary>
internal abstract class Boxed
{
    public FeelType Type { get; init; } = FeelType.Any;

    /// <summary>What the document declares; results are made to conform.</summary>
    public FeelType? Declared { get; init; }

    protected abstract FeelValue Run(FeelValue[] input, FeelCall call, FeelTrace? trace);

    protected static FeelValue NotBoolean(FeelCall call)
    {
        call.Report("type-mismatch", default, "条件应为 boolean", "The condition must be boolean.");
        return default;
    }

    public FeelValue Evaluate(FeelValue[] input, FeelCall call, FeelTrace? trace)
    {
        var value = Run(input, call, trace);
        return Declared is null ? value : TypeTable.Conform(value, Declared, call, "表达式 / expression");
    }

    /// <summary>The slots of the scope, of which there are <paramref name="count"/>, and room for more behind them.</summary>
    protected static FeelValue[] Extend(FeelValue[] input, int count, int more)
    {
        var wider = new FeelValue[count + more];
        Array.Copy(input, wider, Math.Min(input.Length, count));
        return wider;
    }
}

internal sealed class BoxedNothing : Boxed
{
    protected override FeelValue Run(FeelValue[] input, FeelCall call, FeelTrace? trace) => default;
}

/// <summary>A text with errors: null whenever it is reached, and the reason each time.</summary>
internal sealed class BoxedError(IReadOnlyList<FeelProblem> problems) : Boxed
{
    protected override FeelValue Run(FeelValue[] input, FeelCall call, FeelTrace? trace)
    {
        foreach (var problem in problems)
            call.Report(problem.Code, problem.Position, problem.Zh, problem.En);
        return default;
    }
}

internal sealed class BoxedLiteral(FeelExpression expression) : Boxed
{
    protected override FeelValue Run(FeelValue[] input, FeelCall call, FeelTrace? trace) => expression.Run(input, default, call, trace);
}

internal sealed class BoxedTable(FeelTable table) : Boxed
{
    protected override FeelValue Run(FeelValue[] input, FeelCall call, FeelTrace? trace) => table.Run(input, call, trace);
}

/// <summary>Entries see those before them; an entry without a name at the end is the result.</summary>
internal sealed class BoxedContext(int outer, FeelShape shape, Boxed[] entries, Boxed? result) : Boxed
{
    protected override FeelValue Run(FeelValue[] input, FeelCall call, FeelTrace? trace)
    {
        var wider = Extend(input, outer, entries.Length);
        for (var i = 0; i < entries.Length; i++)
            wider[outer + i] = entries[i].Evaluate(wider, call, trace);
        return result is not null ? result.Evaluate(wider, call, trace) : FeelValue.Of(new FeelContext(shape, wider[outer..]));
    }
}

internal sealed class BoxedFunction(int outer, string[] parameters, FeelType[] types, Boxed body, FeelType result) : Boxed
{
    public string[] Parameters => parameters;
    public FeelType[] Types => types;

    protected override FeelValue Run(FeelValue[] input, FeelCall call, FeelTrace? trace) =>
        FeelValue.Of(new FeelFunction("function", parameters, (arguments, inner) =>
        {
            var wider = Extend(input, outer, arguments.Length);
            arguments.CopyTo(wider, outer);
            return body.Evaluate(wider, inner, null);
        })
        { ParameterTypes = types, ResultType = result });
}

internal sealed class BoxedInvocation(Boxed callee, string[] names, Boxed[] arguments) : Boxed
{
    protected override FeelValue Run(FeelValue[] input, FeelCall call, FeelTrace? trace)
    {
        var value = callee.Evaluate(input, call, trace);
        if (value.Kind != FeelKind.Function)
        {
            call.Report("not-a-function", default, "调用的不是函数", "What is invoked is not a function.");
            return default;
        }
        var function = value.AsFunction;
        var ordered = new FeelValue[function.IsVariadic ? arguments.Length : function.Parameters.Count];
        for (var i = 0; i < names.Length; i++)
        {
            var at = function.Parameters.ToList().IndexOf(names[i]);
            if (function.IsVariadic)
                at = i;
            if (at < 0)
            {
                call.Report("arguments", default, $"没有参数“{names[i]}”", $"There is no parameter '{names[i]}'.");
                return default;
            }
            ordered[at] = arguments[i].Evaluate(input, call, trace);
        }
        var result = Invocation.Call(function, ordered, call, out var problem);
        if (problem is { } wrong)
            call.Report("arguments", default, wrong.Zh, wrong.En);
        return result;
    }
}

internal sealed class BoxedList(Boxed[] items) : Boxed
{
    protected override FeelValue Run(FeelValue[] input, FeelCall call, FeelTrace? trace) =>
        FeelValue.List(items.Select(i => i.Evaluate(input, call, trace)));
}

internal sealed class BoxedRelation(FeelShape shape, Boxed[][] rows) : Boxed
{
    protected override FeelValue Run(FeelValue[] input, FeelCall call, FeelTrace? trace) =>
        FeelValue.List(rows.Select(row => FeelValue.Of(new FeelContext(shape, [.. row.Select(cell => cell.Evaluate(input, call, trace))]))));
}

internal sealed class BoxedConditional(Boxed @if, Boxed then, Boxed @else) : Boxed
{
    protected override FeelValue Run(FeelValue[] input, FeelCall call, FeelTrace? trace) =>
        @if.Evaluate(input, call, trace) is var test && test.Kind is FeelKind.Boolean or FeelKind.Null
            ? (test.IsTrue ? then : @else).Evaluate(input, call, trace)
            : NotBoolean(call);
}

/// <summary>A filter whose match is a text (which sees the item's entries) or boxed (the item is the slot after the scope's).</summary>
internal sealed class BoxedFilter(int outer, Boxed source, Boxed match, FeelExpression? text) : Boxed
{
    protected override FeelValue Run(FeelValue[] input, FeelCall call, FeelTrace? trace)
    {
        var list = source.Evaluate(input, call, trace);
        if (list.IsNull)
            return default;
        var kept = new List<FeelValue>();
        foreach (var item in list.Kind == FeelKind.List ? list.Items : [list])
        {
            if (!call.Step())
                return default;
            var wider = Extend(input, outer, 1);
            wider[outer] = item;
            var test = text is not null ? text.Run(input, item, call, trace) : match.Evaluate(wider, call, trace);
            if (test.IsTrue)
                kept.Add(item);
            else if (!test.IsBoolean)
                return NotBoolean(call);
        }
        return FeelValue.List(kept);
    }
}

/// <summary><c>for</c>, <c>some</c> and <c>every</c>; with <c>for</c> a second slot holds the results so far.</summary>
internal sealed class BoxedIterator(int outer, string kind, Boxed source, Boxed body) : Boxed
{
    protected override FeelValue Run(FeelValue[] input, FeelCall call, FeelTrace? trace)
    {
        var list = source.Evaluate(input, call, trace);
        var items = Iterator.Of(list);
        if (items is null)
        {
            call.Report("not-iterable", default, "不是列表或区间", "Not a list or range.");
            return default;
        }
        var results = new List<FeelValue>();
        var verdict = FeelValue.Of(kind == "every");
        foreach (var item in items)
        {
            if (!call.Step() || !call.Fits(results.Count + 1))
                return default;
            var wider = Extend(input, outer, 2);
            wider[outer] = item;
            wider[outer + 1] = kind == "for" ? FeelValue.List(results) : default;
            var one = body.Evaluate(wider, call, trace);
            if (kind == "for")
                results.Add(one);
            else if (one.Kind is not (FeelKind.Boolean or FeelKind.Null))
                return NotBoolean(call);
            else
                verdict = kind == "every" ? Kleene.And(verdict, one) : Kleene.Or(verdict, one);
        }
        return kind == "for" ? FeelValue.List(results) : verdict;
    }
}
