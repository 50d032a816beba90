using System.Threading.Channels;

namespace Fuyao.Access.Jobs;

/// <summary>Tells the scheduler of this process, if it has one, that a job waits.</summary>
internal sealed class JobTrigger
{
    private readonly Channel<Guid> queue = Channel.CreateUnbounded<Guid>();

    public ChannelReader<Guid> Fired => queue.Reader;

    public void Fire(Guid job) => queue.Writer.TryWrite(job);
}
