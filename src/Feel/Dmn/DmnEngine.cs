using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Dmn;

/// <summary>The results of an evaluation by decision name, and what went wrong.</summary>
public sealed record DmnResult(IReadOnlyDictionary<string, FeelValue> Results, IReadOnlyList<FeelProblem> Problems);

/// <summary>A DMN model compiled with the standard's semantics. Immutable; safe for many threads at once.</summary>
public sealed class DmnEngine
{
    private readonly Unit _unit;
    private readonly FeelOptions _options;

    private DmnEngine(Unit unit, FeelOptions options, IReadOnlyList<FeelProblem> problems)
    {
        _unit = unit;
        _options = options;
        Problems = problems;
    }

    /// <summary>Compiles a model together with the models it imports. Texts with errors are null at run time and listed in <see cref="Problems"/>.</summary>
    public static DmnEngine Load(DmnModel model, IReadOnlyList<DmnModel>? imported = null, TimeProvider? clock = null, FeelLimits? limits = null)
    {
        var problems = new List<FeelProblem>();
        var linker = new Linker([model, .. imported ?? []], clock, limits ?? FeelLimits.Default, problems);
        var unit = linker.Link(model);
        return new DmnEngine(unit, unit.Options, problems);
    }

    /// <summary>What could not be compiled.</summary>
    public IReadOnlyList<FeelProblem> Problems { get; }

    /// <summary>Names of the decisions, imported ones as <c>prefix.name</c>.</summary>
    public IReadOnlyList<string> Decisions => [.. _unit.Decisions.Keys];
    /// <summary>Names of the decision services.</summary>
    public IReadOnlyList<string> Services => [.. _unit.Services.Keys];
    /// <summary>Names of the input data.</summary>
    public IReadOnlyList<string> Inputs => [.. _unit.Inputs.Keys];

    /// <summary>The type of an input; Any when it has none or there is no such input.</summary>
    public FeelType InputType(string name) => _unit.Inputs.TryGetValue(name, out var input) ? input.Type : FeelType.Any;

    /// <summary>Evaluates the named decisions, or all of them. Inputs not given are null.</summary>
    public DmnResult Evaluate(FeelContext inputs, IReadOnlyCollection<string>? decisions = null, FeelTrace? trace = null)
    {
        var call = new FeelCall(_options);
        var session = new Session(name => inputs[name], call, trace);
        var results = new Dictionary<string, FeelValue>(StringComparer.Ordinal);
        foreach (var name in decisions ?? _unit.Decisions.Keys)
        {
            if (_unit.Decisions.TryGetValue(name, out var decision))
                results[name] = session.Value(decision);
            else
                call.Report("unknown-decision", default, $"没有决策“{name}”", $"There is no decision '{name}'.");
        }
        return new(results, call.Problems);
    }

    /// <summary>Calls a decision service with its parameters by name; the results are its output decisions.</summary>
    public DmnResult EvaluateService(string name, FeelContext inputs, FeelTrace? trace = null)
    {
        var call = new FeelCall(_options);
        var results = new Dictionary<string, FeelValue>(StringComparer.Ordinal);
        if (!_unit.Services.TryGetValue(name, out var service))
        {
            call.Report("unknown-service", default, $"没有决策服务“{name}”", $"There is no decision service '{name}'.");
            return new(results, call.Problems);
        }
        var session = new Session(input => inputs[input], call, trace);
        foreach (var parameter in service.Parameters)
            session.Set(parameter, TypeTable.Conform(inputs[parameter.Name], parameter.Type, call, parameter.Name));
        var returned = service.Type is { Kind: FeelTypeKind.Function, Result: { } declared } ? declared : service.Type.Kind == FeelTypeKind.Function ? FeelType.Any : service.Type;
        foreach (var output in service.Outputs)
            results[output.Name] = service.Outputs.Count == 1 ? TypeTable.Conform(session.Value(output), returned, call, output.Name) : session.Value(output);
        return new(results, call.Problems);
    }

    /// <summary>Calls a business knowledge model with its parameters by name.</summary>
    public FeelResult EvaluateKnowledge(string name, FeelContext inputs)
    {
        var call = new FeelCall(_options);
        if (!_unit.Knowledge.TryGetValue(name, out var knowledge))
        {
            call.Report("unknown-knowledge", default, $"没有业务知识模型“{name}”", $"There is no business knowledge model '{name}'.");
            return new(default, call.Problems);
        }
        var value = new Session(input => inputs[input], call, null).Value(knowledge);
        if (value.Kind != FeelKind.Function)
            return new(default, call.Problems);
        var function = value.AsFunction;
        var result = Interpreter.Invocation.Call(function, [.. function.Parameters.Select(p => inputs[p])], call, out var problem);
        if (problem is { } wrong)
            call.Report("arguments", default, wrong.Zh, wrong.En);
        return new(result, call.Problems);
    }
}
