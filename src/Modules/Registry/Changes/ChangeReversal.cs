using System.Text.Json.Nodes;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Kernel;
using Fuyao.Registry.Events;
using Fuyao.Registry.Households;
using Fuyao.Registry.Model;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Changes;

/// <summary>
/// Works out the change that takes an earlier one back: each field that it altered, for each part of the days, returns to what it
/// was – if it still is as that change left it. What others stated since about other fields and persons stays; where they stated
/// something about the same, the earlier change cannot be taken back before theirs.
/// </summary>
internal sealed class ChangeReversal(PlatformDb db, HouseholdRewrite rewrite, Seal seal)
{
    /// <exception cref="ProblemException">409 with a problem for each later change that builds on this one.</exception>
    public async Task<HouseholdRewrite.Result> PlanAsync(Guid undone, Guid change, CancellationToken ct)
    {
        var counties = await db.Set<Change>().Where(c => c.Id == undone).Select(c => c.County).ToArrayAsync(ct);
        var households = await RowsAsync<HouseholdVersion>(counties, undone, ct);
        var persons = await RowsAsync<PersonVersion>(counties, undone, ct);
        var ids = households.Select(v => v.HouseholdId).Distinct().ToArray();
        var now = await HouseholdAggregate.LoadAsync(db, ids, counties, ct);
        var (before, after) = (Side(closed: true), Side(closed: false));
        var personIds = persons.Select(v => v.PersonId).Distinct().ToArray();
        var registered = (await db.Set<Person>().Where(p => counties.Contains(p.County) && personIds.Contains(p.Id)).Select(p => new { p.County, p.Id }).ToListAsync(ct))
            .Select(p => (p.County, p.Id)).ToHashSet();
        foreach (var known in now.SelectMany(a => a.PersonNumbers.Keys.Select(p => (a.Household.County, p))))
        {
            registered.Add(known);
        }

        HashSet<(Guid Household, Span Days)> conflicts = [];
        var bounds = households.SelectMany(v => new[] { v.ValidFrom, v.ValidTo }).ToList();
        var result = rewrite.Plan(now, bounds.Min(), Back, change, registered, bounds.Where(day => day < Span.Forever));
        await CheckElsewhereAsync(result, ids, counties, conflicts, ct);
        return conflicts.Count == 0 ? result with { Steps = [.. result.Steps.Where(s => s.Before.Count != s.After.Count || s.Before.Any(h => !ReferenceEquals(s.After.GetValueOrDefault(h.Key), h.Value)))] }
            : throw await DependentsAsync(undone, counties, conflicts, ct);

        Dictionary<Guid, HouseholdAggregate> Side(bool closed) => households.Where(v => closed ? v.ClosedBy == undone : v.OpenedBy == undone)
            .GroupBy(v => v.HouseholdId).ToDictionary(h => h.Key, h => new HouseholdAggregate(
                new Household { County = h.First().County, Id = h.Key, Number = h.First().Number },
                [.. h], [.. persons.Where(v => v.HouseholdId == h.Key && (closed ? v.ClosedBy == undone : v.OpenedBy == undone))], new Dictionary<Guid, string?>()));

        Dictionary<Guid, HouseholdState> Back(Span days, IReadOnlyDictionary<Guid, HouseholdState> present)
        {
            Dictionary<Guid, HouseholdState> all = new(present);
            foreach (var id in ids)
            {
                var (was, became) = (before.GetValueOrDefault(id)?.StateOn(days.From, seal), after.GetValueOrDefault(id)?.StateOn(days.From, seal));
                if (was is null && became is null)
                {
                    continue;
                }

                if (!TryBack(was, became, present.GetValueOrDefault(id), out var back))
                {
                    conflicts.Add((id, days));
                }
                else if (back is null)
                {
                    all.Remove(id);
                }
                else
                {
                    all[id] = back;
                }
            }

            return all;
        }
    }

    private static bool TryBack(HouseholdState? was, HouseholdState? became, HouseholdState? now, out HouseholdState? back)
    {
        back = null;
        if (was is null)
        {
            return now is not null && became!.Persons.Count == now.Persons.Count && Equal(Flat(became), Flat(now))
                && became.Persons.All(p => now.Persons.FirstOrDefault(n => n.Id == p.Id) is { } same && Equal(Flat(p), Flat(same)));
        }

        if (became is null)
        {
            back = was;
            return now is null;
        }

        if (now is null)
        {
            return false;
        }

        var document = HouseholdDocument.Write(now);
        if (!Fields(document, Flat(was), Flat(became), Flat(now)))
        {
            return false;
        }

        var members = document["persons"]!.AsArray();
        foreach (var id in was.Persons.Concat(became.Persons).Select(p => p.Id).Distinct())
        {
            var (before, after) = (was.Persons.FirstOrDefault(p => p.Id == id), became.Persons.FirstOrDefault(p => p.Id == id));
            var (present, member) = (now.Persons.FirstOrDefault(p => p.Id == id), members.FirstOrDefault(p => (string?)p!["id"] == id.ToString())?.AsObject());
            if (before is not null && after is null && present is null)
            {
                members.Add(HouseholdDocument.Write(before));
            }
            else if (before is null && present is not null && Equal(Flat(after!), Flat(present)))
            {
                members.Remove(member);
            }
            else if (before is null || after is null || present is null || !Fields(member!, Flat(before), Flat(after), Flat(present)))
            {
                return false;
            }
        }

        var changed = !JsonNode.DeepEquals(document, HouseholdDocument.Write(now));
        back = changed ? HouseholdDocument.ReadRecorded(document, now.Id) : now;
        return true;
    }

    // Puts each altered field back; false when one has been altered again since.
    private static bool Fields(JsonObject target, Dictionary<string, JsonNode?> was, Dictionary<string, JsonNode?> became, Dictionary<string, JsonNode?> now)
    {
        foreach (var path in was.Keys.Union(became.Keys).Where(p => FactPaths.Text(was, p) != FactPaths.Text(became, p)))
        {
            if (FactPaths.Text(now, path) != FactPaths.Text(became, path))
            {
                return false;
            }

            FactPaths.Put(target, path, was.ContainsKey(path), was.GetValueOrDefault(path));
        }

        return true;
    }

    private static Dictionary<string, JsonNode?> Flat(HouseholdState state)
    {
        var document = HouseholdDocument.Write(state);
        document.Remove("persons");
        return FactPaths.Flatten(document);
    }

    private static Dictionary<string, JsonNode?> Flat(PersonState state) => FactPaths.Flatten(HouseholdDocument.Write(state));

    private static bool Equal(Dictionary<string, JsonNode?> one, Dictionary<string, JsonNode?> other) =>
        one.Count == other.Count && one.Keys.All(p => FactPaths.Text(one, p) == FactPaths.Text(other, p));

    private Task<List<T>> RowsAsync<T>(int[] counties, Guid change, CancellationToken ct)
        where T : class, IVersion =>
        db.Set<T>().AcrossAreas().AsNoTracking()
            .Where(v => counties.Contains(v.County) && (v.OpenedBy == change || v.ClosedBy == change)).ToListAsync(ct);

    // Somebody who comes back must not be in yet another household meanwhile.
    private async Task CheckElsewhereAsync(
        HouseholdRewrite.Result result, Guid[] ids, int[] counties, HashSet<(Guid Household, Span Days)> conflicts, CancellationToken ct)
    {
        var returning = result.Plans.SelectMany(p => p.Plan.OpenedPersons).Select(v => v.PersonId).Distinct().ToArray();
        var elsewhere = await db.Set<PersonVersion>().AcrossAreas().AsNoTracking()
            .Where(v => counties.Contains(v.County) && returning.Contains(v.PersonId) && !ids.Contains(v.HouseholdId) && v.ClosedBy == null).ToListAsync(ct);
        foreach (var other in elsewhere)
        {
            var held = new Span(other.ValidFrom, other.ValidTo);
            if (result.Plans.SelectMany(p => p.Plan.OpenedPersons).Any(v => v.PersonId == other.PersonId && !held.Intersect(new Span(v.ValidFrom, v.ValidTo)).IsEmpty))
            {
                conflicts.Add((other.HouseholdId, held));
            }
        }
    }

    private async Task<ProblemException> DependentsAsync(Guid undone, int[] counties, HashSet<(Guid Household, Span Days)> conflicts, CancellationToken ct)
    {
        var ids = conflicts.Select(c => c.Household).Distinct().ToArray();
        var versions = await db.Set<HouseholdVersion>().AcrossAreas().AsNoTracking()
            .Where(v => counties.Contains(v.County) && ids.Contains(v.HouseholdId))
            .Select(v => new { v.HouseholdId, v.ValidFrom, v.ValidTo, v.OpenedBy, v.ClosedBy }).ToListAsync(ct);
        var touching = versions.Where(v => conflicts.Any(c => c.Household == v.HouseholdId && !c.Days.Intersect(new Span(v.ValidFrom, v.ValidTo)).IsEmpty))
            .SelectMany(v => new[] { v.OpenedBy, v.ClosedBy ?? v.OpenedBy }).Distinct().ToArray();
        var since = await db.Set<Change>().Where(c => c.Id == undone).MaxAsync(c => c.At, ct);
        var changes = (await db.Set<Change>().AsNoTracking().Where(c => counties.Contains(c.County) && touching.Contains(c.Id) && c.Id != undone && c.At >= since).ToListAsync(ct))
            .DistinctBy(c => c.Id).OrderBy(c => c.At).ToList();
        var changeIds = changes.Select(c => c.Id).ToArray();
        var events = (await db.Set<RegisterEvent>().AsNoTracking().Where(e => counties.Contains(e.County) && changeIds.Contains(e.ChangeId)).ToListAsync(ct))
            .DistinctBy(e => e.Id).ToLookup(e => e.ChangeId);
        List<Problem> problems = [];
        foreach (var later in changes)
        {
            var recorded = events[later.Id].FirstOrDefault();
            if (recorded?.Kind == EventKinds.Undo || recorded?.UndoneBy is not null)
            {
                continue;
            }

            var (on, name) = (recorded?.On.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), EventKinds.NameOf(recorded?.Kind ?? EventKinds.Change));
            problems.Add(new Problem("later-event", new LocalText(
                $"后来的“{name.Zh}”({on ?? $"{later.At?.InChina():yyyy-MM-dd} 登记"},{later.Actor}:{later.Reason})建立在它之上,请先撤销那一项。",
                $"The later {name.En.ToLowerInvariant()} ({on ?? $"recorded {later.At?.InChina():yyyy-MM-dd}"}, {later.Actor}: {later.Reason}) builds on it. Take that back first.")));
        }

        return new ProblemException(409, problems.Count > 0 ? problems : [new Problem("later-change", new LocalText(
            "此后登记的内容与它冲突,不能直接撤销;请用新的记事说明实际情况。", "What was recorded since contradicts it: it cannot be taken back. Record what happened as a new event."))]);
    }
}
