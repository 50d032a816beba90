using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Households;
using Fuyao.Registry.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Regions;

/// <summary>Does a change of divisions as a job: a township has thousands of households.</summary>
internal sealed class RegionChangeJob(RegionChanger changer) : IJobHandler
{
    public string Kind => RegionChangeRequest.JobKind;

    public async Task RunAsync(JobContext job) =>
        job.SetResult(await changer.RunAsync(job.ArgsAs<RegionChangeRequest>(), done => job.Report(done, null), job.CancellationToken));
}

internal sealed record RegionChangeStarted(Guid Job);

internal sealed record RegionChangeView(string Kind, DateOnly On, string From, string To, string NameBefore, string NameAfter, ChangeInfo? Change);

internal sealed record RegionChangeList(IReadOnlyList<RegionChangeView> Items);

/// <summary>POST /regions/changes: merge, move or rename divisions of one's county; GET: what was changed, newest first.</summary>
internal static class ChangeRegions
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/regions/changes", StartAsync).WithName("ChangeRegions").RequirePermission(Permissions.RegionChange).WithWrite("regions.change")
            .Produces<RegionChangeStarted>(StatusCodes.Status202Accepted);
        api.MapGet("/regions/changes", ListAsync).WithName("ListRegionChanges").RequirePermission(Permissions.RegionView);
    }

    private static async Task<IResult> StartAsync(
        RegionChangeRequest request, [FromServices] RegionChanger changer, [FromServices] JobQueue queue, [FromServices] CurrentActor actor, CancellationToken ct)
    {
        await changer.CheckAsync(request, ct);
        return Results.Json(new RegionChangeStarted(await queue.EnqueueAsync(RegionChangeRequest.JobKind, request, actor.Region)), statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<RegionChangeList> ListAsync([FromServices] PlatformDb db, [FromServices] CurrentActor actor, CancellationToken ct)
    {
        var (first, last) = VersionQueries.Counties(actor.Area);
        var rows = await db.Set<RegionChange>().AsNoTracking().Where(c => c.County >= first && c.County <= last)
            .Join(db.Set<Change>(), r => new { r.County, Id = r.ChangeId }, c => new { c.County, c.Id }, (r, c) => new { Row = r, Change = c }).ToListAsync(ct);
        return new RegionChangeList([.. rows.OrderByDescending(r => r.Row.On).ThenByDescending(r => r.Row.Id).Select(r => new RegionChangeView(
            r.Row.Kind, r.Row.On, new RegionCode(r.Row.FromCode).ToString(), new RegionCode(r.Row.ToCode).ToString(), r.Row.NameBefore, r.Row.NameAfter,
            r.Change.At is null ? null : ChangeInfo.Of(r.Change)))]);
    }
}
