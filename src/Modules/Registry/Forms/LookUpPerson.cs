using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Import.Cells;
using Fuyao.Registry.Import.Rules;
using Fuyao.Registry.Model;
using Fuyao.Registry.Regions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Forms;

/// <param name="IdNumber">15 or 18 places; blanks are ignored. In the body, because addresses are kept in logs.</param>
internal sealed record PersonQuestion(string? IdNumber);

/// <summary>What an id number says by itself, and who in the actor's area has it.</summary>
/// <param name="Valid">Form, check character and birth date are possible.</param>
/// <param name="IdNumber">As it is written today: 18 places.</param>
/// <param name="NativePlace">County of the first six digits; null when the list of today has none such.</param>
/// <param name="Elsewhere">Somebody with this number is registered in the county, outside the actor's area; who and where is not told.</param>
internal sealed record PersonAnswer(
    bool Valid, string? IdNumber, string? Sex, DateOnly? Birth, int? Age, string? NativePlace, IReadOnlyList<KnownPerson> Known, bool Elsewhere = false);

/// <param name="Current">False: no longer in this household, since <paramref name="Until"/>.</param>
internal sealed record KnownPerson(
    Guid Person, string? Name, Guid Household, string Number, string? HeadName, string? Relation, string? Status, Place Region, bool Current, DateOnly? Until);

/// <summary>POST /persons/lookup: sex, birth, native county from the id number, and whether the register knows the person.</summary>
internal static class LookUpPerson
{
    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/persons/lookup", HandleAsync)
        .WithName("LookUpPerson")
        .RequirePermission(Permissions.HouseholdChange);

    private static async Task<PersonAnswer> HandleAsync(
        PersonQuestion question, [FromServices] PlatformDb db, [FromServices] Seal seal, [FromServices] CurrentActor actor, [FromServices] AccessLog log, [FromServices] TimeProvider clock, HttpContext http)
    {
        var typed = CleanText.Of(question.IdNumber ?? "").Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        var number = IdNumber.Widen(typed) ?? typed;
        if (!IdNumber.IsValid(number) || !IdNumber.TryBirth(number, out var birth))
        {
            return new PersonAnswer(false, null, null, null, null, null, []);
        }

        var today = clock.TodayInChina();
        var known = await KnownAsync(db, actor.Area, seal.IdNumberHashes(number), today, http.RequestAborted);
        if (known.Count > 0)
        {
            await log.ReadAsync("person.lookup", [.. known.Select(k => new AuditSubject("person", k.Person.ToString()))]);
        }

        var native = RegionCode.TryParse(number[..6], out var county) ? RegionCatalog.NameOf(county) : null;
        return new PersonAnswer(true, number, IdNumber.IsMale(number) ? "male" : "female", birth, PersonRule.Age(birth, today), native, known, await ElsewhereAsync(db, actor.Area, seal.IdNumberHashes(number), today, http.RequestAborted));
    }

    private static async Task<bool> ElsewhereAsync(PlatformDb db, CodeRange area, byte[][] hashes, DateOnly today, CancellationToken ct)
    {
        var hidden = await db.HiddenChangesAsync(ct);
        var (first, last) = VersionQueries.Counties(area);
        return await db.Set<PersonVersion>().AcrossAreas().Where(v => v.County >= first && v.County <= last && (v.Region < area.From || v.Region >= area.To) && v.IdHash != null && hashes.Contains(v.IdHash))
            .Known(hidden).On(today).AnyAsync(ct);
    }

    private static async Task<List<KnownPerson>> KnownAsync(PlatformDb db, CodeRange area, byte[][] hashes, DateOnly today, CancellationToken ct)
    {
        var hidden = await db.HiddenChangesAsync(ct);
        var persons = await db.Set<PersonVersion>().AsNoTracking().In(area).Where(v => v.IdHash != null && hashes.Contains(v.IdHash)).Known(hidden)
            .OrderByDescending(v => v.ValidTo).ThenBy(v => v.PersonId).Take(50).ToListAsync(ct);
        List<KnownPerson> known = [];
        foreach (var person in persons.DistinctBy(p => p.PersonId).Take(5))
        {
            var day = person.ValidTo > today ? today > person.ValidFrom ? today : person.ValidFrom : person.ValidTo.AddDays(-1);
            var household = await db.Set<HouseholdVersion>().AsNoTracking().Where(v => v.County == person.County && v.HouseholdId == person.HouseholdId)
                .Known(hidden).On(day).SingleOrDefaultAsync(ct);
            if (household is not null)
            {
                known.Add(new KnownPerson(
                    person.PersonId, person.Name, household.HouseholdId, household.Number, household.HeadName, person.Relation, household.Status,
                    Place.Of(household.Region), person.ValidTo > today, person.ValidTo > today ? null : person.ValidTo));
            }
        }

        return known;
    }
}
