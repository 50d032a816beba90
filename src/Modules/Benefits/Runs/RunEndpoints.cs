using Fuyao.Access.Contracts;
using Fuyao.Benefits.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Runs;

/// <param name="Period">A month (2016-05) or a year (2016).</param>
/// <param name="Region">County, township or village; absent for all of the actor's area in which the pack is in force.</param>
/// <param name="Supplement">Award what was entered late after a completed run.</param>
internal sealed record StartRunRequest(string Pack, string Period, string? Region = null, bool Supplement = false);

/// <param name="Id">The run; with several counties the first.</param>
/// <param name="Job">Follow it at <c>/api/jobs/{id}</c>; null when the run stood completed.</param>
internal sealed record RunStarted(Guid Id, IReadOnlyList<Guid> Runs, Guid? Job);

internal sealed record RunPage(IReadOnlyList<RunView> Items, string? Next, int Total);

/// <summary>Start a run, list runs, look at one, see what it came to.</summary>
internal static class RunEndpoints
{
    public static void MapRuns(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/runs").WithTags("runs");
        group.MapPost("", StartAsync).WithName("StartRun").RequirePermission(Permissions.RunStart).WithWrite("run.start").ProducesProblem(409).ProducesProblem(422);
        group.MapGet("", ListAsync).WithName("ListRuns").RequirePermission(Permissions.RunView);
        group.MapGet("{id:guid}", GetAsync).WithName("GetRun").RequirePermission(Permissions.RunView);
        group.MapGet("{id:guid}/awards", AwardList.ListAsync).WithName("ListAwards").RequirePermission(Permissions.RunView);
        group.MapGet("{id:guid}/awards/{award:guid}", AwardList.GetAsync).WithName("GetAward").RequirePermission(Permissions.RunView);
    }

    private static async Task<Results<Accepted<RunStarted>, Ok<RunStarted>>> StartAsync(
        StartRunRequest request, [FromServices] BenefitRuns runs, [FromServices] JobQueue jobs, [FromServices] PlatformDb db, CancellationToken ct)
    {
        var begun = await runs.BeginAsync(Checked(request), ct);
        var ids = begun.Select(r => r.Id).ToList();
        var open = begun.Where(r => r.State == RunState.Running).ToList();
        if (open.Count == 0)
        {
            return TypedResults.Ok(new RunStarted(ids[0], ids, null));
        }

        var job = await jobs.EnqueueAsync(
            RunJob.KindName, new RunJobArgs([.. open.Select(r => new RunKey(r.County, r.Id, r.Region, r.On))]), open.Count == 1 ? new RegionCode(open[0].Region) : null, ct);
        foreach (var run in open)
        {
            await db.Set<Run>().Where(r => r.County == run.County && r.Id == run.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.JobId, job), ct);
        }

        return TypedResults.Accepted($"/api/jobs/{job}", new RunStarted(ids[0], ids, job));
    }

    private static RunRequest Checked(StartRunRequest request)
    {
        var problems = new List<Problem>();
        if (!Period.TryParse(request.Period, out var period))
        {
            problems.Add(new Problem("period", new LocalText("期间应为月份(2016-05)或年度(2016)。", "A period is a month (2016-05) or a year (2016)."), "period"));
        }

        RegionCode? region = null;
        if (!string.IsNullOrEmpty(request.Region))
        {
            region = RegionCode.TryParse(request.Region, out var code) ? code : null;
            if (region is null)
            {
                problems.Add(RegionCode.Wrong("region"));
            }
        }

        return problems.Count == 0 ? new RunRequest(request.Pack, period, region, request.Supplement) : throw new ProblemException(400, problems);
    }

    private static async Task<RunPage> ListAsync([FromServices] PlatformDb db, [FromServices] RunViews views, CancellationToken ct, int limit = 50, string? cursor = null)
    {
        var page = OffsetCursor.Read(limit, cursor);
        var all = db.Set<Run>().AsNoTracking();
        var rows = await all.OrderByDescending(r => r.StartedAt).ThenByDescending(r => r.Id).Skip(page.Offset).Take(page.Limit).ToListAsync(ct);
        var items = new List<RunView>();
        foreach (var run in rows)
        {
            items.Add(await views.OfAsync(run, ct));
        }

        var total = await all.CountAsync(ct);
        return new RunPage(items, page.Next(rows.Count, total), total);
    }

    private static async Task<RunView> GetAsync(Guid id, [FromServices] PlatformDb db, [FromServices] RunViews views, CancellationToken ct) =>
        await views.OfAsync(await FindAsync(db, id, ct), ct);

    internal static async Task<Run> FindAsync(PlatformDb db, Guid id, CancellationToken ct) =>
        await db.Set<Run>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw ProblemException.NotFound("run", "测算");
}
