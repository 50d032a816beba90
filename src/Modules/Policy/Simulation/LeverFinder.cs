using System.Globalization;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Evaluation;

namespace Fuyao.Policy.Simulation;

/// <summary>Finds what of a pack decides amounts: parameters that policies read, and their tables.</summary>
internal static class LeverFinder
{
    public static PackLevers Of(CompiledPack pack)
    {
        var reads = pack.Policies.ToDictionary(p => p.Id, _ => new HashSet<string>());
        foreach (var policy in pack.Policies)
        {
            Follow(pack, Direct(policy), reads[policy.Id]);
            // Policies stand in the order in which they are worked out: those that it comes after are complete.
            foreach (var earlier in policy.Definition.After.Select(a => a.Text).Concat(policy.ExcludedBy.Select(i => pack.Policies[i].Id)).Where(reads.ContainsKey))
            {
                reads[policy.Id].UnionWith(reads[earlier]);
            }
        }

        return new PackLevers(
            [
                .. pack.Pack.Parameters.Zip(pack.Parameters)
                    .Select(p => (p.First.Type, Info: p.Second, Policies: pack.Policies.Select(q => q.Id).Where(id => reads[id].Contains(p.Second.Id)).ToList()))
                    .Where(p => p.Policies.Count > 0).Select(p => Lever(p.Type, p.Info, p.Policies)),
            ],
            [.. pack.Policies.Where(p => p.Info.Table is not null).Select(p => new TableLever(p.Id, p.Info.Title, p.Info.Source, p.Info.Table!))]);
    }

    private static IEnumerable<string> Direct(CompiledPolicy policy) => policy.Eligible.Reads.Concat(policy.Manual?.Reads ?? [])
        .Concat(policy.Parts.Select(p => p.Amount).Append(policy.Value).OfType<CompiledAmount>().SelectMany(a => a.Expression?.Reads ?? a.Table!.Reads))
        .Concat(PackCompiler.Sources(policy.Definition).SelectMany(s => RuleWords.Of(s.Text)));

    private static void Follow(CompiledPack pack, IEnumerable<string> names, HashSet<string> reads)
    {
        foreach (var name in names)
        {
            if (reads.Add(name))
            {
                foreach (var variable in pack.Dictionary.PersonVariables.Concat(pack.Dictionary.HouseholdVariables)
                    .Where(v => v.Definition.Id == name || v.Definition.Aliases.Contains(name)))
                {
                    Follow(pack, (variable.Expression?.Reads ?? []).Concat(RuleWords.Of(variable.Definition.Definition.Text)), reads);
                }
            }
        }
    }

    private static ParameterLever Lever(string type, ParameterInfo info, IReadOnlyList<string> policies)
    {
        var (least, most, step) = type == "number" ? Range(info) : default;
        return new ParameterLever(info.Id, info.Title, info.Unit, type, Text(info.Value), info.Source, least, most, step, policies);
    }

    // Up to three times what is in force, in steps of about a percent; a share from none to all.
    private static (decimal? Least, decimal? Most, decimal? Step) Range(ParameterInfo info)
    {
        if (info.Value is not decimal value)
        {
            return (0, null, info.Unit == "ratio" ? 0.01m : 1);
        }

        if (info.Unit == "ratio" && value is >= 0 and <= 1)
        {
            return (0, 1, 0.01m);
        }

        var size = Math.Abs(value);
        var step = size < 1 ? 0.01m : (decimal)Math.Max(1, Math.Pow(10, Math.Floor(Math.Log10((double)size)) - 2));
        var most = Math.Ceiling(Math.Max(size * 3, step * 10) / step) * step;
        return (value < 0 ? -most : 0, most, step);
    }

    public static string? Text(object? value) => value switch
    {
        null => null,
        bool flag => flag ? "true" : "false",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
