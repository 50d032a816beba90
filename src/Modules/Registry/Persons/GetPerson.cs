using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Changes;
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
/// <param name="Facts">Members of the contract's person object as known for the latest day, without identity.</param>
/// <param name="Household">Where the person belongs today; null after death or leaving.</param>
/// <param name="Memberships">The latest first.</param>
internal sealed record PersonRecord(
    Guid Id, string? Number, string? Name, string Sex, DateOnly Birth, int Age, string? IdNumberMasked, string? DisabilityCardMasked, string? PhoneMasked,
    JsonElement Facts, Guid? Household, IReadOnlyList<Membership> Memberships);

/// <summary>A time in one household with one relation to its head.</summary>
/// <param name="From">First day; null when the beginning is unknown.</param>
/// <param name="To">First day on which it no longer holds; null while it does.</param>
internal sealed record Membership(Guid Household, string Number, string? HeadName, Place Region, string? Relation, DateOnly? From, DateOnly? To);

/// <summary>GET /persons/{id}: one person, and every household of the actor's area that the person has belonged to.</summary>
internal static class GetPerson
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/persons/{id:guid}", HandleAsync)
        .WithName("GetPerson")
        .RequirePermission(Permissions.HouseholdView);

    private static async Task<PersonRecord> HandleAsync(
        Guid id, [FromServices] PlatformDb db, [FromServices] Seal seal, [FromServices] AccessLog log, [FromServices] CurrentActor actor, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        var today = clock.InChina();
        var hidden = await db.HiddenChangesAsync(ct);
        var (first, last) = VersionQueries.Counties(actor.Area);
        var versions = await db.Set<PersonVersion>().AsNoTracking().Where(v => v.County >= first && v.County <= last && v.PersonId == id).Known(hidden)
            .OrderBy(v => v.ValidFrom).ToListAsync(ct);
        if (versions.Count == 0)
        {
            throw ProblemException.NotFound("person", "这个人");
        }

        var now = versions.LastOrDefault(v => v.ValidFrom <= today && today < v.ValidTo);
        var shown = now ?? versions[^1];
        var county = shown.County;
        var number = await db.Set<Person>().Where(p => p.County == county && p.Id == id).Select(p => p.Number).SingleOrDefaultAsync(ct);
        await log.ReadAsync("person.view", new AuditSubject("person", id.ToString(), county));
        using var facts = JsonDocument.Parse(shown.Facts);
        return new PersonRecord(
            id, number, shown.Name, shown.Sex, shown.Birth, Math.Max(0, PersonRule.Age(shown.Birth, today)),
            shown.IdCipher is null ? null : Mask.IdNumber(seal.Open(shown.IdCipher)),
            shown.CardCipher is null ? null : Mask.IdNumber(seal.Open(shown.CardCipher)),
            shown.PhoneCipher is null ? null : Mask.Phone(seal.Open(shown.PhoneCipher)),
            facts.RootElement.Clone(), now?.HouseholdId, await MembershipsAsync(db, versions, hidden, ct));
    }

    private static async Task<IReadOnlyList<Membership>> MembershipsAsync(PlatformDb db, List<PersonVersion> versions, Guid[] hidden, CancellationToken ct)
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
            var household = await db.Set<HouseholdVersion>().AsNoTracking().Where(v => v.County == version.County && v.HouseholdId == version.HouseholdId)
                .Known(hidden).On(day).Select(v => new { v.Number, v.HeadName, v.Region }).FirstOrDefaultAsync(ct);
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
