using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Events;

/// <param name="Effects">What it does, in words.</param>
/// <param name="Households">Households that it touches, a new one included.</param>
internal sealed record EventRecorded(Guid Id, IReadOnlyList<LocalText> Effects, IReadOnlyList<Guid> Households);

/// <param name="Effects">What it would do, in words; empty while something is missing.</param>
/// <param name="Problems">What is missing, or stands against it.</param>
internal sealed record EventPreview(IReadOnlyList<LocalText> Effects, IReadOnlyList<Problem> Problems);

internal sealed record UndoEventRequest(string? Reason, string? Evidence);

/// <summary>Recording events, previewing them and taking them back.</summary>
internal static class EventEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/households/{id:guid}/events", RecordAsync).WithName("RecordEvent")
            .RequirePermission(Permissions.HouseholdChange).WithWrite("event.record").Produces<EventRecorded>(StatusCodes.Status201Created);
        api.MapPost("/households/{id:guid}/events/preview", PreviewAsync).WithName("PreviewEvent").RequirePermission(Permissions.HouseholdChange);
        api.MapPost("/events/{id:guid}/undo", UndoAsync).WithName("UndoEvent")
            .RequirePermission(Permissions.HouseholdChange).WithWrite("event.undo").Produces<EventRecorded>(StatusCodes.Status201Created);
        api.MapPost("/events/{id:guid}/undo/preview", PreviewUndoAsync).WithName("PreviewUndo").RequirePermission(Permissions.HouseholdChange);
    }

    private static async Task<IResult> RecordAsync(Guid id, RecordEventRequest request, [FromServices] EventWriter events, HttpContext http)
    {
        var match = http.Request.Headers.IfMatch.ToString().Trim().Trim('"');
        if (!Guid.TryParse(match, out var seen))
        {
            throw new ProblemException(428, new Problem("if-match-missing", new LocalText(
                "记事须带 If-Match 请求头,其值为所见记录的版本(ETag)。", "An event needs the header If-Match with the version (ETag) of the record that was seen."), "If-Match"));
        }

        var outcome = await events.RecordAsync(id, request, seen, dryRun: false, http.RequestAborted);
        return Results.Json(new EventRecorded(outcome.Id, outcome.Effects, outcome.Households), statusCode: StatusCodes.Status201Created);
    }

    // Asks what would happen; writes nothing, so it needs no key and no version.
    private static Task<EventPreview> PreviewAsync(Guid id, RecordEventRequest request, [FromServices] EventWriter events, CancellationToken ct) =>
        SayAsync(() => events.RecordAsync(id, request, null, dryRun: true, ct));

    private static async Task<IResult> UndoAsync(Guid id, UndoEventRequest request, [FromServices] EventWriter events, [FromServices] PlatformDb db, CancellationToken ct)
    {
        Households.HouseholdWrites.CheckReason(request.Reason);
        var outcome = await events.UndoAsync(await FindAsync(db, id, ct), request.Reason!, request.Evidence, dryRun: false, ct);
        return Results.Json(new EventRecorded(outcome.Id, outcome.Effects, outcome.Households), statusCode: StatusCodes.Status201Created);
    }

    private static Task<EventPreview> PreviewUndoAsync(Guid id, [FromServices] EventWriter events, [FromServices] PlatformDb db, CancellationToken ct) =>
        SayAsync(async () => await events.UndoAsync(await FindAsync(db, id, ct), "-", null, dryRun: true, ct));

    // A form that is not yet filled in is no failed request: what it lacks is the answer.
    private static async Task<EventPreview> SayAsync(Func<Task<EventOutcome>> work)
    {
        try
        {
            return new EventPreview((await work()).Effects, []);
        }
        catch (ProblemException refused) when (refused.Status != StatusCodes.Status404NotFound)
        {
            return new EventPreview([], refused.Problems);
        }
    }

    /// <summary>An event all of whose places lie in the actor's area; what also touches other places is undone by somebody above both.</summary>
    private static async Task<RegisterEvent> FindAsync(PlatformDb db, Guid id, CancellationToken ct)
    {
        var mine = await db.Set<EventParty>().Where(p => p.EventId == id).Select(p => p.County).ToListAsync(ct);
        var all = mine.Count == 0 ? 0 : await db.Set<EventParty>().AcrossAreas().CountAsync(p => p.EventId == id, ct);
        if (mine.Count == 0)
        {
            throw ProblemException.NotFound("event", "这项记事");
        }

        return mine.Count == all
            ? await db.Set<RegisterEvent>().AsNoTracking().FirstAsync(e => e.County == mine[0] && e.Id == id, ct)
            : throw new ProblemException(403, new Problem("beyond-area", new LocalText(
                "这项记事还涉及您管辖范围以外的村,请由上级撤销。", "The event also touches places outside your area. Somebody above both has to take it back.")));
    }
}
