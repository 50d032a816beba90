using Fuyao.Feel.Columns;
using Fuyao.Policy.Contracts;
using Shouldly;
using Xunit;

namespace Fuyao.Policy.Tests;

/// <summary>A pack over a population: every path gives the same awards.</summary>
public class PopulationTests
{
    [Theory]
    [InlineData(RulePath.Columns)]
    [InlineData(RulePath.ColumnsScalar)]
    [InlineData(RulePath.ColumnsExact)]
    public void Columns_award_what_the_interpreter_awards_unknown_facts_included(RulePath path)
    {
        var table = Some.County(new Random(61), 700);
        var pack = Some.Liuba();
        var columns = pack.Over(table, path);
        columns.Interpreted.ShouldBeEmpty();
        var (found, wanted) = (columns.Run(threads: 2, TestContext.Current.CancellationToken), pack.Over(table, RulePath.Interpreter).Run(cancellation: TestContext.Current.CancellationToken));
        HashSet<ResultStatus> seen = [];
        foreach (var policy in pack.Policies.Where(p => p.Subject is PolicySubject.Person or PolicySubject.Household))
        {
            for (var row = 0; row < (policy.Subject == PolicySubject.Person ? table.Lists["persons"].Count : table.Count); row++)
            {
                found.Award(policy.Id, row).ShouldBe(wanted.Award(policy.Id, row), $"{policy.Id}, row {row}");
                seen.Add(wanted.Award(policy.Id, row).Status);
            }
        }

        seen.ShouldBe([ResultStatus.Awarded, ResultStatus.NotEligible, ResultStatus.Undetermined], ignoreOrder: true);
    }

    [Theory]
    [InlineData(RulePath.Columns, 1)]
    [InlineData(RulePath.Columns, 2)]
    [InlineData(RulePath.ColumnsScalar, 3)]
    [InlineData(RulePath.ColumnsExact, 4)]
    public void Random_packs_of_chains_exclusions_parts_and_classes_agree_to_the_fen(RulePath path, int seed)
    {
        var random = new Random(seed);
        var packs = new RandomPacks(random);
        var statuses = new Dictionary<ResultStatus, int>();
        int prepared = 0, compiled = 0, all = 0, split = 0, classified = 0;
        for (var round = 0; round < 60; round++)
        {
            if (packs.Next() is not { } pack)
            {
                continue;
            }

            prepared++;
            var table = Some.County(random, random.Next(1, 40));
            var rules = pack.Over(table, path);
            all += pack.Policies.Count;
            compiled += pack.Policies.Count - rules.Interpreted.Count;
            var (found, wanted) = (rules.Run(cancellation: TestContext.Current.CancellationToken), pack.Over(table, RulePath.Interpreter).Run(cancellation: TestContext.Current.CancellationToken));
            foreach (var policy in pack.Policies)
            {
                var (column, oracle) = (found.Of(policy.Id), wanted.Of(policy.Id));
                column.Count.ShouldBe(oracle.Count);
                for (var row = 0; row < oracle.Count; row++)
                {
                    var place = $"round {round}, {policy.Id} ({policy.Eligible}; {policy.Amount}), row {row}";
                    (column.Status(row), column.Amount(row), column.Value(row)).ShouldBe((oracle.Status(row), oracle.Amount(row), oracle.Value(row)), place);
                    column.Parts(row).ShouldBe(oracle.Parts(row), place);
                    column.Funding(row).ShouldBe(oracle.Funding(row), place);
                    statuses[oracle.Status(row)] = statuses.GetValueOrDefault(oracle.Status(row)) + 1;
                    split += oracle.Parts(row).Count > 1 ? 1 : 0;
                    classified += oracle.Value(row) is null ? 0 : 1;
                }

                Same(column.Totals(), oracle.Totals());
            }
        }

        // What is refused, or never comes to pass, would prove nothing.
        prepared.ShouldBeGreaterThan(30);
        compiled.ShouldBeGreaterThan(all * 9 / 10);
        foreach (var status in Enum.GetValues<ResultStatus>())
        {
            statuses.GetValueOrDefault(status).ShouldBeGreaterThan(100, status.ToString());
        }

        split.ShouldBeGreaterThan(100);
        classified.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Who_waits_for_a_lost_parameter_alone_is_told_from_who_waits_for_a_fact_that_nobody_stated()
    {
        var pack = Some.Prepare(
            ("parameters/p.yaml", "- {id: lost_rate, title: {zh: 佚失, en: Lost}, from: unknown, unknown: true}"),
            Some.Policy("rate", eligible: "age >= 60", amount: "lost_rate"),
            Some.Policy("both", eligible: "attainment = \"primary\"", amount: "lost_rate"),
            Some.Policy("income", eligible: "household.net_income < 4000", amount: "lost_rate"));
        var table = new Feel.Columns.ColumnTable("households", 3).Add("income", Feel.Columns.Column.Presence(Feel.Types.FeelTypeKind.Context, [0, 1, 2]));
        foreach (var line in new[] { "wage", "business", "property", "transfer", "business_cost" })
        {
            table.Add("income." + line, Feel.Columns.Column.Numbers([1, 1, 1]));
        }

        table.AddList("persons", [0, 1, 2, 3]).Add("birth", Feel.Columns.Column.Dates([-10_000, -10_000, -10_000], [0, 1, 0]));
        var results = pack.Over(table).Run(cancellation: TestContext.Current.CancellationToken);
        foreach (var policy in new[] { "rate", "both", "income" })
        {
            results.Of(policy).Totals().Count(ResultStatus.Undetermined).ShouldBe(3, policy);
        }

        // Where a variable of the household is not known the interpreter is asked, whether the policy reads it or not.
        Enumerable.Range(0, 2).Select(i => results.WaitsForParameter("rate", i)).ShouldBe(["lost_rate", null]);
        Enumerable.Range(0, 3).Select(i => results.WaitsForParameter("both", i)).ShouldAllBe(p => p == null);
        Enumerable.Range(0, 3).Select(i => results.WaitsForParameter("income", i)).ShouldBe(["lost_rate", null, null]);
    }

    [Fact]
    public void Who_has_died_is_not_known_in_columns_and_never_nobody()
    {
        var pack = Some.Prepare(Some.Policy("funeral", eligible: "count(deceased) > 0"), Some.Policy("alive", eligible: "age >= 0"));
        var rules = pack.Over(Some.County(new Random(5), 20));
        var results = rules.Run(cancellation: TestContext.Current.CancellationToken);
        results.Of("funeral").Totals().Count(ResultStatus.Undetermined).ShouldBe(results.Of("funeral").Count);
        results.Of("alive").Totals().Count(ResultStatus.Awarded).ShouldBeGreaterThan(0);
    }

    private static void Same(AwardTotals found, AwardTotals wanted)
    {
        foreach (var status in Enum.GetValues<ResultStatus>())
        {
            found.Count(status).ShouldBe(wanted.Count(status));
        }

        found.Amount.ShouldBe(wanted.Amount);
        found.BySource.OrderBy(s => s.Key).ShouldBe(wanted.BySource.OrderBy(s => s.Key));
    }

    [Fact]
    public void What_columns_cannot_say_is_named_and_left_to_the_interpreter()
    {
        var pack = Some.Prepare(
            Some.Policy("by-name", eligible: "string length(relation) = 2", amount: "12.345"),
            Some.Policy("by-age", eligible: "age >= 60"));
        var table = new ColumnTable("households", 1);
        table.AddList("persons", [0, 2]).Add("birth", Column.Dates([-10_000, 10_000])).Add("relation", Column.Strings([0, 1], ["02", "1"]));
        var rules = pack.Over(table);
        rules.Interpreted.Select(r => r.Id).ShouldBe(["by-name"]);
        rules.Interpreted[0].Reason.ShouldContain("string length");
        var results = rules.Run(cancellation: TestContext.Current.CancellationToken);
        results.Award("by-name", 0).ShouldBe((ResultStatus.Awarded, Kernel.Money.FromYuan(12.35m)));
        results.Award("by-name", 1).Status.ShouldBe(ResultStatus.NotEligible);
        results.Award("by-age", 0).Status.ShouldBe(ResultStatus.Awarded);
    }
}
