using System.Text.RegularExpressions;
using Fuyao.Policy.Checking;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Evaluation;
using Fuyao.Policy.Packs;
using Shouldly;
using Xunit;

namespace Fuyao.Packs.Tests;

/// <summary>
/// Whether a pack's tests would notice a wrong rule: every comparison and every end of a range in its policies and checks
/// is moved (the limit itself to the other side, then the limit by one step either way), every “and” is made an “or”, and some
/// test must then fail. So there is a case on each limit, one just below it, one just above, and one for each condition that alone fails.
/// </summary>
public partial class Boundaries
{
    private static readonly string Packs = PolicyOptions.FindPacks(AppContext.BaseDirectory)!;

    /// <summary>Beginnings of rules whose moved limits alter no result, and why not. The list may only shrink.</summary>
    private static readonly Dictionary<string, string> Same = new(StringComparer.Ordinal)
    {
        ["chenzhou/expert-mix: "] = "the two shares are complements: whoever breaks one breaks the other",
        ["dongkoumiao/road-may-december: "] = "no month comes after December",
        ["ganzhou-education-2015/degree-subsidy-budget: "] = "1,500 yuan do not divide 50 million: the limit is no number of students",
        ["leiyang-2016/credited-90: credited > "] = "nine tenths of 24,353 households are no whole number",
        ["leiyang-2016/loss-share: loss"] = "a loss of nothing is shared into nothing",
        ["liuba-2015/serious-illness-relief: "] = "each step leaves nothing exactly where the last one does; the steps stand there to be shown",
        ["openfisca-country-template/basic-income: "] = "an amount of nothing is nothing due",
        ["openfisca-country-template/housing-allowance: "] = "an amount of nothing is nothing due",
        ["openfisca-country-template/parenting-allowance: "] = "an amount of nothing is nothing due",
        ["openfisca-country-template/pension: "] = "an amount of nothing is nothing due",
        ["wuzhou/visits-of-the-year: "] = "November has no thirty-first day",
    };

    public static TheoryData<string> Ids => [.. Directory.EnumerateDirectories(Packs).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_limit_and_every_condition_has_cases_that_notice_it_moved(string id)
    {
        var directory = Path.Combine(Packs, id);
        var pack = PackLayers.Read(PackFiles.In(directory), PackLayers.Beside(directory, Packs), new Findings())!;
        Mutants(pack, moves: false).Where(m => Noticed(m.Pack)).Select(m => m.Rule).ShouldBeEmpty("its tests fail as it is");
        string[] unnoticed = [.. Mutants(pack).AsParallel().Where(m => !Noticed(m.Pack)).Select(m => $"{id}/{m.Rule}: {m.Text}").Order(StringComparer.Ordinal)];
        unnoticed.Where(m => !Same.Keys.Any(same => m.StartsWith(same, StringComparison.Ordinal))).ShouldBeEmpty();
        Same.Keys.Where(same => same.StartsWith(id + "/", StringComparison.Ordinal) && !unnoticed.Any(m => m.StartsWith(same, StringComparison.Ordinal)))
            .ShouldBeEmpty("noticed by now: strike them off");
    }

    private static bool Noticed(EffectivePack pack)
    {
        var runner = new PackTestRunner(pack, new Findings());
        runner.Run();
        // A limit moved out of its own type does not compile: nobody could write it.
        return runner.Outcomes.Any(o => !o.Passed);
    }

    /// <param name="pack">The pack as it is.</param>
    /// <param name="moves">False: every rule by itself and nothing moved.</param>
    private static IEnumerable<(string Rule, string Text, EffectivePack Pack)> Mutants(EffectivePack pack, bool moves = true)
    {
        // What the plan's own figures decide has no facts to try.
        var decided = PackCompiler.Compile(pack, pack.Own.ValidFrom ?? pack.Own.Tests[0].On, new Findings())!.Checks.Where(c => c.IsDecided(pack)).Select(c => c.Definition.Id).ToHashSet();
        foreach (var check in pack.Own.Checks.Where(c => !decided.Contains(c.Id)))
        {
            var alone = Tested(pack with { Policies = [], Procedures = [] }, test => test with { Expect = [], Checks = [.. test.Checks.Where(c => c.Check == check.Id)] });
            if (!moves)
            {
                yield return (check.Id, "", alone with { Checks = [check] });
                continue;
            }

            foreach (var (text, holds) in Moved(check.Holds))
            {
                yield return (check.Id, text, alone with { Checks = [check with { Holds = holds }] });
            }

            foreach (var (text, when) in check.When is null ? [] : Moved(check.When))
            {
                yield return (check.Id, text, alone with { Checks = [check with { When = when }] });
            }
        }

        foreach (var policy in pack.Own.Policies)
        {
            var alone = Tested(pack with { Checks = [], Procedures = [] }, test => test with { Checks = [] });
            EffectivePack With(PolicyDefinition moved) => alone with { Policies = [.. pack.Policies.Select(p => p.Id == policy.Id ? moved : p)] };
            if (!moves)
            {
                yield return (policy.Id, "", With(policy));
                continue;
            }

            foreach (var (text, source) in Moved(policy.Eligible))
            {
                yield return (policy.Id, text, With(policy with { Eligible = source }));
            }

            foreach (var (text, source) in policy.Manual is null ? [] : Moved(policy.Manual))
            {
                yield return (policy.Id, text, With(policy with { Manual = source }));
            }

            foreach (var (text, amount) in policy.Value is null ? [] : Moved(policy.Value))
            {
                yield return (policy.Id, text, With(policy with { Value = amount }));
            }

            foreach (var (part, definition) in policy.Parts.Index())
            {
                foreach (var (text, amount) in Moved(definition.Amount))
                {
                    yield return (policy.Id, text, With(policy with { Parts = [.. policy.Parts.Select((p, at) => at == part ? p with { Amount = amount } : p)] }));
                }
            }
        }
    }

    /// <summary>The pack with its tests cut down to what is looked at.</summary>
    private static EffectivePack Tested(EffectivePack pack, Func<PackTest, PackTest> cut) => pack with
    {
        Own = pack.Own with
        {
            Tests = [.. pack.Own.Tests.Select(t => cut(t with { Values = [], Outcomes = [], Conflicts = null })).Where(t => t.Expect.Count + t.Checks.Count > 0)],
        },
    };

    private static IEnumerable<(string Text, AmountDefinition Amount)> Moved(AmountDefinition amount)
    {
        foreach (var (text, source) in amount.Expression is null ? [] : Moved(amount.Expression))
        {
            yield return (text, amount with { Expression = source });
        }

        foreach (var (at, row) in amount.Table?.Rows.Index() ?? [])
        {
            foreach (var (column, cell) in row.Conditions.Index())
            {
                foreach (var (text, source) in Moved(cell))
                {
                    var moved = row with { Conditions = [.. row.Conditions.Select((c, i) => i == column ? source : c)] };
                    yield return ($"row {at + 1}: {text}", amount with { Table = amount.Table! with { Rows = [.. amount.Table.Rows.Select((r, i) => i == at ? moved : r)] } });
                }
            }

            foreach (var (text, source) in Moved(row.Output))
            {
                yield return ($"row {at + 1}: {text}", amount with { Table = amount.Table! with { Rows = [.. amount.Table.Rows.Select((r, i) => i == at ? row with { Output = source } : r)] } });
            }
        }
    }

    private static IEnumerable<(string Text, FeelSource Source)> Moved(FeelSource source)
    {
        foreach (Match match in And().Matches(source.Text))
        {
            var text = string.Concat(source.Text.AsSpan(0, match.Index), "or", source.Text.AsSpan(match.Index + match.Length));
            yield return (text, source with { Text = text });
        }

        foreach (Match match in Comparison().Matches(source.Text))
        {
            var step = source.Text[(match.Index + match.Length)..].Contains("duration(", StringComparison.Ordinal) ? [] : new[] { "-1 + ", "1 + " };
            string[] others =
            [
                match.Value switch { "<=" => "<", "<" => "<=", ">=" => ">", ">" => ">=", "[" => "(", "(" => "[", "]" => ")", _ => "]" },
                .. match.Value is "<=" or "<" or ">=" or ">" ? step.Select(s => $"{match.Value} {s}") : [],
            ];
            foreach (var other in others)
            {
                var text = string.Concat(source.Text.AsSpan(0, match.Index), other, source.Text.AsSpan(match.Index + match.Length));
                yield return (text, source with { Text = text });
            }
        }
    }

    [GeneratedRegex(@"(?<=\s)and(?=\s)")]
    private static partial Regex And();

    // A comparison, or the bracket at an end of a range.
    [GeneratedRegex(@"<=|>=|(?<![-.])<(?!=)|(?<!-)>(?!=)|[\[\(](?=[^\[\]\(\)]*\.\.)|(?<=\.\.[^\[\]\(\)]*)[\]\)]")]
    private static partial Regex Comparison();
}
