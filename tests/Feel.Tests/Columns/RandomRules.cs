using System.Globalization;

namespace Fuyao.Feel.Tests.Columns;

/// <summary>Random FEEL texts of a wanted type over the scope of <see cref="Population"/>.</summary>
internal sealed class RandomRules(Random random)
{
    private int _bound;

    public string Number(int depth, string row = "") => depth <= 0 ? Leaf(row) : random.Next(15) switch
    {
        0 => $"({Number(depth - 1, row)} + {Number(depth - 1, row)})",
        1 => $"({Number(depth - 1, row)} - {Number(depth - 1, row)})",
        2 => $"({Number(depth - 1, row)} * {Constant()})",
        3 => $"({Number(depth - 1, row)} * {Number(depth - 2, row)})",
        4 => $"({Number(depth - 1, row)} / {Pick("3", "4", "12", "0.5", "7")})",
        5 or 6 => $"(if {Boolean(depth - 1, row)} then {Number(depth - 1, row)} else {Number(depth - 1, row)})",
        7 => $"min({Number(depth - 1, row)}, {Number(depth - 1, row)})",
        8 => $"max({Number(depth - 1, row)}, {Constant()})",
        9 => $"abs({Number(depth - 1, row)})",
        10 when row.Length == 0 => $"sum(persons.{Pick("salary", "age")})",
        11 when row.Length == 0 => Bound(p => $"sum(for {p} in persons return {Number(depth - 1, p + ".")})"),
        12 when row.Length == 0 => Bound(p => $"count(persons[{Boolean(0, "item.")}])"),
        13 => $"{Pick("floor", "ceiling")}({Number(depth - 1, row)})",
        14 => $"round half up({Number(depth - 1, row)}, {random.Next(3)})",
        _ => Leaf(row),
    };

    public string Boolean(int depth, string row = "") => depth <= 0 ? Question(row) : random.Next(12) switch
    {
        0 or 1 => $"({Boolean(depth - 1, row)} and {Boolean(depth - 1, row)})",
        2 or 3 => $"({Boolean(depth - 1, row)} or {Boolean(depth - 1, row)})",
        4 => $"not({Boolean(depth - 1, row)})",
        5 => $"{Number(depth - 1, row)} {Pick("<", "<=", ">", ">=", "=", "!=")} {Number(depth - 1, row)}",
        6 => $"{Number(depth - 1, row)} between {Constant()} and {Constant()}",
        7 => $"{Number(depth - 1, row)} in ([10..{random.Next(20, 60)}), > {random.Next(60, 90)})",
        8 when row.Length == 0 => Bound(p => $"({Pick("some", "every")} {p} in persons satisfies {Boolean(depth - 1, p + ".")})"),
        9 when row.Length == 0 => Bound(p => $"({Pick("some", "every")} {p} in persons[{Question("item.")}] satisfies {Question(p + ".")})"),
        10 => $"(if {Boolean(depth - 1, row)} then {Boolean(depth - 1, row)} else {Boolean(depth - 1, row)})",
        _ => Question(row),
    };

    private string Leaf(string row) => random.Next(6) switch
    {
        0 => Constant(),
        1 => "limit",
        2 => "household.rent",
        3 => row + "age",
        _ => row + "salary",
    };

    private string Question(string row) => random.Next(12) switch
    {
        0 => row + "retired",
        1 => $"{row}role = {Pick("\"adult\"", "\"child\"")}",
        2 => $"{row}role in (\"child\", \"guest\")",
        3 => $"{row}disability != null",
        4 => $"({row}disability != null and {row}disability.grade <= {random.Next(1, 5)})",
        5 => row + "disability.care",
        6 => $"household.status {Pick("=", "!=")} {Pick("\"registered\"", "\"exited\"")}",
        7 => $"{row}birth {Pick("<", ">=")} date(\"19{random.Next(50, 99)}-0{random.Next(1, 9)}-01\")",
        8 => $"list contains(household.hardship, {Pick("\"special\"", "\"distressed\"")})",
        9 => "lost",
        10 => $"{row}left != null and {row}left > {row}birth + {random.Next(1, 90)} * duration(\"P7M\")",
        _ => $"{row}age >= {random.Next(5, 90)}",
    };

    private string Bound(Func<string, string> text)
    {
        // One list inside another would compare rows with rows: refused by design, so not worth generating often.
        return text("p" + _bound++);
    }

    private string Constant() => Pick("0", "1", "18", "0.15", "100", "12.34", "-7.5", "600", random.Next(1000).ToString(CultureInfo.InvariantCulture));

    private string Pick(params string[] of) => of[random.Next(of.Length)];
}
