using Fuyao.Feel;
using Fuyao.Feel.Columns;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Dictionary;
using Fuyao.Policy.Evaluation;

namespace Fuyao.Policy.Columns;

/// <summary>Binds a pack's names to columns, compiles what it can, and leaves the rest to the interpreter.</summary>
internal sealed class PackColumns
{
    private readonly CompiledPack _pack;
    private readonly ColumnTable _households;
    private readonly ColumnTable _persons;
    private readonly ColumnCompiler _compiler;
    private readonly List<(string Id, string Reason)> _refused = [];
    private readonly List<DerivedVariable> _interpretedVariables = [];
    private readonly List<CompiledPolicy> _interpretedPolicies = [];

    /// <param name="pack">The pack.</param>
    /// <param name="households">The population.</param>
    /// <param name="path">How to work it out.</param>
    /// <param name="variables">Derived variables whose values are wanted.</param>
    /// <param name="policies">Those whose awards are wanted.</param>
    /// <param name="conflicts">Whether contradictions are looked for.</param>
    public PackColumns(
        CompiledPack pack, ColumnTable households, RulePath path, IReadOnlyList<string> variables, IReadOnlyList<CompiledPolicy> policies, bool conflicts = false)
    {
        _pack = pack;
        _households = households;
        _persons = households.Lists["persons"];
        Path = path;
        var backEnd = path switch
        {
            RulePath.ColumnsScalar => ColumnBackEnd.Scalar,
            RulePath.ColumnsExact => ColumnBackEnd.Exact,
            _ => ColumnBackEnd.Vector,
        };
        var compiler = new ColumnCompiler(households, backEnd);
        if (path != RulePath.Interpreter)
        {
            Define(compiler);
        }

        foreach (var id in variables)
        {
            Variable(compiler, id);
        }

        var awards = new AwardColumns(compiler, pack.Policies, households, ofPersons => ofPersons ? Persons() : Households());
        foreach (var policy in policies)
        {
            Policy(awards, policy);
        }

        Conflicts = conflicts
            ? new ConflictColumns(pack, households, (name, ofPersons, when) => compiler.Output(name, ofPersons ? Persons() : Households(), when), (id, why) => _refused.Add((id, why)))
            : null;
        Program = compiler.Build();
        OnDecimals = compiler.OnDecimals;
        Waiting = new WaitingFor(pack, households, path);
        _compiler = compiler;
    }

    public RulePath Path { get; }

    public ColumnProgram Program { get; }

    public IReadOnlyList<(string Id, string Reason)> Refused => _refused;

    public IReadOnlyList<string> OnDecimals { get; }

    public CompiledPack Pack => _pack;

    public WaitingFor Waiting { get; }

    /// <summary>Columns that an output's being unknown may come from.</summary>
    public IReadOnlyList<(ColumnTable Table, Column Column)> MayBeUnknown(string output) => _compiler.MayBeUnknown(output);

    /// <summary>Columns that make a variable unknown where they are null.</summary>
    public IReadOnlyList<(ColumnTable Table, Column Column)> UnknownWhereNull(DerivedVariable variable) =>
        _compiler.UnknownWhereNull(IsPerson(variable) ? _persons : _households, variable.Definition.Id);

    /// <summary>Null when they were not asked for.</summary>
    public ConflictColumns? Conflicts { get; }

    public static string Status(string policy) => policy + " status";

    public static string Amount(string policy) => policy + " amount";

    public static string Value(string policy) => policy + " value";

    public static string Part(string policy, int part) => $"{policy} part {part}";

    /// <summary>Works out what was refused, one household after another.</summary>
    /// <param name="values">Filled with the variables' values.</param>
    /// <param name="cancellation">Between two households.</param>
    /// <returns>The policies' results by row.</returns>
    public IReadOnlyList<(CompiledPolicy Policy, PolicyResult[] Results)> Interpret(Dictionary<string, FeelValue[]> values, CancellationToken cancellation)
    {
        (CompiledPolicy Policy, PolicyResult[] Results)[] awards =
            [.. _interpretedPolicies.Select(p => (p, new PolicyResult[p.IsPerson ? _persons.Count : _households.Count]))];
        if (_interpretedVariables.Count == 0 && awards.Length == 0)
        {
            return awards;
        }

        foreach (var variable in _interpretedVariables)
        {
            values[variable.Definition.Id] = new FeelValue[IsPerson(variable) ? _persons.Count : _households.Count];
        }

        // Every variable is worked out, whether a policy reads it or not: it may be asked for by itself.
        var pack = _pack with { HouseholdVariables = _pack.Dictionary.HouseholdVariables, PersonVariables = _pack.Dictionary.PersonVariables };
        var evaluator = new PackEvaluator(_interpretedVariables.Count > 0 ? pack : _pack);
        var rows = new ColumnHouseholds(_pack.Dictionary, _households);
        for (var i = 0; i < _households.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var first = _persons.Offsets![i];
            if (_interpretedVariables.Count > 0)
            {
                var subjects = Subjects.Of(rows.Read(i), pack);
                foreach (var variable in _interpretedVariables.Where(v => !IsPerson(v)))
                {
                    values[variable.Definition.Id][i] = subjects.Household.Slots[variable.Slot];
                }

                foreach (var variable in _interpretedVariables.Where(IsPerson))
                {
                    for (var p = 0; p < subjects.Persons.Count; p++)
                    {
                        values[variable.Definition.Id][first + p] = subjects.Persons[p].Slots[variable.Slot];
                    }
                }
            }

            foreach (var (policy, all) in awards)
            {
                var results = evaluator.Evaluate(rows.Read(i), Explain.Nothing, policy.Id).Results;
                for (var r = 0; r < results.Count; r++)
                {
                    all[policy.IsPerson ? first + r : i] = results[r];
                }
            }
        }

        return awards;
    }

    private static bool IsPerson(DerivedVariable variable) => variable.Definition.Of == PolicySubject.Person;

    private void Define(ColumnCompiler compiler)
    {
        Absent(compiler, _households, "", _pack.Dictionary.Household);
        Absent(compiler, _persons, "", _pack.Dictionary.Person);
        compiler.DefineAge(_persons, HouseholdDictionary.Age, "birth", _pack.On);
        BuiltIn(compiler, HouseholdDictionary.Alive, "true", Persons());
        BuiltIn(compiler, HouseholdDictionary.Head, "relation = \"02\"", Persons());
        BuiltIn(compiler, HouseholdDictionary.Size, "count(persons)", Households());
        foreach (var variable in _pack.Dictionary.PersonVariables.Concat(_pack.Dictionary.HouseholdVariables))
        {
            compiler.Define(variable.Definition.Id, IsPerson(variable) ? Persons() : Households(), variable.Expression!, variable.Definition.Requires);
        }
    }

    // What has no column is absent, as in a household's JSON.
    private void Absent(ColumnCompiler compiler, ColumnTable table, string prefix, SchemaNode node)
    {
        foreach (var member in node.Members.Where(m => m.IsRuleInput && m != _pack.Dictionary.Persons))
        {
            var path = prefix + member.Name;
            if (member.Kind == SchemaKind.Array)
            {
                if (member.Element is { Kind: SchemaKind.Object } element && table.Lists.TryGetValue(path, out var list))
                {
                    Absent(compiler, list, "", element);
                }
            }
            else if (member.Kind == SchemaKind.Object && (table.Columns.ContainsKey(path) || table.Columns.Keys.Any(k => k.StartsWith(path + ".", StringComparison.Ordinal))))
            {
                Absent(compiler, table, path + ".", member);
            }
            else if (!table.Columns.ContainsKey(path))
            {
                compiler.DefineConstant(table, path, member.Absent.IsNull ? FeelTypeKind.Null : member.Type.Kind, member.Absent);
            }
        }
    }

    private void BuiltIn(ColumnCompiler compiler, string name, string definition, ColumnScope scope)
    {
        var names = scope.Table == _persons ? _pack.Dictionary.PersonScope : _pack.Dictionary.HouseholdScope;
        compiler.Define(name, scope, FeelExpression.Compile(definition, names, FeelOptions.Strict).Required());
    }

    private ColumnScope Households() => WithGlobals(new ColumnScope(_households));

    private ColumnScope Persons() => WithGlobals(new ColumnScope(_persons)).Bind("persons", _households, "persons");

    private ColumnScope WithGlobals(ColumnScope scope)
    {
        scope.Bind("household", _households).Bind("on", FeelValue.Of(_pack.On));
        foreach (var (parameter, value) in _pack.Parameters.Zip(_pack.ParameterValues))
        {
            scope.Bind(parameter.Id, value);
        }

        return scope;
    }

    private void Variable(ColumnCompiler compiler, string id)
    {
        var variable = _pack.Dictionary.PersonVariables.Concat(_pack.Dictionary.HouseholdVariables).First(v => v.Definition.Id == id);
        var scope = IsPerson(variable) ? Persons() : Households();
        // The variable is defined already: it is read by its name, so that whoever else reads it shares the work.
        var read = FeelExpression.Compile(id, IsPerson(variable) ? _pack.Dictionary.PersonScope : _pack.Dictionary.HouseholdScope, FeelOptions.Strict).Required();
        if ((Path == RulePath.Interpreter ? "forced" : compiler.Output(id, scope, read)) is { } reason)
        {
            _refused.Add((id, reason));
            _interpretedVariables.Add(variable);
        }
    }

    private void Policy(AwardColumns awards, CompiledPolicy policy)
    {
        if ((Path == RulePath.Interpreter ? "forced" : awards.Output(policy)) is { } reason)
        {
            _refused.Add((policy.Id, reason));
            _interpretedPolicies.Add(policy);
        }
    }
}
