using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Access.Jobs;

/// <param name="Rate">Units a second; null when it does not run here or has just begun.</param>
/// <param name="SecondsLeft">Estimate; null when unknown.</param>
internal sealed record JobView(
    Guid Id, string Kind, string State, string Region, string ActorName, long Done, long? Total, string? Message, double? Rate, double? SecondsLeft,
    bool CancelRequested, JsonElement? Result, JsonElement? Problems, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt);

internal sealed record JobPage(IReadOnlyList<JobView> Items, string? Next, long Total);

/// <summary>Long work as its owners and neighbours in the same area see it.</summary>
internal static class JobEndpoints
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    public static void MapJobs(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/jobs").WithTags("jobs");
        var asked = new Identity.BackgroundMetadata();
        group.MapGet("", ListAsync).WithName("ListJobs").RequirePermission(Permissions.JobView).WithMetadata(asked);
        group.MapGet("/{id:guid}", GetAsync).WithName("GetJob").RequirePermission(Permissions.JobView).WithMetadata(asked);
        group.MapGet("/{id:guid}/events", Events).WithName("WatchJob").RequirePermission(Permissions.JobView).WithMetadata(asked);
        group.MapPost("/{id:guid}/cancel", CancelAsync).WithName("CancelJob").RequirePermission(Permissions.JobCancel)
            .WithWrite("job.cancel");
    }

    private static async Task<Ok<JobPage>> ListAsync(
        PlatformDb db, CurrentActor actor, JobRunner runner, string? kind, string? cursor, int? limit, CancellationToken ct)
    {
        var size = Math.Clamp(limit ?? 50, 1, 200);
        var mine = Mine(db, actor);
        if (kind is not null)
        {
            mine = mine.Where(j => j.Kind == kind);
        }

        var total = await mine.LongCountAsync(ct);
        if (Guid.TryParse(cursor, out var before))
        {
            // Ids are in the order of time.
            mine = mine.Where(j => j.Id.CompareTo(before) < 0);
        }

        var jobs = await mine.OrderByDescending(j => j.Id).Take(size + 1).ToListAsync(ct);
        return TypedResults.Ok(new JobPage(
            [.. jobs.Take(size).Select(j => View(j, runner))], jobs.Count > size ? jobs[size - 1].Id.ToString() : null, total));
    }

    private static async Task<Ok<JobView>> GetAsync(Guid id, PlatformDb db, CurrentActor actor, JobRunner runner, CancellationToken ct) =>
        TypedResults.Ok(View(await FindAsync(db, actor, id, ct), runner));

    /// <summary>Server-sent events <c>job</c>: the job whenever it has changed, the last one when it has ended.</summary>
    private static async Task<ServerSentEventsResult<JobView>> Events(
        Guid id, PlatformDb db, CurrentActor actor, JobRunner runner, IServiceScopeFactory scopes, HttpContext http, CancellationToken ct)
    {
        await FindAsync(db, actor, id, ct);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(WatchAsync(id, actor, runner, scopes, http, ct));
    }

    private static async IAsyncEnumerable<SseItem<JobView>> WatchAsync(
        Guid id, CurrentActor actor, JobRunner runner, IServiceScopeFactory scopes, HttpContext http, [EnumeratorCancellation] CancellationToken ct)
    {
        var sessions = http.RequestServices.GetRequiredService<Identity.SessionCache>();
        var session = Guid.TryParse(http.User.FindFirst(Identity.SignIn.SessionClaim)?.Value, out var sid) ? sid : Guid.Empty;
        using var timer = new PeriodicTimer(LookEvery);
        JobView? told = null;
        do
        {
            // The stream outlives its request's check: an account disabled meanwhile sees nothing more.
            if (await sessions.FindAsync(session, active: false, ct) is null)
            {
                yield break;
            }

            JobView now;
            await using (var scope = scopes.CreateAsyncScope())
            {
                now = View(await FindAsync(scope.ServiceProvider.GetRequiredService<PlatformDb>(), actor, id, ct), runner);
            }

            if (told is null || (now.State, now.Done, now.Total, now.Message) != (told.State, told.Done, told.Total, told.Message))
            {
                told = now;
                yield return new SseItem<JobView>(now, "job");
            }

            if (now.FinishedAt is not null)
            {
                yield break;
            }
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    private static async Task<Ok<JobView>> CancelAsync(
        Guid id, PlatformDb db, CurrentActor actor, JobRunner runner, WriteSession write, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        var job = await FindAsync(db, actor, id, ct);
        var now = clock.GetUtcNow();
        var same = db.Set<Job>().Where(j => j.County == job.County && j.Id == id);
        await same.Where(j => j.State == JobState.Queued).ExecuteUpdateAsync(
            set => set.SetProperty(j => j.State, JobState.Cancelled).SetProperty(j => j.CancelRequested, true).SetProperty(j => j.FinishedAt, now), ct);
        await same.Where(j => j.State == JobState.Running).ExecuteUpdateAsync(set => set.SetProperty(j => j.CancelRequested, true), ct);
        audit.Add("job.cancel", new AuditSubject("job", id.ToString(), job.County));
        write.AfterCommit(() =>
        {
            runner.Cancel(id);
            return Task.CompletedTask;
        });
        return TypedResults.Ok(View(await FindAsync(db, actor, id, ct), runner));
    }

    private static IQueryable<Job> Mine(PlatformDb db, CurrentActor actor)
    {
        var (from, to) = actor.Area;
        return db.Set<Job>().AsNoTracking().Where(j => j.Region >= from && j.Region < to);
    }

    private static async Task<Job> FindAsync(PlatformDb db, CurrentActor actor, Guid id, CancellationToken ct) =>
        await Mine(db, actor).SingleOrDefaultAsync(j => j.Id == id, ct) ?? throw ProblemException.NotFound("job", "任务");

    /// <summary>Units a second and the seconds left. What is slower than one in twenty seconds rounds to none a second, and yet ends.</summary>
    internal static (double? Rate, double? SecondsLeft) Pace(JobProgress progress) =>
        progress.Rate is not > 0 || !double.IsFinite(progress.Rate) ? (null, null)
        : (Math.Round(progress.Rate, 1), progress.Total is { } all ? Math.Round(Math.Max(0, all - progress.Done) / progress.Rate, 1) : null);

    private static JobView View(Job job, JobRunner runner)
    {
        // Fresher than the row, which is written every two seconds.
        var live = job.State == JobState.Running ? runner.ProgressOf(job.Id) : null;
        var (done, total, message) = live is { } p ? (p.Done, p.Total, p.Message) : (job.Done, job.Total, job.Message);
        var (rate, left) = live is { } moving ? Pace(moving) : (null, null);
        return new JobView(
            job.Id, job.Kind, JobNames.Of(job.State), new RegionCode(job.Region).ToShort(), job.ActorName, done, total, message, rate,
            left, job.CancelRequested, Json(job.Result), Json(job.Problems),
            job.CreatedAt, job.StartedAt, job.FinishedAt);
    }

    private static JsonElement? Json(string? text) => text is null ? null : JsonElement.Parse(text);
}
