using System.Collections.Concurrent;
using System.Threading.Channels;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Benefits.Populations;

/// <summary>
/// Loads the register of an area into columns: one task reads blocks from the database, others lay them out. Singleton; every load has a
/// connection of its own.
/// </summary>
internal sealed class PopulationLoader(IServiceScopeFactory scopes, TimeProvider clock)
{
    private const int BlocksAhead = 2;

    /// <param name="pack">Whose dictionary and date the columns are for; packs with the same facts of their own can share them.</param>
    /// <param name="area">Nothing outside is read; the caller has intersected it with what the actor may see.</param>
    /// <param name="knownAt">As known at this time; null: now.</param>
    /// <param name="progress">Households and persons laid out so far; called from several threads.</param>
    /// <param name="ct">Stops.</param>
    public async Task<RegisterPopulation> LoadAsync(
        PreparedPack pack, CodeRange area, DateTimeOffset? knownAt = null, Action<int, int>? progress = null, CancellationToken ct = default)
    {
        var at = knownAt ?? clock.GetUtcNow();
        var parts = new ConcurrentDictionary<int, Part>();
        var (households, persons) = (0, 0);
        await ForEachBlockAsync(area, pack.On, at, (index, block) =>
        {
            var part = parts[index] = Part.Of(pack, block);
            progress?.Invoke(Interlocked.Add(ref households, part.Households.Count), Interlocked.Add(ref persons, part.Persons.Count));
        }, ct);
        var all = new Part(pack);
        foreach (var (_, part) in parts.OrderBy(p => p.Key))
        {
            all.Append(part);
        }

        return new RegisterPopulation
        {
            Columns = all.Builder.Build(),
            Households = [.. all.Households],
            Regions = [.. all.Regions],
            Persons = [.. all.Persons],
            Refused = all.Refused,
            On = pack.On,
            KnownAt = at,
        };
    }

    // Blocks come numbered in their order and are worked on as many at a time as there are processors.
    private async Task ForEachBlockAsync(
        CodeRange area, DateOnly on, DateTimeOffset knownAt, Action<int, RegisterBlock> work, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var free = new ConcurrentBag<RegisterBlock>();
        var ahead = Channel.CreateBounded<(int, RegisterBlock)>(BlocksAhead);
        var reading = Task.Run(async () =>
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<AreaScope>().Enter(area);
                var (reader, index) = (scope.ServiceProvider.GetRequiredService<RegisterReader>(), 0);
                await foreach (var block in reader.StreamAsync(area, on, knownAt, null, () => free.TryTake(out var used) ? used : new RegisterBlock(), stop.Token))
                {
                    await ahead.Writer.WriteAsync((index++, block), stop.Token);
                }

                ahead.Writer.Complete();
            }
            catch (Exception broken)
            {
                ahead.Writer.Complete(broken);
            }
        }, CancellationToken.None);
        try
        {
            await Parallel.ForEachAsync(ahead.Reader.ReadAllAsync(ct), ct, (next, _) =>
            {
                work(next.Item1, next.Item2);
                free.Add(next.Item2);
                return ValueTask.CompletedTask;
            });
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    /// <summary>What one block came to.</summary>
    private sealed class Part(PreparedPack pack)
    {
        public PopulationBuilder Builder { get; } = pack.Population();

        public List<Guid> Households { get; } = [];

        public List<long> Regions { get; } = [];

        public List<Guid> Persons { get; } = [];

        public List<(Guid Id, long Region)> Refused { get; } = [];

        public static Part Of(PreparedPack pack, RegisterBlock block)
        {
            var part = new Part(pack);
            var rows = BlockRows.LayOut(part.Builder, block);
            part.Households.AddRange(rows.Households.Select(block.Id));
            part.Regions.AddRange(rows.Households.Select(block.Region));
            part.Persons.AddRange(rows.Persons.Select(block.PersonId));
            part.Refused.AddRange(rows.Refused.Select(h => (block.Id(h), block.Region(h))));
            return part;
        }

        public void Append(Part next)
        {
            Builder.Append(next.Builder);
            Households.AddRange(next.Households);
            Regions.AddRange(next.Regions);
            Persons.AddRange(next.Persons);
            Refused.AddRange(next.Refused);
        }
    }
}
