using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Regions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Registry.Households;

/// <param name="Members">Names of those whose data it tells of.</param>
/// <param name="Lines">Newest first.</param>
internal sealed record HouseholdAccessRecord(
    Guid Household, string Number, string? HeadName, Place Region, DateTimeOffset At, IReadOnlyList<string> Members, IReadOnlyList<AccessRecordLine> Lines);

/// <summary>GET /households/{id}/access-record: who looked at this household's data, when and for what – to be printed for the household itself.</summary>
internal static class GetAccessRecord
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/households/{id:guid}/access-record", HandleAsync)
        .WithName("GetHouseholdAccessRecord")
        .RequirePermission(Permissions.AuditRecord);

    private static async Task<HouseholdAccessRecord> HandleAsync(
        Guid id,
        [FromServices] PlatformDb db,
        [FromServices] Seal seal,
        [FromServices] AccessRecords records,
        [FromServices] AccessLog log,
        [FromServices] TimeProvider clock,
        HttpContext http)
    {
        var ct = http.RequestAborted;
        var view = await GetHousehold.ReadAsync(db, seal, id, clock.TodayInChina(), null, ct) ?? throw ProblemException.NotFound("household", "这一户");
        RegionCode.TryParse(view.Region.Code, out var region);
        AuditSubject[] subjects =
        [
            new("household", id.ToString(), region.County), .. view.Persons.Select(p => new AuditSubject("person", p.Id.ToString(), region.County)),
        ];
        var lines = await records.OfAsync(region.County, subjects, region, ct);
        await log.ReadAsync("household.access-record", [subjects[0]]);
        http.Response.Headers.CacheControl = "no-store";
        return new HouseholdAccessRecord(
            id, view.Number, view.HeadName, view.Region, clock.GetUtcNow(), [.. view.Persons.Select(p => p.Name).OfType<string>()], lines);
    }
}
