using System.Text.Json;
using System.Text.Json.Nodes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Layout;

namespace Fuyao.Registry.Import;

/// <summary>
/// A file states only what it has columns for: members of the contract that no column of it carries keep what the register
/// knows, down to the single member of an object (a file without 养老保险 does not touch it, even if it has 大病保险).
/// </summary>
internal static class FactsMerge
{
    private const string PersonPrefix = "persons.";

    /// <summary>Paths of the household and person contracts that a sheet with these columns leaves alone.</summary>
    public static (string[][] Household, string[][] Person) LeftAlone(IEnumerable<Column> columns)
    {
        var carried = columns.Select(c => c.Path).ToHashSet();
        var left = ImportLayout.Columns.Select(c => c.Path).OfType<string>().Distinct().Where(p => !carried.Contains(p)).ToList();
        if (left.Contains("persons.school.stage"))
        {
            left.Add("persons.school.grade");
        }

        return ([.. left.Where(p => !p.StartsWith(PersonPrefix, StringComparison.Ordinal)).Select(p => p.Split('.'))],
            [.. left.Where(p => p.StartsWith(PersonPrefix, StringComparison.Ordinal)).Select(p => p[PersonPrefix.Length..].Split('.'))]);
    }

    public static HouseholdFacts Keep(HouseholdFacts stated, HouseholdFacts known, string[][] leftAlone) => leftAlone.Length == 0 ? stated
        : Facts.ReadHousehold(Merge(Facts.Write(stated), Facts.Write(known), leftAlone));

    public static PersonFacts Keep(PersonFacts stated, PersonFacts known, string[][] leftAlone) => leftAlone.Length == 0 ? stated
        : Facts.ReadPerson(Merge(Facts.Write(stated), Facts.Write(known), leftAlone));

    private static byte[] Merge(byte[] stated, byte[] known, string[][] leftAlone)
    {
        var to = JsonNode.Parse(stated)!.AsObject();
        var from = JsonNode.Parse(known)!.AsObject();
        foreach (var path in leftAlone)
        {
            if (!from.TryGetPropertyValue(path[0], out var value))
            {
                continue;
            }

            if (path.Length == 1)
            {
                to.TryAdd(path[0], value?.DeepClone());
            }
            else if (value is JsonObject inner && inner.TryGetPropertyValue(path[1], out var member))
            {
                if (!to.ContainsKey(path[0]))
                {
                    to.Add(path[0], new JsonObject());
                }

                // What the file states by itself, such as the grade on a disability card, stays.
                if (to[path[0]] is JsonObject target)
                {
                    target.TryAdd(path[1], member?.DeepClone());
                }
            }
        }

        return JsonSerializer.SerializeToUtf8Bytes(to);
    }
}
