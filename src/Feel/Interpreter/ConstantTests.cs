using Fuyao.Feel.Syntax;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Interpreter;

/// <summary>Unary tests that are all constants of one kind, decided without evaluating anything: intervals or words.</summary>
internal sealed class ConstantTests
{
    private readonly record struct Interval(decimal Low, bool LowIncluded, decimal High, bool HighIncluded);

    private readonly FeelKind _kind;
    private readonly Interval[] _intervals;
    private readonly string[] _words;
    private readonly bool _negated;

    private ConstantTests(FeelKind kind, Interval[] intervals, string[] words, bool negated) =>
        (_kind, _intervals, _words, _negated) = (kind, intervals, words, negated);

    /// <summary>Null when a test is anything else.</summary>
    public static ConstantTests? Of(TestNode[] tests, bool negated)
    {
        var intervals = new List<Interval>();
        var words = new List<string>();
        FeelKind? kind = null;
        foreach (var test in tests)
        {
            var found = test.IsCondition ? null : test.Operand switch
            {
                ConstantNode { Value.IsString: true } word when test.Operator is null or BinaryOperator.Equal => Word(word.Value, words),
                ConstantNode constant when IsOrdered(constant.Value.Kind) => One(test.Operator, constant.Value, intervals),
                RangeNode { Comparison: null, Low: ConstantNode low, High: ConstantNode high } range
                    when test.Operator is null && IsOrdered(low.Value.Kind) && Operations.Compare(low.Value, high.Value) <= 0 => Range(range, low.Value, high.Value, intervals),
                _ => null,
            };
            if (found is null || (kind is not null && kind != found))
                return null;
            kind = found;
        }
        return kind is { } k ? new ConstantTests(k, [.. intervals], [.. words], negated) : null;
    }

    /// <summary>False when the value is of another kind (or Unknown, or null): then the tests must be evaluated.</summary>
    public bool Decides(in FeelValue tested, out bool result)
    {
        result = _negated;
        if (tested.Kind != _kind)
            return false;
        if (_kind == FeelKind.String)
        {
            var text = tested.AsString;
            foreach (var word in _words)
                if (text == word)
                    result = !_negated;
            return true;
        }
        var raw = tested.Raw;
        foreach (ref readonly var interval in _intervals.AsSpan())
        {
            if ((interval.LowIncluded ? raw >= interval.Low : raw > interval.Low) && (interval.HighIncluded ? raw <= interval.High : raw < interval.High))
            {
                result = !_negated;
                break;
            }
        }
        return true;
    }

    private static bool IsOrdered(FeelKind kind) => kind is FeelKind.Number or FeelKind.Date or FeelKind.DaysTime or FeelKind.YearsMonths;

    private static FeelKind? Word(FeelValue word, List<string> words)
    {
        words.Add(word.AsString);
        return FeelKind.String;
    }

    private static FeelKind? One(BinaryOperator? op, FeelValue value, List<Interval> intervals)
    {
        var at = value.Raw;
        switch (op)
        {
            case null or BinaryOperator.Equal:
                intervals.Add(new(at, true, at, true));
                break;
            case BinaryOperator.Less or BinaryOperator.LessOrEqual:
                intervals.Add(new(decimal.MinValue, true, at, op == BinaryOperator.LessOrEqual));
                break;
            case BinaryOperator.Greater or BinaryOperator.GreaterOrEqual:
                intervals.Add(new(at, op == BinaryOperator.GreaterOrEqual, decimal.MaxValue, true));
                break;
            default:
                return null;
        }
        return value.Kind;
    }

    private static FeelKind? Range(RangeNode range, FeelValue low, FeelValue high, List<Interval> intervals)
    {
        intervals.Add(new(low.Raw, range.LowIncluded, high.Raw, range.HighIncluded));
        return low.Kind;
    }
}
