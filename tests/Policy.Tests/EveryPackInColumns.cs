using System.Text.Json.Nodes;
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
            Agree(pack, [.. Enumerable.Range(0, 120).Select(_ => RandomHouseholds.Next(random, pack.Compiled.Dictionary.Household))]);
        }
    }

    /// <summary>Nobody is in training, at school, ill, or has received anything: what no row states has columns all the same.</summary>
    [Theory]
    [MemberData(nameof(Packs))]
    public void A_register_that_states_next_to_nothing_is_not_left_to_the_interpreter(string id)
    {
        var random = new Random(29);
        string[] statuses = ["none", "registered", "exited"];
        Agree(Some.Engine.Prepare(id, Some.May2016),
        [
            .. Enumerable.Range(0, 40).Select(_ => new JsonObject
            {
                ["id"] = "h", ["region"] = "610729101201", ["status"] = statuses[random.Next(3)],
                ["persons"] = new JsonArray(new JsonObject { ["id"] = "p0", ["sex"] = "male", ["birth"] = $"{1920 + random.Next(96)}-05-01" }),
            }),
        ]);
    }

    private static void Agree(PreparedPack pack, IReadOnlyList<JsonObject> households)
    {
        var (table, kept) = RandomHouseholds.Build([households], pack);
        kept.ShouldNotBeEmpty();
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
