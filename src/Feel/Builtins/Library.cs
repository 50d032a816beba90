using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Builtins;

/// <summary>All built-in functions by name.</summary>
internal static class Library
{
    private static readonly Dictionary<string, Builtin[]> All = Read();

    public static IReadOnlyCollection<string> Names => All.Keys;

    public static Builtin[]? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>A built-in as a value, to be passed to another function.</summary>
    public static FeelFunction AsFunction(Builtin[] overloads)
    {
        var first = overloads[0];
        var variadic = overloads.Length > 1 || first.Arity != Arity.Fixed;
        return new FeelFunction(first.Name, [.. first.Parameters.Select(p => p.Name)],
            (arguments, call) => BuiltinNode.Dispatch(overloads, arguments, call, null, null))
        {
            IsVariadic = variadic,
            ParameterTypes = variadic ? null : [.. first.Parameters.Select(p => p.Type)],
            ResultType = first.Result,
        };
    }

    private static Dictionary<string, Builtin[]> Read()
    {
        var definitions = new Definitions();
        Numbers.Define(definitions);
        Strings.Define(definitions);
        Lists.Define(definitions);
        Statistics.Define(definitions);
        Contexts.Define(definitions);
        Temporal.Define(definitions);
        Conversions.Define(definitions);
        Ranges.Define(definitions);
        return definitions.All.GroupBy(b => b.Name).ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
    }
}

/// <summary>Where the function families put their definitions.</summary>
internal sealed class Definitions
{
    public List<Builtin> All { get; } = [];

    public void Add(string signature, BuiltinBody body, UnknownPolicy unknowns = UnknownPolicy.Spoils, bool keepsUnit = false) =>
        All.Add(Signature.Read(signature, body, unknowns, keepsUnit));
}
