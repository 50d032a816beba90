using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Builtins;

/// <summary>List functions (DMN 1.5 §10.3.4.4) and <c>sort</c>.</summary>
internal static class Lists
{
    public static void Define(Definitions d)
    {
        const UnknownPolicy carry = UnknownPolicy.Carries;
        d.Add("list contains(list: list<T>, element: T?): boolean", Contains, carry);
        d.Add("count(list: list<any>*): natural", (a, _) => FeelValue.Of((decimal)a[0].Items.Length), carry);
        d.Add("sublist(list: list<T>, start position: number): list<T>", (a, _) => Sublist(a[0].Items, a[1].AsNumber, null), carry);
        d.Add("sublist(list: list<T>, start position: number, length: number?): list<T>", (a, _) => Sublist(a[0].Items, a[1].AsNumber, a[2].IsNull ? null : a[2].AsNumber), carry);
        d.Add("append(list: list<T>, item: T?...): list<T>", (a, c) => Sized([.. a[0].Items, .. a.AsSpan(1)], c), UnknownPolicy.Handles);
        d.Add("concatenate(list: list<T>...): list<T>", (a, c) => Sized([.. a.SelectMany(l => l.Items)], c), carry);
        d.Add("insert before(list: list<T>, position: number, newItem: T?): list<T>", (a, c) =>
            Position(a[0].Items, a[1].AsNumber) is { } at ? Sized([.. a[0].Items[..at], a[2], .. a[0].Items[at..]], c) : default, UnknownPolicy.Handles);
        d.Add("remove(list: list<T>, position: number): list<T>", (a, _) =>
            Position(a[0].Items, a[1].AsNumber) is { } at ? FeelValue.List([.. a[0].Items[..at], .. a[0].Items[(at + 1)..]]) : default, carry);
        d.Add("list replace(list: list<T>, position: number, newItem: T?): list<T>", (a, _) =>
            Position(a[0].Items, a[1].AsNumber) is { } at ? FeelValue.List([.. a[0].Items[..at], a[2], .. a[0].Items[(at + 1)..]]) : default, UnknownPolicy.Handles);
        d.Add("list replace(list: list<T>, match: function, newItem: T?): list<T>", ReplaceMatching);
        d.Add("reverse(list: list<T>): list<T>", (a, _) => FeelValue.List(a[0].Items.Reverse()), carry);
        d.Add("index of(list: list<T>, match: T?): list<natural>", (a, _) => FeelValue.List(a[0].Items
            .Select((item, i) => (item, i)).Where(x => Same(x.item, a[1])).Select(x => FeelValue.Of(x.i + 1m))));
        d.Add("union(list: list<T>...): list<T>", (a, _) => Distinct(a.SelectMany(l => l.Items)));
        d.Add("distinct values(list: list<T>): list<T>", (a, _) => Distinct(a[0].Items));
        d.Add("duplicate values(list: list<T>): list<T>", (a, _) => Distinct(a[0].Items.Where(i => a[0].Items.Count(o => Same(i, o)) > 1)));
        d.Add("flatten(list: list<any>): list<any>", (a, c) => Sized([.. Flatten(a[0].Items)], c), carry);
        d.Add("sort(list: list<T>): list<T>", (a, c) => Sort(a[0].Items, null, c));
        d.Add("sort(list: list<T>, precedes: function): list<T>", (a, c) => Sort(a[0].Items, a[1].AsFunction, c));
    }

    private static FeelValue Sized(FeelValue[] items, FeelCall call) => call.Fits(items.Length) ? FeelValue.List(items) : default;

    private static bool Same(FeelValue left, FeelValue right) => Operations.Equal(left, right) == true;

    private static FeelValue Contains(FeelValue[] a, FeelCall call)
    {
        var result = FeelValue.False;
        foreach (var item in a[0].Items)
        {
            if (item.IsUnknown || a[1].IsUnknown)
                result = Kleene.Or(result, Operations.Unknown(item, a[1]));
            else if (Same(item, a[1]))
                return FeelValue.True;
        }
        return result;
    }

    /// <summary>The offset of a position counted from 1, or from the end when negative; null outside the list.</summary>
    private static int? Position(FeelValue[] items, decimal position)
    {
        position = decimal.Truncate(position);
        if (position == 0 || Math.Abs(position) > items.Length)
            return null;
        return (int)(position > 0 ? position - 1 : items.Length + position);
    }

    private static FeelValue Sublist(FeelValue[] items, decimal start, decimal? length)
    {
        if (Position(items, start) is not { } at)
            return default;
        if (length is null)
            return FeelValue.List(items[at..]);
        var take = decimal.Truncate(length.Value);
        return take < 1 || take > items.Length - at ? default : FeelValue.List(items[at..(at + (int)take)]);
    }

    private static FeelValue Distinct(IEnumerable<FeelValue> items)
    {
        var kept = new List<FeelValue>();
        foreach (var item in items)
            if (!kept.Exists(k => Same(k, item)))
                kept.Add(item);
        return FeelValue.List(kept);
    }

    private static IEnumerable<FeelValue> Flatten(FeelValue[] items) =>
        items.SelectMany(i => i.Kind == FeelKind.List ? Flatten(i.Items) : [i]);

    private static FeelValue ReplaceMatching(FeelValue[] a, FeelCall call)
    {
        var match = a[1].AsFunction;
        if (match.Parameters.Count != 2)
            return default;
        var items = (FeelValue[])a[0].Items.Clone();
        for (var i = 0; i < items.Length; i++)
        {
            var test = Invocation.Call(match, [items[i], a[2]], call, out var problem);
            if (problem is not null || !test.IsBoolean)
                return default;
            if (test.IsTrue)
                items[i] = a[2];
        }
        return FeelValue.List(items);
    }

    /// <summary>A stable merge sort, so that a precedes-function that contradicts itself cannot break it.</summary>
    private static FeelValue Sort(FeelValue[] items, FeelFunction? precedes, FeelCall call)
    {
        if (precedes is not null && precedes.Parameters.Count != 2)
            return default;
        var failed = false;
        bool Before(FeelValue x, FeelValue y)
        {
            if (failed || !call.Step())
                return false;
            if (precedes is null)
            {
                var order = Operations.Compare(x, y);
                failed |= order is null;
                return order < 0;
            }
            var answer = Invocation.Call(precedes, [x, y], call, out var problem);
            failed |= problem is not null || !answer.IsBoolean;
            return answer.IsTrue;
        }
        var source = (FeelValue[])items.Clone();
        var target = new FeelValue[items.Length];
        for (var width = 1; width < items.Length; width *= 2)
        {
            for (var start = 0; start < items.Length; start += 2 * width)
            {
                int i = start, middle = Math.Min(start + width, items.Length), end = Math.Min(start + (2 * width), items.Length), j = middle;
                for (var k = start; k < end; k++)
                    target[k] = i < middle && (j >= end || !Before(source[j], source[i])) ? source[i++] : source[j++];
            }
            (source, target) = (target, source);
        }
        return failed ? default : FeelValue.List(source);
    }
}
