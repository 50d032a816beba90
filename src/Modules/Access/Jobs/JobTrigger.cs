using System.Threading.Channels;

namespace Fuyao.Access.Jobs;

/// <summary>Wakes the workers of this process.</summary>
internal sealed class JobTrigger
{
    private readonly Channel<Guid> queue = Channel.CreateUnbounded<Guid>();

    public ChannelReader<Guid> Fired => queue.Reader;

    public Task FireAsync(Guid job)
    {
        queue.Writer.TryWrite(job);
        return Task.CompletedTask;
    }
}
