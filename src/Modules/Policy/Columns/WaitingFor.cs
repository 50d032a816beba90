using System.Collections.Concurrent;
using Fuyao.Feel.Columns;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Dictionary;
using Fuyao.Policy.Evaluation;

namespace Fuyao.Policy.Columns;

/// <summary>
/// Which undetermined results wait for a parameter that nobody knows and for nothing else: then there is nothing to ask the household.
/// </summary>
internal sealed class WaitingFor
{
    private readonly CompiledPack _pack;
    private readonly ColumnTable _households;
    private readonly ColumnTable _persons;
    private readonly ConcurrentDictionary<string, Source> _sources = [];
    private readonly string[] _unknown;
    private readonly Lazy<PackColumns> _supposed;

    public WaitingFor(CompiledPack pack, ColumnTable households, RulePath path)
    {
        (_pack, _households, _persons) = (pack, households, households.Lists["persons"]);
        _unknown = [.. pack.Parameters.Zip(pack.ParameterValues).Where(p => p.Second.IsUnknown).Select(p => p.First.Id)];
        // What is unknown for all hides the facts beside it: they are seen once some value is supposed.
        _supposed = new(() => new PackColumns(pack.With(_unknown.ToDictionary(id => id, Some)), households, path, [], [.. pack.Policies.Where(p => Parameters(p) is [_])]));
    }

    /// <summary>The parameter; null when the result may wait for a fact, for a person's decision, or for several parameters.</summary>
    /// <param name="policy">A policy whose result is undetermined for a row of the household.</param>
    /// <param name="household">The household's row.</param>
    /// <param name="status">How a policy came out for a row.</param>
    public string? Parameter(string policy, int household, Func<string, int, ResultStatus> status)
    {
        var source = _sources.GetOrAdd(policy, Of);
        if (source.Parameter is null)
        {
            return null;
        }

        if (Any(source.Facts, household, (column, row) => column.IsUnknown(row)) || Any(source.Nullable, household, (column, row) => column.IsNull(row)))
        {
            return null;
        }

        foreach (var before in source.Before)
        {
            var (first, end) = before.IsPerson ? Rows(_persons, household) : (household, household + 1);
            for (var row = first; row < end; row++)
            {
                if (status(before.Id, row) == ResultStatus.Manual)
                {
                    return null;
                }
            }
        }

        return source.Parameter;
    }

    private static bool Any(IReadOnlyList<(ColumnTable Table, Column Column)> columns, int household, Func<Column, int, bool> open)
    {
        foreach (var (table, column) in columns)
        {
            var (first, end) = Rows(table, household);
            for (var row = first; row < end; row++)
            {
                if (open(column, row))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static (int First, int End) Rows(ColumnTable table, int household)
    {
        if (table.Parent is not { } parent)
        {
            return (household, household + 1);
        }

        var (first, end) = Rows(parent, household);
        return (table.Offsets![first], table.Offsets[end]);
    }

    private Source Of(string id)
    {
        var policy = _pack.Policies.First(p => p.Id == id);
        return Parameters(policy) is [var parameter] && !_supposed.Value.Refused.Any(r => r.Id == id) && !_pack.PersonVariables.Concat(_pack.HouseholdVariables).Any(LacksColumns)
            ? new Source(
                parameter, _supposed.Value.MayBeUnknown(PackColumns.Status(id)),
                [.. _pack.PersonVariables.Concat(_pack.HouseholdVariables).SelectMany(_supposed.Value.UnknownWhereNull)], Behind(policy)[1..])
            : new Source(null, [], [], []);
    }

    // A variable is unknown where its definition comes to null: what no row of the population has is such a null in every row.
    private bool LacksColumns(DerivedVariable variable)
    {
        var (node, table) = variable.Definition.Of == PolicySubject.Person ? (_pack.Dictionary.Person, _persons) : (_pack.Dictionary.Household, _households);
        return node.Members.Any(m => (variable.Expression?.Reads.Contains(m.Name) == true || variable.Definition.Requires == m.Name) && Lacks(m, m.Name));

        bool Lacks(SchemaNode member, string path) => member.Kind != SchemaKind.Array
            && ((member.Absent.IsNull && !table.Columns.ContainsKey(path)) || member.Members.Any(m => Lacks(m, $"{path}.{m.Name}")));
    }

    // The policy, and those whose results it reads.
    private List<CompiledPolicy> Behind(CompiledPolicy policy)
    {
        List<CompiledPolicy> all = [policy];
        for (var i = 0; i < all.Count; i++)
        {
            all.AddRange(_pack.Policies.Where((p, index) => !all.Contains(p)
                && (all[i].ExcludedBy.Contains(index) || (all[i].ReadsResults && all[i].Definition.After.Any(a => a.Text == p.Id)))));
        }

        return all;
    }

    // Variables of the household are read by way of it: any that the pack needs may be behind a result.
    private string[] Parameters(CompiledPolicy policy)
    {
        var reads = Behind(policy).SelectMany(Reads)
            .Concat(_pack.PersonVariables.Concat(_pack.HouseholdVariables).SelectMany(v => v.Expression?.Reads ?? []))
            .ToHashSet(StringComparer.Ordinal);
        return [.. _unknown.Where(reads.Contains)];
    }

    private FeelValue Some(string parameter)
    {
        var type = _pack.Dictionary.HouseholdScope.Find(parameter)!.Type;
        return type.Kind switch
        {
            FeelTypeKind.Number => FeelValue.Of(1m),
            FeelTypeKind.Boolean => FeelValue.True,
            FeelTypeKind.Date => FeelValue.Of(_pack.On),
            _ => FeelValue.Of(type.Codes?.First() ?? ""),
        };
    }

    private static IEnumerable<string> Reads(CompiledPolicy policy) =>
    [
        .. policy.Eligible.Reads, .. policy.Manual?.Reads ?? [], .. Reads(policy.Value), .. policy.Parts.SelectMany(p => Reads(p.Amount)),
    ];

    private static IEnumerable<string> Reads(CompiledAmount? amount) => amount?.Expression?.Reads ?? amount?.Table?.Reads ?? [];

    /// <param name="Parameter">The one unknown parameter that the policy, or one before it, reads; null when there is none or more.</param>
    /// <param name="Facts">Columns whose unknown rows may make it undetermined.</param>
    /// <param name="Nullable">Columns whose absent rows make a variable unknown.</param>
    /// <param name="Before">Policies whose results it reads.</param>
    private sealed record Source(string? Parameter, IReadOnlyList<(ColumnTable Table, Column Column)> Facts, IReadOnlyList<(ColumnTable Table, Column Column)> Nullable, IReadOnlyList<CompiledPolicy> Before);
}
