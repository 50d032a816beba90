using Fuyao.Feel.Columns;
using Fuyao.Feel.Types;
using Fuyao.Policy.Contracts;
using Shouldly;
using Xunit;

namespace Fuyao.Policy.Tests;

/// <summary>A pack over a population: every path gives the same awards.</summary>
public class PopulationTests
{
    private static readonly string[] Statuses = ["registered", "exited", "none"];
    private static readonly string[] Modes = ["concentrated", "dispersed"];
    private static readonly string[] Hardships = ["special", "distressed", "five_no"];
    private static readonly string[] Programmes = ["yulu", "new_farmer", "skills"];
    private static readonly string[] Labour = ["ordinary", "weak", "lost", "none"];
    private static readonly string[] Health = ["healthy", "chronic", "serious_illness", "disabled"];
    private static readonly string[] Stages = ["senior", "undergraduate", "vocational_college"];
    private static readonly string[] Places = ["province", "overseas"];

    [Theory]
    [InlineData(RulePath.Columns)]
    [InlineData(RulePath.ColumnsScalar)]
    [InlineData(RulePath.ColumnsExact)]
    public void Columns_award_what_the_interpreter_awards_unknown_facts_included(RulePath path)
    {
        var table = County(new Random(61), 700);
        var pack = Some.Liuba();
        var columns = pack.Over(table, path);
        // It reads the results of the others.
        columns.Interpreted.Select(i => i.Id).ShouldBe(["backstop-topup"]);
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

    private static ColumnTable County(Random random, int households)
    {
        var offsets = Lists(random, households, 100, 5);
        var table = new ColumnTable("households", households)
            .Add("status", Column.Strings(Draw(households, () => (byte)random.Next(3)), Statuses, States(random, households, 10, 0)))
            .Add("relocation", Column.Presence(FeelTypeKind.Context, States(random, households, 5, 60)))
            .Add("relocation.mode", Column.Strings(Draw(households, () => (byte)random.Next(2)), Modes, States(random, households, 10, 0)))
            .Add("hardship", Column.Presence(FeelTypeKind.List, States(random, households, 10, 0)));
        var hardship = table.AddList("hardship", Lists(random, households, 40, 2));
        hardship.Add("", Column.Strings(Draw(hardship.Count, () => (byte)random.Next(3)), Hardships));
        table.Add("income", Column.Presence(FeelTypeKind.Context, States(random, households, 10, 10)));
        foreach (var line in new[] { "wage", "business", "property", "transfer", "business_cost" })
        {
            table.Add($"income.{line}", Column.Numbers(Draw(households, () => random.Next(3000)), states: States(random, households, 5, 0)));
        }

        table.AddList("received", Lists(random, households, 0, 1));
        var persons = table.AddList("persons", offsets);
        var n = persons.Count;
        persons.Add("birth", Column.Dates(Draw(n, () => new DateOnly(1930, 1, 1).AddDays(random.Next(85 * 365)).DayNumber - new DateOnly(1970, 1, 1).DayNumber), States(random, n, 5, 0)))
            .Add("labour", Column.Strings(Draw(n, () => (byte)random.Next(4)), Labour, States(random, n, 10, 0)))
            .Add("only_child_lost", Column.Booleans(Draw(n, () => (byte)random.Next(2)), States(random, n, 10, 0)))
            .Add("disability", Column.Presence(FeelTypeKind.Context, States(random, n, 5, 60)))
            .Add("disability.grade", Column.Numbers(Draw(n, () => random.Next(1, 5)), states: States(random, n, 10, 0)))
            .Add("disability.home_care", Column.Booleans(Draw(n, () => (byte)random.Next(2))))
            .Add("school", Column.Presence(FeelTypeKind.Context, States(random, n, 5, 40)))
            .Add("school.stage", Column.Strings(Draw(n, () => (byte)random.Next(3)), Stages, States(random, n, 10, 0)))
            .Add("school.place", Column.Strings(Draw(n, () => (byte)random.Next(2)), Places))
            .Add("school.new_entrant", Column.Booleans(Draw(n, () => (byte)random.Next(2))))
            .Add("school.in_plan", Column.Booleans(Draw(n, () => (byte)random.Next(2))))
            .Add("school.tuition_waived", Column.Booleans(Draw(n, () => (byte)random.Next(2))));
        var health = persons.AddList("health", Lists(random, n, 50, 2));
        health.Add("", Column.Strings(Draw(health.Count, () => (byte)random.Next(4)), Health));
        var training = persons.AddList("training", Lists(random, n, 30, 3));
        training.Add("programme", Column.Strings(Draw(training.Count, () => (byte)random.Next(3)), Programmes))
            .Add("from", Column.Dates(Draw(training.Count, () => new DateOnly(2016, 1, 31).AddDays(random.Next(150)).DayNumber - new DateOnly(1970, 1, 1).DayNumber)))
            .Add("months", Column.Numbers(Draw(training.Count, () => random.Next(1, 7)), states: States(random, training.Count, 10, 0)));
        return table;
    }

    private static byte[] States(Random random, int count, int unknown, int absent) =>
        Draw(count, () => random.Next(100) is var n && n < unknown ? (byte)1 : n < unknown + absent ? (byte)2 : (byte)0);

    private static int[] Lists(Random random, int owners, int percent, int most)
    {
        var offsets = new int[owners + 1];
        for (var i = 0; i < owners; i++)
        {
            offsets[i + 1] = offsets[i] + (random.Next(100) < percent ? random.Next(most + 1) : 0);
        }

        return offsets;
    }

    private static T[] Draw<T>(int count, Func<T> value) => [.. Enumerable.Range(0, count).Select(_ => value())];
}
