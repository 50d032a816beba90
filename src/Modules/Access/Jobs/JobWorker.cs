using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fuyao.Access.Jobs;

/// <summary>Runs queued jobs and those whose process died.</summary>
internal sealed class JobWorker(JobTrigger trigger, JobRunner runner, AccessOptions options, IServiceScopeFactory scopes, TimeProvider clock, ILogger<JobWorker> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.RunJobs)
        {
            return;
        }

        var workers = Enumerable.Range(0, options.JobThreads).Select(_ => WorkAsync(stoppingToken));
        await Task.WhenAll([ScanAsync(stoppingToken), .. workers]);
    }

    private async Task WorkAsync(CancellationToken stopping)
    {
        await foreach (var job in trigger.Fired.ReadAllAsync(stopping))
        {
            try
            {
                await runner.RunAsync(job, stopping);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "Job {Job} could not be run", job);
            }
        }
    }

    private async Task ScanAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5), clock);
        do
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var dead = clock.GetUtcNow() - JobRunner.DeadAfter;
                var waiting = await scope.ServiceProvider.GetRequiredService<PlatformDb>().Set<Job>()
                    .Where(j => j.State == JobState.Queued || (j.State == JobState.Running && j.HeartbeatAt < dead))
                    .OrderBy(j => j.CreatedAt).Select(j => j.Id).Take(100).ToListAsync(stopping);
                foreach (var id in waiting)
                {
                    await trigger.FireAsync(id);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "Looking for waiting jobs failed");
            }
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }
}
