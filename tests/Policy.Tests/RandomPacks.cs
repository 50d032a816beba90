using System.Globalization;
using Fuyao.Kernel.Problems;
using Fuyao.Policy.Contracts;

namespace Fuyao.Policy.Tests;

/// <summary>
/// Random packs over what <see cref="Some.County"/> holds: policies of persons and households that read one another's results, exclude one
/// another, have several parts and payers, classify, leave cases to a person, and read parameters that nobody knows.
/// </summary>
internal sealed class RandomPacks(Random random)
{
    private const string Parameters = """
        - {id: rate, title: {zh: 标准, en: Rate}, from: unknown, value: 37.5}
        - {id: lost_rate, title: {zh: 佚失标准, en: Lost rate}, from: unknown, unknown: true}
        - {id: lost_class, title: {zh: 佚失类别, en: Lost class}, type: boolean, from: unknown, unknown: true}
        """;

    private readonly List<(string Id, bool OfPersons, bool Classifies)> _policies = [];
    private HashSet<string> _read = [];

    /// <summary>A pack; null when what was drawn is refused, as a comparison that can never hold.</summary>
    public PreparedPack? Next()
    {
        _policies.Clear();
        List<(string File, string Text)> files = [("parameters/all.yaml", Parameters)];
        var count = random.Next(3, 8);
        for (var i = 0; i < count; i++)
        {
            files.Add(Policy($"p-{i}", random.Next(3) > 0, i, count));
        }

        try
        {
            return Some.Prepare([.. files]);
        }
        catch (ProblemException)
        {
            return null;
        }
    }

    private (string File, string Text) Policy(string id, bool ofPersons, int index, int count)
    {
        _read = [];
        var classifies = random.Next(6) == 0;
        List<string> lines =
        [
            $"id: {id}", "title: {zh: 某项政策, en: Some policy}", $"subject: {(ofPersons ? "person" : "household")}", "period: month",
            $"eligible: {Text(Condition(2, ofPersons))}",
        ];
        if (random.Next(4) == 0)
        {
            lines.Add($"manual: {Text(Condition(1, ofPersons))}");
        }

        var funding = random.Next(3) switch { 0 => "[{source: county, share: 1}]", 1 => "[{source: county, share: 6}, {source: province, share: 4}]", _ => "[{source: county, share: 1}, {source: donor, share: 1}, {source: province, share: 1}]" };
        if (classifies)
        {
            lines.Add($"value: {Text($"if {Condition(1, ofPersons)} then \"first\" else \"second\"")}");
        }
        else
        {
            lines.Add($"funding: {funding}");
            if (random.Next(3) > 0)
            {
                lines.Add($"amount: {Text(Amount(2, ofPersons))}");
            }
            else
            {
                lines.Add("parts:");
                lines.Add($"- {{kind: cash, payee: household, amount: {Text(Amount(1, ofPersons))}}}");
                lines.Add($"- {{kind: waiver, payee: school, amount: {Text(Amount(1, ofPersons))}}}");
                lines.Add($"- {{kind: premium, payee: insurer, amount: {Text(Amount(0, ofPersons))}{(random.Next(2) == 0 ? ", funding: [{source: insurer, share: 1}]" : "")}}}");
            }
        }

        if (_read.Count > 0)
        {
            lines.Add($"after: [{string.Join(", ", _read)}]");
        }

        // Only later ones, so that nobody waits for himself.
        var later = Enumerable.Range(index + 1, count - index - 1).Where(_ => random.Next(4) == 0).Select(i => $"p-{i}").ToList();
        if (later.Count > 0)
        {
            lines.Add($"excludes: [{string.Join(", ", later)}]");
        }

        _policies.Add((id, ofPersons, classifies));
        return ($"policies/{id}.yaml", string.Join('\n', lines));
    }

    private static string Text(string feel) => $"'{feel.Replace("'", "''", StringComparison.Ordinal)}'";

    private string Condition(int depth, bool ofPersons) => depth > 0 && random.Next(3) > 0
        ? random.Next(4) switch
        {
            0 => $"({Condition(depth - 1, ofPersons)} and {Condition(depth - 1, ofPersons)})",
            1 => $"({Condition(depth - 1, ofPersons)} or {Condition(depth - 1, ofPersons)})",
            2 => $"not({Condition(depth - 1, ofPersons)})",
            _ => Earlier() is { } id ? Pick($"get value(results, \"{id}\").status {Pick("=", "!=")} \"{Pick("awarded", "excluded", "not_eligible")}\"", $"get value(results, \"{id}\").amount > {Number()}") : "true",
        }
        : ofPersons
            ? Pick($"age >= {random.Next(10, 80)}", "labour = \"weak\"", "only_child_lost", "household.status = \"registered\"", "(disability != null and disability.grade <= 2)",
                "list contains(health, \"chronic\")", "household.relocation != null", random.Next(5) == 0 ? "lost_class" : "true")
            : Pick("status = \"registered\"", "relocation != null", $"size > {random.Next(0, 5)}", "list contains(hardship, \"special\")", "labour_count = 0",
                $"(some p in persons satisfies p.age >= {random.Next(50, 80)})", $"net_income < {random.Next(2000, 9000)}", $"income_per_head < {random.Next(500, 4000)}", random.Next(5) == 0 ? "lost_class" : "true");

    private string Amount(int depth, bool ofPersons) => depth > 0 && random.Next(2) > 0
        ? random.Next(5) switch
        {
            0 => $"({Amount(depth - 1, ofPersons)} + {Amount(depth - 1, ofPersons)})",
            1 => $"max(0, {Amount(depth - 1, ofPersons)} - {Amount(depth - 1, ofPersons)})",
            2 => $"(if {Condition(0, ofPersons)} then {Amount(depth - 1, ofPersons)} else {Amount(depth - 1, ofPersons)})",
            3 => $"{Amount(depth - 1, ofPersons)} * {Pick("0.15", "1.5", "12")}",
            _ => Earlier() is { } id ? $"get value(results, \"{id}\").amount" : "rate",
        }
        : ofPersons ? Pick(Number(), "rate", "age * 1.115", "age / 7", random.Next(6) == 0 ? "lost_rate" : "12.345")
        : Pick(Number(), "rate * size", "net_income / 12", "sum(persons.age) * 2", random.Next(6) == 0 ? "lost_rate" : "100.005", "size * 33.335");

    // A policy that classifies has no amount, but its status may be read.
    private string? Earlier()
    {
        if (_policies.Count == 0)
        {
            return null;
        }

        var id = _policies[random.Next(_policies.Count)].Id;
        _read.Add(id);
        return id;
    }

    private string Number() => Pick("0", "50", "12.34", random.Next(400).ToString(CultureInfo.InvariantCulture));

    private string Pick(params string[] of) => of[random.Next(of.Length)];
}
