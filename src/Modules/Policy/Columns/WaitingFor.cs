using System.Collections.Concurrent;
using Fuyao.Feel.Columns;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Evaluation;

namespace Fuyao.Policy.Columns;

/// <summary>
/// Which undetermined results wait for a parameter that nobody knows and for nothing else: then there is nothing to ask the household.
/// </summary>
internal sealed class WaitingFor(CompiledPack pack, ColumnTable households, ColumnCompiler compiler)
{
    private readonly ConcurrentDictionary<string, Source> _sources = [];

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

        foreach (var (table, column) in source.Facts)
        {
            var (first, end) = Rows(table, household);
            for (var row = first; row < end; row++)
            {
                if (column.IsUnknown(row))
                {
                    return null;
                }
            }
        }

        foreach (var before in source.Before)
        {
            var (first, end) = before.IsPerson ? Rows(households.Lists["persons"], household) : (household, household + 1);
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
        var policy = pack.Policies.First(p => p.Id == id);
        List<CompiledPolicy> all = [policy];
        for (var i = 0; i < all.Count; i++)
        {
            all.AddRange(pack.Policies.Where((p, index) => !all.Contains(p)
                && (all[i].ExcludedBy.Contains(index) || (all[i].ReadsResults && all[i].Definition.After.Any(a => a.Text == p.Id)))));
        }

        // Variables of the household are read by way of it: any that the pack needs may be behind a result.
        var reads = all.SelectMany(Reads)
            .Concat(pack.PersonVariables.Concat(pack.HouseholdVariables).SelectMany(v => v.Expression?.Reads ?? []))
            .ToHashSet(StringComparer.Ordinal);
        var unknown = pack.Parameters.Zip(pack.ParameterValues).Where(p => p.Second.IsUnknown && reads.Contains(p.First.Id)).Select(p => p.First.Id).ToList();
        return unknown is [var parameter] ? new Source(parameter, compiler.MayBeUnknown(PackColumns.Status(id)), all[1..]) : new Source(null, [], []);
    }

    private static IEnumerable<string> Reads(CompiledPolicy policy) =>
    [
        .. policy.Eligible.Reads, .. policy.Manual?.Reads ?? [], .. Reads(policy.Value), .. policy.Parts.SelectMany(p => Reads(p.Amount)),
    ];

    private static IEnumerable<string> Reads(CompiledAmount? amount) => amount?.Expression?.Reads ?? amount?.Table?.Reads ?? [];

    /// <param name="Parameter">The one unknown parameter that the policy, or one before it, reads; null when there is none or more.</param>
    /// <param name="Facts">Columns whose unknown rows may make it undetermined.</param>
    /// <param name="Before">Policies whose results it reads.</param>
    private sealed record Source(string? Parameter, IReadOnlyList<(ColumnTable Table, Column Column)> Facts, IReadOnlyList<CompiledPolicy> Before);
}
