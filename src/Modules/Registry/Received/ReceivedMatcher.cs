using Fuyao.Kernel.Data;
using Fuyao.Kernel;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Codes;
using Fuyao.Registry.Model;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Received;

/// <summary>A row of a list before it is known whose it is.</summary>
internal sealed record ReceivedState
{
    public required string Department { get; init; }

    public required string Programme { get; init; }

    public string? PersonName { get; init; }

    public string? IdNumber { get; init; }

    public string? HouseholdNumber { get; init; }

    /// <summary>Village, township or county: as far as the list or its place of origin says.</summary>
    public required long Region { get; init; }

    /// <summary>As the list writes it.</summary>
    public string? Place { get; init; }

    public required Kernel.Money Amount { get; init; }

    public required DateOnly Date { get; init; }

    /// <summary>Last day of the period; null when it goes on, or was paid once.</summary>
    public DateOnly? Until { get; init; }

    public string? Recurring { get; init; }

    public int? SheetRow { get; init; }
}

/// <param name="By">See <see cref="ReceivedBenefitRow.MatchedBy"/>.</param>
internal readonly record struct ReceivedMatch(string State, Guid? Household = null, Guid? Person = null, long? Village = null, string? By = null);

/// <summary>Somebody of the register whom a row may mean.</summary>
/// <param name="Id">A sealed id number is compared by its keyed hash.</param>
internal sealed record Candidate(Guid Household, string Number, long Village, string? HeadName, Guid? Person, string? Name, DateOnly? Birth, byte[]? Id, byte[]? SealedId);

/// <summary>
/// Finds whose a row is: by id number; by household number and name; by name within the village. An id number that belongs to nobody
/// in the register makes a match by name a guess, and a guess is for people.
/// </summary>
internal sealed class ReceivedMatcher(PlatformDb db, Seal seal, TimeProvider clock)
{
    private const int Chunk = 500;

    /// <summary>One match a row, in order. Sees only the actor's area.</summary>
    public async Task<List<ReceivedMatch>> MatchAsync(IReadOnlyList<ReceivedState> rows, CancellationToken ct)
    {
        List<ReceivedMatch> matches = new(rows.Count);
        foreach (var part in rows.Chunk(Chunk))
        {
            var found = await CandidatesAsync(part, ct);
            matches.AddRange(part.Select(row => Decide(row, found)));
        }

        return matches;
    }

    /// <summary>Those whom a row may mean, the likeliest first.</summary>
    public async Task<List<Candidate>> CandidatesAsync(ReceivedState row, CancellationToken ct)
    {
        var found = await CandidatesAsync([row], ct);
        var id = Hashes(row);
        return [.. found.Where(c => Fits(row, c, id)).OrderByDescending(c => Same(c.Id, id)).ThenByDescending(c => c.Village == row.Region).ThenBy(c => c.Number).Take(20)];
    }

    private static bool Fits(ReceivedState row, Candidate candidate, byte[][]? id) =>
        Same(candidate.Id, id) || candidate.Number == row.HouseholdNumber || (row.PersonName is not null && SameName(candidate.Name, row.PersonName));

    private ReceivedMatch Decide(ReceivedState row, List<Candidate> found)
    {
        var id = Hashes(row);
        var byId = id is null ? [] : found.Where(c => Same(c.Id, id)).DistinctBy(c => c.Person).ToList();
        if (byId.Count > 0)
        {
            return byId is [var only] ? Match(only, "id_number") : new ReceivedMatch(MatchStates.Ambiguous);
        }

        var inHousehold = row.HouseholdNumber is null ? [] : found.Where(c => c.Number == row.HouseholdNumber).ToList();
        if (inHousehold.Count > 0)
        {
            if (row.PersonName is null)
            {
                return Match(inHousehold[0] with { Person = null }, "household_number");
            }

            var named = inHousehold.Where(c => SameName(c.Name, row.PersonName)).ToList();
            return named is [var member] && (id is null || member.Id is null) ? Match(member, "household_number") : new ReceivedMatch(MatchStates.Ambiguous);
        }

        if (row.PersonName is null)
        {
            return new ReceivedMatch(MatchStates.Unmatched);
        }

        var byName = found.Where(c => SameName(c.Name, row.PersonName)).ToList();
        var inVillage = byName.Where(c => c.Village == row.Region).ToList();
        return inVillage is [var neighbour] && (id is null || neighbour.Id is null) ? Match(neighbour, "name_village")
            : byName.Count > 0 ? new ReceivedMatch(MatchStates.Ambiguous)
            : new ReceivedMatch(MatchStates.Unmatched);
    }

    private static ReceivedMatch Match(Candidate c, string by) => new(MatchStates.Matched, c.Household, c.Person, c.Village, by);

    private static bool Same(byte[]? stored, byte[][]? wanted) => stored is not null && wanted?.Any(w => w.AsSpan().SequenceEqual(stored)) == true;

    private byte[][]? Hashes(ReceivedState row) => row.IdNumber is null ? null : seal.IdNumberHashes(row.IdNumber);

    private static bool SameName(string? a, string b) => a is not null && (a == b || Variants.PlainOf(a) == Variants.PlainOf(b));

    private async Task<List<Candidate>> CandidatesAsync(IReadOnlyList<ReceivedState> rows, CancellationToken ct)
    {
        var hidden = await db.HiddenChangesAsync(ct);
        var today = clock.TodayInChina();
        var ids = rows.SelectMany(r => Hashes(r) ?? []).ToArray();
        var numbers = rows.Select(r => r.HouseholdNumber).OfType<string>().Distinct().ToArray();
        var names = rows.Select(r => r.PersonName).OfType<string>().Distinct().ToArray();
        var counties = rows.Select(r => (int)(r.Region / 1_000_000)).Distinct().ToArray();
        var persons = db.Set<PersonVersion>().AsNoTracking().Known(hidden).On(today).Where(p => counties.Contains(p.County));
        var households = db.Set<HouseholdVersion>().AsNoTracking().Known(hidden).On(today).Where(h => counties.Contains(h.County));
        var wanted = await persons.Where(p => p.IdHash != null && ids.Contains(p.IdHash)).Select(p => p.HouseholdId)
            .Union(households.Where(h => numbers.Contains(h.Number)).Select(h => h.HouseholdId))
            .ToListAsync(ct);
        var villages = rows.Select(r => r.Region).Distinct().ToArray();
        var ranges = villages.Select(v => new Kernel.RegionCode(v).Range).ToArray();
        foreach (var range in Joined(ranges))
        {
            wanted.AddRange(await persons.In(range).Where(p => names.Contains(p.Name!)).Select(p => p.HouseholdId).ToListAsync(ct));
        }

        List<Candidate> found = [];
        foreach (var part in wanted.Distinct().Chunk(Chunk))
        {
            found.AddRange(await households.Where(h => part.Contains(h.HouseholdId))
                .Join(persons, h => new { h.County, h.HouseholdId }, p => new { p.County, p.HouseholdId }, (h, p) => new Candidate(h.HouseholdId, h.Number, h.Region, h.HeadName, p.PersonId, p.Name, p.Birth, p.IdHash, p.IdCipher))
                .ToListAsync(ct));
        }

        return found;
    }

    // A list of one township names many villages: neighbouring ones are asked together.
    private static IEnumerable<Kernel.CodeRange> Joined(IEnumerable<Kernel.CodeRange> ranges)
    {
        Kernel.CodeRange? open = null;
        foreach (var range in ranges.OrderBy(r => r.From).ThenByDescending(r => r.To))
        {
            if (open is { } held && range.From <= held.To + 1_000)
            {
                open = held with { To = Math.Max(held.To, range.To) };
                continue;
            }

            if (open is { } done)
            {
                yield return done;
            }

            open = range;
        }

        if (open is { } last)
        {
            yield return last;
        }
    }
}
