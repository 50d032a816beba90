using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Households;
using Fuyao.Registry.Import.Rules;
using Fuyao.Registry.Model;
using Fuyao.Registry.Regions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Persons;

/// <summary>A person through the years, protected values masked.</summary>
/// <param name="Number">人编号.</param>
/// <param name="Facts">Members of the contract's person object for the day, or for the last before it on which the person belonged somewhere, without identity.</param>
/// <param name="Provenance">For each field the id of the change that last altered it; see <paramref name="Changes"/>.</param>
/// <param name="Household">Where the person belongs on the day; null after death or leaving.</param>
/// <param name="Memberships">The latest first.</param>
internal sealed record PersonRecord(
    Guid Id, string? Number, string? Name, string Sex, DateOnly Birth, int Age, string? IdNumberMasked, string? DisabilityCardMasked, string? PhoneMasked,
    JsonElement Facts, IReadOnlyDictionary<string, Guid> Provenance, IReadOnlyList<ChangeInfo> Changes, Guid? Household, IReadOnlyList<Membership> Memberships);

/// <summary>A time in one household with one relation to its head.</summary>
/// <param name="From">First day; null when the beginning is unknown.</param>
/// <param name="To">First day on which it no longer holds; null while it does.</param>
internal sealed record Membership(Guid Household, string Number, string? HeadName, Place Region, string? Relation, DateOnly? From, DateOnly? To);

/// <summary>
/// GET /persons/{id}: one person for a day (<c>on</c>), as known now or at a time (<c>known_at</c>), and every household of the actor's area
/// that the person has belonged to.
/// </summary>
internal static class GetPerson
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/persons/{id:guid}", HandleAsync)
        .WithName("GetPerson")
        .RequirePermission(Permissions.HouseholdView);

    private static async Task<PersonRecord> HandleAsync(
        Guid id, string? on, [FromQuery(Name = "known_at")] string? knownAt, [FromServices] PlatformDb db, [FromServices] Seal seal, [FromServices] AccessLog log,
        [FromServices] CurrentActor actor, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        List<Problem> problems = [];
        var (day, known) = AsOf.Read(on, knownAt, clock, problems);
        if (problems.Count > 0)
        {
            throw new ProblemException(400, problems);
        }

        var knowing = await Knowing.AtAsync(db, known, ct);
        var (first, last) = VersionQueries.Counties(actor.Area);
        var versions = await knowing.Of(db.Set<PersonVersion>().AsNoTracking().Where(v => v.County >= first && v.County <= last && v.PersonId == id))
            .OrderBy(v => v.ValidFrom).ToListAsync(ct);
        var now = versions.LastOrDefault(v => v.ValidFrom <= day && day < v.ValidTo);
        // A day before the person was registered has nothing to show.
        var shown = now ?? versions.LastOrDefault(v => v.ValidFrom <= day || string.IsNullOrEmpty(on)) ?? throw ProblemException.NotFound("person", "这个人");
        var county = shown.County;
        var number = await db.Set<Person>().Where(p => p.County == county && p.Id == id).Select(p => p.Number).SingleOrDefaultAsync(ct);
        await log.ReadAsync("person.view", new AuditSubject("person", id.ToString(), county));
        using var facts = JsonDocument.Parse(shown.Facts);
        var held = now is null ? shown.ValidFrom : day;
        var said = await GetHousehold.WithChanges(db, db.Set<PersonVersion>().Where(v => v.County == county && v.PersonId == id).On(held), known, ct);
        var provenance = GetHousehold.Provenance(said, v => FieldDifferences.Of(v, seal));
        var changes = said.Select(v => v.Opened).Where(c => provenance.ContainsValue(c.Id)).DistinctBy(c => c.Id).OrderByDescending(c => c.At).Select(ChangeInfo.Of);
        return new PersonRecord(
            id, number, shown.Name, shown.Sex, shown.Birth, Math.Max(0, PersonRule.Age(shown.Birth, day)),
            shown.IdCipher is null ? null : Mask.IdNumber(seal.Open(shown.IdCipher)),
            shown.CardCipher is null ? null : Mask.IdNumber(seal.Open(shown.CardCipher)),
            shown.PhoneCipher is null ? null : Mask.Phone(seal.Open(shown.PhoneCipher)),
            facts.RootElement.Clone(), provenance, [.. changes], now?.HouseholdId, await MembershipsAsync(db, versions, knowing, ct));
    }

    private static async Task<IReadOnlyList<Membership>> MembershipsAsync(PlatformDb db, List<PersonVersion> versions, IKnowing knowing, CancellationToken ct)
    {
        List<(PersonVersion Version, DateOnly From, DateOnly To)> times = [];
        foreach (var version in versions)
        {
            if (times.Count > 0 && times[^1] is var before && before.To == version.ValidFrom && before.Version.HouseholdId == version.HouseholdId && before.Version.Relation == version.Relation)
            {
                times[^1] = (version, before.From, version.ValidTo);
            }
            else
            {
                times.Add((version, version.ValidFrom, version.ValidTo));
            }
        }

        List<Membership> memberships = [];
        foreach (var (version, from, to) in times)
        {
            // As the household was in the end of that time; another area's household does not exist here.
            var day = to == Span.Forever ? to.AddDays(-1) : to.AddDays(-1) < from ? from : to.AddDays(-1);
            var household = await knowing.Of(db.Set<HouseholdVersion>().AsNoTracking().Where(v => v.County == version.County && v.HouseholdId == version.HouseholdId)).On(day).Select(v => new { v.Number, v.HeadName, v.Region }).FirstOrDefaultAsync(ct);
            if (household is not null)
            {
                memberships.Add(new Membership(
                    version.HouseholdId, household.Number, household.HeadName, Place.Of(household.Region, day), version.Relation,
                    from == Span.Beginning ? null : from, to == Span.Forever ? null : to));
            }
        }

        memberships.Reverse();
        return memberships;
    }
}
