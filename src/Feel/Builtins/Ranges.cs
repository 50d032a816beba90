using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Builtins;

/// <summary>Relations between points and ranges (DMN 1.5 §10.3.4.8, Allen's algebra). A point is the range that holds only it.</summary>
internal static class Ranges
{
    private delegate bool? Relation(FeelRange a, FeelRange b);

    public static void Define(Definitions d)
    {
        // Where two points or ranges are allowed is the standard's table 78.
        Add(d, "before", "pp pr rp rr", Before);
        Add(d, "after", "pp pr rp rr", (a, b) => Before(b, a));
        Add(d, "meets", "rr", Meets);
        Add(d, "met by", "rr", (a, b) => Meets(b, a));
        Add(d, "overlaps", "rr", (a, b) => Not(Or(Before(a, b), Before(b, a))));
        Add(d, "overlaps before", "rr", OverlapsBefore);
        Add(d, "overlaps after", "rr", (a, b) => OverlapsBefore(b, a));
        Add(d, "finishes", "pr rr", (a, b) => And(EndOrder(a, b) == 0, Within(a, b)));
        Add(d, "finished by", "rp rr", (a, b) => And(EndOrder(a, b) == 0, Within(b, a)));
        Add(d, "includes", "rp rr", (a, b) => Within(b, a));
        Add(d, "during", "pr rr", Within);
        Add(d, "starts", "pr rr", (a, b) => And(StartOrder(a, b) == 0, Within(a, b)));
        Add(d, "started by", "rp rr", (a, b) => And(StartOrder(a, b) == 0, Within(b, a)));
        Add(d, "coincides", "pp rr", (a, b) => And(StartOrder(a, b) is { } s ? s == 0 : null, EndOrder(a, b) is { } e ? e == 0 : null));
    }

    private static void Add(Definitions d, string name, string shapes, Relation relation)
    {
        foreach (var shape in shapes.Split(' ').Reverse())
        {
            var (left, right) = (shape[0] == 'r' ? "range<any>" : "any", shape[1] == 'r' ? "range<any>" : "any");
            var names = shape switch { "pp" => ("point1", "point2"), "pr" => ("point", "range"), "rp" => ("range", "point"), _ => ("range1", "range2") };
            d.Add($"{name}({names.Item1}: {left}, {names.Item2}: {right}): boolean", (a, _) =>
            {
                if ((shape[0] == 'p' && a[0].Kind == FeelKind.Range) || (shape[1] == 'p' && a[1].Kind == FeelKind.Range))
                    return default;
                return Operations.Of(relation(AsRange(a[0]), AsRange(a[1])));
            });
        }
    }

    private static FeelRange AsRange(FeelValue value) => value.Kind == FeelKind.Range ? value.AsRange : new FeelRange(value, true, value, true);

    /// <summary>Order of the ends; an open end is infinite, an excluded one just inside. Null when not comparable.</summary>
    private static int? EndOrder(FeelRange a, FeelRange b)
    {
        if (a.OpenEnd || b.OpenEnd)
            return a.OpenEnd.CompareTo(b.OpenEnd);
        return Operations.Compare(a.End, b.End) is not { } order ? null : order != 0 ? Math.Sign(order) : a.EndIncluded.CompareTo(b.EndIncluded);
    }

    private static int? StartOrder(FeelRange a, FeelRange b)
    {
        if (a.OpenStart || b.OpenStart)
            return b.OpenStart.CompareTo(a.OpenStart);
        return Operations.Compare(a.Start, b.Start) is not { } order ? null : order != 0 ? Math.Sign(order) : b.StartIncluded.CompareTo(a.StartIncluded);
    }

    private static bool? Before(FeelRange a, FeelRange b)
    {
        if (a.OpenEnd || b.OpenStart)
            return false;
        return Operations.Compare(a.End, b.Start) is { } order ? order < 0 || (order == 0 && !(a.EndIncluded && b.StartIncluded)) : null;
    }

    private static bool? Meets(FeelRange a, FeelRange b)
    {
        if (a.OpenEnd || b.OpenStart)
            return false;
        return Operations.Compare(a.End, b.Start) is { } order ? order == 0 && a.EndIncluded && b.StartIncluded : null;
    }

    private static bool? OverlapsBefore(FeelRange a, FeelRange b)
    {
        var starts = StartOrder(a, b);
        var ends = EndOrder(a, b);
        return And(starts is { } s ? s < 0 : null, And(Not(Before(a, b)), ends is { } e ? e <= 0 : null));
    }

    private static bool? Within(FeelRange inner, FeelRange outer) =>
        And(StartOrder(inner, outer) is { } s ? s >= 0 : null, EndOrder(inner, outer) is { } e ? e <= 0 : null);

    private static bool? And(bool? left, bool? right) => left == false || right == false ? false : left is null || right is null ? null : true;
    private static bool? Or(bool? left, bool? right) => left == true || right == true ? true : left is null || right is null ? null : false;
    private static bool? Not(bool? value) => value is null ? null : !value;
}
