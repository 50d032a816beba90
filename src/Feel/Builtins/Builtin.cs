using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Builtins;

internal delegate FeelValue BuiltinBody(FeelValue[] arguments, FeelCall call);

internal enum Arity
{
    Fixed,
    /// <summary>The last parameter may come any number of times.</summary>
    Variadic,
    /// <summary>One list, or its elements as so many arguments.</summary>
    Spread,
}

internal enum UnknownPolicy
{
    /// <summary>An Unknown argument or element makes the result Unknown.</summary>
    Spoils,
    /// <summary>Unknown elements are carried along; only an Unknown argument spoils.</summary>
    Carries,
    /// <summary>The function looks at Unknowns itself.</summary>
    Handles,
}

internal sealed record BuiltinParameter(string Name, FeelType Type);

/// <summary>One overload of a built-in function.</summary>
internal sealed class Builtin
{
    public required string Name { get; init; }
    public required IReadOnlyList<BuiltinParameter> Parameters { get; init; }
    public required FeelType Result { get; init; }
    public required BuiltinBody Body { get; init; }
    public Arity Arity { get; init; }
    public UnknownPolicy Unknowns { get; init; }
    public bool KeepsUnit { get; init; }
    public bool MayBeNull => Result.Nullable;

    public bool FitsCount(int count) => Arity switch
    {
        Arity.Fixed => count == Parameters.Count,
        Arity.Variadic => count >= Parameters.Count,
        _ => count >= 1,
    };

    public FeelType ParameterType(int index) => Parameters[Math.Min(index, Parameters.Count - 1)].Type;

    /// <summary>Whether the overload takes these values; singleton conversions are done on the way.</summary>
    public bool Accept(FeelValue[] values, out FeelValue[] accepted)
    {
        accepted = values;
        if (!FitsCount(values.Length))
            return false;
        if (Arity == Arity.Spread)
        {
            if (values.Length != 1 || values[0].Kind is not (FeelKind.List or FeelKind.Unknown or FeelKind.Null))
                accepted = [FeelValue.List((FeelValue[])values.Clone())];
            return !accepted[0].IsNull || Parameters[0].Type.Nullable;
        }
        for (var i = 0; i < values.Length; i++)
        {
            var type = ParameterType(i);
            var value = accepted[i];
            if (value.IsUnknown || type.Kind == FeelTypeKind.Any)
            {
                if (value.IsNull && !type.Nullable)
                    return false;
                continue;
            }
            if (value.IsNull)
            {
                if (!type.Nullable)
                    return false;
                continue;
            }
            if (Conformance.Same(value.Kind, type.Kind))
                continue;
            FeelValue converted;
            if (type.Kind == FeelTypeKind.List)
                converted = FeelValue.List(value);
            else if (value.Kind == FeelKind.List && value.Items.Length == 1 && Conformance.Same(value.Items[0].Kind, type.Kind))
                converted = value.Items[0];
            else if (type.Kind == FeelTypeKind.DateTime && value.Kind == FeelKind.Date)
                converted = FeelValue.Of(Arithmetic.AsDateTime(value));
            else
                return false;
            if (ReferenceEquals(accepted, values))
                accepted = (FeelValue[])values.Clone();
            accepted[i] = converted;
        }
        return true;
    }

    public FeelValue? UnknownIn(FeelValue[] accepted)
    {
        if (Unknowns == UnknownPolicy.Handles)
            return null;
        if (Unknowns == UnknownPolicy.Spoils)
            return Interpreter.Unknowns.In(accepted);
        FeelValue? found = null;
        foreach (var value in accepted)
            if (value.IsUnknown)
                found = found is { } f ? Operations.Unknown(f, value) : value;
        return found;
    }

    public override string ToString() => $"{Name}({string.Join(", ", Parameters.Select(p => $"{p.Name}: {p.Type}"))}): {Result}";
}
