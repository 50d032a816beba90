using System.Text.Json.Nodes;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Changes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Registry.Households;

/// <summary>One statement about a field: who, when, why, on whose word, and what it was before and after for which days.</summary>
internal sealed record FieldStatement(ChangeInfo Change, DateOnly? ValidFrom, DateOnly? ValidTo, JsonNode? Before, JsonNode? After);

/// <param name="Items">Newest first.</param>
internal sealed record FieldHistoryView(string Field, string? Label, Guid? Person, IReadOnlyList<FieldStatement> Items);

/// <summary>GET /households/{id}/fields/{path}/history: who changed this field. A path names a field (<c>housing.grade</c>) or a group of them (<c>housing</c>).</summary>
internal static class FieldHistory
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/households/{id:guid}/fields/{path}/history", HandleAsync)
        .WithName("GetFieldHistory")
        .RequirePermission(Permissions.HouseholdView);

    private static async Task<FieldHistoryView> HandleAsync(
        Guid id, string path, Guid? person, [FromServices] PlatformDb db, [FromServices] EarlierCounties earlier, [FromServices] Seal seal, [FromServices] AccessLog log, CancellationToken ct)
    {
        var history = await HouseholdHistory.ReadAsync(db, earlier, seal, id, ct);
        await log.ReadAsync("household.history", new { field = path }, [new AuditSubject(person is null ? "household" : "person", (person ?? id).ToString())]);
        var found = history.Items
            .SelectMany(entry => entry.Differences.Where(d => d.Person == person)
                .SelectMany(d => d.Fields.Where(f => f.Field == path || f.Field.StartsWith(path + ".", StringComparison.Ordinal)).Select(f => (entry.Change, Days: d, Field: f))))
            .ToList();
        return new FieldHistoryView(
            path, found.Select(f => f.Field.Label).FirstOrDefault(l => l is not null), person,
            [.. found.Select(f => new FieldStatement(f.Change, f.Days.ValidFrom, f.Days.ValidTo, f.Field.Before?.DeepClone(), f.Field.After?.DeepClone()))]);
    }
}
