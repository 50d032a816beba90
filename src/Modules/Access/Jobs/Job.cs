using Fuyao.Kernel.Data;

namespace Fuyao.Access.Jobs;

internal enum JobState
{
    Queued,
    Running,
    Done,
    Failed,
    Cancelled,
}

/// <summary>
/// One piece of long work: what to do, for whom, how far it is. This row is the truth; whatever triggers the work may be lost
/// and made again from it.
/// </summary>
internal sealed class Job : ICountyOwned
{
    public int County { get; set; }

    public Guid Id { get; set; }

    public string Kind { get; set; } = "";

    /// <summary>The place the job works on, which is also all that its handler can see.</summary>
    public long Region { get; set; }

    public Guid Actor { get; set; }

    public string ActorName { get; set; } = "";

    public string Role { get; set; } = "";

    /// <summary>JSON; ids and options only, never personal data.</summary>
    public string Args { get; set; } = "{}";

    public JobState State { get; set; }

    public long Done { get; set; }

    public long? Total { get; set; }

    public string? Message { get; set; }

    /// <summary>JSON for whoever asked.</summary>
    public string? Result { get; set; }

    /// <summary>JSON problems of a failed job.</summary>
    public string? Problems { get; set; }

    public string? Checkpoint { get; set; }

    public int Attempts { get; set; }

    public bool CancelRequested { get; set; }

    /// <summary>Process that runs it; a new process never has the id of an old one.</summary>
    public Guid? Runner { get; set; }

    public DateTimeOffset? HeartbeatAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }
}
