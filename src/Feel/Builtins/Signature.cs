using Fuyao.Feel.Types;

namespace Fuyao.Feel.Builtins;

/// <summary>
/// Reads signatures such as <c>insert before(list: list&lt;T&gt;, position: number, newItem: T?): list&lt;T&gt;</c>.
/// <c>?</c> allows null, <c>...</c> repeats, <c>*</c> takes one list or its elements; T is the same type throughout.
/// </summary>
internal static class Signature
{
    public static readonly FeelType T = FeelType.Placeholder("T");

    public static Builtin Read(string text, BuiltinBody body, UnknownPolicy unknowns, bool keepsUnit)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var close = text.LastIndexOf("):", StringComparison.Ordinal);
        var arity = Arity.Fixed;
        var parameters = new List<BuiltinParameter>();
        foreach (var part in Split(text[(open + 1)..close]))
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            var type = part[(colon + 1)..].Trim();
            if (type.EndsWith("...", StringComparison.Ordinal))
            {
                arity = Arity.Variadic;
                type = type[..^3];
            }
            else if (type.EndsWith('*'))
            {
                arity = Arity.Spread;
                type = type[..^1];
            }
            parameters.Add(new(part[..colon].Trim(), Type(type)));
        }
        return new Builtin
        {
            Name = text[..open],
            Parameters = parameters,
            Result = Type(text[(close + 2)..].Trim()),
            Body = body,
            Arity = arity,
            Unknowns = unknowns,
            KeepsUnit = keepsUnit,
        };
    }

    private static IEnumerable<string> Split(string text)
    {
        int depth = 0, from = 0;
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '<' => 1, '>' => -1, _ => 0 };
            if (text[i] != ',' || depth != 0)
                continue;
            yield return text[from..i].Trim();
            from = i + 1;
        }
        if (text[from..].Trim() is { Length: > 0 } last)
            yield return last;
    }

    private static FeelType Type(string text)
    {
        if (text.EndsWith('?'))
            return Type(text[..^1]).OrNull();
        if (text.StartsWith("list<", StringComparison.Ordinal))
            return FeelType.List(Type(text[5..^1]));
        if (text.StartsWith("range<", StringComparison.Ordinal))
            return FeelType.Range(Type(text[6..^1]));
        return text switch
        {
            "T" => T,
            "any" => FeelType.Placeholder("any"),
            "number" => FeelType.Number,
            "whole" => FeelType.Number.Within(null, null, whole: true),
            "natural" => FeelType.Number.Within(0, null, whole: true),
            "string" => FeelType.String,
            "boolean" => FeelType.Boolean,
            "date" => FeelType.Date,
            "time" => FeelType.Time,
            "date and time" => FeelType.DateTime,
            "days and time duration" => FeelType.DaysTime,
            "years and months duration" => FeelType.YearsMonths,
            "context" => FeelType.AnyContext,
            "function" => FeelType.AnyFunction,
            _ => throw new ArgumentException($"No type '{text}'.", nameof(text)),
        };
    }
}
