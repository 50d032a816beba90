using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Syntax;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Columns.Compiling;

/// <summary>Comparisons, three-valued logic, choices and tests. Unknown wins over null, and a decided side over both.</summary>
internal sealed partial class Translator
{
    private Lane Compare(BinaryOperator op, Symbol left, Symbol right)
    {
        if (op is BinaryOperator.Equal or BinaryOperator.NotEqual)
        {
            if (right is ConstantSymbol { Value.IsNull: true })
                return IsNull(left, op == BinaryOperator.Equal);
            if (left is ConstantSymbol { Value.IsNull: true })
                return IsNull(right, op == BinaryOperator.Equal);
        }
        if (left is ConstantSymbol { Value: { IsUnknown: false } l } && right is ConstantSymbol { Value: { IsUnknown: false } r })
            return Constant(0, CompareNode.Apply(op, l, r));
        var (a, b) = SameDenominator(AsLane(left), AsLane(right));
        var unknown = Or(a.Level, a.Unknown, b.Unknown);
        if (op is BinaryOperator.Equal or BinaryOperator.NotEqual)
        {
            // Null equals null and nothing else.
            var both = And(a.Level, a.Null, b.Null);
            var equal = Or(a.Level, AndNot(a.Level, Equal(a, b), Or(a.Level, a.Null, b.Null)), both);
            return Truth(a.Level, op == BinaryOperator.Equal ? Mask(a.Level, equal) : Not(a.Level, equal), unknown, -1);
        }
        if (a.Kind is FeelTypeKind.String or FeelTypeKind.Boolean or FeelTypeKind.Any)
            throw new NotInColumnsException($"{a.Kind} has no order in columns");
        var value = op switch
        {
            BinaryOperator.Less => Order(OpCode.Less, a, b),
            BinaryOperator.LessOrEqual => Order(OpCode.LessOrEqual, a, b),
            BinaryOperator.Greater => Order(OpCode.Less, b, a),
            _ => Order(OpCode.LessOrEqual, b, a),
        };
        return Truth(a.Level, value, unknown, Or(a.Level, a.Null, b.Null));
    }

    private int Order(OpCode code, Lane a, Lane b)
    {
        if (a.Repeating || b.Repeating)
            throw new NotInColumnsException("a comparison with a number that has endless decimals");
        if (a.Kind == FeelTypeKind.Number && exact)
            code = code == OpCode.Less ? OpCode.LessDecimal : OpCode.LessOrEqualDecimal;
        return Op(code, a.Level, a.Value, b.Value);
    }

    /// <summary>Of two lanes of one kind, level and denominator.</summary>
    private int Equal(Lane a, Lane b)
    {
        if (a.Repeating || b.Repeating)
            throw new NotInColumnsException("a comparison with a number that has endless decimals");
        return Op(a.Kind == FeelTypeKind.Number && exact ? OpCode.EqualDecimal : OpCode.Equal, a.Level, a.Value, b.Value);
    }

    private Lane IsNull(Symbol symbol, bool wanted)
    {
        var (level, unknown, absent) = symbol switch
        {
            LaneSymbol lane => (lane.Lane.Level, lane.Lane.Unknown, lane.Lane.Null),
            RowSymbol row => (row.Level, row.Unknown, row.Null),
            ConstantSymbol constant => (0, constant.Value.IsUnknown ? Constant(0, -1) : -1, constant.Value.IsNull ? Constant(0, -1) : -1),
            _ => throw new NotInColumnsException("whether a list is there"),
        };
        return Truth(level, wanted ? Mask(level, absent) : Not(level, absent), unknown, -1);
    }

    private Lane Between(BetweenNode between)
    {
        var value = Translate(between.Value);
        return Junction(true, Compare(BinaryOperator.GreaterOrEqual, value, Translate(between.Low)), Compare(BinaryOperator.LessOrEqual, value, Translate(between.High)));
    }

    private Lane Junction(bool and, Lane left, Lane right)
    {
        var (a, b) = SameKind(As(left, FeelTypeKind.Boolean), As(right, FeelTypeKind.Boolean));
        if (a.Kind != FeelTypeKind.Boolean)
            throw new NotInColumnsException($"{a.Kind} is no condition");
        var level = a.Level;
        var open = Or(level, Or(level, a.Unknown, a.Null), Or(level, b.Unknown, b.Null));
        if (open < 0)
            return Truth(level, and ? And(level, a.Value, b.Value) : Or(level, a.Value, b.Value), -1, -1);
        // The side that decides by itself: false for "and", true for "or".
        var decided = and ? Or(level, False(a), False(b)) : Or(level, a.Value, b.Value);
        var unknown = AndNot(level, Or(level, a.Unknown, b.Unknown), decided);
        var absent = AndNot(level, AndNot(level, Or(level, a.Null, b.Null), decided), unknown);
        return new Lane(level, FeelTypeKind.Boolean, Mask(level, and ? And(level, a.Value, b.Value) : decided), Interval.Bit, 1, Unknown: unknown, Null: absent);
    }

    private Lane Negation(Lane lane)
    {
        lane = As(lane, FeelTypeKind.Boolean);
        return lane with { Value = Mask(lane.Level, AndNot(lane.Level, Not(lane.Level, lane.Value), Or(lane.Level, lane.Unknown, lane.Null))) };
    }

    private Lane If(Lane condition, Symbol then, Symbol otherwise)
    {
        condition = As(condition, FeelTypeKind.Boolean);
        var (a, b) = SameDenominator(AsLane(then), AsLane(otherwise));
        var level = Deeper(a.Level, condition.Level);
        (a, b, condition) = (Lift(a, level), Lift(b, level), Lift(condition, level));
        var chosen = Choose(condition.Value, a, b);
        if (condition.Unknown < 0)
            return chosen;
        // The condition does not matter where both branches agree.
        var open = Or(level, Or(level, a.Unknown, b.Unknown), Or(level, a.Null, b.Null));
        var agree = Or(level, AndNot(level, Equal(a, b), open), AndNot(level, And(level, a.Null, b.Null), Or(level, a.Unknown, b.Unknown)));
        var unknown = Or(level, AndNot(level, chosen.Unknown, condition.Unknown), AndNot(level, condition.Unknown, agree));
        return chosen with { Unknown = unknown, Null = AndNot(level, chosen.Null, unknown), Value = Canonical(chosen, unknown) };
    }

    /// <summary>Booleans are 0 where they are not known.</summary>
    private int Canonical(Lane lane, int unknown) => lane.Kind == FeelTypeKind.Boolean ? Mask(lane.Level, AndNot(lane.Level, lane.Value, unknown)) : lane.Value;

    /// <summary>The first lane where the mask is set, the second elsewhere; both of one kind, level and denominator.</summary>
    private Lane Choose(int mask, Lane a, Lane b)
    {
        var level = a.Level;
        var code = a.Kind == FeelTypeKind.Number && exact ? OpCode.SelectDecimal : OpCode.Select;
        return a with
        {
            // What is known nowhere has any value, above all that of the other side.
            Value = a.Value == b.Value || KnownNowhere(b) ? a.Value : KnownNowhere(a) ? b.Value : Op(code, level, mask, a.Value, b.Value),
            Range = a.Range.With(b.Range),
            Repeating = a.Repeating || b.Repeating,
            Unknown = Or(level, And(level, a.Unknown, mask), AndNot(level, b.Unknown, mask)),
            Null = Or(level, And(level, a.Null, mask), AndNot(level, b.Null, mask)),
            Constant = null,
        };
    }

    private bool KnownNowhere(Lane lane) => lane.Kind != FeelTypeKind.Boolean && (Everywhere(lane.Unknown) || Everywhere(lane.Null));

    private bool Everywhere(int mask) => mask >= 0 && operations.IsConstant(mask, -1);

    private Lane Tests(TestsNode tests, Symbol value)
    {
        if (tests.Tests.Count == 0)
            return Constant(0, FeelValue.Of(!tests.Negated));
        Lane? result = null;
        foreach (var test in tests.Tests)
        {
            var one = Test(test, value);
            result = result is null ? one : Junction(false, result, one);
        }
        return tests.Negated ? Negation(result!) : result!;
    }

    private Lane Test(TestNode test, Symbol value)
    {
        if (test.IsCondition)
            return As(AsLane(Translate(test.Operand)), FeelTypeKind.Boolean);
        if (test.Operator is { } op)
            return Compare(op, value, Translate(test.Operand));
        return Matches(test.Operand, value);
    }

    private Lane Matches(Node operand, Symbol value)
    {
        switch (operand)
        {
            case RangeNode { Comparison: not "!=" } range:
                var low = range.Low is null ? null : Translate(range.Low);
                var high = range.High is null ? null : Translate(range.High);
                if (low is not (null or ConstantSymbol { Value.IsUnknown: false }) || high is not (null or ConstantSymbol { Value.IsUnknown: false }))
                    throw Refuse(operand, "a range with ends that differ from row to row");
                if (range.Comparison is null && (low is not ConstantSymbol from || high is not ConstantSymbol to || Operations.Compare(from.Value, to.Value) is not <= 0))
                    throw Refuse(operand, "a range with its ends in the wrong order");
                Lane? inside = null;
                if (low is not null)
                    inside = Compare(range.LowIncluded ? BinaryOperator.GreaterOrEqual : BinaryOperator.Greater, value, low);
                if (high is not null)
                {
                    var below = Compare(range.HighIncluded ? BinaryOperator.LessOrEqual : BinaryOperator.Less, value, high);
                    inside = inside is null ? below : Junction(true, inside, below);
                }
                return inside ?? throw Refuse(operand, "a range without ends");
            case ListNode list:
                Lane? any = null;
                foreach (var item in list.Items)
                {
                    var one = Matches(item, value);
                    any = any is null ? one : Junction(false, any, one);
                }
                return any ?? Constant(0, FeelValue.False);
            case ConstantNode { Value.Kind: FeelKind.List } constant:
                return constant.Value.Items.Select(item => Compare(BinaryOperator.Equal, value, new ConstantSymbol(item))).Aggregate(Constant(0, FeelValue.False), (x, y) => Junction(false, x, y));
            default:
                if (Translate(operand) is var against and (LaneSymbol or ConstantSymbol { Value.Kind: not (FeelKind.Range or FeelKind.List) }))
                    return Compare(BinaryOperator.Equal, value, against);
                throw Refuse(operand, "this test has no form in columns");
        }
    }
}
