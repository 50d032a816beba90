using System.Numerics;
using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Syntax;
using Fuyao.Feel.Types;

namespace Fuyao.Feel.Columns.Compiling;

/// <summary>Arithmetic, with the range of every result.</summary>
internal sealed partial class Translator
{
    /// <summary>What an operand that no row has would be: a date beside months that are added, their number beside months that are multiplied.</summary>
    private static FeelTypeKind Beside(BinaryOperator op, FeelTypeKind other) => (op, other) switch
    {
        (BinaryOperator.Add, FeelTypeKind.YearsMonths) => FeelTypeKind.Date,
        (BinaryOperator.Add, FeelTypeKind.Date) => FeelTypeKind.YearsMonths,
        (BinaryOperator.Multiply, FeelTypeKind.YearsMonths) or (_, FeelTypeKind.Any or FeelTypeKind.Null) => FeelTypeKind.Number,
        _ => other,
    };

    private Symbol Calculate(BinaryOperator op, Symbol left, Symbol right)
    {
        if (left is ConstantSymbol { Value: { IsUnknown: false } l } && right is ConstantSymbol { Value: { IsUnknown: false } r } && Arithmetic.Apply(op, l, r) is { IsNull: false } constant)
            return new ConstantSymbol(constant);
        var (a, b) = (AsLane(left), AsLane(right));
        if (a.Kind is FeelTypeKind.Any or FeelTypeKind.Null)
            a = As(a, Beside(op, b.Kind));
        if (b.Kind is FeelTypeKind.Any or FeelTypeKind.Null)
            b = As(b, Beside(op, a.Kind));
        var result = (a.Kind, b.Kind, op) switch
        {
            (FeelTypeKind.Number, FeelTypeKind.Number, BinaryOperator.Add) => Add(a, b),
            (FeelTypeKind.Number, FeelTypeKind.Number, BinaryOperator.Subtract) => Add(a, Negate(b)),
            (FeelTypeKind.Number, FeelTypeKind.Number, BinaryOperator.Multiply) => Multiply(a, b),
            (FeelTypeKind.Number, FeelTypeKind.Number, BinaryOperator.Divide) => Divide(a, b),
            (FeelTypeKind.Date, FeelTypeKind.YearsMonths, BinaryOperator.Add) => AddMonths(a, b),
            (FeelTypeKind.YearsMonths, FeelTypeKind.Date, BinaryOperator.Add) => AddMonths(b, a),
            (FeelTypeKind.Number, FeelTypeKind.YearsMonths, BinaryOperator.Multiply) => Months(a, b),
            (FeelTypeKind.YearsMonths, FeelTypeKind.Number, BinaryOperator.Multiply) => Months(b, a),
            _ => throw new NotInColumnsException($"{a.Kind} {op} {b.Kind} has no form in columns"),
        };
        // What cannot be computed is null; what is not known wins over it.
        var unknown = Or(result.Level, Lift(a.Unknown, a.Level, result.Level), Lift(b.Unknown, b.Level, result.Level));
        var absent = Or(result.Level, Lift(a.Null, a.Level, result.Level), Lift(b.Null, b.Level, result.Level));
        if (op == BinaryOperator.Divide)
            absent = Or(result.Level, absent, result.Null);
        return Of(result with { Unknown = unknown, Null = AndNot(result.Level, absent, unknown) });
    }

    private Lane Add(Lane left, Lane right)
    {
        if (left.Repeating && right.Repeating)
            throw new NotInColumnsException("a sum of two numbers with endless decimals");
        var (a, b) = SameDenominator(left, right);
        return a with
        {
            Value = Op(exact ? OpCode.AddDecimal : OpCode.Add, a.Level, a.Value, b.Value),
            Range = Checked(a.Range + b.Range),
            Repeating = a.Repeating || b.Repeating,
            Constant = null,
        };
    }

    private Lane Negate(Lane lane)
    {
        if (lane.Kind == FeelTypeKind.Any)
            return lane;
        if (lane.Kind != FeelTypeKind.Number)
            throw new NotInColumnsException($"{lane.Kind} cannot be negated in columns");
        return lane.Constant is { } constant ? Number(lane.Level, -constant)
            : lane with { Value = Op(exact ? OpCode.NegateDecimal : OpCode.Negate, lane.Level, lane.Value), Range = -lane.Range };
    }

    private Lane Multiply(Lane left, Lane right)
    {
        var (a, b) = SameKind(left, right);
        if (exact)
            return a with { Value = Op(OpCode.MultiplyDecimal, a.Level, a.Value, b.Value), Range = Checked(a.Range.Times(b.Range)), Constant = null };
        if (a.Repeating || b.Repeating)
            throw new NotInColumnsException("a product of a number with endless decimals");
        if (a.Constant is not null)
            (a, b) = (b, a);
        if (b.Constant is { } factor)
        {
            var (numerator, denominator) = Fraction(factor);
            return Scaled(a, numerator, denominator);
        }
        return a with
        {
            Value = Op(OpCode.Multiply, a.Level, a.Value, b.Value),
            Range = Checked(a.Range.Times(b.Range)),
            Denominator = a.Denominator * b.Denominator,
        };
    }

    private Lane Divide(Lane left, Lane right)
    {
        var (a, b) = SameKind(left, right);
        var mayBeZero = b.Range.Low.Sign <= 0 && b.Range.High.Sign >= 0;
        if (exact)
        {
            if (mayBeZero && !IsWhole(b.Value))
                throw new NotInColumnsException("a divisor that may be close to zero");
            // Bounds are whole, so the divisor is at least 1 – also where it may be zero, for there it is replaced.
            var zero = mayBeZero ? Op(OpCode.EqualDecimal, b.Level, b.Value, Op(OpCode.ConstantDecimal, b.Level, detail: 0m)) : -1;
            var by = zero < 0 ? b.Value : Op(OpCode.SelectDecimal, b.Level, zero, Op(OpCode.ConstantDecimal, b.Level, detail: 1m), b.Value);
            var most = new[] { a.Range.Low, a.Range.High }.Max(BigInteger.Abs);
            return a with { Value = Op(OpCode.DivideDecimal, a.Level, a.Value, by), Range = Checked(new Interval(-most, most)), Constant = null, Null = zero };
        }
        if (mayBeZero)
            throw new NotInColumnsException("a divisor that may be zero");
        if (b.Constant is not { } divisor || a.Repeating)
            throw new NotInColumnsException("a division by a number that differs from row to row");
        var (numerator, denominator) = Fraction(divisor);
        if (numerator.Sign < 0)
            (numerator, denominator) = (-numerator, -denominator);
        var result = Scaled(a, denominator, numerator);
        return result with { Repeating = !IsDecimal(result.Denominator) };
    }

    /// <summary>Whether a decimal operation gives whole numbers only: counts, ages, columns without places.</summary>
    private bool IsWhole(int value) => operations.All[value] is var operation && operation.Code switch
    {
        OpCode.ToDecimal => true,
        OpCode.LoadDecimal => ((Column)operation.Detail!).Denominator == 1,
        OpCode.ConstantDecimal => decimal.IsInteger((decimal)operation.Detail!),
        OpCode.BroadcastDecimal or OpCode.SumDecimal or OpCode.NegateDecimal => IsWhole(operation.A),
        OpCode.AddDecimal or OpCode.MultiplyDecimal => IsWhole(operation.A) && IsWhole(operation.B),
        _ => false,
    };

    /// <summary>Times a fraction, reduced before it is multiplied.</summary>
    private Lane Scaled(Lane lane, BigInteger numerator, BigInteger denominator)
    {
        var over = lane.Denominator * denominator;
        var common = BigInteger.GreatestCommonDivisor(numerator, over);
        if (common.IsZero)
            common = BigInteger.One;
        var factor = numerator / common;
        return lane with
        {
            Value = factor.IsOne ? lane.Value : Op(OpCode.Multiply, lane.Level, lane.Value, Constant(lane.Level, (long)Checked(Interval.Of(factor)).Low)),
            Range = Checked(lane.Range.Times(Interval.Of(factor))),
            Denominator = Checked(Interval.Of(over / common)).Low,
            Constant = null,
        };
    }

    private static bool IsDecimal(BigInteger denominator)
    {
        foreach (var prime in new BigInteger[] { 2, 5 })
            while ((denominator % prime).IsZero)
                denominator /= prime;
        return denominator.IsOne;
    }

    /// <summary>Rounds to decimal places as a mode says; the result is exact.</summary>
    public Lane Rounded(Lane lane, int places, MidpointRounding mode)
    {
        if (lane.Kind is FeelTypeKind.Any or FeelTypeKind.Null)
            lane = As(lane, FeelTypeKind.Number);
        if (exact)
            return lane with { Value = Op(OpCode.RoundDecimal, lane.Level, lane.Value, detail: (places, mode)), Range = new(lane.Range.Low - 1, lane.Range.High + 1), Constant = null };
        var unit = BigInteger.Pow(10, places);
        if ((unit % lane.Denominator).IsZero)
            return lane;
        var common = BigInteger.GreatestCommonDivisor(unit, lane.Denominator);
        var rounding = new Rounding((long)(unit / common), (long)(lane.Denominator / common), mode);
        var product = Checked(lane.Range.Times(Interval.Of(unit / common)));
        return lane with
        {
            Value = Op(OpCode.RoundDivide, lane.Level, lane.Value, detail: rounding),
            Range = new(Floor(product.Low, rounding.Divisor), Floor(product.High, rounding.Divisor) + 1),
            Denominator = unit,
            Repeating = false,
            Constant = null,
        };
    }

    private Lane Extreme(bool least, Lane left, Lane right)
    {
        if (left.Repeating || right.Repeating)
            throw new NotInColumnsException("a comparison with a number that has endless decimals");
        if (left.Null >= 0 || right.Null >= 0)
            throw new NotInColumnsException("the least or greatest of values that may be null");
        var (a, b) = SameDenominator(left, right);
        var code = (a.Kind == FeelTypeKind.Number && exact, least) switch
        {
            (true, true) => OpCode.MinDecimal,
            (true, false) => OpCode.MaxDecimal,
            (false, true) => OpCode.Min,
            _ => OpCode.Max,
        };
        var range = least
            ? new Interval(BigInteger.Min(a.Range.Low, b.Range.Low), BigInteger.Min(a.Range.High, b.Range.High))
            : new Interval(BigInteger.Max(a.Range.Low, b.Range.Low), BigInteger.Max(a.Range.High, b.Range.High));
        return a with { Value = Op(code, a.Level, a.Value, b.Value), Range = range, Unknown = Or(a.Level, a.Unknown, b.Unknown), Constant = null };
    }

    /// <summary>Counts and ages are integers first.</summary>
    private Lane Whole(Lane lane) => exact ? lane with { Value = Op(OpCode.ToDecimal, lane.Level, lane.Value) } : lane;
}
