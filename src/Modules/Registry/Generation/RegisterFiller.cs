using System.Threading.Channels;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Import;
using Fuyao.Registry.Model;

namespace Fuyao.Registry.Generation;

/// <summary>Puts an invented population into the register without the way over workbooks: planned and written as an import writes.</summary>
internal sealed class RegisterFiller(PlatformDb db, ChangeWriter writer, HouseholdPlanner planner, Regions.RegionLoader regions, CurrentActor actor, TimeProvider clock)
{
    private const int HouseholdsATransaction = 2_000;

    public async Task<int> FillAsync(RegionCode region, int households, int seed, Action<int>? progress, CancellationToken ct)
    {
        await regions.EnsureAsync(region, ct);
        var population = new Population(region, households, seed);
        // Inventing and planning take one core, writing the other.
        var parts = Channel.CreateBounded<(Change? Begun, int County, Guid Change, List<HouseholdPlan> Plans)>(2);
        var inventing = Task.Run(async () =>
        {
            try
            {
                var states = new DraftToState(clock);
                Change? change = null;
                foreach (var part in population.Households().GroupAdjacent(h => new RegionCode(h.Region).County, HouseholdsATransaction))
                {
                    var begun = change?.County == part.Key ? null : Change.Hidden(actor, clock, part.Key, "演示数据", ChangeChannels.Import, $"seed {seed}");
                    change = begun ?? change!;
                    var id = change.Id;
                    var plans = part.Households.Select(h => planner.Plan(
                        null, states.New(h), new Span(h.Facts.RegisteredOn.TryGet(out var on) ? on : Span.Beginning, Span.Forever), id)).ToList();
                    await parts.Writer.WriteAsync((begun, part.Key, id, plans), ct);
                }

                parts.Writer.Complete();
            }
            catch (Exception broken)
            {
                parts.Writer.Complete(broken);
            }
        }, ct);

        var (done, changes) = (0, new List<(int County, Guid Change)>());
        await foreach (var (begun, county, change, plans) in parts.Reader.ReadAllAsync(ct))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (begun is not null)
            {
                await writer.BeginAsync(begun, ct);
                changes.Add((county, change));
            }

            await writer.ApplyAsync(county, change, plans, ct);
            await transaction.CommitAsync(ct);
            done += plans.Count;
            progress?.Invoke(done);
        }

        await inventing;
        foreach (var (county, change) in changes)
        {
            await writer.PublishAsync(county, change, clock.GetUtcNow(), ct);
        }

        await db.RefreshStatisticsAsync(ct);
        return population.Persons;
    }
}

internal static class Parts
{
    /// <summary>Runs of neighbours with one key, cut at a length.</summary>
    public static IEnumerable<(int Key, List<HouseholdDraft> Households)> GroupAdjacent(this IEnumerable<HouseholdDraft> households, Func<HouseholdDraft, int> key, int most)
    {
        var (now, part) = (0, new List<HouseholdDraft>());
        foreach (var household in households)
        {
            if (part.Count == most || (part.Count > 0 && key(household) != now))
            {
                yield return (now, part);
                part = [];
            }

            now = key(household);
            part.Add(household);
        }

        if (part.Count > 0)
        {
            yield return (now, part);
        }
    }
}
