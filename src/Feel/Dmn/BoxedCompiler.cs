using Fuyao.Feel.Tables;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Dmn;

/// <summary>Compiles boxed expressions with the standard's semantics. A text with errors becomes null at run time; the model still loads.</summary>
internal sealed class BoxedCompiler(TypeTable types, IReadOnlyCollection<string> names, TimeProvider? clock, FeelLimits limits, List<FeelProblem> problems)
{
    private readonly FeelOptions _options = new() { Types = types.All, Names = names, Clock = clock, Limits = limits };

    public FeelOptions Options => _options;

    public Boxed Compile(DmnExpression? expression, FeelScope scope, string part)
    {
        var declared = expression?.TypeRef is { } reference ? types.Get(reference) : null;
        if (declared?.Kind == FeelTypeKind.Any)
            declared = null;
        switch (expression)
        {
            case DmnLiteral literal:
                return Literal(literal, scope, part, declared);
            case DmnTable table:
                return Table(table, scope, part, declared);
            case DmnContext context:
                return Context(context, scope, part, declared);
            case DmnFunction function:
                return Function(function, scope, part);
            case DmnInvocation invocation:
                return new BoxedInvocation(Compile(invocation.Callee, scope, part),
                    [.. invocation.Bindings.Select(b => b.Parameter)],
                    [.. invocation.Bindings.Select(b => Compile(b.Value, scope, $"{part}/{b.Parameter}"))]) { Declared = declared };
            case DmnList list:
                var items = list.Items.Select((item, i) => Compile(item, scope, $"{part}/{i + 1}")).ToArray();
                return new BoxedList(items) { Declared = declared };
            case DmnRelation relation:
                return Relation(relation, scope, part, declared);
            case DmnConditional conditional:
                return new BoxedConditional(Compile(conditional.If, scope, part + "/if"), Compile(conditional.Then, scope, part + "/then"), Compile(conditional.Else, scope, part + "/else")) { Declared = declared };
            case DmnFilter filter:
                return Filter(filter, scope, part, declared);
            case DmnIterator iterator:
                var source = Compile(iterator.In, scope, part + "/in");
                var inner = Extend(scope, new(iterator.Variable, Element(source.Type)), new("partial", FeelType.List(FeelType.Any)));
                return new BoxedIterator(scope.Shape.Count, iterator.Kind, source, Compile(iterator.Body, inner, part + "/" + iterator.Kind)) { Declared = declared };
            default:
                return new BoxedNothing();
        }
    }

    private static FeelType Element(FeelType type) => type.Kind == FeelTypeKind.List ? type.Element! : FeelType.Any;

    private Boxed Literal(DmnLiteral literal, FeelScope scope, string part, FeelType? declared)
    {
        if (string.IsNullOrWhiteSpace(literal.Text))
            return new BoxedNothing();
        var compiled = FeelExpression.Compile(literal.Text, scope, _options);
        Note(compiled.Problems, part);
        return compiled.Compiled is { } expression ? new BoxedLiteral(expression) { Type = expression.Type, Declared = declared } : new BoxedError([.. compiled.Errors]);
    }

    private Boxed Table(DmnTable table, FeelScope scope, string part, FeelType? declared)
    {
        var spec = table.Spec with
        {
            Inputs = [.. table.Spec.Inputs.Select((input, i) => input with { Type = InputType(table.InputTypeRefs[i]) })],
            Outputs = [.. table.Spec.Outputs.Select((output, i) => output with { Type = InputType(table.OutputTypeRefs[i]) })],
        };
        var compiled = FeelTable.Compile(spec, scope, _options);
        Note(compiled.Problems, part);
        return compiled.Compiled is { } compiledTable ? new BoxedTable(compiledTable) { Type = compiledTable.Type, Declared = declared } : new BoxedError([.. compiled.Errors]);
    }

    private FeelType? InputType(string? reference) => reference is null || types.Get(reference) is { Kind: FeelTypeKind.Any } ? null : types.Get(reference);

    private BoxedContext Context(DmnContext context, FeelScope scope, string part, FeelType? declared)
    {
        var names = new List<string>();
        var entries = new List<Boxed>();
        Boxed? result = null;
        var outer = scope.Shape.Count;
        foreach (var entry in context.Entries)
        {
            if (entry.Variable is not { } variable)
            {
                result = Compile(entry.Value, scope, part + "/result");
                continue;
            }
            if (names.Contains(variable.Name))
                continue;
            var value = entry.Value is DmnFunction function
                ? Function(function, scope, $"{part}/{variable.Name}")
                : Compile(entry.Value, scope, $"{part}/{variable.Name}");
            var type = types.Get(variable.TypeRef);
            value = type.Kind == FeelTypeKind.Any || value is BoxedFunction ? value : new BoxedConform(value, type, variable.Name);
            names.Add(variable.Name);
            entries.Add(value);
            scope = Extend(scope, new FeelMember(variable.Name, type.Kind == FeelTypeKind.Any ? value.Type.OrNull() : type.OrNull()));
        }
        var known = FeelType.Context([.. names.Zip(entries, (n, e) => new FeelMember(n, e.Type.OrNull()))]);
        return new BoxedContext(outer, known.Members!.Shape, [.. entries], result) { Declared = declared, Type = result?.Type ?? known };
    }

    /// <summary>Variables of an inner scope hide those of the same name outside; the outer slots stay where they are.</summary>
    public static FeelScope Extend(FeelScope scope, params FeelMember[] more)
    {
        var inner = more.Select(m => m.Name).ToHashSet();
        var outer = scope.Variables.Select((v, i) => inner.Contains(v.Name) ? new FeelMember($"\u0001{i}", v.Type) : v);
        return new FeelScope(outer.Concat(more));
    }

    public Boxed Function(DmnFunction function, FeelScope scope, string part)
    {
        if (function.Kind is not ("FEEL" or "feel"))
        {
            var refused = new FeelProblem("external", FeelSeverity.Error, default, "不支持外部函数", "External functions are not supported.", Part: part);
            problems.Add(refused);
            return new BoxedError([refused]);
        }
        var parameterTypes = function.Parameters.Select(p => types.Get(p.TypeRef)).ToArray();
        var inner = Extend(scope, [.. function.Parameters.Select((p, i) => new FeelMember(p.Name, parameterTypes[i].OrNull()))]);
        var body = Compile(function.Body, inner, part);
        var result = function.TypeRef is { } reference ? types.Get(reference) : FeelType.Any;
        if (result is { Kind: FeelTypeKind.Function, Result: { } returned })
            result = returned;
        return new BoxedFunction(scope.Shape.Count, [.. function.Parameters.Select(p => p.Name)], parameterTypes, body, result.Kind == FeelTypeKind.Any ? body.Type : result) { Type = FeelType.AnyFunction };
    }

    private BoxedRelation Relation(DmnRelation relation, FeelScope scope, string part, FeelType? declared)
    {
        var shape = new FeelShape(relation.Columns.Distinct());
        var rows = relation.Rows.Select((row, r) => Enumerable.Range(0, shape.Count)
            .Select(c => c < row.Count ? Compile(row[c], scope, $"{part}/{r + 1}/{shape.Names[c]}") : new BoxedNothing()).ToArray()).ToArray();
        var type = FeelType.List(FeelType.Context([.. shape.Names.Select((n, c) => new FeelMember(n,
            rows.Length == 0 ? FeelType.Any : rows.Select(r => r[c].Type).Aggregate(Assignability.Common)))]));
        return new BoxedRelation(type.Element!.Members!.Shape, rows) { Declared = declared, Type = type };
    }

    private BoxedFilter Filter(DmnFilter filter, FeelScope scope, string part, FeelType? declared)
    {
        var source = Compile(filter.In, scope, part + "/in");
        var element = Element(source.Type);
        if (filter.Match is not DmnLiteral literal)
            return new BoxedFilter(scope.Shape.Count, source, Compile(filter.Match, Extend(scope, new FeelMember("item", element)), part + "/match"), null) { Declared = declared, Type = source.Type };
        // The entries of the item are names of their own inside the match.
        var match = FeelExpression.Compile(literal.Text, scope, _options with { ItemOf = element });
        Note(match.Problems, part + "/match");
        return new BoxedFilter(scope.Shape.Count, source, match.Ok ? new BoxedNothing() : new BoxedError([.. match.Errors]), match.Compiled) { Declared = declared, Type = source.Type };
    }

    private void Note(IEnumerable<FeelProblem> found, string part) =>
        problems.AddRange(found.Select(p => p with { Part = p.Part is null ? part : part + "/" + p.Part }));
}

/// <summary>A value made to conform to the type of the variable that takes it.</summary>
internal sealed class BoxedConform : Boxed
{
    private readonly Boxed _value;
    private readonly string _name;

    public BoxedConform(Boxed value, FeelType type, string name)
    {
        _value = value;
        _name = name;
        Type = type;
    }

    protected override FeelValue Run(FeelValue[] input, FeelCall call, FeelTrace? trace) =>
        TypeTable.Conform(_value.Evaluate(input, call, trace), Type, call, _name);
}
