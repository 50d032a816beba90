using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Syntax;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Tables;

/// <summary>The values that a cell of constant tests accepts: intervals and single values.</summary>
internal sealed class CellSet
{
    private readonly List<(FeelValue Value, bool Equal)> _values = [];
    private readonly List<FeelRange> _ranges = [];
    private bool _all;
    private bool _negated;

    public IEnumerable<FeelValue> Constants => _values.Select(v => v.Value).Concat(_ranges.SelectMany(r => new[] { r.Start, r.End })).Where(v => !v.IsNull);

    /// <summary>Null when a test is no constant one.</summary>
    public static CellSet? Of(TestsNode tests)
    {
        var set = new CellSet { _all = tests.Tests.Count == 0, _negated = tests.Negated };
        foreach (var test in tests.Tests)
            if (!set.Add(test.Operator, test.Operand, test.IsCondition))
                return null;
        return set;
    }

    private bool Add(BinaryOperator? op, Node operand, bool isCondition)
    {
        if (isCondition)
            return false;
        switch (operand)
        {
            case RangeNode { Low: ConstantNode or null, High: ConstantNode or null, Comparison: not "!=" } range:
                _ranges.Add(new FeelRange((range.Low as ConstantNode)?.Value ?? default, range.LowIncluded, (range.High as ConstantNode)?.Value ?? default, range.HighIncluded) { Comparison = range.Comparison });
                return op is null;
            case ListNode list when op is null:
                return list.Items.All(item => Add(null, item, false));
            case ConstantNode constant:
                return Add(op, constant.Value);
            default:
                return false;
        }
    }

    private bool Add(BinaryOperator? op, FeelValue value)
    {
        switch (op)
        {
            case null or BinaryOperator.Equal:
                _values.Add((value, true));
                return value.Kind is not (FeelKind.List or FeelKind.Context or FeelKind.Range or FeelKind.Function);
            case BinaryOperator.NotEqual:
                _values.Add((value, false));
                return true;
            default:
                _ranges.Add(op is BinaryOperator.Less or BinaryOperator.LessOrEqual
                    ? new FeelRange(default, false, value, op == BinaryOperator.LessOrEqual) { Comparison = "<" }
                    : new FeelRange(value, op == BinaryOperator.GreaterOrEqual, default, false) { Comparison = ">" });
                return true;
        }
    }

    public bool Contains(FeelValue value) => _all || (_negated != (
        _values.Exists(v => v.Equal == (Operations.Equal(v.Value, value) == true)) || _ranges.Exists(r => Operations.Contains(r, value) == true)));
}
