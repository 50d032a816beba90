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

    /// <summary>All paths: a blank cell says nothing.</summary>
    public static readonly (string[][] Household, string[][] Person) All = LeftAlone(Array.Empty<Column>());

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

    /// <summary>What the sheets of a household leave alone.</summary>
    public static (string[][] Household, string[][] Person) LeftAlone(HouseholdDraft draft) => draft.Form is not { } form ? draft.Headers!.LeftAlone
        : LeftAlone(draft.Headers!.Cells.Concat(form.Headers.Cells).Select(c => c.Column));

    /// <summary>More that is left alone: members whose cells were put aside.</summary>
    public static string[][] Without(string[][] leftAlone, IReadOnlyCollection<string> aside) => aside.Count == 0 ? leftAlone
        : [.. leftAlone, .. aside.Select(p => p.StartsWith(PersonPrefix, StringComparison.Ordinal) ? p[PersonPrefix.Length..] : p).Select(p => p.Split('.'))];

    public static HouseholdFacts Keep(HouseholdFacts stated, HouseholdFacts known, string[][] leftAlone)
    {
        // Components of another year are no part of this one.
        var (now, before) = (stated.Income.Or(new IncomeFacts { Year = 0 }).Year, known.Income.Or(new IncomeFacts { Year = 0 }).Year);
        if (now == 0 && before != 0 && stated.Income.TryGet(out var income))
        {
            stated = stated with { Income = income with { Year = before } };
        }

        // A file that repeats what is known is the common case.
        var (says, knows) = (Facts.Write(stated), Facts.Write(known));
        return says.AsSpan().SequenceEqual(knows) ? known
            : Facts.ReadHousehold(Merge(says, knows, now == 0 || now == before ? leftAlone : [.. leftAlone.Where(p => p[0] != "income")]));
    }

    public static PersonFacts Keep(PersonFacts stated, PersonFacts known, string[][] leftAlone)
    {
        var (says, knows) = (Facts.Write(stated), Facts.Write(known));
        return says.AsSpan().SequenceEqual(knows) ? known : Facts.ReadPerson(Merge(says, knows, leftAlone));
    }

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
