using Fuyao.Feel.Tables;
using Fuyao.Feel.Types;

namespace Fuyao.Feel.Dmn;

/// <summary>A decision table of a pack with the scope it is written in. <paramref name="Id"/> is its name in the pack.</summary>
public sealed record DmnTableSource(string Id, TableSpec Spec, FeelScope Scope);

/// <summary>Decision tables as DMN models for any DMN editor, and back: a table exported and imported again is the same table.</summary>
public static class DmnTables
{
    /// <summary>One decision a table; the variables that the tables read become input data, closed sets of words become item definitions.</summary>
    public static DmnModel ToModel(string name, string @namespace, IEnumerable<DmnTableSource> tables)
    {
        var inputs = new Dictionary<string, FeelType>(StringComparer.Ordinal);
        var items = new Dictionary<string, DmnItemDefinition>(StringComparer.Ordinal);
        var decisions = new List<DmnDecision>();
        foreach (var (id, spec, scope) in tables)
        {
            var reads = FeelTable.Compile(spec, scope).Compiled?.Reads ?? [];
            foreach (var read in reads)
                inputs.TryAdd(read, scope.Find(read)!.Type);
            var table = new DmnTable(spec, [.. spec.Inputs.Select(i => Reference(InputType(i, scope), items))], [.. spec.Outputs.Select(o => Reference(o.Type, items))]);
            decisions.Add(new DmnDecision("decision_" + Key(id), id, new DmnVariable(id, null), [.. reads.Select(r => "#input_" + Key(r))], table));
        }
        // Naming the inputs' types completes the item definitions.
        DmnInputData[] data = [.. inputs.Select(i => new DmnInputData("input_" + Key(i.Key), new DmnVariable(i.Key, Reference(i.Value, items))))];
        return new DmnModel(name, @namespace, [], [.. items.Values], data, decisions, [], []);
    }

    /// <summary>The decision tables of a model, by the names of their decisions.</summary>
    public static IReadOnlyList<(string Id, TableSpec Spec)> FromModel(DmnModel model)
    {
        var types = new TypeTable(model, [], []);
        return [.. model.Decisions.Where(d => d.Logic is DmnTable).Select(d => (d.Name, Spec((DmnTable)d.Logic!, types)))];
    }

    private static TableSpec Spec(DmnTable table, TypeTable types) => table.Spec with
    {
        Inputs = [.. table.Spec.Inputs.Select(i => i with { Values = Text(i.Values) })],
        Outputs = [.. table.Spec.Outputs.Select((o, n) => o with
        {
            Values = Text(o.Values), Default = Text(o.Default), Type = table.OutputTypeRefs[n] is { } reference ? types.Find(reference) : null,
        })],
    };

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static FeelType? InputType(TableInput input, FeelScope scope) => input.Type ?? FeelExpression.Compile(input.Expression, scope).Compiled?.Type;

    /// <summary>An id that XML accepts and that differs wherever the names differ.</summary>
    private static string Key(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c.ToString() : $"_{(int)c:x}"));

    /// <summary>The name of a type in the model; types that DMN cannot name are left open.</summary>
    private static string? Reference(FeelType? type, Dictionary<string, DmnItemDefinition> items)
    {
        switch (type?.Kind)
        {
            case FeelTypeKind.Number or FeelTypeKind.Boolean or FeelTypeKind.Date or FeelTypeKind.Time or FeelTypeKind.DateTime or FeelTypeKind.DaysTime or FeelTypeKind.YearsMonths:
                return TypeNames.Of(type.Kind);
            case FeelTypeKind.String when type is { Codes: { } codes, Name: { } name } && name != "string":
                items.TryAdd(name, new DmnItemDefinition(name, "string", false, string.Join(", ", codes.Select(c => Values.FeelValue.Of(c).ToString())), null, []));
                return name;
            case FeelTypeKind.String:
                return "string";
            case FeelTypeKind.Context when type is { Members: { } members, Name: { } name }:
                if (items.TryAdd(name, null!))
                    items[name] = new DmnItemDefinition(name, null, false, null, null, [.. members.All.Select(m => Component(m, items))]);
                return name;
            default:
                return null;
        }
    }

    private static DmnItemDefinition Component(FeelMember member, Dictionary<string, DmnItemDefinition> items)
    {
        var list = member.Type.Kind == FeelTypeKind.List;
        return new DmnItemDefinition(member.Name, Reference(list ? member.Type.Element : member.Type, items) ?? "Any", list, null, null, []);
    }
}
