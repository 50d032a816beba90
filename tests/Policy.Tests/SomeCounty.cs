using Fuyao.Feel.Columns;
using Fuyao.Feel.Types;

namespace Fuyao.Policy.Tests;

internal static partial class Some
{
    private static readonly string[] Statuses = ["registered", "exited", "none"];
    private static readonly string[] Modes = ["concentrated", "dispersed"];
    private static readonly string[] Hardships = ["special", "distressed", "five_no"];
    private static readonly string[] Programmes = ["yulu", "new_farmer", "skills"];
    private static readonly string[] Labour = ["ordinary", "weak", "lost", "none"];
    private static readonly string[] Health = ["healthy", "chronic", "serious_illness", "disabled"];
    private static readonly string[] Stages = ["senior", "undergraduate", "vocational_college"];
    private static readonly string[] Recurring = ["month", "year"];
    private static readonly string[] Places = ["province", "overseas"];

    /// <summary>Random households in columns, unknown and absent facts among them, with all that the liuba pack reads.</summary>
    public static ColumnTable County(Random random, int households)
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

        var received = table.AddList("received", Lists(random, households, 40, 3));
        received.Add("date", Column.Dates(Draw(received.Count, () => new DateOnly(2014, 1, 1).AddDays(random.Next(1000)).DayNumber - new DateOnly(1970, 1, 1).DayNumber), States(random, received.Count, 4, 0)))
            .Add("amount", Column.Numbers(Draw(received.Count, () => random.Next(100_000)), 100))
            .Add("recurring", Column.Strings(Draw(received.Count, () => (byte)random.Next(2)), Recurring, States(random, received.Count, 0, 30)));
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
