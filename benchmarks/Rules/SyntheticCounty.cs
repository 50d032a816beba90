using Fuyao.Feel.Columns;
using Fuyao.Feel.Types;

namespace Fuyao.Benchmarks.Rules;

/// <summary>A county in columns with every fact that the liuba pack reads: the same seed gives the same county.</summary>
internal sealed class SyntheticCounty(uint seed)
{
    private static readonly string[] Statuses = ["none", "applicant", "registered", "exited", "monitored"];
    private static readonly string[] Stages = ["preschool", "primary", "junior", "senior", "vocational_secondary", "vocational_college", "undergraduate", "postgraduate"];
    private static readonly string[] Places = ["county", "city", "province", "outside", "overseas"];
    private static readonly string[] Modes = ["concentrated", "dispersed"];
    private static readonly string[] Hardships = ["special", "distressed", "five_no"];
    private static readonly string[] Programmes = ["yulu", "new_farmer", "skills"];
    private static readonly string[] Labour = ["ordinary", "skilled", "weak", "lost", "none"];
    private static readonly string[] Recurring = ["once", "month", "year"];
    private static readonly string[] Health = ["healthy", "chronic", "serious_illness", "disabled"];
    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    private uint _state = seed;

    public ColumnTable Columns(int persons)
    {
        List<int> offsets = [0];
        while (offsets[^1] < persons)
        {
            offsets.Add(Math.Min(persons, offsets[^1] + 1 + Next(6)));
        }

        var households = offsets.Count - 1;
        var table = new ColumnTable("households", households)
            .Add("status", Column.Strings(Draw(households, _ => (byte)(Chance(60) ? 2 : Next(Statuses.Length))), Statuses))
            .Add("relocation", Column.Presence(FeelTypeKind.Context, Present(households, 10)))
            .Add("relocation.mode", Column.Strings(Draw(households, _ => (byte)Next(2)), Modes));
        table.AddList("hardship", Lists(households, 15)).Fill("", count => Column.Strings(Draw(count, _ => (byte)Next(Hardships.Length)), Hardships));
        table.Add("income", Column.Presence(FeelTypeKind.Context, Present(households, 95)));
        foreach (var (line, most) in new[] { ("wage", 12_000), ("business", 6_000), ("property", 800), ("transfer", 3_000), ("business_cost", 2_000) })
        {
            table.Add("income." + line, Column.Numbers(Draw(households, _ => Next(most * 100)), 100));
        }

        table.AddList("received", Lists(households, 25))
            .Fill("date", count => Column.Dates(Draw(count, _ => new DateOnly(2014, 1, 1).DayNumber - Epoch + Next(900))))
            .Fill("amount", count => Column.Numbers(Draw(count, _ => Next(60_000)), 100))
            .Fill("recurring", count => Column.Strings(Draw(count, _ => (byte)Next(Recurring.Length)), Recurring));
        var list = table.AddList("persons", [.. offsets])
            .Add("birth", Column.Dates(Draw(persons, _ => new DateOnly(1926, 1, 1).DayNumber - Epoch + Next(90 * 365))))
            .Add("only_child_lost", Column.Booleans(Draw(persons, _ => (byte)(Chance(1) ? 1 : 0))))
            .Add("disability", Column.Presence(FeelTypeKind.Context, Present(persons, 8)))
            .Add("disability.grade", Column.Numbers(Draw(persons, _ => 1 + Next(4))))
            .Add("disability.home_care", Column.Booleans(Draw(persons, _ => (byte)(Chance(20) ? 1 : 0))))
            .Add("labour", Column.Strings(Draw(persons, _ => (byte)Next(Labour.Length)), Labour))
            .Add("school", Column.Presence(FeelTypeKind.Context, Present(persons, 20)))
            .Add("school.stage", Column.Strings(Draw(persons, _ => (byte)Next(Stages.Length)), Stages))
            .Add("school.place", Column.Strings(Draw(persons, _ => (byte)Next(Places.Length)), Places))
            .Add("school.new_entrant", Column.Booleans(Draw(persons, _ => (byte)Next(2))))
            .Add("school.in_plan", Column.Booleans(Draw(persons, _ => (byte)Next(2))))
            .Add("school.tuition_waived", Column.Booleans(Draw(persons, _ => (byte)(Chance(10) ? 1 : 0))));
        list.AddList("health", Lists(persons, 15)).Fill("", count => Column.Strings(Draw(count, _ => (byte)Next(Health.Length)), Health));
        list.AddList("training", Lists(persons, 4))
            .Fill("programme", count => Column.Strings(Draw(count, _ => (byte)Next(Programmes.Length)), Programmes))
            .Fill("from", count => Column.Dates(Draw(count, _ => new DateOnly(2016, 1, 1).DayNumber - Epoch + Next(200))))
            .Fill("months", count => Column.Numbers(Draw(count, _ => 1 + Next(6))));
        return table;
    }

    private int[] Lists(int owners, int percent)
    {
        var offsets = new int[owners + 1];
        for (var i = 0; i < owners; i++)
        {
            offsets[i + 1] = offsets[i] + (Chance(percent) ? 1 + Next(2) : 0);
        }

        return offsets;
    }

    // Present 0, absent 2: the states of a column.
    private byte[] Present(int count, int percent) => Draw(count, _ => (byte)(Chance(percent) ? 0 : 2));

    private static T[] Draw<T>(int count, Func<int, T> draw)
    {
        var values = new T[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = draw(i);
        }

        return values;
    }

    private bool Chance(int percent) => Next(100) < percent;

    private int Next(int below)
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return (int)(_state % (uint)below);
    }
}

internal static class ColumnTables
{
    public static ColumnTable Fill(this ColumnTable table, string path, Func<int, Column> column) => table.Add(path, column(table.Count));
}
