using System.Text.Json.Nodes;

namespace Fuyao.Testing;

/// <summary>Households that show only what matters to a test: <c>Some.Household("1", village, Some.Person("1942-03-05"))</c>.</summary>
public static class Some
{
    /// <summary>A registered household; the first person is its head.</summary>
    public static JsonObject Household(string number, long village, params IEnumerable<JsonObject> persons)
    {
        var members = new JsonArray();
        foreach (var (index, person) in persons.Index())
        {
            person["id"] ??= $"{number}-{index + 1}";
            person["name"] ??= $"成员{number}{index + 1}";
            person["relation"] ??= index == 0 ? "02" : "90";
            members.Add(person);
        }

        return new JsonObject
        {
            ["id"] = number,
            ["region"] = village.ToString("000000000000", System.Globalization.CultureInfo.InvariantCulture),
            ["status"] = "registered",
            ["persons"] = members,
        };
    }

    public static JsonObject Person(string birth, string? name = null, string sex = "male")
    {
        var person = new JsonObject { ["sex"] = sex, ["birth"] = birth };
        if (name is not null)
        {
            person["name"] = name;
        }

        return person;
    }

    /// <summary>The object with one more member, given as JSON: <c>.With("relocation", """{"mode":"dispersed"}""")</c>.</summary>
    public static JsonObject With(this JsonObject target, string member, string json)
    {
        target[member] = JsonNode.Parse(json);
        return target;
    }
}
