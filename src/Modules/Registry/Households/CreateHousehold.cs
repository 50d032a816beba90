using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Households;

/// <param name="Reason">Why, in words.</param>
/// <param name="Evidence">What it rests on: a form's number, a photo's id.</param>
/// <param name="ValidFrom">First day; the day of registration (<c>registered_on</c>) when absent, else an unknown beginning.</param>
/// <param name="Household">The contract's household object; without an <c>id</c> the next number of its village is given; also <c>phone</c>, <c>bank_account</c>, <c>stated_income_per_head</c> (yuan) and <c>persons[].phone</c>.</param>
internal sealed record CreateHouseholdRequest(string? Reason, string? Evidence, DateOnly? ValidFrom, JsonElement Household);

/// <param name="Warnings">What should be looked at but hinders nothing, such as an id number that another household has too.</param>
internal sealed record HouseholdWritten(HouseholdView Household, IReadOnlyList<Problem> Warnings);

/// <summary>POST /households: the first registration of a household.</summary>
internal static class CreateHousehold
{
    private const int NumberPlaces = 4;

    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/households", HandleAsync)
        .WithName("CreateHousehold")
        .RequirePermission(Permissions.HouseholdChange)
        .WithWrite("household.create")
        .Produces<HouseholdWritten>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(
        CreateHouseholdRequest request, [FromServices] HouseholdWrites writes, [FromServices] PlatformDb db, [FromServices] TimeProvider clock, HttpContext http)
    {
        var ct = http.RequestAborted;
        HouseholdWrites.CheckReason(request.Reason);
        var state = HouseholdDocument.Read(await NumberedAsync(request.Household, db, ct), Ids.New(clock), clock, "household");
        writes.CheckPlace(state, "household.region");
        var county = new RegionCode(state.Region).County;

        // A number whose registration was taken back is free again; the identity behind it stays.
        var taken = (await HouseholdAggregate.LoadByNumberAsync(db, county, [state.Number], ct)).GetValueOrDefault(state.Number);
        if (taken is { Versions.Count: 0 })
        {
            state = state with { Id = taken.Household.Id };
        }
        else if (taken is not null)
        {
            throw new ProblemException(409, new Problem("number-taken", new LocalText(
                "本县已有这个户编号。", "The county already has a household with this number."), "household.id"));
        }

        var ids = state.Persons.Select(p => p.Id).ToArray();
        if (await db.Set<Person>().AnyAsync(p => p.County == county && ids.Contains(p.Id), ct))
        {
            throw new ProblemException(409, new Problem("person-taken", new LocalText(
                "有成员已登记在册。", "A person with one of these ids is already registered."), "household.persons"));
        }

        var from = request.ValidFrom ?? (state.Facts.RegisteredOn.TryGet(out var registered) ? registered : Span.Beginning);
        var written = await writes.StateAsync(taken, state, new Span(from, Span.Forever), request.Reason!, request.Evidence, null, ct);
        var warnings = await writes.WarningsAsync(state, "household", ct);
        return await writes.AnswerAsync(http, written, StatusCodes.Status201Created, warnings, ct);
    }

    // The village's code and four places that count on. Two clerks at once: the second finds the number taken and asks again.
    private static async Task<JsonElement> NumberedAsync(JsonElement household, PlatformDb db, CancellationToken ct)
    {
        if (household.ValueKind != JsonValueKind.Object || household.TryGetProperty("id", out _)
            || !household.TryGetProperty("region", out var place) || place.ValueKind != JsonValueKind.String
            || !RegionCode.TryParse(place.GetString(), out var village) || village.Level != RegionLevel.Village)
        {
            return household;
        }

        var start = village.ToString();
        var length = start.Length + NumberPlaces;
        var last = await db.Set<Household>().Where(h => h.County == village.County && h.Number.StartsWith(start) && h.Number.Length == length)
            .MaxAsync(h => (string?)h.Number, ct);
        var next = 1 + (int.TryParse(last?[start.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var counted) ? counted : 0);
        var numbered = JsonNode.Parse(household.GetRawText())!.AsObject();
        numbered["id"] = start + next.ToString($"D{NumberPlaces}", CultureInfo.InvariantCulture);
        return JsonSerializer.SerializeToElement(numbered);
    }
}
