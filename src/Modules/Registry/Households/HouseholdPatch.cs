using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Changes;

namespace Fuyao.Registry.Households;

/// <summary>Applies what was asked to a household object in clear and speaks of faults by the paths of the request.</summary>
internal sealed partial class HouseholdPatch(JsonObject household)
{
    private readonly Dictionary<int, int> requested = [];

    /// <exception cref="ProblemException">422 with everything that cannot be applied.</exception>
    public JsonObject Apply(JsonElement? changes, IReadOnlyList<string> clear, IReadOnlyList<Guid> removed)
    {
        List<Problem> problems = [];
        var persons = household["persons"]!.AsArray();
        foreach (var (id, i) in removed.Select((id, i) => (id, i)))
        {
            if (Find(persons, id.ToString()) is { } person)
            {
                persons.Remove(person);
            }
            else
            {
                Add("unknown-person", $"remove_persons[{i}]", "本户没有这个人。", "The household has no such person.");
            }
        }

        foreach (var (path, i) in clear.Select((path, i) => (path, i)))
        {
            if (!Clear(path, persons))
            {
                Add("nothing-to-clear", $"clear[{i}]", "没有这一项可清除。", "There is no such member to clear.");
            }
        }

        if (changes is { } asked && asked.ValueKind != JsonValueKind.Null)
        {
            if (asked.ValueKind != JsonValueKind.Object)
            {
                Add("wrong-type", "changes", "这里应为 object。", "Expected object here.");
            }
            else
            {
                Merge(JsonNode.Parse(asked.GetRawText())!.AsObject(), persons);
            }
        }

        return problems.Count == 0 ? household : throw new ProblemException(422, problems);

        void Add(string code, string path, string zh, string en) => problems.Add(new Problem(code, new LocalText(zh, en), path));
    }

    /// <summary>Checks and reads the patched object; paths of faults are those of the request.</summary>
    public HouseholdState Read(JsonObject patched, Guid id, TimeProvider clock)
    {
        try
        {
            return HouseholdDocument.Read(JsonSerializer.SerializeToElement(patched), id, clock, "changes");
        }
        catch (ProblemException refused)
        {
            throw new ProblemException(refused.Status, [.. refused.Problems.Select(p => p with { Path = InRequest(p.Path ?? "") })]);
        }
    }

    /// <summary>Where the request has a member of the patched object.</summary>
    public string PathInRequest(string path) => InRequest(path.Length == 0 ? "changes" : $"changes.{path}");

    private string InRequest(string path)
    {
        return PersonIndex().Replace(path, Asked);

        string Asked(Match match) => requested.TryGetValue(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), out var index)
            ? $"changes.persons[{index}]" : match.Value;
    }

    private void Merge(JsonObject changes, JsonArray persons)
    {
        foreach (var (name, value) in changes)
        {
            if (name != "persons" || value is not JsonArray people)
            {
                MergeMember(household, name, value);
                continue;
            }

            for (var i = 0; i < people.Count; i++)
            {
                if (people[i] is JsonObject change && change["id"] is JsonValue id && Find(persons, id.ToString()) is { } known)
                {
                    requested[persons.IndexOf(known)] = i;
                    foreach (var (member, part) in change.Where(m => m.Key != "id"))
                    {
                        MergeMember(known, member, part);
                    }
                }
                else
                {
                    requested[persons.Count] = i;
                    persons.Add(people[i]?.DeepClone());
                }
            }
        }
    }

    private static void MergeMember(JsonObject to, string name, JsonNode? value)
    {
        if (value is JsonObject part && to[name] is JsonObject known)
        {
            foreach (var (member, inner) in part)
            {
                known[member] = inner?.DeepClone();
            }
        }
        else
        {
            to[name] = value?.DeepClone();
        }
    }

    private bool Clear(string path, JsonArray persons)
    {
        var names = path.Split('.');
        var at = household;
        if (names is ["persons", var id, _, ..])
        {
            at = Find(persons, id);
            names = names[2..];
        }
        else if (names[0] == "persons")
        {
            return false;
        }

        foreach (var name in names[..^1])
        {
            at = at?[name] as JsonObject;
        }

        return at?.Remove(names[^1]) == true;
    }

    private static JsonObject? Find(JsonArray persons, string id) =>
        persons.OfType<JsonObject>().FirstOrDefault(p => string.Equals((string?)p["id"], id, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"^changes\.persons\[(\d+)\]")]
    private static partial Regex PersonIndex();
}
