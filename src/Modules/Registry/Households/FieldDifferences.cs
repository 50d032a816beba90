using System.Text.Json;
using System.Text.Json.Nodes;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Model;

namespace Fuyao.Registry.Households;

/// <summary>One field before and after a change. Protected values are masked; an absent value is null, an explicitly unknown one <c>{"unknown":true}</c>.</summary>
/// <param name="Field">Path such as <c>housing.grade</c>.</param>
/// <param name="Label">The contract's label in Chinese.</param>
internal sealed record FieldDifference(string Field, string? Label, JsonNode? Before, JsonNode? After);

/// <summary>Versions as flat fields: nested objects by path, lists whole. What cannot be shown is compared by its keyed hash and shown masked.</summary>
internal static class FieldDifferences
{
    /// <param name="Compared">Equal texts are equal values.</param>
    /// <param name="Shown">What people may see of it.</param>
    public readonly record struct Field(string Compared, JsonNode? Shown);

    public static Dictionary<string, Field> Of(HouseholdVersion version, Seal seal)
    {
        var fields = Flat(version.Facts);
        fields["region"] = Plain(new RegionCode(version.Region).ToString());
        if (version.StatedIncomePerHead is { } stated)
        {
            fields["stated_income_per_head"] = new Field(stated.ToString(), JsonValue.Create(stated.Yuan));
        }

        Protect(fields, "phone", seal.PhoneHash(seal.Open(version.PhoneCipher)), () => Mask.Phone(seal.Open(version.PhoneCipher)));
        Protect(fields, "bank_account", seal.AccountHash(seal.Open(version.BankAccountCipher)), () => Mask.Account(seal.Open(version.BankAccountCipher)));
        return fields;
    }

    public static Dictionary<string, Field> Of(PersonVersion version, Seal seal)
    {
        var fields = Flat(version.Facts);
        if (version.Name is { } name)
        {
            fields["name"] = Plain(name);
        }

        Protect(fields, "id_number", seal.IdNumberHash(seal.Open(version.IdCipher)), () => Mask.IdNumber(seal.Open(version.IdCipher)));
        Protect(fields, "disability_card", seal.CardHash(seal.Open(version.CardCipher)), () => Mask.IdNumber(seal.Open(version.CardCipher)));
        Protect(fields, "phone", seal.PhoneHash(seal.Open(version.PhoneCipher)), () => Mask.Phone(seal.Open(version.PhoneCipher)));
        return fields;
    }

    /// <param name="before">Null when there was nothing.</param>
    /// <param name="after">Null when nothing is left.</param>
    public static List<FieldDifference> Between(Dictionary<string, Field>? before, Dictionary<string, Field>? after)
    {
        before ??= [];
        after ??= [];
        return [.. after.Keys.Union(before.Keys)
            .Where(name => before.GetValueOrDefault(name).Compared != after.GetValueOrDefault(name).Compared)
            .Select(name => new FieldDifference(
                name, Label(name), before.GetValueOrDefault(name).Shown?.DeepClone(), after.GetValueOrDefault(name).Shown?.DeepClone()))];
    }

    private static string? Label(string name) => HouseholdSchema.Label(name) ?? HouseholdSchema.Label($"persons.{name}");

    internal static Dictionary<string, Field> Flat(string facts)
    {
        using var document = JsonDocument.Parse(facts);
        Dictionary<string, Field> fields = [];
        Flatten(document.RootElement, "", fields);
        return fields;
    }

    private static void Flatten(JsonElement value, string path, Dictionary<string, Field> fields)
    {
        foreach (var member in value.EnumerateObject())
        {
            var at = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            if (member.Value.ValueKind == JsonValueKind.Object)
            {
                Flatten(member.Value, at, fields);
            }
            else
            {
                fields[at] = new Field(member.Value.GetRawText(), member.Value.ValueKind == JsonValueKind.Null
                    ? new JsonObject { ["unknown"] = true }
                    : JsonNode.Parse(member.Value.GetRawText()));
            }
        }
    }

    internal static Field Plain(string text) => new(text, JsonValue.Create(text));

    // Hashed anew, because two versions may have been stored under different look-up keys.
    private static void Protect(Dictionary<string, Field> fields, string name, byte[]? hash, Func<string> masked)
    {
        if (hash is not null)
        {
            fields[name] = new Field(Convert.ToHexString(hash), JsonValue.Create(masked()));
        }
    }
}
