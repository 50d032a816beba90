using System.Text.Json.Nodes;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Codes;
using Fuyao.Registry.Households;
using Fuyao.Registry.Model;
using Fuyao.Registry.Regions;

namespace Fuyao.Registry.Events;

/// <summary>What an event does, in words that a clerk reads before it is written, and the parties that it concerns.</summary>
internal static class EventWords
{
    public static IReadOnlyList<LocalText> Say(IReadOnlyList<HouseholdRewrite.Step> steps, DateOnly on)
    {
        List<LocalText> words = [];
        if (steps.Count == 0)
        {
            return words;
        }

        var step = steps[0];
        var from = step.Before.Values.SelectMany(h => h.Persons.Select(p => (p.Id, Household: h, Person: p))).ToDictionary(p => p.Id);
        foreach (var household in step.After.Values)
        {
            if (step.Before.TryGetValue(household.Id, out var was))
            {
                Changed(was, household);
            }
            else
            {
                var (head, place) = (household.Head?.Name ?? "?", PlaceOf(household, on));
                words.Add(new($"新立一户:{household.Number},户主 {head},在{place}", $"A new household {household.Number}, head {head}, in {place}"));
            }

            foreach (var person in household.Persons.Where(p => was?.Persons.Any(o => o.Id == p.Id) != true))
            {
                var relation = Relation(person);
                words.Add(from.TryGetValue(person.Id, out var before)
                    ? new($"{person.Name} 由 {Title(before.Household)} 转入 {Title(household)}(与户主关系:{relation.Zh})",
                        $"{person.Name} goes from {Title(before.Household)} to {Title(household)} (relation to the head: {relation.En})")
                    : new($"{person.Name} 加入 {Title(household)}(与户主关系:{relation.Zh})",
                        $"{person.Name} joins {Title(household)} (relation to the head: {relation.En})"));
            }
        }

        var there = step.After.Values.SelectMany(h => h.Persons).Select(p => p.Id).ToHashSet();
        foreach (var gone in from.Values.Where(p => !there.Contains(p.Id)))
        {
            words.Add(new($"{gone.Person.Name} 自 {on:yyyy-MM-dd} 起不再是 {Title(gone.Household)} 的成员", $"{gone.Person.Name} is no longer a member of {Title(gone.Household)} from {on:yyyy-MM-dd} on"));
        }

        foreach (var gone in step.Before.Values.Where(h => !step.After.ContainsKey(h.Id)))
        {
            words.Add(new($"{Title(gone)} 自 {on:yyyy-MM-dd} 起不再登记,历史记录保留", $"{Title(gone)} is no longer registered from {on:yyyy-MM-dd} on; its history stays"));
        }

        var later = steps.Skip(1).Count(s => !Same(s.Before, s.After));
        if (later > 0)
        {
            words.Add(new($"此日之后另有 {later} 段已登记的情况,一并按此调整,其余登记内容保留", $"{later} later stretch(es) already on record follow; what else they state stays"));
        }

        return words;

        void Changed(HouseholdState was, HouseholdState now)
        {
            if (was.Region != now.Region || was.Facts.Group != now.Facts.Group)
            {
                words.Add(new($"{Title(was)} 由 {PlaceOf(was, on.AddDays(-1))} 迁至 {PlaceOf(now, on)}", $"{Title(was)} moves from {PlaceOf(was, on.AddDays(-1))} to {PlaceOf(now, on)}"));
            }

            if (was.Head?.Id != now.Head?.Id)
            {
                words.Add(new($"户主由 {was.Head?.Name ?? "(无)"} 变更为 {now.Head?.Name ?? "(无)"}", $"The head changes from {was.Head?.Name ?? "(none)"} to {now.Head?.Name ?? "(none)"}"));
            }

            var members = (was.Persons.Count(p => p.IsAlive(on)), now.Persons.Count(p => p.IsAlive(on)));
            if (members.Item1 != members.Item2)
            {
                words.Add(new($"{Title(was)} 人口 {members.Item1} → {members.Item2}", $"{Title(was)}: members {members.Item1} → {members.Item2}"));
            }

            foreach (var person in now.Persons)
            {
                if (was.Persons.FirstOrDefault(p => p.Id == person.Id) is { } before)
                {
                    Person(before, person);
                }
            }

            Fields(Title(was), HouseholdDocument.Write(was), HouseholdDocument.Write(now), ["region", "group", "persons", "village"]);
        }

        void Person(PersonState was, PersonState now)
        {
            if (was.Facts.Death != now.Facts.Death && now.Facts.Death.TryGet(out var death))
            {
                words.Add(new($"{now.Name} 于 {death:yyyy-MM-dd} 死亡,自该日起不计入家庭人口,按月待遇自次月停发", $"{now.Name} died on {death:yyyy-MM-dd}: not counted from that day, monthly benefits end next month"));
            }

            if (was.Facts.Relation != now.Facts.Relation && now.Facts.Relation.Or("") != PersonState.HeadRelation)
            {
                var (before, after) = (Relation(was), Relation(now));
                words.Add(new($"{now.Name} 与户主关系:{before.Zh} → {after.Zh}", $"{now.Name}, relation to the head: {before.En} → {after.En}"));
            }

            Fields(now.Name ?? "", HouseholdDocument.Write(was), HouseholdDocument.Write(now), ["relation", "death"]);
        }

        void Fields(string who, JsonObject was, JsonObject now, string[] told)
        {
            var (before, after) = (FactPaths.Flatten(was), FactPaths.Flatten(now));
            foreach (var path in before.Keys.Union(after.Keys).Where(p => !told.Contains(p) && FactPaths.Text(before, p) != FactPaths.Text(after, p)))
            {
                var (label, old, next) = (HouseholdSchema.Label(path) ?? path, Shown(path, before), Shown(path, after));
                words.Add(new($"{who} {label}:{old} → {next}", $"{who}, {path.Replace('_', ' ').Replace('.', ' ')}: {old} → {next}"));
            }
        }
    }

    /// <summary>Who is concerned on the event's own day, in which place and how.</summary>
    public static IEnumerable<(Guid Household, Guid? Person, string Role, long Region)> Parties(HouseholdRewrite.Step step, DateOnly on)
    {
        foreach (var id in step.Before.Keys.Union(step.After.Keys))
        {
            var (was, now) = (step.Before.GetValueOrDefault(id), step.After.GetValueOrDefault(id));
            if (was is not null && now is not null && was.Region != now.Region)
            {
                yield return (id, null, PartyRoles.Out, was.Region);
                yield return (id, null, PartyRoles.In, now.Region);
            }
            else
            {
                if (was is null || now is null || !ReferenceEquals(was, now))
                {
                    yield return (id, null, was is null ? PartyRoles.In : now is null ? PartyRoles.Out : PartyRoles.Stays, (was ?? now)!.Region);
                }
            }

            var before = was?.Persons.Where(p => p.IsAlive(on)).Select(p => p.Id).ToHashSet() ?? [];
            var after = now?.Persons.Where(p => p.IsAlive(on)).Select(p => p.Id).ToHashSet() ?? [];
            foreach (var person in before.Except(after))
            {
                yield return (id, person, PartyRoles.Out, was!.Region);
            }

            foreach (var person in after.Except(before))
            {
                yield return (id, person, PartyRoles.In, now!.Region);
            }
        }
    }

    private static bool Same(IReadOnlyDictionary<Guid, HouseholdState> before, IReadOnlyDictionary<Guid, HouseholdState> after) =>
        before.Count == after.Count && before.All(h => ReferenceEquals(after.GetValueOrDefault(h.Key), h.Value));

    private static string Title(HouseholdState household) => household.Head?.Name is { } head ? $"{head}({household.Number})" : household.Number;

    private static string PlaceOf(HouseholdState household, DateOnly on)
    {
        var place = Place.Of(household.Region, on);
        return $"{place.Township} {place.Name} {household.Facts.Group.Or("")}".Trim();
    }

    private static LocalText Relation(PersonState person) => person.Facts.Relation.TryGet(out var code)
        ? new(StandardCodes.Relation.Label(code) ?? code, code) : new("待补", "not stated");

    // Protected values are never put into words.
    private static string Shown(string path, Dictionary<string, JsonNode?> fields)
    {
        var text = FactPaths.Text(fields, path);
        return text is null ? "—" : path is "phone" or "bank_account" or "id_number" or "disability_card" ? "***"
            : text.StartsWith('"') && HouseholdSchema.CodeLabel(path.Split('.')[^1], text.Trim('"')) is { } label ? label : text.Trim('"');
    }
}
