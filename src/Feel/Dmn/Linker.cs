namespace Fuyao.Feel.Dmn;

/// <summary>A compiled document: its elements by id and by name.</summary>
internal sealed class Unit(DmnModel model, TypeTable types, FeelOptions options)
{
    public DmnModel Model => model;
    public TypeTable Types => types;
    public FeelOptions Options => options;
    public Dictionary<string, Element> ById { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, InputElement> Inputs { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, DecisionElement> Decisions { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, KnowledgeElement> Knowledge { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, ServiceElement> Services { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, Unit> Imports { get; } = new(StringComparer.Ordinal);
}

/// <summary>Resolves references between documents and compiles every element once.</summary>
internal sealed class Linker(IReadOnlyList<DmnModel> models, TimeProvider? clock, FeelLimits limits, List<FeelProblem> problems)
{
    private readonly Dictionary<DmnModel, Unit> _units = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<DmnModel> _open = new(ReferenceEqualityComparer.Instance);

    public Unit Link(DmnModel model)
    {
        if (_units.TryGetValue(model, out var done))
            return done;
        _open.Add(model);
        var imports = new List<(string Name, Unit Unit)>();
        foreach (var import in model.Imports)
        {
            var target = models.FirstOrDefault(m => m.Namespace == import.Namespace && !_open.Contains(m));
            if (target is not null)
                imports.Add((import.Name, Link(target)));
            else
                problems.Add(new("import", FeelSeverity.Warning, default, $"找不到导入的模型 {import.Namespace}", $"The imported model {import.Namespace} is not at hand.", Part: import.Name));
        }
        _open.Remove(model);
        var types = new TypeTable(model, imports.Select(i => (i.Name, i.Unit.Types)), problems);
        var compiler = new BoxedCompiler(types, [.. ModelNames.Of(model), .. imports.SelectMany(i => i.Unit.Options.Names ?? [])], clock, limits, problems);
        var unit = _units[model] = new Unit(model, types, compiler.Options);
        foreach (var (name, target) in imports)
            unit.Imports.TryAdd(name, target);
        Declare(unit);
        Require(unit);
        Compile(unit, compiler);
        return unit;
    }

    private static void Declare(Unit unit)
    {
        var (model, types) = (unit.Model, unit.Types);
        foreach (var input in model.InputData)
            unit.ById.TryAdd(input.Id, unit.Inputs[input.Variable.Name] = new InputElement(input.Variable.Name, types.Get(input.Variable.TypeRef)));
        foreach (var decision in model.Decisions)
            unit.ById.TryAdd(decision.Id, unit.Decisions[decision.Variable.Name] = new DecisionElement(decision.Variable.Name, types.Get(decision.Variable.TypeRef)));
        foreach (var knowledge in model.Knowledge)
            unit.ById.TryAdd(knowledge.Id, unit.Knowledge[knowledge.Variable.Name] = new KnowledgeElement(knowledge.Variable.Name, types.Get(knowledge.Variable.TypeRef)));
        foreach (var service in model.Services)
            unit.ById.TryAdd(service.Id, unit.Services[service.Variable.Name] = new ServiceElement(service.Variable.Name, types.Get(service.Variable.TypeRef)));
    }

    private void Require(Unit unit)
    {
        foreach (var decision in unit.Model.Decisions)
            Require(unit, (LogicElement)unit.ById[decision.Id], decision.Required);
        foreach (var knowledge in unit.Model.Knowledge)
            Require(unit, (LogicElement)unit.ById[knowledge.Id], knowledge.Required);
        foreach (var service in unit.Model.Services)
        {
            var element = (ServiceElement)unit.ById[service.Id];
            element.Outputs.AddRange(service.Outputs.Select(o => Find(unit, o).Element).OfType<Element>());
            element.Parameters.AddRange(service.InputData.Concat(service.InputDecisions).Select(p => Find(unit, p).Element).OfType<Element>());
        }
    }

    private void Require(Unit unit, LogicElement element, IReadOnlyList<string> references)
    {
        foreach (var reference in references)
        {
            var (prefix, target) = Find(unit, reference);
            if (target is not null)
                element.Required.Add((prefix, target));
            else
                problems.Add(new("reference", FeelSeverity.Warning, default, $"“{element.Name}”引用的 {reference} 不存在", $"'{element.Name}' requires {reference}, which does not exist.", Part: element.Name));
        }
    }

    private static (string? Prefix, Element? Element) Find(Unit unit, string reference)
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var (space, id) = hash < 0 ? ("", reference) : (reference[..hash], reference[(hash + 1)..]);
        if (space.Length == 0 || space == unit.Model.Namespace)
            return (null, unit.ById.GetValueOrDefault(id));
        foreach (var (name, import) in unit.Imports)
            if (import.Model.Namespace == space)
                return (name.Length == 0 ? null : name, import.ById.GetValueOrDefault(id));
        // Reached through an import of an import.
        foreach (var (name, import) in unit.Imports)
            if (Find(import, reference).Element is { } element)
                return (name.Length == 0 ? null : name, element);
        return (null, null);
    }

    private static void Compile(Unit unit, BoxedCompiler compiler)
    {
        foreach (var knowledge in unit.Model.Knowledge)
        {
            var element = (LogicElement)unit.ById[knowledge.Id];
            element.Compile(scope => knowledge.Logic is null ? new BoxedNothing() : compiler.Function(knowledge.Logic, scope, knowledge.Name), seesItself: true);
        }
        foreach (var decision in unit.Model.Decisions)
            ((LogicElement)unit.ById[decision.Id]).Compile(scope => compiler.Compile(decision.Logic, scope, decision.Name), seesItself: false);
    }
}

/// <summary>Every name in a document that has spaces or signs, so that texts can be read before values have types.</summary>
internal static class ModelNames
{
    public static IEnumerable<string> Of(DmnModel model) => All(model).Where(n => !Syntax.NameBag.IsPlain(n)).Distinct();

    private static IEnumerable<string> All(DmnModel model) =>
        model.Imports.Select(i => i.Name)
            .Concat(model.ItemDefinitions.SelectMany(Item))
            .Concat(model.InputData.Select(i => i.Variable.Name))
            .Concat(model.Decisions.SelectMany(d => Of(d.Logic).Append(d.Variable.Name)))
            .Concat(model.Knowledge.SelectMany(k => Of(k.Logic).Append(k.Variable.Name)))
            .Concat(model.Services.Select(s => s.Variable.Name));

    private static IEnumerable<string> Item(DmnItemDefinition item) => item.Components.SelectMany(c => Item(c).Append(c.Name));

    private static IEnumerable<string> Of(DmnExpression? expression) => expression switch
    {
        DmnContext c => c.Entries.SelectMany(e => Of(e.Value).Concat(e.Variable is null ? [] : [e.Variable.Name])),
        DmnFunction f => f.Parameters.Select(p => p.Name).Concat(Of(f.Body)),
        DmnInvocation i => Of(i.Callee).Concat(i.Bindings.SelectMany(b => Of(b.Value).Append(b.Parameter))),
        DmnRelation r => r.Columns.Concat(r.Rows.SelectMany(x => x.SelectMany(Of))),
        DmnList l => l.Items.SelectMany(Of),
        DmnConditional c => Of(c.If).Concat(Of(c.Then)).Concat(Of(c.Else)),
        DmnFilter f => Of(f.In).Concat(Of(f.Match)),
        DmnIterator i => Of(i.In).Concat(Of(i.Body)).Append(i.Variable),
        DmnTable t => t.Spec.Outputs.Select(o => o.Name).OfType<string>(),
        _ => [],
    };
}
