using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Kernel;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Forms;
using Fuyao.Registry.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Registry.Households;

/// <param name="Reason">Why, in words.</param>
/// <param name="ValidFrom">First day of the new facts; they hold until the next known change. Absent: a correction of the whole span that the version shown holds for.</param>
/// <param name="On">For a correction: a day of the version that is corrected; today when absent.</param>
/// <param name="Changes">
/// Members of the contract's household object with their new values; null says explicitly unknown. Nested objects are merged,
/// lists replaced, persons matched by id; a person without a known id joins the household.
/// </param>
/// <param name="Clear">Paths of members that are to be absent: <c>exited_on</c>, <c>housing.grade</c>, <c>persons.ID.school</c>.</param>
/// <param name="RemovePersons">Ids of persons who are no longer in the household.</param>
/// <param name="Checked">Sections of the form that were gone through with the family, mended or not; recorded as a check of the household.</param>
internal sealed record ChangeHouseholdRequest(
    string? Reason, string? Evidence, DateOnly? ValidFrom, DateOnly? On, JsonElement? Changes, IReadOnlyList<string>? Clear, IReadOnlyList<Guid>? RemovePersons,
    IReadOnlyList<string>? Checked = null);

/// <summary>PATCH /households/{id}: a change from a day on, or a correction; needs <c>If-Match</c>.</summary>
internal static class ChangeHousehold
{
    public static void Map(IEndpointRouteBuilder api) => api.MapPatch("/households/{id:guid}", HandleAsync)
        .WithName("ChangeHousehold")
        .RequirePermission(Permissions.HouseholdChange)
        .WithWrite("household.change")
        .Produces<HouseholdWritten>();

    private static async Task<IResult> HandleAsync(
        Guid id,
        ChangeHouseholdRequest request,
        [FromServices] HouseholdWrites writes,
        [FromServices] CheckRecords checks,
        [FromServices] PlatformDb db,
        [FromServices] Seal seal,
        [FromServices] CurrentActor actor,
        [FromServices] TimeProvider clock,
        HttpContext http)
    {
        var ct = http.RequestAborted;
        HouseholdWrites.CheckReason(request.Reason);
        var current = await HouseholdAggregate.LoadAsync(db, id, ct);
        var day = request.ValidFrom ?? request.On ?? clock.TodayInChina();

        // Facts before all that is known build on the earliest that is.
        var shown = current?.On(day) ?? current?.Versions.OrderBy(v => v.ValidFrom).FirstOrDefault(v => v.ValidFrom > day);
        if (current is null || shown is null || !actor.Area.Contains(shown.Region))
        {
            throw ProblemException.NotFound("household", "这一户");
        }

        var hidden = await db.HiddenChangesAsync(ct);
        if (current.Versions.Any(v => hidden.Contains(v.OpenedBy)))
        {
            throw ChangeWriter.BeingImported();
        }

        CheckMatch(http, shown);
        var before = current.StateOn(shown.ValidFrom > day ? shown.ValidFrom : day, seal)!;
        var patch = new HouseholdPatch(HouseholdDocument.Write(before));
        var document = patch.Apply(request.Changes, request.Clear ?? [], request.RemovePersons ?? []);
        var after = patch.Read(document, id, clock);
        CheckIdentity(before, after);
        writes.CheckPlace(after, "changes.region");
        var span = request.ValidFrom is null ? current.SpanAround(day) ?? current.SpanFrom(day) : current.SpanFrom(day);
        await writes.StateAsync(current, after, span, request.Reason!, request.Evidence, request.ValidFrom is null ? ChangeChannels.Correction : null, ct);
        if (request.Checked is { Count: > 0 } sections)
        {
            await checks.RecordAsync(current.Household.County, id, after.Region, request.ValidFrom ?? clock.TodayInChina(), sections, writes.Recorded, ct);
        }

        return await writes.AnswerAsync(http, id, StatusCodes.Status200OK, await writes.WarningsAsync(after, "changes", ct), ct);
    }

    private static void CheckMatch(HttpContext http, HouseholdVersion shown)
    {
        var match = http.Request.Headers.IfMatch.ToString();
        if (match.Length == 0)
        {
            throw new ProblemException(428, new Problem("if-match-missing", new LocalText(
                "修改须带 If-Match 请求头,其值为所见记录的版本(ETag)。", "A change needs the header If-Match with the version (ETag) of the record that was seen."), "If-Match"));
        }

        if (!Guid.TryParse(match.Trim().Trim('"'), out var seen) || seen != shown.Id)
        {
            throw ProblemException.Stale();
        }
    }

    private static void CheckIdentity(HouseholdState before, HouseholdState after)
    {
        if (after.Number != before.Number)
        {
            throw new ProblemException(422, new Problem("number-fixed", new LocalText(
                "户编号登记后不能更改。", "The household number is fixed at the first registration."), "changes.id"));
        }
    }
}
