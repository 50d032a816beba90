using Fuyao.Feel.Types;
using Fuyao.Policy.Contracts;
using Shouldly;
using Xunit;

namespace Fuyao.Policy.Tests;

/// <summary>The repository's packs over households drawn at random: columns say what the interpreter says.</summary>
public class EveryPackInColumns
{
    public static TheoryData<string> Packs => [.. Some.Engine.Packs().Select(p => p.Id)];

    [Theory]
    [MemberData(nameof(Packs))]
    public void Columns_and_interpreter_agree(string id)
    {
        var random = new Random(23);
        var stated = Some.Engine.Prepare(id, Some.May2016);
        // Once as the source has it, once as if its lost parameters were known.
        var lost = stated.Parameters.Where(p => p.Unknown).ToDictionary(p => p.Id, p => stated.Compiled.Dictionary.PersonScope.Find(p.Id)!.Type.Kind switch
        {
            FeelTypeKind.Boolean => "true",
            FeelTypeKind.Date => "2016-01-01",
            FeelTypeKind.Number => $"{random.Next(1, 2000)}.5",
            _ => "some",
        });
        foreach (var pack in new[] { stated, stated.Suppose(Supposition.None with { Parameters = lost }) })
        {
            var (table, _) = RandomHouseholds.Build([[.. Enumerable.Range(0, 120).Select(_ => RandomHouseholds.Next(random, pack.Compiled.Dictionary.Household))]], pack);
            var rules = pack.Over(table);
            rules.Interpreted.ShouldBeEmpty();
            var (found, wanted) = (rules.Run(cancellation: TestContext.Current.CancellationToken), pack.Over(table, RulePath.Interpreter).Run(cancellation: TestContext.Current.CancellationToken));
            foreach (var policy in pack.Policies.Where(p => p.Subject is PolicySubject.Person or PolicySubject.Household))
            {
                var (column, oracle) = (found.Of(policy.Id), wanted.Of(policy.Id));
                for (var row = 0; row < oracle.Count; row++)
                {
                    (column.Status(row), column.Amount(row), column.Value(row)).ShouldBe((oracle.Status(row), oracle.Amount(row), oracle.Value(row)), $"{policy.Id}, row {row}");
                    column.Parts(row).ShouldBe(oracle.Parts(row), $"{policy.Id}, row {row}");
                    column.Funding(row).ShouldBe(oracle.Funding(row), $"{policy.Id}, row {row}");
                }
            }
        }
    }
}
