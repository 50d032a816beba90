using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Dmn;

/// <summary>Item definitions as FEEL types, with their allowed values as constraints.</summary>
internal sealed class TypeTable
{
    private readonly Dictionary<string, FeelType> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DmnItemDefinition> _definitions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly List<FeelProblem> _problems;

    public TypeTable(DmnModel model, IEnumerable<(string Prefix, TypeTable Types)> imports, List<FeelProblem> problems)
    {
        _problems = problems;
        foreach (var (prefix, types) in imports)
            foreach (var (name, type) in types._types)
                _types.TryAdd(prefix.Length == 0 ? name : prefix + "." + name, type);
        foreach (var definition in model.ItemDefinitions)
            _definitions.TryAdd(definition.Name, definition);
        foreach (var definition in model.ItemDefinitions)
            Resolve(definition.Name);
    }

    public IReadOnlyDictionary<string, FeelType> All => _types;

    /// <summary>The type of a reference; Any when it is absent, null when there is no such type.</summary>
    public FeelType? Find(string? reference)
    {
        if (string.IsNullOrWhiteSpace(reference))
            return FeelType.Any;
        var name = Syntax.Characters.Collapse(reference);
        if (_types.TryGetValue(name, out var type))
            return type;
        if (TypeNames.Simple(name) is { } simple)
            return simple;
        if (name == "context")
            return FeelType.AnyContext;
        if (name == "list")
            return FeelType.List(FeelType.Any);
        if (name == "function")
            return FeelType.AnyFunction;
        // Older documents write prefixes: feel:number, tns:tPerson.
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? Find(name[(colon + 1)..]) : null;
    }

    /// <summary>Like <see cref="Find"/>, but an unknown type is reported and taken for Any.</summary>
    public FeelType Get(string? reference)
    {
        if (Find(reference) is { } type)
            return type;
        _problems.Add(new("unknown-type", FeelSeverity.Warning, default, $"没有类型“{reference}”", $"There is no type '{reference}'.", Part: reference));
        return FeelType.Any;
    }

    private FeelType Resolve(string name)
    {
        if (_types.TryGetValue(name, out var known))
            return known;
        if (!_open.Add(name))
            return FeelType.Any;
        var type = Build(_definitions[name]).Named(name);
        _open.Remove(name);
        return _types[name] = type;
    }

    private FeelType Reference(string reference)
    {
        var name = Syntax.Characters.Collapse(reference);
        return _definitions.ContainsKey(name) ? Resolve(name) : Get(reference);
    }

    private FeelType Build(DmnItemDefinition definition)
    {
        FeelType type;
        if (definition.Function is { } function)
            type = FeelType.Function([.. function.Parameters.Select(p => Reference(p.TypeRef ?? "Any"))], Reference(function.OutputTypeRef ?? "Any"));
        else if (definition.Components.Count > 0)
            type = FeelType.Context([.. definition.Components.DistinctBy(c => c.Name).Select(c => new FeelMember(c.Name, Build(c)))]);
        else
            type = definition.TypeRef is { } reference ? Reference(reference) : FeelType.Any;
        // Allowed values speak of the elements of a collection, a type constraint of the whole.
        if (definition.AllowedValues is { } allowed)
            type = Constrained(type, allowed);
        if (definition.IsCollection)
            type = FeelType.List(type);
        return definition.TypeConstraint is { } constraint ? Constrained(type, constraint) : type;
    }

    private FeelType Constrained(FeelType type, string tests)
    {
        if (string.IsNullOrWhiteSpace(tests))
            return type;
        var compiled = FeelExpression.Compile(tests, FeelScope.Empty, new FeelOptions { UnaryTestsOf = FeelType.Any });
        _problems.AddRange(compiled.Problems);
        if (compiled.Compiled is not { } expression)
            return type;
        var before = type.Constraint;
        return type.WithConstraint(value => (before is null || before(value)) && Test(expression, value));
    }

    private static bool Test(FeelExpression tests, FeelValue value) => tests.Test(FeelContext.Empty, value).Value.IsTrue;

    /// <summary>The value as the type; null with a reason when it does not conform.</summary>
    public static FeelValue Conform(FeelValue value, FeelType type, FeelCall call, string what)
    {
        if (Conformance.Coerce(value, type) is { } coerced)
            return coerced;
        call.Report("type-mismatch", default, $"{what} 应为 {type}，却是 {value}", $"{what} must be {type}, found {value}.");
        return default;
    }
}
