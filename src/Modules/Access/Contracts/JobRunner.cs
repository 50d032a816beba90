using System.Collections.Concurrent;
using System.Text.Json;
using Fuyao.Access.Jobs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fuyao.Access.Contracts;

/// <summary>How a job ended.</summary>
/// <param name="State"><c>done</c>, <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="Result">JSON that the handler left.</param>
public sealed record JobOutcome(Guid Id, string State, string? Result, IReadOnlyList<Problem> Problems);

/// <summary>Runs jobs, each in a scope of its own in which the actor is whoever asked for it.</summary>
public sealed class JobRunner
{
    private readonly IServiceScopeFactory scopes;
    private readonly TimeProvider clock;
    private readonly ILogger<JobRunner> log;
    private readonly ConcurrentDictionary<Guid, Running> running = [];

    internal JobRunner(IServiceScopeFactory scopes, TimeProvider clock, ILogger<JobRunner> log)
    {
        this.scopes = scopes;
        this.clock = clock;
        this.log = log;
        ProcessId = Ids.New(clock);
    }

    internal static TimeSpan HeartbeatEvery { get; } = TimeSpan.FromSeconds(2);

    /// <summary>A job without a heartbeat for so long has lost its process.</summary>
    internal static TimeSpan DeadAfter { get; } = TimeSpan.FromSeconds(12);

    internal Guid ProcessId { get; }

    /// <summary>Stores a job and runs it here and now, as the command line does; it shows in the list like any other.</summary>
    /// <param name="caller">The scope whose actor asks.</param>
    /// <param name="watch">Told about progress, on the job's own thread.</param>
    public async Task<JobOutcome> RunInlineAsync<T>(
        IServiceProvider caller, string kind, T args, RegionCode? area = null, Action<JobProgress>? watch = null, CancellationToken ct = default)
    {
        var job = caller.GetRequiredService<JobQueue>().New(kind, JsonSerializer.Serialize(args, AuditJson.Options), area);
        var now = clock.GetUtcNow();
        (job.State, job.Runner, job.HeartbeatAt, job.StartedAt, job.Attempts) = (JobState.Running, ProcessId, now, now, 1);
        var db = caller.GetRequiredService<PlatformDb>();
        await caller.GetRequiredService<WriteSession>().RunAsync("job.start", () =>
        {
            db.Set<Job>().Add(job);
            caller.GetRequiredService<AuditTrail>().Add("job.start", "job", job.Id.ToString(), new { kind });
            return Task.CompletedTask;
        }, ct);
        return await RunClaimedAsync(job, watch, ct);
    }

    /// <summary>Runs a queued job, or one whose process died, unless another process is faster.</summary>
    internal async Task<JobOutcome?> RunAsync(Guid id, CancellationToken stopping)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var now = clock.GetUtcNow();
        var claimed = await Waiting(db).Where(j => j.Id == id).ExecuteUpdateAsync(
                set => set.SetProperty(j => j.State, JobState.Running).SetProperty(j => j.Runner, ProcessId)
                    .SetProperty(j => j.HeartbeatAt, now).SetProperty(j => j.Attempts, j => j.Attempts + 1)
                    .SetProperty(j => j.StartedAt, j => j.StartedAt ?? now),
                stopping);
        if (claimed == 0)
        {
            return null;
        }

        var job = await db.Set<Job>().AsNoTracking().SingleAsync(j => j.Id == id, stopping);
        return await RunClaimedAsync(job, null, stopping);
    }

    /// <summary>Jobs that nobody works on: queued, or left behind by a process that died.</summary>
    internal IQueryable<Job> Waiting(PlatformDb db)
    {
        var dead = clock.GetUtcNow() - DeadAfter;
        return db.Set<Job>().Where(j => j.State == JobState.Queued || (j.State == JobState.Running && j.HeartbeatAt < dead));
    }

    internal JobProgress? ProgressOf(Guid id) => running.TryGetValue(id, out var r) ? r.Context.Progress : null;

    /// <summary>Cancels the job if it runs in this process; elsewhere its heartbeat sees the request.</summary>
    internal void Cancel(Guid id)
    {
        if (running.TryGetValue(id, out var r))
        {
            r.Cancelled.Cancel();
        }
    }

    private async Task<JobOutcome> RunClaimedAsync(Job job, Action<JobProgress>? watch, CancellationToken stopping)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<CurrentActor>().Enter(
            job.Actor, job.ActorName, job.Role, new RegionCode(job.Region), Channels.Job,
            Roles.All.TryGetValue(job.Role, out var role) ? role.Permissions : Permissions.All);
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        using var activity = Telemetry.Source.StartActivity($"job {job.Kind}");
        var context = new JobContext(
            job.Id, job.County, job.Args, job.Checkpoint, services.GetRequiredService<PlatformDb>(), clock, watch, cancelled.Token);
        running[job.Id] = new Running(context, cancelled);
        using var beating = new CancellationTokenSource();
        var heart = BeatAsync(job, context, cancelled, beating.Token);
        JobState state;
        IReadOnlyList<Problem> problems = [];
        try
        {
            var handler = services.GetServices<IJobHandler>().FirstOrDefault(h => h.Kind == job.Kind)
                ?? throw new InvalidOperationException($"Nothing handles jobs of kind '{job.Kind}'.");
            if (job.CancelRequested)
            {
                throw new OperationCanceledException();
            }

            await handler.RunAsync(context);
            state = JobState.Done;
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested || job.CancelRequested)
        {
            // When the process stops, the job goes back to the queue and continues from its checkpoint.
            state = stopping.IsCancellationRequested && !await CancelWantedAsync(job) ? JobState.Queued : JobState.Cancelled;
        }
        catch (ProblemException e)
        {
            (state, problems) = (JobState.Failed, e.Problems);
        }
        catch (Exception e)
        {
            log.LogError(e, "Job {Job} of kind {Kind} failed", job.Id, job.Kind);
            (state, problems) = (JobState.Failed, [new Problem("job-failed", new LocalText(
                $"任务因内部错误中止({e.GetType().Name}),请联系运维并提供任务编号 {job.Id}。",
                $"The job stopped on an internal error ({e.GetType().Name}). Give the operator the job id {job.Id}."))]);
        }

        await beating.CancelAsync();
        await heart;
        running.TryRemove(job.Id, out _);
        Telemetry.Jobs.Record(System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds, new("kind", job.Kind), new("state", JobNames.Of(state)));
        activity?.SetTag("state", JobNames.Of(state));
        await FinishAsync(job, context, state, problems);
        return new JobOutcome(job.Id, JobNames.Of(state), context.Result, problems);
    }

    private async Task FinishAsync(Job job, JobContext context, JobState state, IReadOnlyList<Problem> problems)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<CurrentActor>().Enter(
            job.Actor, job.ActorName, job.Role, new RegionCode(job.Region), Channels.Job, new HashSet<string>());
        var db = services.GetRequiredService<PlatformDb>();
        var finished = state == JobState.Queued ? (DateTimeOffset?)null : clock.GetUtcNow();
        var runner = state == JobState.Queued ? (Guid?)null : ProcessId;
        var told = problems.Count == 0 ? null : JsonSerializer.Serialize(problems, AuditJson.Options);
        var progress = context.Progress;
        await services.GetRequiredService<WriteSession>().RunAsync("job.finish", async () =>
        {
            await db.Set<Job>().Where(j => j.County == job.County && j.Id == job.Id && j.Runner == ProcessId).ExecuteUpdateAsync(
                set => set.SetProperty(j => j.State, state).SetProperty(j => j.FinishedAt, finished).SetProperty(j => j.Runner, runner)
                    .SetProperty(j => j.Result, context.Result).SetProperty(j => j.Problems, told)
                    .SetProperty(j => j.Done, progress.Done).SetProperty(j => j.Total, progress.Total).SetProperty(j => j.Message, progress.Message));
            services.GetRequiredService<AuditTrail>().Add(
                "job." + JobNames.Of(state), "job", job.Id.ToString(), new { kind = job.Kind, problems = problems.Count });
        });
    }

    /// <summary>Says every two seconds that the job lives and how far it is, and hears whether it should stop.</summary>
    private async Task BeatAsync(Job job, JobContext context, CancellationTokenSource cancelled, CancellationToken finished)
    {
        using var timer = new PeriodicTimer(HeartbeatEvery, clock);
        while (!finished.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(finished);
                await using var scope = scopes.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
                var jobs = db.Set<Job>().Where(j => j.County == job.County && j.Id == job.Id);
                var progress = context.Progress;
                var now = clock.GetUtcNow();
                var mine = await jobs.Where(j => j.Runner == ProcessId).ExecuteUpdateAsync(
                    set => set.SetProperty(j => j.HeartbeatAt, now).SetProperty(j => j.Done, progress.Done)
                        .SetProperty(j => j.Total, progress.Total).SetProperty(j => j.Message, progress.Message),
                    finished);
                if (mine == 0 || await jobs.AnyAsync(j => j.CancelRequested, finished))
                {
                    // Cancelled – or taken over by another process because this one slept: two must not go on.
                    await cancelled.CancelAsync();
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogWarning(e, "The heartbeat of job {Job} failed", job.Id);
            }
        }
    }

    private async Task<bool> CancelWantedAsync(Job job)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        return await db.Set<Job>().AnyAsync(j => j.County == job.County && j.Id == job.Id && j.CancelRequested);
    }

    private sealed record Running(JobContext Context, CancellationTokenSource Cancelled);
}
