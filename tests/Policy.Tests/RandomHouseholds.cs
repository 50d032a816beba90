using System.Text;
using System.Text.Json.Nodes;
using Fuyao.Feel.Columns;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Dictionary;
using Shouldly;

namespace Fuyao.Policy.Tests;

/// <summary>Households drawn at random, as JSON and laid out as columns.</summary>
internal static class RandomHouseholds
{
    /// <summary>Lays out households, each part by a builder of its own; the second are those that could be read.</summary>
    public static (ColumnTable Table, List<JsonObject> Kept) Build(IEnumerable<IReadOnlyList<JsonObject>> parts, PreparedPack? pack = null)
    {
        PopulationBuilder? all = null;
        var kept = new List<JsonObject>();
        foreach (var part in parts)
        {
            var builder = pack?.Population() ?? new PopulationBuilder(HouseholdDictionary.Build([], [], [], [], new()), Some.May2016);
            foreach (var household in part)
            {
                var facts = household.DeepClone().AsObject();
                facts.Remove("id");
                facts.Remove("region");
                facts.Remove("persons");
                builder.Begin(long.Parse((string)household["region"]!, System.Globalization.CultureInfo.InvariantCulture), Encoding.UTF8.GetBytes(facts.ToJsonString()));
                foreach (var person in household["persons"]!.AsArray())
                {
                    var own = person!.DeepClone().AsObject();
                    own.Remove("id");
                    builder.Person(Encoding.UTF8.GetBytes(own.ToJsonString()));
                }

                if (builder.End())
                {
                    kept.Add(household);
                }
            }

            if (all is null)
            {
                all = builder;
            }
            else
            {
                all.Append(builder);
            }
        }

        all!.Households.ShouldBe(kept.Count);
        return (all.Table(), kept);
    }

    /// <summary>A household by the schema: every member there, absent or null.</summary>
    public static JsonObject Next(Random random, SchemaNode household)
    {
        var made = RandomObject(random, household);
        made["id"] = "h";
        made["region"] = $"6107291012{random.Next(10, 20)}";
        var persons = made["persons"]!.AsArray();
        foreach (var (i, person) in persons.Index())
        {
            person!["id"] = $"p{i}";
        }

        return made;
    }

    private static JsonObject RandomObject(Random random, SchemaNode node)
    {
        var made = new JsonObject();
        foreach (var member in node.Members.Where(m => m.Name is not ("name" or "id_number" or "disability_card")))
        {
            if (member.Required || random.Next(3) > 0)
            {
                made[member.Name] = !member.Required && random.Next(8) == 0 ? null : RandomValue(random, member);
            }
        }

        return made;
    }

    private static JsonNode RandomValue(Random random, SchemaNode node)
    {
        switch (node.Kind)
        {
            case SchemaKind.Object:
                return RandomObject(random, node);
            case SchemaKind.Array:
                var items = Enumerable.Range(0, random.Next(node.MinItems ?? 0, 4)).Select(_ => RandomValue(random, node.Element!)).ToList();
                return new JsonArray([.. node.UniqueItems || node.Element!.Kind == SchemaKind.Enum ? items.DistinctBy(i => i.ToJsonString()) : items]);
            case SchemaKind.Enum:
                return node.Codes[random.Next(node.Codes.Count)].Code;
            case SchemaKind.Boolean:
                return random.Next(2) == 0;
            case SchemaKind.Date:
                return new DateOnly(1930, 1, 1).AddDays(random.Next(90 * 365)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
            case SchemaKind.Integer:
                return random.Next((int)(node.Minimum ?? 0), (int)(node.Maximum ?? 2020) + 1);
            case SchemaKind.Number:
                return Math.Max(node.Minimum ?? -500, Math.Round((decimal)random.NextDouble() * 9000 - 500, random.Next(5)));
            default:
                return node.Pattern is null ? string.Concat(Enumerable.Repeat("“光伏”、", random.Next(6))) : $"{random.Next(10, 60)}";
        }
    }
}
