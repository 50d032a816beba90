using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Fuyao.Access.Jobs;

/// <summary>Puts the day's work on the scheduler's calendar and runs it when its hour comes.</summary>
internal sealed class ScheduledWork(IServiceScopeFactory scopes, ILoggerFactory logs)
{
    private const string Group = "daily";

    private readonly ILogger log = logs.CreateLogger<ScheduledWork>();

    public async Task PlanAsync(IScheduler scheduler, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        foreach (var work in scope.ServiceProvider.GetServices<IScheduledWork>())
        {
            var key = new TriggerKey(work.Name, Group);
            if (work.At is not { } at)
            {
                await scheduler.UnscheduleJob(key, ct);
                continue;
            }

            // Kept as it is when the hour is the same: it remembers whether today's was missed.
            var cron = Cron(at);
            if (await scheduler.GetTrigger(key, ct) is ICronTrigger planned && planned.CronExpressionString == cron)
            {
                continue;
            }

            await scheduler.UnscheduleJob(key, ct);
            await scheduler.ScheduleJob(
                JobBuilder.Create<QuartzWork>().WithIdentity(work.Name, Group).Build(),
                TriggerBuilder.Create().WithIdentity(key)
                    .WithCronSchedule(cron, schedule => schedule.InTimeZone(TimeZoneInfo.Utc)).Build(),
                cancellationToken: ct);
        }
    }

    public async Task RunAsync(string name, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(RegionCode.Nation);
        if (scope.ServiceProvider.GetServices<IScheduledWork>().FirstOrDefault(w => w.Name == name) is not { } work)
        {
            return;
        }

        try
        {
            await work.RunAsync(ct);
            log.LogInformation("Daily work {Work} is done", name);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "Daily work {Work} failed", name);
        }
    }

    // The scheduler's calendar is that of the world: a machine need not know China's time zone.
    private static string Cron(TimeOnly at)
    {
        var utc = at.AddHours(-8);
        return $"{utc.Second} {utc.Minute} {utc.Hour} * * ?";
    }

    [DisallowConcurrentExecution]
    internal sealed class QuartzWork(ScheduledWork work) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
            await work.RunAsync(context.JobDetail.Key.Name, cancellationToken);
    }
}
