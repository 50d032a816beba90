using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Interpreter;

/// <summary>Whether values have types at run time, and the standard's implicit conversions (DMN 1.5 §10.3.2.9.4).</summary>
internal static class Conformance
{
    public static bool InstanceOf(FeelValue value, FeelType type)
    {
        if (value.IsNull)
            return type.Kind == FeelTypeKind.Null;
        return HasShape(value, type) && (type.Constraint is null || type.Constraint(value));
    }

    /// <summary>For <c>instance of</c>, which asks for the shape and not for allowed values.</summary>
    public static bool HasTypeOf(FeelValue value, FeelType type) => value.IsNull ? type.Kind == FeelTypeKind.Null : HasShape(value, type);

    private static bool HasShape(FeelValue value, FeelType type)
    {
        return type.Kind switch
        {
            FeelTypeKind.Any => true,
            FeelTypeKind.Null => false,
            FeelTypeKind.List => value.Kind == FeelKind.List && Array.TrueForAll(value.Items, i => Conforms(i, type.Element!)),
            FeelTypeKind.Range => value.Kind == FeelKind.Range && (value.AsRange.OpenStart || Conforms(value.AsRange.Start, type.Element!)) && (value.AsRange.OpenEnd || Conforms(value.AsRange.End, type.Element!)),
            FeelTypeKind.Context => value.Kind == FeelKind.Context && (type.Members is null || type.Members.All.All(m =>
                value.AsContext.TryGet(m.Name, out var member) && Conforms(member, m.Type))),
            FeelTypeKind.Function => value.Kind == FeelKind.Function && Functions.Conforms(value.AsFunction, type),
            FeelTypeKind.String => value.IsString && (type.Codes is null || type.Codes.Contains(value.AsString)),
            _ => Same(value.Kind, type.Kind),
        };
    }

    /// <summary>Like <see cref="InstanceOf"/>, but null is in every type.</summary>
    public static bool Conforms(FeelValue value, FeelType type) => value.IsNull || value.IsUnknown || InstanceOf(value, type);

    /// <summary>The value as the type, after singleton conversions; null when it does not conform.</summary>
    public static FeelValue? Coerce(FeelValue value, FeelType type)
    {
        if (Conforms(value, type))
            return value;
        if (type.Kind == FeelTypeKind.List && value.Kind != FeelKind.List && Conforms(value, type.Element!))
            return FeelValue.List(value);
        if (value.Kind == FeelKind.List && value.Items is [var only] && Conforms(only, type))
            return only;
        if (type.Kind == FeelTypeKind.DateTime && value.Kind == FeelKind.Date)
            return FeelValue.Of(Arithmetic.AsDateTime(value));
        return null;
    }

    public static bool Same(FeelKind kind, FeelTypeKind type) => (kind, type) switch
    {
        (FeelKind.Number, FeelTypeKind.Number) or (FeelKind.String, FeelTypeKind.String) or (FeelKind.Boolean, FeelTypeKind.Boolean)
            or (FeelKind.Date, FeelTypeKind.Date) or (FeelKind.Time, FeelTypeKind.Time) or (FeelKind.DateTime, FeelTypeKind.DateTime)
            or (FeelKind.DaysTime, FeelTypeKind.DaysTime) or (FeelKind.YearsMonths, FeelTypeKind.YearsMonths)
            or (FeelKind.List, FeelTypeKind.List) or (FeelKind.Context, FeelTypeKind.Context)
            or (FeelKind.Function, FeelTypeKind.Function) or (FeelKind.Range, FeelTypeKind.Range) => true,
        _ => false,
    };

    private static class Functions
    {
        public static bool Conforms(FeelFunction function, FeelType type)
        {
            if (type.Result is null)
                return true;
            if (type.Parameters!.Count != function.Parameters.Count)
                return false;
            if (function.ParameterTypes is { } types)
            {
                for (var i = 0; i < types.Count; i++)
                    if (!Assignability.Assignable(type.Parameters[i], types[i]))
                        return false;
            }
            return function.ResultType is null || Assignability.Assignable(function.ResultType, type.Result);
        }
    }
}
