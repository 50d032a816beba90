using Fuyao.Kernel.Data;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Model;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Changes;

/// <summary>
/// A household with all its versions and those of its members that count for a writer: not closed by anyone, be it hidden or not.
/// Loaded without the area filter – a change must see what it overlaps – so the caller checks the area.
/// </summary>
internal sealed record HouseholdAggregate(
    Household Household, IReadOnlyList<HouseholdVersion> Versions, IReadOnlyList<PersonVersion> Persons, IReadOnlyDictionary<Guid, string?> PersonNumbers)
{
    private const int Chunk = 500;

    /// <summary>First day that nothing is stated for any more.</summary>
    public DateOnly End => Versions.Select(v => v.ValidTo).DefaultIfEmpty(Span.Beginning).Max();

    /// <summary>As it stands once a plan is carried out.</summary>
    public HouseholdAggregate After(HouseholdPlan plan)
    {
        var closed = plan.ClosedHouseholds.Cast<IVersion>().Concat(plan.ClosedPersons).Select(v => v.Id).ToHashSet();
        var numbers = plan.NewPersons.Count == 0 && plan.OpenedPersons.TrueForAll(v => PersonNumbers.ContainsKey(v.PersonId)) ? PersonNumbers
            : PersonNumbers.Concat(plan.NewPersons.Select(p => KeyValuePair.Create(p.Id, p.Number)))
                .Concat(plan.OpenedPersons.Select(v => KeyValuePair.Create(v.PersonId, (string?)null)))
                .DistinctBy(p => p.Key).ToDictionary(p => p.Key, p => p.Value);
        return new HouseholdAggregate(
            Household,
            [.. Versions.Where(v => !closed.Contains(v.Id)), .. plan.OpenedHouseholds],
            [.. Persons.Where(v => !closed.Contains(v.Id)), .. plan.OpenedPersons],
            numbers);
    }

    public HouseholdVersion? On(DateOnly day) => Versions.FirstOrDefault(v => v.ValidFrom <= day && day < v.ValidTo);

    public IEnumerable<PersonVersion> PersonsOn(DateOnly day) => Persons.Where(v => v.ValidFrom <= day && day < v.ValidTo);

    /// <summary>A dated change holds until another known version of the household begins.</summary>
    public Span SpanFrom(DateOnly day) => Timeline.From(Versions, day);

    /// <summary>A correction holds for all days of the version that it corrects.</summary>
    public Span? SpanAround(DateOnly day) => On(day) is { } version ? new Span(version.ValidFrom, version.ValidTo) : null;

    /// <summary>What is stated for a day, in clear; null when nothing is.</summary>
    public HouseholdState? StateOn(DateOnly day, Seal seal) => On(day) is not { } version ? null
        : StateOf(version, [.. PersonsOn(day).Select(p => StateOf(p, PersonNumbers.GetValueOrDefault(p.PersonId), seal))], seal);

    /// <summary>A version in clear with the members that are given.</summary>
    public static HouseholdState StateOf(HouseholdVersion version, IReadOnlyList<PersonState> persons, Seal seal) => new()
    {
        Id = version.HouseholdId,
        Number = version.Number,
        Region = version.Region,
        Facts = Facts.ReadHousehold(System.Text.Encoding.UTF8.GetBytes(version.Facts)),
        Phone = seal.Open(version.PhoneCipher),
        BankAccount = seal.Open(version.BankAccountCipher),
        StatedIncomePerHead = version.StatedIncomePerHead,
        Persons = persons,
    };

    public static PersonState StateOf(PersonVersion version, string? number, Seal seal) => new()
    {
        Id = version.PersonId,
        Number = number,
        Name = version.Name,
        IdNumber = seal.Open(version.IdCipher),
        DisabilityCard = seal.Open(version.CardCipher),
        Phone = seal.Open(version.PhoneCipher),
        Facts = Facts.ReadPerson(System.Text.Encoding.UTF8.GetBytes(version.Facts)),
    };

    /// <summary>One household; of one that has moved between counties the part that has the latest versions.</summary>
    public static async Task<HouseholdAggregate?> LoadAsync(PlatformDb db, Guid id, CancellationToken ct) =>
        (await LoadAsync(db, [id], null, ct)).MaxBy(a => a.End);

    /// <param name="counties">Where to look; null for everywhere.</param>
    public static async Task<List<HouseholdAggregate>> LoadAsync(PlatformDb db, IReadOnlyCollection<Guid> ids, int[]? counties, CancellationToken ct) =>
        await LoadAsync(db, await db.Set<Household>().AsNoTracking().Where(h => (counties == null || counties.Contains(h.County)) && ids.Contains(h.Id)).ToListAsync(ct), ct);

    /// <summary>The households of a county with these numbers, by number.</summary>
    public static async Task<Dictionary<string, HouseholdAggregate>> LoadByNumberAsync(
        PlatformDb db, int county, IEnumerable<string> numbers, CancellationToken ct)
    {
        List<Household> households = [];
        foreach (var part in numbers.Distinct().Chunk(Chunk))
        {
            households.AddRange(await db.Set<Household>().AsNoTracking()
                .Where(h => h.County == county && part.Contains(h.Number)).ToListAsync(ct));
        }

        return (await LoadAsync(db, households, ct)).ToDictionary(a => a.Household.Number);
    }

    private static async Task<List<HouseholdAggregate>> LoadAsync(PlatformDb db, List<Household> households, CancellationToken ct)
    {
        List<HouseholdAggregate> aggregates = new(households.Count);
        foreach (var part in households.GroupBy(h => h.County).SelectMany(county => county.Chunk(Chunk)))
        {
            var county = part[0].County;
            var ids = part.Select(h => h.Id).ToArray();
            var versions = (await db.Set<HouseholdVersion>().AcrossAreas().AsNoTracking()
                .Where(v => v.County == county && ids.Contains(v.HouseholdId) && v.ClosedBy == null).ToListAsync(ct)).ToLookup(v => v.HouseholdId);
            var rows = await db.Set<PersonVersion>().AcrossAreas().AsNoTracking()
                .Where(v => v.County == county && ids.Contains(v.HouseholdId) && v.ClosedBy == null)
                .Join(db.Set<Person>(), v => new { v.County, Id = v.PersonId }, p => new { p.County, p.Id }, (v, p) => new { Version = v, p.Number })
                .ToListAsync(ct);
            var numbers = rows.GroupBy(r => r.Version.PersonId).ToDictionary(g => g.Key, g => g.First().Number);
            var persons = rows.Select(r => r.Version).ToLookup(v => v.HouseholdId);
            aggregates.AddRange(part.Select(h => new HouseholdAggregate(h, [.. versions[h.Id]], [.. persons[h.Id]], numbers)));
        }

        return aggregates;
    }
}
