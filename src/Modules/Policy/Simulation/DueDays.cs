using Fuyao.Policy.Contracts;
using Fuyao.Policy.Dictionary;
using Fuyao.Policy.Evaluation;

namespace Fuyao.Policy.Simulation;

/// <summary>
/// How often a pack's policies fall due in the calendar year of its date. Most stay all year as they are on the date: so many units of what
/// they give. A policy of months or terms whose rule reads an age or compares with the date (the months of a course) is worked out on the first
/// day of every unit of the year, with the parameters of the date, and what these days give is added up: whoever turns 80 in June is given
/// more from July on, as the monthly runs do.
/// </summary>
internal static class DueDays
{
    // As rules may write what time alone changes.
    private static readonly string[] Moving = ["on", "日期", HouseholdDictionary.Age, "年龄", "周岁"];

    /// <summary>The policies whose units differ within the year.</summary>
    public static HashSet<string> Dated(CompiledPack pack)
    {
        HashSet<string> dated = [];
        // Policies stand in the order in which they are worked out: those that one reads, or that exclude it, come before it.
        foreach (var policy in pack.Policies.Where(p => p.Definition.Unit is PolicyPeriod.Month or PolicyPeriod.Term))
        {
            var earlier = policy.Definition.After.Select(a => a.Text).Concat(policy.ExcludedBy.Select(i => pack.Policies[i].Id));
            if (earlier.Any(dated.Contains) || Reads(pack, Names(policy), []))
            {
                dated.Add(policy.Id);
            }
        }

        return dated;
    }

    /// <summary>The first days of a unit in the calendar year of a date; terms begin as those of awards do.</summary>
    public static IReadOnlyList<DateOnly> Of(PolicyPeriod unit, DateOnly on) => unit switch
    {
        PolicyPeriod.Month => [.. Enumerable.Range(1, 12).Select(month => new DateOnly(on.Year, month, 1))],
        PolicyPeriod.Term => [new DateOnly(on.Year, 3, 1), new DateOnly(on.Year, 9, 1)],
        _ => [on],
    };

    /// <summary>The days beside the date itself on which policies are worked out, each with those that fall due on it.</summary>
    public static IEnumerable<(CompiledPack Pack, string[] Policies)> Days(CompiledPack pack, HashSet<string> dated) =>
        pack.Policies.Where(p => dated.Contains(p.Id)).SelectMany(p => Of(p.Definition.Unit, pack.On).Select(day => (Day: day, p.Id))).GroupBy(d => d.Day)
            .Select(g => (pack with { On = g.Key }, g.Select(d => d.Id).ToArray()));

    private static bool Reads(CompiledPack pack, IEnumerable<string> names, HashSet<string> seen) => names.Any(name => Moving.Contains(name) || (seen.Add(name)
        && Variables(pack).Any(v => (v.Definition.Id == name || v.Definition.Aliases.Contains(name))
            && Reads(pack, (v.Expression?.Reads ?? []).Concat(RuleWords.Of(v.Definition.Definition.Text)), seen))));

    // What the engine itself works out has no expression.
    private static IEnumerable<DerivedVariable> Variables(CompiledPack pack) =>
        pack.Dictionary.PersonVariables.Concat(pack.Dictionary.HouseholdVariables).Where(v => v.Expression is not null);

    private static IEnumerable<string> Names(CompiledPolicy policy) => policy.Eligible.Reads.Concat(policy.Manual?.Reads ?? [])
        .Concat(policy.Parts.Select(p => p.Amount).Append(policy.Value).OfType<CompiledAmount>().SelectMany(a => a.Expression?.Reads ?? a.Table!.Reads))
        .Concat(PackCompiler.Sources(policy.Definition).SelectMany(s => RuleWords.Of(s.Text)));
}
