using System.Text.Json;
using Fuyao.Access.Data;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Access.Contracts;

/// <summary>How far a job is.</summary>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all, or null while nobody knows.</param>
/// <param name="Rate">Units a second since this run of it began.</param>
public readonly record struct JobProgress(long Done, long? Total, string? Message, double Rate);

/// <summary>What a running job knows and says.</summary>
public sealed class JobContext
{
    private readonly PlatformDb db;
    private readonly int county;
    private readonly TimeProvider clock;
    private readonly long startedAt;
    private readonly Action<JobProgress>? watch;
    private JobProgress progress;
    private long? firstDone;

    internal JobContext(Guid id, int county, string args, string? checkpoint, PlatformDb db, TimeProvider clock, Action<JobProgress>? watch, CancellationToken cancelled)
    {
        Id = id;
        Args = args;
        Checkpoint = checkpoint;
        CancellationToken = cancelled;
        this.db = db;
        this.county = county;
        this.clock = clock;
        this.watch = watch;
        startedAt = clock.GetTimestamp();
    }

    public Guid Id { get; }

    /// <summary>JSON as given to <see cref="JobQueue"/>.</summary>
    public string Args { get; }

    /// <summary>Where an earlier run of this job got to; null for a first run.</summary>
    public string? Checkpoint { get; private set; }

    /// <summary>JSON shown to whoever asked for the job; set it before returning.</summary>
    public string? Result { get; set; }

    /// <summary>Set when somebody cancels the job or the process stops. Look at it between batches.</summary>
    public CancellationToken CancellationToken { get; }

    internal JobProgress Progress => progress;

    public T ArgsAs<T>() => JsonSerializer.Deserialize<T>(Args, AuditJson.Options)
        ?? throw new InvalidOperationException($"Job {Id} has no arguments.");

    public void SetResult<T>(T result) => Result = JsonSerializer.Serialize(result, AuditJson.Options);

    /// <summary>Cheap: may be called for every row.</summary>
    public void Report(long done, long? total = null, string? message = null)
    {
        firstDone ??= done;
        var seconds = clock.GetElapsedTime(startedAt).TotalSeconds;
        progress = new JobProgress(done, total ?? progress.Total, message ?? progress.Message, seconds > 0.2 ? (done - firstDone.Value) / seconds : 0);
        watch?.Invoke(progress);
    }

    /// <summary>
    /// Stores where to continue after a crash. Call it inside the <see cref="WriteSession"/> that did the work: then both are
    /// on the disk or neither.
    /// </summary>
    public async Task SaveCheckpointAsync(string checkpoint)
    {
        await db.Database.OpenConnectionAsync(CancellationToken);
        try
        {
            await using var command = Sql.Command(
                db, "update jobs set checkpoint = @checkpoint where county = @county and id = @id",
                ("@checkpoint", checkpoint), ("@county", county), ("@id", Id));
            await command.ExecuteNonQueryAsync(CancellationToken);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }

        Checkpoint = checkpoint;
    }
}
