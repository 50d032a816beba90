using System.Text.Json;
using Fuyao.Access.Jobs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;

namespace Fuyao.Access.Contracts;

/// <summary>Takes long work. The job is stored by the caller's write and starts after its commit.</summary>
public sealed class JobQueue
{
    private readonly PlatformDb db;
    private readonly CurrentActor actor;
    private readonly WriteSession write;
    private readonly AuditTrail audit;
    private readonly JobTrigger trigger;
    private readonly TimeProvider clock;

    internal JobQueue(PlatformDb db, CurrentActor actor, WriteSession write, AuditTrail audit, JobTrigger trigger, TimeProvider clock)
    {
        this.db = db;
        this.actor = actor;
        this.write = write;
        this.audit = audit;
        this.trigger = trigger;
        this.clock = clock;
    }

    /// <param name="kind"><see cref="IJobHandler.Kind"/>.</param>
    /// <param name="args">Serialised to JSON; ids and options, never personal data.</param>
    /// <param name="area">The place it works on, inside the actor's own area; null means all of that.</param>
    /// <returns>The job's id, for <c>/api/jobs/{id}</c>.</returns>
    public Task<Guid> EnqueueAsync<T>(string kind, T args, RegionCode? area = null, CancellationToken ct = default) =>
        EnqueueAsync(kind, JsonSerializer.Serialize(args, AuditJson.Options), area, ct);

    /// <inheritdoc cref="EnqueueAsync{T}"/>
    public async Task<Guid> EnqueueAsync(string kind, string argsJson, RegionCode? area = null, CancellationToken ct = default)
    {
        var job = New(kind, argsJson, area);
        await write.RunAsync("job.enqueue", async () =>
        {
            db.Set<Job>().Add(job);
            await db.SaveChangesAsync(ct);
            audit.Add("job.enqueue", "job", job.Id.ToString(), new { kind });
            write.AfterCommit(() =>
            {
                trigger.Fire(job.Id);
                return Task.CompletedTask;
            });
        }, ct);
        return job.Id;
    }

    internal Job New(string kind, string argsJson, RegionCode? area)
    {
        var region = area ?? actor.Region;
        if (region.Range.Intersect(actor.Area) != region.Range)
        {
            throw Fuyao.Kernel.Problems.ProblemException.NotFound("region", "地区");
        }

        return new Job
        {
            County = region.Level >= RegionLevel.County ? region.County : 0,
            Id = Ids.New(clock),
            Kind = kind,
            Region = region.Value,
            Actor = actor.Id,
            ActorName = actor.Name,
            Role = actor.Role,
            Args = argsJson,
            CreatedAt = clock.GetUtcNow(),
        };
    }
}
