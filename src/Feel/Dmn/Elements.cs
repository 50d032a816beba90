using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Dmn;

/// <summary>A node of the requirements graph, ready to be evaluated in a session.</summary>
internal abstract class Element(string name, FeelType type)
{
    public string Name => name;
    public FeelType Type => type;

    /// <summary>What other elements' scopes see it as.</summary>
    public virtual FeelType ScopeType => type.OrNull();

    public abstract FeelValue Evaluate(Session session);
}

internal sealed class InputElement(string name, FeelType type) : Element(name, type)
{
    public override FeelValue Evaluate(Session session) =>
        TypeTable.Conform(session.Input(Name), Type, session.Call, Name);
}

/// <summary>Something with logic over what it requires.</summary>
internal abstract class LogicElement(string name, FeelType type) : Element(name, type)
{
    /// <summary>Variables of the scope: the element, and the import prefix it is reached through.</summary>
    public List<(string? Prefix, Element Element)> Required { get; } = [];

    public FeelScope Scope { get; protected set; } = FeelScope.Empty;
    public Boxed Logic { get; private set; } = new BoxedNothing();

    public void Compile(Func<FeelScope, Boxed> compile, bool seesItself)
    {
        var variables = new Dictionary<string, FeelType>(StringComparer.Ordinal);
        foreach (var (prefix, element) in Required)
            if (prefix is null)
                variables[element.Name] = element.ScopeType;
        foreach (var group in Required.Where(r => r.Prefix is not null).GroupBy(r => r.Prefix!))
            variables[group.Key] = FeelType.Context([.. group.DistinctBy(g => g.Element.Name).Select(g => new FeelMember(g.Element.Name, g.Element.ScopeType))]);
        if (seesItself)
            variables.TryAdd(Name, FeelType.AnyFunction);
        Scope = new FeelScope(variables.Select(v => new FeelMember(v.Key, v.Value)));
        Logic = compile(Scope);
    }

    protected FeelValue[] Slots(Session session)
    {
        var slots = new FeelValue[Scope.Shape.Count];
        for (var i = 0; i < slots.Length; i++)
        {
            var variable = Scope.Variables[i];
            if (variable.Type.Members is { } members && Required.Any(r => r.Prefix == variable.Name))
            {
                var values = members.All.Select(m => session.Value(Required.First(r => r.Prefix == variable.Name && r.Element.Name == m.Name).Element)).ToArray();
                slots[i] = FeelValue.Of(new FeelContext(members.Shape, values));
            }
            else
            {
                var element = Required.FirstOrDefault(r => r.Prefix is null && r.Element.Name == variable.Name).Element ?? this;
                slots[i] = session.Value(element);
            }
        }
        return slots;
    }
}

internal sealed class DecisionElement(string name, FeelType type) : LogicElement(name, type)
{
    public override FeelValue Evaluate(Session session)
    {
        var value = Logic.Evaluate(Slots(session), session.Call, session.Trace);
        return TypeTable.Conform(value, Type, session.Call, Name);
    }
}

internal sealed class KnowledgeElement(string name, FeelType type) : LogicElement(name, type)
{
    public override FeelType ScopeType => FeelType.AnyFunction;

    // A function that calls itself finds itself in the session already.
    public override FeelValue Evaluate(Session session)
    {
        FeelValue? function = null;
        var outer = Logic as BoxedFunction;
        if (outer is null)
            return Logic.Evaluate([], session.Call, null);
        var result = Type is { Kind: FeelTypeKind.Function, Result: { } r } ? r : Type.Kind == FeelTypeKind.Function ? FeelType.Any : Type;
        return FeelValue.Of(new FeelFunction(Name, outer.Parameters, (arguments, call) =>
        {
            function ??= Logic.Evaluate(Slots(session), call, null);
            var value = function.Value.AsFunction.Body(arguments, call);
            return TypeTable.Conform(value, result, call, Name);
        })
        { ParameterTypes = outer.Types, ResultType = result });
    }
}

internal sealed class ServiceElement(string name, FeelType type) : Element(name, type)
{
    public List<Element> Outputs { get; } = [];
    public List<Element> Parameters { get; } = [];

    public override FeelType ScopeType => FeelType.AnyFunction;

    public override FeelValue Evaluate(Session session)
    {
        var result = Type is { Kind: FeelTypeKind.Function, Result: { } r } ? r : Type.Kind == FeelTypeKind.Function ? FeelType.Any : Type;
        return FeelValue.Of(new FeelFunction(Name, [.. Parameters.Select(p => p.Name)], (arguments, _) =>
        {
            var inner = session.Inner();
            for (var i = 0; i < arguments.Length; i++)
                inner.Set(Parameters[i], arguments[i]);
            return TypeTable.Conform(Result(inner), result, session.Call, Name);
        })
        { ParameterTypes = [.. Parameters.Select(p => p.Type)], ResultType = result });
    }

    public FeelValue Result(Session session) => Outputs.Count == 1
        ? session.Value(Outputs[0])
        : FeelValue.Of(FeelContext.Of([.. Outputs.DistinctBy(o => o.Name).Select(o => (o.Name, session.Value(o)))]));
}

/// <summary>One evaluation of a model: every element is computed once.</summary>
internal sealed class Session(Func<string, FeelValue> inputs, FeelCall call, FeelTrace? trace)
{
    private const int MostDepth = 200;
    private readonly Dictionary<Element, FeelValue> _values = [];
    private readonly HashSet<Element> _open = [];

    public FeelCall Call => call;
    public FeelTrace? Trace => trace;

    public FeelValue Input(string name) => inputs(name);

    /// <summary>A session for a decision service: nothing outside its parameters is given.</summary>
    public Session Inner() => new(_ => default, call, trace);

    public void Set(Element element, FeelValue value) => _values[element] = value;

    public FeelValue Value(Element element)
    {
        if (_values.TryGetValue(element, out var known))
            return known;
        if (_open.Count >= MostDepth || !_open.Add(element))
        {
            call.Report("cycle", default, $"“{element.Name}”的依赖成环", $"'{element.Name}' requires itself.");
            return default;
        }
        var value = element.Evaluate(this);
        _open.Remove(element);
        return _values[element] = value;
    }
}
