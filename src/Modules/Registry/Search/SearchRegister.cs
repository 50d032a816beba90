using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Text;
using Fuyao.Kernel;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Model;
using Fuyao.Registry.Records;
using Fuyao.Registry.Regions;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Search;

/// <summary>One thing found.</summary>
/// <param name="Kind"><c>person</c>, <c>household</c>, <c>organisation</c>, <c>village</c> or <c>township</c>.</param>
/// <param name="Id">Of the person or household; the code of a place.</param>
/// <param name="Household">Where the person's page is.</param>
/// <param name="Name">As it stands now; for a household its head's.</param>
/// <param name="FormerName">The name that was found, where the person has another now.</param>
/// <param name="Left">Whether the person (or household) is no longer in the register today.</param>
internal sealed record SearchHit(
    string Kind, string Id, Guid? Household, string? Number, string? Name, string? FormerName, Place? Region, string? Relation, int? BirthYear, string? Status, bool Left, string Match);

/// <param name="More">Whether there is more than is shown: a longer text finds it, or the list.</param>
internal sealed record SearchHits(IReadOnlyList<SearchHit> Items, bool More);

/// <summary>What one typed text finds in the actor's area: numbers first, then names from the best match to the worst, then places.</summary>
internal sealed class SearchRegister(PlatformDb db, SearchIndex index, Seal seal, CurrentActor actor, TimeProvider clock)
{
    private const int Candidates = 60;

    public async Task<SearchHits> FindAsync(string text, int limit, CancellationToken ct)
    {
        var typed = CleanText.Of(text);
        if (typed.Length == 0)
        {
            return new SearchHits([], false);
        }

        var hidden = await db.HiddenChangesAsync(ct);
        var hits = new List<SearchHit>();
        if (SearchText.IsNumber(typed))
        {
            await NumbersAsync(typed, hidden, limit + 1, hits, ct);
        }

        // How each name stands in the register is read once for all the steps that it takes to have enough, not after each.
        var (seen, waiting) = (new HashSet<Guid>(), new List<(SearchStep Step, List<IGrouping<Guid, SearchEntry>> Names)>());
        foreach (var step in SearchTokens.Ask(typed))
        {
            if (hits.Count + waiting.Sum(w => w.Names.Count) > limit)
            {
                await NamesAsync(waiting, hidden, hits, ct);
                waiting.Clear();
                if (hits.Count > limit)
                {
                    break;
                }
            }

            var found = await index.Find(step, actor.Area, Candidates).ToListAsync(ct);
            var names = found.Where(e => step.Holds(e.Name) && !seen.Contains(e.Subject)).GroupBy(e => e.Subject).ToList();
            seen.UnionWith(names.Select(n => n.Key));
            waiting.Add((step, names));
        }

        await NamesAsync(waiting, hidden, hits, ct);

        var places = SearchText.Places(typed, actor.Area, 5);
        return new SearchHits([.. hits.Take(Math.Max(limit - places.Count, limit / 2)), .. places], hits.Count + places.Count > limit);
    }

    private async Task NamesAsync(List<(SearchStep Step, List<IGrouping<Guid, SearchEntry>> Names)> steps, Guid[] hidden, List<SearchHit> hits, CancellationToken ct)
    {
        IEnumerable<(int, Guid)> Of(string kind) => steps.SelectMany(s => s.Names).Where(g => g.First().Kind == kind).Select(g => (g.First().County, g.Key));
        var lines = await LinesAsync(Of(SearchKinds.Person), hidden, ct);
        var organisations = await OrganisationsAsync(Of(SearchKinds.Organisation), hidden, ct);
        foreach (var (step, names) in steps)
        {
            var matches = new List<SearchHit>();
            foreach (var name in names)
            {
                string? Former(string? now) => name.Any(e => e.Name == now) ? null : name.First().Name;
                if (lines.TryGetValue(name.Key, out var line))
                {
                    matches.Add(Hit(line, Former(line.Name), Say(step.Match)));
                }
                else if (organisations.TryGetValue(name.Key, out var organisation))
                {
                    matches.Add(organisation with { FormerName = Former(organisation.Name), Match = Say(step.Match) });
                }
            }

            hits.AddRange(matches.OrderBy(h => h.Left).ThenBy(h => h.FormerName is not null)
                .ThenBy(h => Hanzi.Fold(h.FormerName ?? h.Name ?? "").Length)
                .ThenBy(h => h.Relation != PersonState.HeadRelation).ThenBy(h => h.Region?.Code, StringComparer.Ordinal));
        }
    }

    private async Task NumbersAsync(string typed, Guid[] hidden, int most, List<SearchHit> hits, CancellationToken ct)
    {
        var today = clock.TodayInChina();
        if (SearchText.IsIdNumber(typed))
        {
            var hashes = seal.IdNumberHashes(SearchText.WideIdNumber(typed));
            var owners = await db.Set<PersonVersion>().In(actor.Area).Known(hidden).Where(v => hashes.Contains(v.IdHash)).Select(v => new { v.County, v.PersonId }).Distinct().Take(most).ToListAsync(ct);
            var lines = await LinesAsync(owners.Select(o => (o.County, o.PersonId)), hidden, ct);
            hits.AddRange(lines.Values.Select(line => Hit(line, null, "id_number")).OrderBy(h => h.Left));
        }

        var versions = db.Set<HouseholdVersion>().In(actor.Area).Known(hidden).On(today);
        if (actor.May(Permissions.HouseholdReveal) && SearchText.IsPhone(typed))
        {
            var hashes = seal.PhoneHashes(typed);
            hits.AddRange((await Households(versions.Where(v => hashes.Contains(v.PhoneHash))).Take(most).ToListAsync(ct)).Select(v => v with { Match = "phone" }).Select(Hit));
        }

        // A number is found by its beginning: the texts from it up to the last one that begins with it.
        var last = typed + "\uFFFD";
        hits.AddRange((await Households(versions.Where(v => string.Compare(v.Number, typed) >= 0 && string.Compare(v.Number, last) <= 0).OrderBy(v => v.Number)).Take(most).ToListAsync(ct)).Select(Hit));
    }

    /// <summary>How each person stands in the register: today, or else as last known. Persons of other areas have no line.</summary>
    private async Task<Dictionary<Guid, PersonLine>> LinesAsync(IEnumerable<(int County, Guid Person)> persons, Guid[] hidden, CancellationToken ct)
    {
        var lines = new Dictionary<Guid, PersonLine>();
        var today = clock.TodayInChina();
        foreach (var county in persons.GroupBy(p => p.County))
        {
            var ids = county.Select(p => p.Person).Distinct().ToArray();
            var rows = await db.Set<PersonVersion>().AsNoTracking().Where(v => v.County == county.Key && ids.Contains(v.PersonId)).Known(hidden)
                .Select(v => new { v.PersonId, v.HouseholdId, v.Region, v.Name, v.Relation, v.Birth, v.ValidFrom, v.ValidTo }).ToListAsync(ct);
            var held = rows.GroupBy(v => v.PersonId).Select(g => g.OrderByDescending(v => v.ValidFrom <= today).ThenByDescending(v => v.ValidFrom).First()).ToList();
            var homes = held.Select(v => v.HouseholdId).Distinct().ToArray();
            var households = await db.Set<HouseholdVersion>().AsNoTracking().Where(v => v.County == county.Key && homes.Contains(v.HouseholdId)).Known(hidden)
                .Select(v => new { v.HouseholdId, v.Number, v.Status, v.ValidFrom }).ToListAsync(ct);
            var latest = households.GroupBy(h => h.HouseholdId).ToDictionary(g => g.Key, g => g.MaxBy(h => h.ValidFrom <= today ? h.ValidFrom : DateOnly.MinValue)!);
            foreach (var v in held)
            {
                var home = latest.GetValueOrDefault(v.HouseholdId);
                lines[v.PersonId] = new PersonLine(v.PersonId, v.HouseholdId, home?.Number, v.Name, v.Region, v.Relation, v.Birth.Year, home?.Status, today >= v.ValidTo);
            }
        }

        return lines;
    }

    private async Task<Dictionary<Guid, SearchHit>> OrganisationsAsync(IEnumerable<(int County, Guid Record)> records, Guid[] hidden, CancellationToken ct)
    {
        var today = clock.TodayInChina();
        var found = new Dictionary<Guid, SearchHit>();
        foreach (var county in records.GroupBy(r => r.County))
        {
            var ids = county.Select(r => r.Record).ToArray();
            var rows = await db.Set<RecordVersion>().AsNoTracking().Where(v => v.County == county.Key && ids.Contains(v.RecordId)).Known(hidden)
                .Select(v => new { v.RecordId, v.Key, v.Number, v.Name, v.Region, v.ValidFrom, v.ValidTo }).ToListAsync(ct);
            foreach (var v in rows.GroupBy(v => v.RecordId).Select(g => g.OrderByDescending(v => v.ValidFrom <= today).ThenByDescending(v => v.ValidFrom).First()))
            {
                found[v.RecordId] = new SearchHit("organisation", v.Key, null, v.Number, v.Name, null, Place.Of(v.Region), null, null, null, today >= v.ValidTo, "name");
            }
        }

        return found;
    }

    private static IQueryable<HouseholdLine> Households(IQueryable<HouseholdVersion> versions) =>
        versions.Select(v => new HouseholdLine(v.HouseholdId, v.Number, v.HeadName, v.Region, v.Status, "number"));

    private static SearchHit Hit(PersonLine line, string? former, string match) => new(
        "person", line.Id.ToString(), line.Household, line.Number, line.Name, former, Place.Of(line.Region), line.Relation, line.BirthYear, line.Status, line.Left, match);

    private static SearchHit Hit(HouseholdLine line) => new(
        "household", line.Id.ToString(), line.Id, line.Number, line.HeadName, null, Place.Of(line.Region), null, null, line.Status, false, line.Match);

    private static string Say(SearchMatch match) => match switch
    {
        SearchMatch.Reading => "pinyin",
        SearchMatch.Initials => "initials",
        _ => "name",
    };

    private sealed record PersonLine(Guid Id, Guid Household, string? Number, string? Name, long Region, string? Relation, int BirthYear, string? Status, bool Left);

    private sealed record HouseholdLine(Guid Id, string Number, string? HeadName, long Region, string? Status, string Match);
}
