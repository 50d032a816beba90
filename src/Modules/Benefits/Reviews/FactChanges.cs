using System.Globalization;
using System.Text.Json;
using Fuyao.Kernel.Text;
using Fuyao.Kernel;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;

namespace Fuyao.Benefits.Reviews;

/// <summary>One fact that is not what it was, in words.</summary>
/// <param name="Path">As in household JSON; <c>member</c> for somebody who joined or is no longer there.</param>
/// <param name="Person">Whose it is; null for the household's own.</param>
/// <param name="At">When the change was recorded; null when nothing was recorded (a birthday).</param>
internal sealed record FactChange(
    string Path, LocalText Label, string? Person, LocalText? Before, LocalText? After, DateTimeOffset? At = null, string? Actor = null, string? Reason = null, string? Evidence = null)
{
    public LocalText Say()
    {
        var who = Person is null ? "" : Person + " ";
        var recorded = At is { } at ? at.InChina().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
        return new LocalText(
            $"{who}{Label.Zh}:{Before?.Zh ?? "无"} → {After?.Zh ?? "无"}{(recorded is null ? "" : $"({recorded} {Actor} 登记{(string.IsNullOrEmpty(Reason) ? "" : ":" + Reason)})")}",
            $"{who}{Label.En}: {Before?.En ?? "none"} → {After?.En ?? "none"}{(recorded is null ? "" : $" (recorded {recorded} by {Actor}{(string.IsNullOrEmpty(Reason) ? "" : ": " + Reason)})")}");
    }
}

/// <summary>What differs between two readings of a household, as far as a rule read it.</summary>
internal static class FactChanges
{
    private static readonly LocalText Member = new("家庭成员", "member of the household");

    /// <summary>Differences of the facts behind both results; all differences that concern the subject when none of those differs.</summary>
    public static List<FactChange> Between(
        HouseholdRecord? before, HouseholdRecord? after, PreparedPack pack, string policy, Guid subject, PolicyResult? was, PolicyResult? now, HouseholdOrigins? origins)
    {
        var person = subject != (after ?? before)?.Id ? subject : (Guid?)null;
        var name = (after?.Persons ?? []).Concat(before?.Persons ?? []).FirstOrDefault(p => p.Id == person)?.Name;
        using var old = before is null ? null : JsonDocument.Parse(before.Json);
        using var present = after is null ? null : JsonDocument.Parse(after.Json);
        if (person is { } id && Has(before, id) != Has(after, id))
        {
            return [new FactChange("member", Member, name, Has(before, id) ? Yes : No, Has(after, id) ? Yes : No)];
        }

        var facts = (was?.Because ?? []).Concat(now?.Because ?? []).Where(r => r.Expression is not null && r.Parameter is null && r.Policy is null)
            .SelectMany(r => pack.FactsBehind(policy, r.Expression!)).ToHashSet();
        var all = Differences(old?.RootElement, present?.RootElement, person);
        var read = all.Where(d => facts.Any(f => f.OfPerson == d.Fact.OfPerson && (d.Fact.Path == f.Path || d.Fact.Path.StartsWith(f.Path + ".", StringComparison.Ordinal)))).ToList();
        var changes = (read.Count > 0 ? read : all)
            .Select(d => Say(d, pack, d.Fact.OfPerson ? name : null, origins?.Of(d.Fact.OfPerson ? person : null, d.Fact.Path))).ToList();
        return changes.Count > 0 ? changes : Readings(was, now, pack);
    }

    private static readonly LocalText Yes = new("在户", "belongs to it");
    private static readonly LocalText No = new("不在户", "not in it");

    // Nothing was recorded, but what the rule reads came out otherwise: an age, a count, a standard.
    private static List<FactChange> Readings(PolicyResult? was, PolicyResult? now, PreparedPack pack)
    {
        var old = (was?.Because ?? []).Where(r => r.Expression is not null).GroupBy(r => r.Expression!).ToDictionary(g => g.Key, g => g.First());
        return [.. (now?.Because ?? [])
            .Where(r => r.Expression is not null && old.TryGetValue(r.Expression, out var o) && !Equals(o.Value, r.Value))
            .Select(r => (r.Expression, Fact: Fact(r.Expression!), Before: old[r.Expression!].Value, After: r.Value))
            .Select(r => new FactChange(r.Expression!, pack.Label(r.Fact), null, pack.Say(r.Fact, r.Before), pack.Say(r.Fact, r.After)))
            .DistinctBy(c => c.Path)];
    }

    private static RegisterFact Fact(string expression) => expression.StartsWith("household.", StringComparison.Ordinal) ? new(false, expression["household.".Length..]) : new(true, expression);

    private static bool Has(HouseholdRecord? household, Guid person) => household?.Persons.Any(p => p.Id == person) == true;

    private static List<(RegisterFact Fact, JsonElement? Before, JsonElement? After)> Differences(JsonElement? before, JsonElement? after, Guid? person)
    {
        var old = Facts(before, person);
        var now = Facts(after, person);
        return [.. old.Keys.Union(now.Keys).Where(f => Text(old, f) != Text(now, f)).Order(Comparer<RegisterFact>.Create((a, b) => (b.OfPerson, a.Path).CompareTo((a.OfPerson, b.Path))))
            .Select(f => (f, old.TryGetValue(f, out var b) ? b : (JsonElement?)null, now.TryGetValue(f, out var a) ? a : (JsonElement?)null))];
    }

    private static string? Text(Dictionary<RegisterFact, JsonElement> facts, RegisterFact fact) => facts.TryGetValue(fact, out var value) ? value.GetRawText() : null;

    private static Dictionary<RegisterFact, JsonElement> Facts(JsonElement? household, Guid? person)
    {
        var facts = new Dictionary<RegisterFact, JsonElement>();
        if (household is not { } root)
        {
            return facts;
        }

        foreach (var member in root.EnumerateObject().Where(m => m.Name is not ("persons" or "id" or "region")))
        {
            Flatten(member.Value, member.Name, ofPerson: false, facts);
        }

        if (person is { } id && root.TryGetProperty("persons", out var persons))
        {
            foreach (var one in persons.EnumerateArray().Where(p => p.TryGetProperty("id", out var i) && i.GetString() == id.ToString()))
            {
                foreach (var member in one.EnumerateObject().Where(m => m.Name != "id"))
                {
                    Flatten(member.Value, member.Name, ofPerson: true, facts);
                }
            }
        }

        return facts;
    }

    private static void Flatten(JsonElement value, string path, bool ofPerson, Dictionary<RegisterFact, JsonElement> facts)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            // The same as nothing said.
            return;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            facts[new RegisterFact(ofPerson, path)] = value;
            return;
        }

        foreach (var member in value.EnumerateObject())
        {
            Flatten(member.Value, $"{path}.{member.Name}", ofPerson, facts);
        }
    }

    private static FactChange Say((RegisterFact Fact, JsonElement? Before, JsonElement? After) d, PreparedPack pack, string? person, FactOrigin? origin) => new(
        d.Fact.Path, pack.Label(d.Fact), person, Value(pack, d.Fact, d.Before), Value(pack, d.Fact, d.After), origin?.At, origin?.Actor, origin?.Reason, origin?.Evidence);

    private static LocalText? Value(PreparedPack pack, RegisterFact fact, JsonElement? value) => value?.ValueKind switch
    {
        null or JsonValueKind.Null => null,
        JsonValueKind.True => pack.Say(fact, true),
        JsonValueKind.False => pack.Say(fact, false),
        JsonValueKind.Number => pack.Say(fact, value.Value.GetDecimal()),
        JsonValueKind.String when DateOnly.TryParseExact(value.Value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => pack.Say(fact, date),
        JsonValueKind.String => pack.Say(fact, value.Value.GetString()),
        // Lists of codes by their labels; a list of objects by how many there are.
        JsonValueKind.Array when value.Value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String) => Join([.. value.Value.EnumerateArray().Select(e => pack.Say(fact, e.GetString()))]),
        JsonValueKind.Array => new LocalText($"{value.Value.GetArrayLength()} 项", $"{value.Value.GetArrayLength()} entries"),
        _ => new LocalText(value.Value.GetRawText(), value.Value.GetRawText()),
    };

    private static LocalText Join(LocalText[] texts) => new(string.Join("、", texts.Select(t => t.Zh)), string.Join(", ", texts.Select(t => t.En)));
}
