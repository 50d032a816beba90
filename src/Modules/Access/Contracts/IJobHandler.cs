namespace Fuyao.Access.Contracts;

/// <summary>
/// One kind of long work. Registered scoped; runs in a scope of its own in which <see cref="CurrentActor"/> is whoever asked
/// for the job. It may be started again after a crash: it continues from <see cref="JobContext.Checkpoint"/> and everything it
/// does twice must have one effect.
/// </summary>
public interface IJobHandler
{
    /// <summary>Stable name, such as <c>import</c>.</summary>
    string Kind { get; }

    Task RunAsync(JobContext job);
}
