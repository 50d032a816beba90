using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Households;

/// <summary>Who changed the register, when, how, why and on what evidence.</summary>
internal sealed record ChangeInfo(Guid Id, DateTimeOffset At, string Actor, string Channel, string Reason, string? Evidence, string? Source)
{
    public static ChangeInfo Of(Change change) =>
        new(change.Id, change.At!.Value, change.Actor, change.Channel, change.Reason, change.Evidence, change.Source);
}

/// <summary>What a change stated about one subject for a span of days.</summary>
/// <param name="Person">Null for the household itself.</param>
/// <param name="What"><c>joined</c>, <c>changed</c> or <c>left</c>.</param>
/// <param name="ValidFrom">First day; null when the beginning is unknown.</param>
/// <param name="ValidTo">First day for which it no longer holds; null when open.</param>
internal sealed record StatedDifference(
    Guid? Person, string? Name, string What, DateOnly? ValidFrom, DateOnly? ValidTo, IReadOnlyList<FieldDifference> Fields);

internal sealed record HistoryEntry(ChangeInfo Change, IReadOnlyList<StatedDifference> Differences);

/// <param name="Items">Newest first.</param>
internal sealed record HouseholdHistoryView(Guid Id, string Number, IReadOnlyList<HistoryEntry> Items);

/// <summary>GET /households/{id}/history: every change with the fields before and after it.</summary>
internal static class HouseholdHistory
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/households/{id:guid}/history", HandleAsync)
        .WithName("GetHouseholdHistory")
        .RequirePermission(Permissions.HouseholdView);

    private static async Task<HouseholdHistoryView> HandleAsync(
        Guid id, [FromServices] PlatformDb db, [FromServices] EarlierCounties earlier, [FromServices] Seal seal, [FromServices] AccessLog log, CancellationToken ct)
    {
        var history = await ReadAsync(db, earlier, seal, id, ct);
        await log.ReadAsync("household.history", new AuditSubject("household", id.ToString()));
        return history;
    }

    public static async Task<HouseholdHistoryView> ReadAsync(PlatformDb db, EarlierCounties earlier, Seal seal, Guid id, CancellationToken ct)
    {
        var here = await PartAsync(db, id, ct);
        if (here.Households.Count == 0)
        {
            throw ProblemException.NotFound("household", "这一户");
        }

        // Of one that has moved between counties all parts: those in the actor's area, and those in the counties that it came from.
        Part[] parts = [here, .. await earlier.ReadAsync(id, (there, _) => PartAsync(there, id, ct), ct)];
        var households = parts.SelectMany(p => p.Households).ToList();
        var persons = parts.SelectMany(p => p.Persons).ToList();
        var changes = parts.SelectMany(p => p.Changes).DistinctBy(c => c.Id);
        return new HouseholdHistoryView(id, households[0].Number, [.. changes
            .OrderByDescending(c => c.At).ThenByDescending(c => c.Id)
            .Select(c => new HistoryEntry(ChangeInfo.Of(c), [
                .. Differences(households, c.Id, v => FieldDifferences.Of(v, seal), _ => (null, null)),
                .. persons.GroupBy(v => v.PersonId).SelectMany(p => Differences([.. p], c.Id, v => FieldDifferences.Of(v, seal), v => (v.PersonId, v.Name)))]))
            .Where(entry => entry.Differences.Count > 0)]);
    }

    private sealed record Part(List<HouseholdVersion> Households, List<PersonVersion> Persons, List<Change> Changes);

    private static async Task<Part> PartAsync(PlatformDb db, Guid id, CancellationToken ct)
    {
        var households = await db.Set<HouseholdVersion>().AsNoTracking().Where(v => v.HouseholdId == id).ToListAsync(ct);
        var counties = households.Select(v => v.County).Distinct().ToArray();
        var persons = await db.Set<PersonVersion>().AsNoTracking().Where(v => counties.Contains(v.County) && v.HouseholdId == id).ToListAsync(ct);
        var ids = households.Cast<IVersion>().Concat(persons).SelectMany(v => new[] { v.OpenedBy, v.ClosedBy ?? v.OpenedBy }).Distinct().ToArray();
        return new Part(households, persons, await db.Set<Change>().AsNoTracking().Where(c => counties.Contains(c.County) && ids.Contains(c.Id) && c.At != null).ToListAsync(ct));
    }

    // Days that a change closed and opened again with equal content are not a difference; everything else is compared day by
    // day, that is, for each part between two boundaries of the versions that it touched.
    internal static IEnumerable<StatedDifference> Differences<T>(
        IReadOnlyList<T> versions, Guid change, Func<T, Dictionary<string, FieldDifferences.Field>> fields, Func<T, (Guid?, string?)> subject)
        where T : class, IVersion
    {
        var closed = versions.Where(v => v.ClosedBy == change).ToList();
        var opened = versions.Where(v => v.OpenedBy == change).ToList();
        var bounds = closed.Concat(opened).SelectMany(v => new[] { v.ValidFrom, v.ValidTo }).Distinct().Order().ToList();
        for (var i = 0; i + 1 < bounds.Count; i++)
        {
            var before = closed.FirstOrDefault(v => v.ValidFrom <= bounds[i] && bounds[i] < v.ValidTo);
            var after = opened.FirstOrDefault(v => v.ValidFrom <= bounds[i] && bounds[i] < v.ValidTo);
            if ((before ?? after) is not { } either)
            {
                continue;
            }

            var differences = FieldDifferences.Between(before is null ? null : fields(before), after is null ? null : fields(after));
            if (differences.Count > 0)
            {
                var (person, name) = subject(after ?? either);
                yield return new StatedDifference(
                    person, name, before is null ? "joined" : after is null ? "left" : "changed",
                    bounds[i] == Span.Beginning ? null : bounds[i], bounds[i + 1] == Span.Forever ? null : bounds[i + 1], differences);
            }
        }
    }
}
