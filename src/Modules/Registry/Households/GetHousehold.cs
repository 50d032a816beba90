using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Model;
using Fuyao.Registry.Regions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Households;

/// <summary>A household for a day, protected values masked.</summary>
/// <param name="Version">For <c>If-Match</c>; also the <c>ETag</c>.</param>
/// <param name="IncomePerHead">Worked out from the components; else <paramref name="StatedIncomePerHead"/>.</param>
/// <param name="StatedIncomePerHead">As a source states it, whether or not the components are known.</param>
/// <param name="Facts">Members of the contract's household object, without identity and persons.</param>
/// <param name="Provenance">For each field the id of the change that last altered it; see <paramref name="Changes"/>.</param>
/// <param name="ValidFrom">First day for which this holds; null when the beginning is unknown.</param>
internal sealed record HouseholdView(
    Guid Id,
    string Number,
    Guid Version,
    Place Region,
    DateOnly On,
    DateTimeOffset? KnownAt,
    DateOnly? ValidFrom,
    DateOnly? ValidTo,
    string? HeadName,
    int Members,
    Money? IncomePerHead,
    Money? StatedIncomePerHead,
    string? PhoneMasked,
    string? BankAccountMasked,
    JsonElement Facts,
    IReadOnlyDictionary<string, Guid> Provenance,
    IReadOnlyList<PersonView> Persons,
    IReadOnlyList<ChangeInfo> Changes);

/// <param name="Age">Whole years on the day.</param>
/// <param name="Facts">Members of the contract's person object, without identity.</param>
internal sealed record PersonView(
    Guid Id,
    string? Number,
    string? Name,
    bool IsHead,
    int Age,
    string? IdNumberMasked,
    string? DisabilityCardMasked,
    string? PhoneMasked,
    JsonElement Facts,
    IReadOnlyDictionary<string, Guid> Provenance);

/// <summary>GET /households/{id}: one household for a day (<c>on</c>), as known now or at a time (<c>known_at</c>).</summary>
internal static class GetHousehold
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/households/{id:guid}", HandleAsync)
        .WithName("GetHousehold")
        .RequirePermission(Permissions.HouseholdView);

    private static async Task<HouseholdView> HandleAsync(
        Guid id,
        string? on,
        [FromQuery(Name = "known_at")] string? knownAt,
        [FromServices] PlatformDb db,
        [FromServices] Seal seal,
        [FromServices] AccessLog log,
        [FromServices] TimeProvider clock,
        HttpContext http)
    {
        List<Problem> problems = [];
        var (day, known) = AsOf.Read(on, knownAt, clock, problems);
        if (problems.Count > 0)
        {
            throw new ProblemException(400, problems);
        }

        var view = await ReadAsync(db, seal, id, day, known, http.RequestAborted) ?? throw ProblemException.NotFound("household", "这一户");
        await log.ReadAsync("household.view", [
            new AuditSubject("household", id.ToString()),
            .. view.Persons.Select(p => new AuditSubject("person", p.Id.ToString()))]);
        if (known is null)
        {
            http.Response.Headers.ETag = $"\"{view.Version}\"";
        }

        return view;
    }

    /// <summary>Null when the actor's area has no such household for the day.</summary>
    public static async Task<HouseholdView?> ReadAsync(PlatformDb db, Seal seal, Guid id, DateOnly day, DateTimeOffset? known, CancellationToken ct)
    {
        // Every version for the day, also those that no longer count: together they tell who brought each field in.
        var households = await WithChanges(db, db.Set<HouseholdVersion>().Where(v => v.HouseholdId == id).On(day), known, ct);
        if (Counting(households, known) is not { } household)
        {
            return null;
        }

        var county = household.County;
        var persons = (await WithChanges(db, db.Set<PersonVersion>().Where(v => v.County == county && v.HouseholdId == id).On(day), known, ct))
            .GroupBy(v => v.Version.PersonId).Select(p => (Log: p.ToList(), Now: Counting([.. p], known))).Where(p => p.Now is not null).ToList();
        var numbers = await db.Set<Person>().Where(p => p.County == county && persons.Select(v => v.Now!.PersonId).ToArray().Contains(p.Id))
            .ToDictionaryAsync(p => p.Id, p => p.Number, ct);
        var views = persons.Select(p => View(p.Now!, numbers.GetValueOrDefault(p.Now!.PersonId), day, seal, Provenance(p.Log, v => FieldDifferences.Of(v, seal))))
            .OrderByDescending(p => p.IsHead).ThenByDescending(p => p.Age).ThenBy(p => p.Id).ToList();
        var provenance = Provenance(households, v => FieldDifferences.Of(v, seal));
        var used = provenance.Values.Concat(views.SelectMany(p => p.Provenance.Values)).ToHashSet();
        var changes = households.Select(v => v.Opened).Concat(persons.SelectMany(p => p.Log).Select(v => v.Opened))
            .Where(c => used.Contains(c.Id)).DistinctBy(c => c.Id).OrderByDescending(c => c.At);
        return new HouseholdView(
            household.HouseholdId, household.Number, household.Id, Place.Of(household.Region, day), day, known,
            household.ValidFrom == Span.Beginning ? null : household.ValidFrom,
            household.ValidTo == Span.Forever ? null : household.ValidTo,
            household.HeadName, household.MemberCount, household.IncomePerHead, household.StatedIncomePerHead,
            household.PhoneCipher is null ? null : Mask.Phone(seal.Open(household.PhoneCipher)),
            household.BankAccountCipher is null ? null : Mask.Account(seal.Open(household.BankAccountCipher)),
            Element(household.Facts), provenance, views, [.. changes.Select(ChangeInfo.Of)]);
    }

    private static PersonView View(PersonVersion v, string? number, DateOnly day, Seal seal, IReadOnlyDictionary<string, Guid> provenance) => new(
        v.PersonId, number, v.Name, v.Relation == PersonState.HeadRelation, Age(v.Birth, day),
        v.IdCipher is null ? null : Mask.IdNumber(seal.Open(v.IdCipher)),
        v.CardCipher is null ? null : Mask.IdNumber(seal.Open(v.CardCipher)),
        v.PhoneCipher is null ? null : Mask.Phone(seal.Open(v.PhoneCipher)),
        Element(v.Facts), provenance);

    private static int Age(DateOnly birth, DateOnly day) => Math.Max(0, day.Year - birth.Year - ((day.Month, day.Day).CompareTo((birth.Month, birth.Day)) < 0 ? 1 : 0));

    private static JsonElement Element(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    internal sealed record Logged<T>(T Version, Change Opened, DateTimeOffset? ClosedAt);

    internal static async Task<List<Logged<T>>> WithChanges<T>(PlatformDb db, IQueryable<T> versions, DateTimeOffset? known, CancellationToken ct)
        where T : class, IVersion
    {
        var rows = await versions.AsNoTracking().ToListAsync(ct);
        var ids = rows.SelectMany(v => new[] { v.OpenedBy, v.ClosedBy ?? v.OpenedBy }).Distinct().ToArray();
        // A change in two counties is the same in both.
        var counties = rows.Select(v => v.County).Distinct().ToArray();
        var changes = (await db.Set<Change>().AsNoTracking()
            .Where(c => counties.Contains(c.County) && ids.Contains(c.Id) && c.At != null).ToListAsync(ct)).DistinctBy(c => c.Id).ToDictionary(c => c.Id);
        return [.. rows
            .Where(v => changes.TryGetValue(v.OpenedBy, out var opened) && (known is null || opened.At <= known))
            .Select(v => new Logged<T>(v, changes[v.OpenedBy], v.ClosedBy is { } closed ? changes.GetValueOrDefault(closed)?.At : null))
            .OrderBy(v => v.Opened.At).ThenBy(v => v.Opened.Id)];
    }

    internal static T? Counting<T>(IReadOnlyList<Logged<T>> log, DateTimeOffset? known)
        where T : class, IVersion =>
        log.LastOrDefault(v => v.ClosedAt is null || (known is not null && v.ClosedAt > known))?.Version;

    // At every recorded time one version holds for the day: a field comes from the change after which it last differed.
    internal static Dictionary<string, Guid> Provenance<T>(IReadOnlyList<Logged<T>> log, Func<T, Dictionary<string, FieldDifferences.Field>> fields)
    {
        Dictionary<string, FieldDifferences.Field> before = [];
        Dictionary<string, Guid> provenance = [];
        foreach (var entry in log)
        {
            var after = fields(entry.Version);
            foreach (var (name, field) in after)
            {
                if (before.GetValueOrDefault(name).Compared != field.Compared)
                {
                    provenance[name] = entry.Opened.Id;
                }
            }

            foreach (var gone in before.Keys.Where(name => !after.ContainsKey(name)))
            {
                provenance.Remove(gone);
            }

            before = after;
        }

        return provenance;
    }
}
