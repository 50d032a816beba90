using System.Text.Json;
using System.Text.Json.Nodes;
using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Model;

namespace Fuyao.Registry.Households;

/// <summary>
/// Between the contract's household object (with the members that only the register keeps) and what is stated:
/// ids of persons are kept when they are UUIDs, else taken as 人编号.
/// </summary>
internal static class HouseholdDocument
{
    private static readonly string[] PersonIdentity = ["id", "name", "id_number", "disability_card", "phone"];
    private static readonly string[] HouseholdIdentity = ["id", "region", "persons", "phone", "bank_account", "stated_income_per_head"];

    /// <summary>Reads and checks an object that a client has sent or a patch has made.</summary>
    /// <exception cref="ProblemException">422 with every fault, paths under <paramref name="at"/>.</exception>
    public static HouseholdState Read(JsonElement document, Guid id, TimeProvider clock, string at)
    {
        var problems = HouseholdSchema.Check(document);
        if (problems.Count > 0)
        {
            throw Refused(problems, at);
        }

        var household = JsonNode.Parse(document.GetRawText())!.AsObject();
        var persons = household["persons"]!.AsArray().Select(p => p!.AsObject()).ToList();
        var ids = new Dictionary<string, Guid>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < persons.Count; i++)
        {
            var text = (string)persons[i]["id"]!;
            if (!ids.TryAdd(text, Guid.TryParse(text, out var known) ? known : Ids.New(clock)))
            {
                problems.Add(new Problem("repeated-person", new LocalText("同一户中有两人编号相同。", "Two persons of the household have the same id."), $"persons[{i}].id"));
            }
        }

        problems.AddRange(CheckTogether(household));
        if (problems.Count > 0)
        {
            throw Refused(problems, at);
        }

        foreach (var benefit in (household["received"] as JsonArray ?? []).OfType<JsonObject>().Where(b => b["person"] is not null))
        {
            benefit["person"] = ids[(string)benefit["person"]!].ToString();
        }

        return State(household, id, ids);
    }

    /// <summary>Reads an object of the register itself: what was recorded is taken as it is, with its faults.</summary>
    public static HouseholdState ReadRecorded(JsonObject household, Guid id) => State(
        household, id, household["persons"]!.AsArray().Select(p => (string)p!["id"]!).ToDictionary(p => p, Guid.Parse, StringComparer.OrdinalIgnoreCase));

    private static HouseholdState State(JsonObject household, Guid id, Dictionary<string, Guid> ids) => new()
    {
        Id = id,
        Number = CleanText.Of((string)household["id"]!),
        Region = long.Parse((string)household["region"]!, System.Globalization.CultureInfo.InvariantCulture),
        Phone = Text(household, "phone"),
        BankAccount = Text(household, "bank_account"),
        StatedIncomePerHead = household["stated_income_per_head"] is JsonValue stated ? Money.FromYuan((decimal)stated) : null,
        Facts = FactsOf(household),
        Persons = [.. household["persons"]!.AsArray().Select(p => p!.AsObject()).Select(p => new PersonState
        {
            Id = ids[(string)p["id"]!],
            Number = Guid.TryParse((string)p["id"]!, out _) ? null : CleanText.Of((string)p["id"]!),
            Name = Text(p, "name"),
            IdNumber = Text(p, "id_number"),
            DisabilityCard = Text(p, "disability_card"),
            Phone = Text(p, "phone"),
            Facts = PersonFactsOf(p),
        })],
    };

    /// <summary>The object in clear, as a patch is applied to it.</summary>
    public static JsonObject Write(HouseholdState state)
    {
        var household = new JsonObject { ["id"] = state.Number, ["region"] = new RegionCode(state.Region).ToString() };
        Set(household, "phone", state.Phone);
        Set(household, "bank_account", state.BankAccount);
        if (state.StatedIncomePerHead is { } stated)
        {
            household["stated_income_per_head"] = stated.Yuan;
        }

        Copy(JsonSerializer.SerializeToNode(state.Facts, Facts.Json)!.AsObject(), household);
        household["persons"] = new JsonArray([.. state.Persons.Select(p => (JsonNode?)Write(p))]);
        return household;
    }

    public static JsonObject Write(PersonState state)
    {
        var person = new JsonObject { ["id"] = state.Id.ToString() };
        Set(person, "name", state.Name);
        Set(person, "id_number", state.IdNumber);
        Set(person, "disability_card", state.DisabilityCard);
        Set(person, "phone", state.Phone);
        Copy(JsonSerializer.SerializeToNode(state.Facts, Facts.Json)!.AsObject(), person);
        return person;
    }

    public static ProblemException Refused(IEnumerable<Problem> problems, string at) =>
        new(422, [.. problems.Select(p => p with { Path = string.IsNullOrEmpty(p.Path) ? at : $"{at}.{p.Path}" })]);

    public static HouseholdFacts FactsOf(JsonObject household) => JsonSerializer.Deserialize<HouseholdFacts>(Without(household, HouseholdIdentity), Facts.Json)!;

    public static PersonFacts PersonFactsOf(JsonObject person) => JsonSerializer.Deserialize<PersonFacts>(Without(person, PersonIdentity), Facts.Json)!;

    /// <summary>
    /// What the schema cannot say: a village, one head, possible days, id numbers that agree with the person, known receivers.
    /// Members may be missing; those that are there fit the schema.
    /// </summary>
    public static List<Problem> CheckTogether(JsonObject household)
    {
        List<Problem> problems = [];
        var persons = (household["persons"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        if (Text(household, "region") is { } place && (!RegionCode.TryParse(place, out var region) || region.Level != RegionLevel.Village))
        {
            Add("not-a-village", "region", "户所在地应为行政村代码(12 位)。", "The place of a household is a village (12 digits).");
        }

        if (Text(household, "id") is { } own && string.IsNullOrWhiteSpace(own))
        {
            Add("empty-number", "id", "户编号不能为空。", "The household number is empty.");
        }

        var heads = persons.Select((p, i) => (Person: p, Index: i)).Where(p => Text(p.Person, "relation") == PersonState.HeadRelation).ToList();
        foreach (var head in heads.Skip(1))
        {
            Add("two-heads", $"persons[{head.Index}].relation", "一户只能有一位户主。", "A household has one head.");
        }

        for (var i = 0; i < persons.Count; i++)
        {
            if (Text(persons[i], "birth") is { } birth && Text(persons[i], "death") is { } death && string.CompareOrdinal(death, birth) < 0)
            {
                Add("death-before-birth", $"persons[{i}].death", "死亡日期早于出生日期。", "The death is before the birth.");
            }

            if (Text(persons[i], "id_number") is { } number && !IsIdNumber(number))
            {
                Add("wrong-checksum", $"persons[{i}].id_number", "身份证号校验位不对,请核对。", "The check digit of the id number is wrong. Compare it with the card.");
            }
        }

        foreach (var (benefit, i) in (household["received"] as JsonArray ?? []).OfType<JsonObject>().Select((b, i) => (b, i)))
        {
            if (Text(benefit, "person") is { } receiver && !persons.Any(p => string.Equals((string?)p["id"], receiver, StringComparison.OrdinalIgnoreCase)))
            {
                Add("unknown-person", $"received[{i}].person", "本户没有这个人。", "The household has no such person.");
            }
        }

        return problems;

        void Add(string code, string path, string zh, string en) => problems.Add(new Problem(code, new LocalText(zh, en), path));
    }

    /// <summary>GB 11643 (ISO 7064 MOD 11-2): the weighted sum of all eighteen places leaves 1.</summary>
    private static bool IsIdNumber(string number)
    {
        var sum = 0;
        for (var i = 0; i < 18; i++)
        {
            sum = ((sum * 2) + (number[i] == 'X' ? 10 : number[i] - '0')) % 11;
        }

        return sum == 1;
    }

    private static string? Text(JsonObject from, string name) => from[name] is JsonValue value ? CleanText.Of((string)value!) : null;

    private static void Set(JsonObject to, string name, string? value)
    {
        if (value is not null)
        {
            to[name] = value;
        }
    }

    private static JsonObject Without(JsonObject from, string[] names)
    {
        var rest = from.DeepClone().AsObject();
        foreach (var name in names)
        {
            rest.Remove(name);
        }

        return rest;
    }

    private static void Copy(JsonObject from, JsonObject to)
    {
        foreach (var (name, value) in from)
        {
            to[name] = value?.DeepClone();
        }
    }
}
