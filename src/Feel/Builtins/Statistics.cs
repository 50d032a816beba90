using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Builtins;

/// <summary>Aggregates over lists. Strict mode: the sum of an empty list is 0 and of an empty conjunction true, as packs mean it.</summary>
internal static class Statistics
{
    public static void Define(Definitions d)
    {
        d.Add("min(list: list<T>*): T?", (a, _) => Extreme(a[0].Items, -1));
        d.Add("max(list: list<T>*): T?", (a, _) => Extreme(a[0].Items, 1));
        d.Add("sum(list: list<T>*): T", (a, c) => Sum(a[0].Items, c));
        d.Add("product(list: list<number>*): number", (a, _) => Fold(a[0].Items, (x, y) => x * y));
        d.Add("mean(list: list<number>*): number?", (a, _) => Numbers(a[0].Items) is { Length: > 0 } n ? FeelValue.Of(n.Sum() / n.Length) : default, keepsUnit: true);
        d.Add("median(list: list<number>*): number?", (a, _) => Median(a[0].Items), keepsUnit: true);
        d.Add("stddev(list: list<number>*): number?", (a, _) => Deviation(a[0].Items), keepsUnit: true);
        d.Add("mode(list: list<number>*): list<number>", (a, _) => Mode(a[0].Items));
        d.Add("all(list: list<boolean?>*): boolean", (a, _) => Junction(a[0].Items, and: true), UnknownPolicy.Carries);
        d.Add("any(list: list<boolean?>*): boolean", (a, _) => Junction(a[0].Items, and: false), UnknownPolicy.Carries);
    }

    private static decimal[]? Numbers(FeelValue[] items) =>
        Array.TrueForAll(items, i => i.IsNumber) ? Array.ConvertAll(items, i => i.AsNumber) : null;

    private static FeelValue Fold(FeelValue[] items, Func<decimal, decimal, decimal> step) =>
        Numbers(items) is { Length: > 0 } numbers ? FeelValue.Of(numbers.Aggregate(step)) : default;

    private static FeelValue Sum(FeelValue[] items, FeelCall call)
    {
        if (items.Length == 0)
            return call.Strict ? FeelValue.Of(0m) : default;
        if (items[0].IsNumber)
        {
            var total = 0m;
            foreach (var item in items)
            {
                if (!item.IsNumber)
                    return default;
                total += item.AsNumber;
            }
            return FeelValue.Of(total);
        }
        if (items[0].Kind is not (FeelKind.DaysTime or FeelKind.YearsMonths))
            return default;
        return items.Skip(1).Aggregate(items[0], (sum, item) => Arithmetic.Apply(Syntax.BinaryOperator.Add, sum, item));
    }

    private static FeelValue Extreme(FeelValue[] items, int sign)
    {
        if (items.Length == 0)
            return default;
        var best = items[0];
        if (Operations.Compare(best, best) is null)
            return default;
        for (var i = 1; i < items.Length; i++)
        {
            if (Operations.Compare(items[i], best) is not { } order)
                return default;
            if (Math.Sign(order) == sign)
                best = items[i];
        }
        return best;
    }

    private static FeelValue Median(FeelValue[] items)
    {
        if (Numbers(items) is not { Length: > 0 } numbers)
            return default;
        Array.Sort(numbers);
        var middle = numbers.Length / 2;
        return FeelValue.Of(numbers.Length % 2 == 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2m);
    }

    /// <summary>Of a sample: divided by n − 1.</summary>
    private static FeelValue Deviation(FeelValue[] items)
    {
        if (Numbers(items) is not { Length: > 1 } numbers)
            return default;
        var mean = numbers.Average();
        return FeelValue.Of(Builtins.Numbers.Sqrt(numbers.Sum(n => (n - mean) * (n - mean)) / (numbers.Length - 1)));
    }

    private static FeelValue Mode(FeelValue[] items)
    {
        if (Numbers(items) is not { } numbers)
            return default;
        if (numbers.Length == 0)
            return FeelValue.List();
        var groups = numbers.GroupBy(n => n).ToArray();
        var most = groups.Max(g => g.Count());
        return FeelValue.List(groups.Where(g => g.Count() == most).Select(g => g.Key).Order().Select(FeelValue.Of));
    }

    private static FeelValue Junction(FeelValue[] items, bool and)
    {
        var result = FeelValue.Of(and);
        foreach (var item in items)
            result = and ? Kleene.And(result, item) : Kleene.Or(result, item);
        return result;
    }
}
