using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Fuyao.Kernel.Data;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Benefits.Runs;

/// <summary>
/// Turns the register into chunks: one task reads blocks ahead, others lay them out as columns and evaluate them, and the chunks come out in
/// the order of reading.
/// </summary>
internal sealed class Evaluation(PreparedPack pack, RunFrame run, IServiceScopeFactory scopes, TimeProvider clock)
{
    private const int ChunksAhead = 2;

    private readonly AwardTerms terms = new();
    private readonly ConcurrentBag<RegisterBlock> free = [];

    /// <param name="after">Where the run stands.</param>
    /// <param name="ct">Stops.</param>
    public async IAsyncEnumerable<Chunk> RunAsync(Cursor after, [EnumeratorCancellation] CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var ahead = Channel.CreateBounded<Task<Chunk>>(ChunksAhead);
        var reading = Task.Run(() => ReadAsync(after, ahead.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var chunk in ahead.Reader.ReadAllAsync(ct))
            {
                yield return await chunk;
            }

            await reading;
        }
        finally
        {
            await stop.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(Cursor after, ChannelWriter<Task<Chunk>> ahead, CancellationToken ct)
    {
        try
        {
            // Reading goes on while chunks are written, so it has a connection of its own.
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<AreaScope>().Enter(run.Area);
            var reader = scope.ServiceProvider.GetRequiredService<RegisterReader>();
            await foreach (var block in reader.StreamAsync(
                run.Area, run.On, run.KnownAt, (after.Region, after.Household), () => free.TryTake(out var used) ? used : new RegisterBlock(), ct))
            {
                await ahead.WriteAsync(Task.Run(() => Evaluate(block), ct), ct);
            }

            ahead.Complete();
        }
        catch (Exception failure)
        {
            ahead.Complete(failure);
        }
    }

    private Chunk Evaluate(RegisterBlock block)
    {
        var findings = new Findings(run, block, pack, terms, clock);
        findings.Evaluate();
        free.Add(block);
        return findings.Chunk;
    }
}
