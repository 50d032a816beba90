using System.Linq.Expressions;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Codes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Model;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Import;

/// <summary>
/// Finds the registered people and households that the rows of a roster speak of. A row whose surest key finds nobody is refused
/// and never tried by a weaker one: a wrong digit must not hit a namesake.
/// </summary>
internal sealed class PersonList(PlatformDb db, Seal seal, ImportFile file, RegionResolver regions, RegionCode area, DateOnly day)
{
    private readonly Dictionary<Guid, int> seen = [];
    private readonly HouseholdAssembler assembler = new(file.Name, regions, null);

    private enum Key
    {
        None,
        Mark,
        IdNumber,
        Number,
        HouseholdAndName,
        Household,
        PlaceAndName,
    }

    /// <summary>The rows by the household they speak of, and each refused row as a household of its own.</summary>
    public async Task<(List<HouseholdDraft> Matched, List<HouseholdDraft> Refused)> ResolveAsync(IReadOnlyList<RawRow> rows, CancellationToken ct)
    {
        var drafts = rows.Select(r => assembler.Complete(assembler.Begin(r))).ToList();
        var hits = new List<(HouseholdDraft Draft, Hit Hit)>();
        foreach (var kind in drafts.Where(d => !d.HasErrors).GroupBy(KeyOf))
        {
            var candidates = await CandidatesAsync(kind.Key, [.. kind], ct);
            foreach (var draft in kind)
            {
                var fitting = candidates.Where(c => Fits(kind.Key, c, draft)).DistinctBy(c => (c.Person, c.Household)).Take(2).ToList();
                if (fitting.Count == 0)
                {
                    Refuse(draft, "not-registered", new("登记册中没有找到这一行所说的人或户。", "Nobody in the register is the person or household of this row."));
                }
                else if (fitting.Count > 1)
                {
                    Refuse(draft, "ambiguous", new("登记册中不止一人符合,请补上证件号码。", "More than one in the register fits. Add the id number."));
                }
                else if (fitting[0].Person != default && !seen.TryAdd(fitting[0].Person, draft.Persons[0].Row))
                {
                    Refuse(draft, "duplicate-in-list", new($"与第 {seen[fitting[0].Person]} 行是同一人。", $"The same person as in row {seen[fitting[0].Person]}."));
                }
                else
                {
                    hits.Add((draft, fitting[0]));
                }
            }
        }

        var refused = drafts.Where(d => d.HasErrors).ToList();
        var matched = new List<HouseholdDraft>();
        foreach (var household in hits.GroupBy(h => h.Hit.Household))
        {
            var draft = Together([.. household.OrderBy(h => h.Draft.Persons[0].Row)]);
            (draft.HasErrors ? refused : matched).Add(draft);
        }

        return (matched, refused);
    }

    private HouseholdDraft Together(List<(HouseholdDraft Draft, Hit Hit)> rows)
    {
        var draft = assembler.Begin(rows[0].Draft.Persons[0].Raw!.Value);
        foreach (var (other, _) in rows.Skip(1))
        {
            assembler.Add(draft, other.Persons[0].Raw!.Value);
        }

        assembler.Complete(draft);
        (draft.Number, draft.Region) = (rows[0].Hit.Number, rows[0].Hit.Region);
        for (var i = 0; i < rows.Count; i++)
        {
            (draft.Persons[i].Matched, draft.Persons[i].OfHouseholdOnly) = (rows[i].Hit.Person, rows[i].Hit.Person == default);
        }

        return draft;
    }

    private Key KeyOf(HouseholdDraft draft)
    {
        var person = draft.Persons[0];
        return person.Mark is not null ? Key.Mark
            : IdOf(person) is not null ? Key.IdNumber
            : !string.IsNullOrEmpty(person.Number) ? Key.Number
            : draft.Number.Length > 0 ? person.Name.Length > 0 ? Key.HouseholdAndName : Key.Household
            : person.Name.Length > 0 && PlaceOf(draft) is not null ? Key.PlaceAndName : Key.None;
    }

    private async Task<List<Hit>> CandidatesAsync(Key kind, List<HouseholdDraft> drafts, CancellationToken ct)
    {
        switch (kind)
        {
            case Key.Mark:
                var marked = drafts.Select(d => d.Persons[0].Mark!.Value.Person).ToArray();
                return await PersonsAsync(v => marked.Contains(v.PersonId), ct);
            case Key.IdNumber:
                var hashes = drafts.SelectMany(d => seal.IdNumberHashes(IdOf(d.Persons[0])!)).ToArray();
                return await PersonsAsync(v => v.IdHash != null && hashes.Contains(v.IdHash), ct);
            case Key.Number:
                var numbers = drafts.Select(d => d.Persons[0].Number!).ToArray();
                return await PersonsAsync(v => db.Set<Person>().Any(p => p.County == v.County && p.Id == v.PersonId && p.Number != null && numbers.Contains(p.Number)), ct);
            case Key.HouseholdAndName:
                var households = drafts.Select(d => d.Number).ToArray();
                return await PersonsAsync(v => db.Set<Household>().Any(h => h.County == v.County && h.Id == v.HouseholdId && households.Contains(h.Number)), ct);
            case Key.Household:
                var alone = drafts.Select(d => d.Number).ToArray();
                return await db.Set<HouseholdVersion>().AsNoTracking().In(area.Range).On(day).Where(v => v.ClosedBy == null && alone.Contains(v.Number))
                    .Select(v => new Hit(default, v.HouseholdId, v.Number, v.Region, null, default, null, null)).ToListAsync(ct);
            case Key.PlaceAndName:
                var names = drafts.Select(d => d.Persons[0].Name).ToArray();
                var places = drafts.Select(d => PlaceOf(d)!.Value).Distinct().ToArray();
                return await PersonsAsync(v => places.Contains(v.Region) && v.Name != null && names.Contains(v.Name), ct);
            default:
                return [];
        }
    }

    private Task<List<Hit>> PersonsAsync(Expression<Func<PersonVersion, bool>> filter, CancellationToken ct) =>
        (from version in db.Set<PersonVersion>().AsNoTracking().In(area.Range).On(day).Where(v => v.ClosedBy == null).Where(filter)
         join person in db.Set<Person>() on new { version.County, Id = version.PersonId } equals new { person.County, person.Id }
         join household in db.Set<Household>() on new { version.County, Id = version.HouseholdId } equals new { household.County, household.Id }
         select new Hit(version.PersonId, version.HouseholdId, household.Number, version.Region, version.Name, version.Birth, version.IdHash, person.Number)).ToListAsync(ct);

    private bool Fits(Key kind, Hit hit, HouseholdDraft draft)
    {
        var person = draft.Persons[0];
        return kind switch
        {
            Key.Mark => hit.Person == person.Mark!.Value.Person,
            Key.IdNumber => seal.IdNumberHashes(IdOf(person)!).Any(h => h.AsSpan().SequenceEqual(hit.IdHash)),
            Key.Number => hit.PersonNumber == person.Number,
            Key.HouseholdAndName => hit.Number == draft.Number && Same(hit.Name, person.Name),
            Key.Household => hit.Number == draft.Number,
            Key.PlaceAndName => hit.Region == PlaceOf(draft) && Same(hit.Name, person.Name) && (person.Birth is not { } birth || hit.Birth == birth),
            _ => false,
        };
    }

    // A disability card begins with its holder's id number.
    private static string? IdOf(PersonDraft person) => person.IdNumber ?? person.DisabilityCard?[..18];

    private long? PlaceOf(HouseholdDraft draft) => draft.Region != 0 ? draft.Region : regions.Find(draft.Township, draft.Village);

    private static bool Same(string? registered, string stated) => registered is not null && Variants.PlainOf(registered) == Variants.PlainOf(stated);

    private void Refuse(HouseholdDraft draft, string code, LocalText message)
    {
        var person = draft.Persons[0];
        draft.Findings.Add(new Finding(file.Name, person.Sheet, person.Row, null, -1, null, Severity.Error, code, message, draft.Number.Length > 0 ? draft.Number : null));
        draft.HasErrors = true;
    }

    private sealed record Hit(Guid Person, Guid Household, string Number, long Region, string? Name, DateOnly Birth, byte[]? IdHash, string? PersonNumber);
}
