using Fuyao.Access.Contracts;
using Fuyao.Access.Data;
using Fuyao.Kernel.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;

namespace Fuyao.Access.Jobs;

/// <summary>
/// Quartz decides which server's which thread runs a job and when: its store is a file beside a SQLite database, or – clustered –
/// the same PostgreSQL database. Table <c>jobs</c> stays the truth: what it says is waiting, or running without a heartbeat, is
/// triggered again.
/// </summary>
internal sealed class JobScheduler(
    JobTrigger trigger, JobRunner runner, ScheduledWork work, AccessOptions options, DatabaseTarget target, IServiceScopeFactory scopes, ILoggerFactory logs)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly ILogger log = logs.CreateLogger<JobScheduler>();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.RunJobs)
        {
            return;
        }

        var scheduler = await QuartzSchedulerBuilder.Create(Configure).BuildScheduler(stoppingToken);
        await work.PlanAsync(scheduler, stoppingToken);
        await scheduler.Start(stoppingToken);
        try
        {
            await Task.WhenAll(FireAsync(scheduler, stoppingToken), LookAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
        }
        finally
        {
            // Running jobs are told to stop at their next batch and go back to the queue.
            await scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
        }
    }

    private void Configure(IQuartzBuilder quartz)
    {
        quartz.Services.AddSingleton(runner);
        quartz.Services.AddSingleton(work);
        quartz.Services.AddSingleton(logs);
        quartz.ConfigureScheduler(scheduler =>
        {
            scheduler.InstanceName = "fuyao";
            scheduler.InstanceId = runner.ProcessId.ToString();
            scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always;
        });
        quartz.UseDefaultThreadPool(options.JobThreads);
        quartz.UsePersistentStore(store =>
        {
            store.ProvisionSchema();
            if (target.SqlitePath is { } path)
            {
                PrivateFile.Ensure(path + ".jobs");
                store.UseSqlite(SqliteFactory.Instance, new SqliteConnectionStringBuilder { DataSource = path + ".jobs", DefaultTimeout = 30 }.ConnectionString);
            }
            else
            {
                store.UsePostgres(NpgsqlFactory.Instance, target.OwnerConnectionString is null
                    ? target.ConnectionString
                    : new NpgsqlConnectionStringBuilder(target.ConnectionString) { SearchPath = TableWalls.SchedulerSchema }.ConnectionString);
                store.UseClustering();
            }
        });
    }

    private async Task FireAsync(IScheduler scheduler, CancellationToken stopping)
    {
        await foreach (var id in trigger.Fired.ReadAllAsync(stopping))
        {
            var name = id.ToString();
            try
            {
                await scheduler.ScheduleJob(
                    JobBuilder.Create<QuartzJob>().WithIdentity(name).RequestRecovery().Build(),
                    TriggerBuilder.Create().WithIdentity(name).StartNow().Build(),
                    cancellationToken: stopping);
            }
            catch (ObjectAlreadyExistsException)
            {
                // Triggered already, here or by another server.
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "Job {Job} could not be triggered; it will be tried again", id);
            }
        }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(LookEvery);
        do
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var waiting = await runner.Waiting(scope.ServiceProvider.GetRequiredService<PlatformDb>())
                    .OrderBy(j => j.CreatedAt).Select(j => j.Id).Take(100).ToListAsync(stopping);
                waiting.ForEach(id => trigger.Fire(id));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "Looking for waiting jobs failed");
            }
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    /// <summary>Runs the job whose id is its name.</summary>
    internal sealed class QuartzJob(JobRunner runner) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
            await runner.RunAsync(Guid.Parse(context.JobDetail.Key.Name), cancellationToken);
    }
}
