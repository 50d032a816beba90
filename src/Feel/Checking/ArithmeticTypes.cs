using Fuyao.Feel.Syntax;
using Fuyao.Feel.Types;

namespace Fuyao.Feel.Checking;

/// <summary>The type of an arithmetic result; null where the operation does not exist.</summary>
internal static class ArithmeticTypes
{
    public static FeelType? Result(BinaryOperator op, FeelType l, FeelType r)
    {
        if (l.Kind == FeelTypeKind.Number && r.Kind == FeelTypeKind.Number)
            return Numbers(op, l, r);
        return (op, l.Kind, r.Kind) switch
        {
            (BinaryOperator.Add, FeelTypeKind.String, FeelTypeKind.String) => FeelType.String,
            (BinaryOperator.Add or BinaryOperator.Subtract, FeelTypeKind.YearsMonths, FeelTypeKind.YearsMonths) => l,
            (BinaryOperator.Add or BinaryOperator.Subtract, FeelTypeKind.DaysTime, FeelTypeKind.DaysTime) => l,
            (BinaryOperator.Add or BinaryOperator.Subtract, FeelTypeKind.Date or FeelTypeKind.DateTime, FeelTypeKind.YearsMonths or FeelTypeKind.DaysTime) => l,
            (BinaryOperator.Add or BinaryOperator.Subtract, FeelTypeKind.Time, FeelTypeKind.DaysTime) => l,
            (BinaryOperator.Add, FeelTypeKind.YearsMonths or FeelTypeKind.DaysTime, FeelTypeKind.Date or FeelTypeKind.DateTime) => r,
            (BinaryOperator.Add, FeelTypeKind.DaysTime, FeelTypeKind.Time) => r,
            (BinaryOperator.Subtract, FeelTypeKind.Date or FeelTypeKind.DateTime, FeelTypeKind.Date or FeelTypeKind.DateTime) => FeelType.DaysTime,
            (BinaryOperator.Subtract, FeelTypeKind.Time, FeelTypeKind.Time) => FeelType.DaysTime,
            (BinaryOperator.Multiply or BinaryOperator.Divide, FeelTypeKind.YearsMonths or FeelTypeKind.DaysTime, FeelTypeKind.Number) => l,
            (BinaryOperator.Multiply, FeelTypeKind.Number, FeelTypeKind.YearsMonths or FeelTypeKind.DaysTime) => r,
            (BinaryOperator.Divide, FeelTypeKind.YearsMonths, FeelTypeKind.YearsMonths) => FeelType.Number,
            (BinaryOperator.Divide, FeelTypeKind.DaysTime, FeelTypeKind.DaysTime) => FeelType.Number,
            _ => null,
        };
    }

    private static FeelType Numbers(BinaryOperator op, FeelType l, FeelType r)
    {
        var whole = l.Whole && r.Whole;
        try
        {
            return op switch
            {
                BinaryOperator.Add => Unit(FeelType.Number.Within(l.Min + r.Min, l.Max + r.Max, whole), l.Unit ?? r.Unit),
                BinaryOperator.Subtract => Unit(FeelType.Number.Within(l.Min - r.Max, l.Max - r.Min, whole), l.Unit ?? r.Unit),
                BinaryOperator.Multiply => Unit(Product(l, r, whole), Times(l, r)),
                BinaryOperator.Divide => Unit(l.Min >= 0 && r.Min >= 0 ? FeelType.Number.Within(0, null) : FeelType.Number, Dimension(r) is null ? l.Unit : null),
                _ => FeelType.Number,
            };
        }
        catch (OverflowException)
        {
            return FeelType.Number;
        }
    }

    private static FeelType Product(FeelType l, FeelType r, bool whole)
    {
        if (l.Min >= 0 && r.Min >= 0)
            return FeelType.Number.Within(l.Min * r.Min, l.Max * r.Max, whole);
        if (l is { Min: { } a, Max: { } b } && r is { Min: { } c, Max: { } d })
        {
            decimal[] corners = [a * c, a * d, b * c, b * d];
            return FeelType.Number.Within(corners.Min(), corners.Max(), whole);
        }
        return FeelType.Number.Within(null, null, whole);
    }

    // A share of something is that something; a product of two different units has a unit that nothing can be compared with here.
    private static string? Times(FeelType l, FeelType r) =>
        Dimension(l) is not { } left ? Dimension(r) ?? (l.Unit == r.Unit ? l.Unit : null) : Dimension(r) is null ? left : null;

    private static string? Dimension(FeelType type) => type.Unit is "ratio" or "times" ? null : type.Unit;

    private static FeelType Unit(FeelType type, string? unit) => unit is null ? type : type.In(unit);
}
