using System.Numerics;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Columns.Compiling;

/// <summary>Lanes and masks: constants, levels, denominators.</summary>
internal sealed partial class Translator
{
    private int Op(OpCode code, int level, int a = -1, int b = -1, int c = -1, object? detail = null)
    {
        var operation = new Operation(code, level, a, b, c, detail);
        return Simplified(operation) ?? operations.Add(operation);
    }

    private int Constant(int level, long value) => Op(OpCode.Constant, level, detail: value);

    private int Or(int level, int a, int b) => a < 0 || a == b ? b : b < 0 ? a : Op(OpCode.Or, level, Math.Min(a, b), Math.Max(a, b));

    /// <summary>−1 stands for "nowhere".</summary>
    private int And(int level, int a, int b) => a < 0 || b < 0 ? -1 : a == b ? a
        : operations.IsConstant(a, -1) ? b : operations.IsConstant(b, -1) ? a : Op(OpCode.And, level, Math.Min(a, b), Math.Max(a, b));

    private int AndNot(int level, int a, int b) => a < 0 || b < 0 ? a : a == b ? -1 : Op(OpCode.AndNot, level, a, b);

    /// <summary>A mask that is always there: "nowhere" becomes a column of zeros.</summary>
    private int Mask(int level, int mask) => mask < 0 ? Constant(level, 0) : mask;

    private int Not(int level, int mask) => mask < 0 ? Constant(level, -1) : Op(OpCode.Not, level, mask);

    private Lane Truth(int level, int value, int unknown, int absent)
    {
        var open = Or(level, unknown, absent);
        value = AndNot(level, value, open);
        return new Lane(level, FeelTypeKind.Boolean, Mask(level, value), Interval.Bit, 1, Unknown: unknown, Null: AndNot(level, absent, unknown));
    }

    private int False(Lane lane) => Not(lane.Level, Or(lane.Level, lane.Value, Or(lane.Level, lane.Unknown, lane.Null)));

    private Lane AsLane(Symbol symbol) => symbol switch
    {
        LaneSymbol lane => lane.Lane,
        ConstantSymbol constant => Constant(0, constant.Value),
        _ => throw new NotInColumnsException("a list or an object is no plain value"),
    };

    public Lane Constant(int level, FeelValue value) => value.Kind switch
    {
        FeelKind.Number => Number(level, value.AsNumber),
        FeelKind.Boolean => new Lane(level, FeelTypeKind.Boolean, Constant(level, value.IsTrue ? -1 : 0), Interval.Bit, 1),
        FeelKind.Date => new Lane(level, FeelTypeKind.Date, Constant(level, value.DayNumber), Interval.Of(value.DayNumber), 1),
        FeelKind.YearsMonths => new Lane(level, FeelTypeKind.YearsMonths, Constant(level, value.AsMonths), Interval.Of(value.AsMonths), 1),
        FeelKind.String => new Lane(level, FeelTypeKind.String, Constant(level, (long)Text(value.AsString)), new Interval(0, texts.Count), 1),
        FeelKind.Unknown => new Lane(level, FeelTypeKind.Any, Constant(level, 0), Interval.Of(0), 1, Unknown: Constant(level, -1)),
        FeelKind.Null => new Lane(level, FeelTypeKind.Null, Constant(level, 0), Interval.Of(0), 1, Null: Constant(level, -1)),
        _ => throw new NotInColumnsException($"{value} is no plain value"),
    };

    private Lane Number(int level, decimal value)
    {
        var (numerator, denominator) = Fraction(value);
        if (exact)
            return new Lane(level, FeelTypeKind.Number, Op(OpCode.ConstantDecimal, level, detail: value), Checked(Outward(Interval.Of(numerator), denominator)), 1, Constant: value);
        Checked(Interval.Of(numerator));
        return new Lane(level, FeelTypeKind.Number, Constant(level, (long)numerator), Interval.Of(numerator), denominator, Constant: value);
    }

    private static (BigInteger Numerator, BigInteger Denominator) Fraction(decimal value)
    {
        var scale = BigInteger.Pow(10, value.Scale);
        var numerator = new BigInteger(decimal.Truncate(value)) * scale + new BigInteger((value - decimal.Truncate(value)) * (decimal)scale);
        var common = BigInteger.GreatestCommonDivisor(numerator, scale);
        return common.IsZero ? (0, 1) : (numerator / common, scale / common);
    }

    /// <summary>A value that has no kind of its own (null, unknown) takes that of its neighbour.</summary>
    public Lane As(Lane lane, FeelTypeKind kind)
    {
        if (lane.Kind == kind || lane.Kind is not (FeelTypeKind.Any or FeelTypeKind.Null))
            return lane;
        return kind == FeelTypeKind.Number && exact ? lane with { Kind = kind, Value = Op(OpCode.ConstantDecimal, lane.Level, detail: 0m) } : lane with { Kind = kind };
    }

    private (Lane, Lane) SameKind(Lane a, Lane b)
    {
        (a, b) = (As(a, b.Kind), As(b, a.Kind));
        var level = Deeper(a.Level, b.Level);
        return a.Kind == b.Kind ? (Lift(a, level), Lift(b, level)) : throw new NotInColumnsException($"{a.Kind} and {b.Kind} do not mix");
    }

    private int Deeper(int a, int b) => IsBelow(a, b) ? a : IsBelow(b, a) ? b : throw new NotInColumnsException("rows of two lists that have nothing in common");

    /// <summary>Whether a level's rows lie in those of another, or are the same.</summary>
    private bool IsBelow(int level, int above)
    {
        for (var table = levels[level]; table is not null; table = table.Parent)
            if (ReferenceEquals(table, levels[above]))
                return true;
        return false;
    }

    private Lane Lift(Lane lane, int level)
    {
        if (lane.Level == level)
            return lane;
        if (!IsBelow(level, lane.Level))
            throw new NotInColumnsException("a value of the rows below, where one for the whole is needed");
        return lane with
        {
            Level = level,
            Value = Lift(lane.Value, lane.Level, level),
            Unknown = Lift(lane.Unknown, lane.Level, level),
            Null = Lift(lane.Null, lane.Level, level),
        };
    }

    private int Lift(int value, int from, int to)
    {
        if (value < 0 || from == to)
            return value;
        var operation = operations.All[value];
        if (operation.IsConstant)
            return operations.Add(operation with { Level = to });
        var above = LevelOf(levels[to].Parent!);
        return Op(operation.IsDecimal ? OpCode.BroadcastDecimal : OpCode.Broadcast, to, Lift(value, from, above));
    }

    /// <summary>The same number over another denominator, a multiple of its own.</summary>
    private Lane Over(Lane lane, BigInteger denominator)
    {
        if (lane.Denominator == denominator || exact || lane.Kind != FeelTypeKind.Number)
            return lane;
        var factor = denominator / lane.Denominator;
        var range = Checked(lane.Range.Times(Interval.Of(factor)));
        var value = lane.Constant is not null && range.Low == range.High
            ? Constant(lane.Level, (long)range.Low)
            : Op(OpCode.Multiply, lane.Level, lane.Value, Constant(lane.Level, (long)Checked(Interval.Of(factor)).Low));
        return lane with { Value = value, Range = range, Denominator = denominator };
    }

    private (Lane, Lane) SameDenominator(Lane a, Lane b)
    {
        (a, b) = SameKind(a, b);
        var common = a.Denominator / BigInteger.GreatestCommonDivisor(a.Denominator, b.Denominator) * b.Denominator;
        return (Over(a, common), Over(b, common));
    }
}
