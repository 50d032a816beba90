using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Tables;

/// <summary>Hit policies (DMN 1.5 §8.2.8).</summary>
public sealed partial class FeelTable
{
    /// <summary>Some rows may or may not match. What does not hang on them is still decided.</summary>
    private FeelValue Undecided(Frame frame, List<Row> matched, List<Row> doubtful, FeelValue needs)
    {
        switch (Spec.Hit)
        {
            case HitPolicy.Unique or HitPolicy.Any when matched.Count > 0:
                return Settle(frame, matched);
            case HitPolicy.First when matched.Count > 0:
                var certain = Output(frame, matched[0]);
                var open = doubtful.Where(d => Array.IndexOf(_rows, d) < Array.IndexOf(_rows, matched[0])).ToArray();
                return Array.TrueForAll(open, row => Output(frame, row).Equals(certain)) ? certain : needs;
            default:
                return needs;
        }
    }

    private FeelValue Settle(Frame frame, List<Row> matched)
    {
        if (matched.Count == 0)
            return Default(frame);
        switch (Spec.Hit)
        {
            case HitPolicy.First:
                return Output(frame, matched[0]);
            case HitPolicy.Unique when matched.Count > 1:
                return Conflict(frame, matched, "UNIQUE");
            case HitPolicy.Unique:
                return Output(frame, matched[0]);
            case HitPolicy.Any:
                var first = Output(frame, matched[0]);
                return matched.Skip(1).All(row => Output(frame, row).Equals(first)) ? first : Conflict(frame, matched, "ANY");
            case HitPolicy.Priority:
                return ByPriority(frame, matched)[0];
            case HitPolicy.OutputOrder:
                return FeelValue.List(ByPriority(frame, matched));
            case HitPolicy.RuleOrder:
                return FeelValue.List(matched.Select(row => Output(frame, row)));
            default:
                return Aggregate(frame, matched.Select(row => Output(frame, row)).ToArray());
        }
    }

    private static FeelValue Conflict(Frame frame, List<Row> matched, string policy)
    {
        var rows = string.Join(", ", matched.Select(r => r.Number));
        frame.Call.Report("table-overlap", default, $"{policy} 表有多行同时匹配：第 {rows} 行", $"Several rows of a {policy} table match: rows {rows}.");
        return default;
    }

    private FeelValue Aggregate(Frame frame, FeelValue[] values)
    {
        if (Spec.Aggregation == Aggregation.None)
            return FeelValue.List(values);
        if (Interpreter.Unknowns.In(values) is { } unknown && Spec.Aggregation != Aggregation.Count)
            return unknown;
        if (Spec.Aggregation == Aggregation.Count)
            return FeelValue.Of((decimal)values.Length);
        var name = Spec.Aggregation switch { Aggregation.Sum => "sum", Aggregation.Min => "min", _ => "max" };
        return BuiltinNode.Dispatch(Builtins.Library.Find(name)!, [FeelValue.List(values)], frame.Call, null, null);
    }

    private FeelValue Default(Frame frame)
    {
        if (Array.Exists(_outputs, o => o.Default is not null))
            return Combine(_outputs.Select(o => o.Default?.Evaluate(frame) ?? default).ToArray());
        if (Spec.Hit == HitPolicy.Collect && (_options.Mode == FeelMode.Strict || Spec.Aggregation == Aggregation.None))
            return Spec.Aggregation is Aggregation.Min or Aggregation.Max ? default : Aggregate(frame, []);
        return Spec.Hit is HitPolicy.RuleOrder or HitPolicy.OutputOrder ? FeelValue.List() : default;
    }

    private FeelValue Output(Frame frame, Row row)
    {
        if (row.Outputs.Length == 1)
            return row.Outputs[0].Evaluate(frame);
        var values = new FeelValue[row.Outputs.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = row.Outputs[i].Evaluate(frame);
        return Combine(values);
    }

    private FeelValue Combine(FeelValue[] values) => values.Length == 1 ? values[0] : FeelValue.Of(new FeelContext(_shape, values));

    /// <summary>Results in the order of the listed output values, the first output first.</summary>
    private FeelValue[] ByPriority(Frame frame, List<Row> matched)
    {
        var results = matched.Select(row => (Value: Output(frame, row), Ranks: row.Outputs.Select((o, i) => Rank(i, o.Evaluate(frame))).ToArray())).ToArray();
        return [.. results.OrderBy(r => r.Ranks, Comparer<int[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b))).Select(r => r.Value)];
    }

    private int Rank(int output, FeelValue value)
    {
        var rank = _outputs[output].Priorities.FindIndex(p => Operations.Equal(p, value) == true);
        return rank < 0 ? int.MaxValue : rank;
    }
}
