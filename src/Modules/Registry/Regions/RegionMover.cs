using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Groups;
using Fuyao.Registry.Model;
using Fuyao.Registry.Records;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Regions;

/// <summary>Writes what follows a change of divisions: households, groups, records and rows, hidden under a change set that has begun.</summary>
internal sealed class RegionMover(
    PlatformDb db, HouseholdRewrite rewrite, ChangeWriter writer, WriteSession session, RecordMoves moves, RecordPlanner records, Belongings belongings)
{
    private const int HouseholdsAtOnce = 40;

    /// <returns>Households, and records of persons, that were restated.</returns>
    public async Task<(int Households, int Persons)> MoveAsync(RegionPlan plan, Guid change, Action<int, int>? progress, CancellationToken ct)
    {
        Dictionary<long, Dictionary<string, string>> groups = [];
        foreach (var (old, code) in plan.Villages)
        {
            groups[old] = await GroupNamesAsync(plan, old, code, ct);
        }

        // Groups go first: a household that arrives finds its group there and need not make one.
        foreach (var (old, code) in plan.Places)
        {
            var (from, to) = (new RegionCode(old), new RegionCode(code));
            var continues = RegionCatalog.NameOf(to) is null;
            await moves.MoveAsync(change, from, to, continues, continues && from == plan.From ? plan.NameAfter : RegionCatalog.NameOf(from)!, plan.On, ct);
            if (groups.GetValueOrDefault(old) is { Count: > 0 } renamed)
            {
                await session.RunAsync("regions.groups", () => RenameGroupsAsync(plan, change, from, renamed, ct), ct);
            }
        }

        return await HouseholdsAsync(plan, groups, change, progress, ct);
    }

    /// <summary>Two villages have a first group each: in the merged one the newcomers' are called by their old village.</summary>
    public async Task<Dictionary<string, string>> GroupNamesAsync(RegionPlan plan, long old, long code, CancellationToken ct)
    {
        var names = await db.Set<HouseholdVersion>()
            .Where(v => ((v.County == plan.County && v.Region == old) || (v.County == plan.Receiving && v.Region == code)) && v.ClosedBy == null && v.GroupName != null)
            .Select(v => new { v.Region, v.GroupName }).Distinct().ToListAsync(ct);
        var there = names.Where(n => n.Region == code).Select(n => n.GroupName!).ToHashSet();
        var village = (RegionCatalog.NameOf(new RegionCode(old)) ?? "").Replace("村民委员会", "村", StringComparison.Ordinal).Replace("村委会", "村", StringComparison.Ordinal);
        return names.Where(n => n.Region == old && there.Contains(n.GroupName!)).ToDictionary(n => n.GroupName!, n => $"{village}{n.GroupName}");
    }

    private async Task<(int Households, int Persons)> HouseholdsAsync(
        RegionPlan plan, Dictionary<long, Dictionary<string, string>> groups, Guid change, Action<int, int>? progress, CancellationToken ct)
    {
        Dictionary<long, List<Guid>> going = [];
        foreach (var old in plan.Villages.Keys)
        {
            going[old] = await db.Set<HouseholdVersion>().Where(v => v.County == plan.County && v.Region == old && v.ClosedBy == null && v.ValidTo > plan.On)
                .Select(v => v.HouseholdId).Distinct().ToListAsync(ct);
        }

        var (households, persons, all) = (0, 0, going.Values.Sum(ids => ids.Count));
        foreach (var (old, code) in plan.Villages)
        {
            foreach (var part in going[old].Chunk(HouseholdsAtOnce))
            {
                await session.RunAsync("regions.move", async () =>
                {
                    var plans = await PlanAsync(plan, old, code, groups[old], part, change, ct);
                    foreach (var county in plans.GroupBy(p => p.County, p => p.Plan))
                    {
                        await writer.ApplyAsync(county.Key, change, [.. county], ct);
                    }

                    if (plan.CrossesCounties)
                    {
                        await belongings.OfHouseholdsAsync(plan.County, new RegionCode(code), part, null, ct);
                    }

                    persons += plans.Where(p => p.County == plan.Receiving).Sum(p => p.Plan.Changed.Count);
                }, ct);
                households += part.Length;
                progress?.Invoke(households, all);
            }
        }

        return (households, persons);
    }

    private async Task<List<(int County, HouseholdPlan Plan)>> PlanAsync(
        RegionPlan plan, long old, long code, Dictionary<string, string> groups, Guid[] households, Guid change, CancellationToken ct)
    {
        // A household that has lived in the other county before goes on there as the one it was.
        var loaded = await HouseholdAggregate.LoadAsync(db, households, plan.Counties, ct);
        var members = loaded.SelectMany(a => a.PersonNumbers.Keys).Distinct().ToArray();
        var known = (await db.Set<Person>().Where(p => plan.Counties.Contains(p.County) && members.Contains(p.Id)).Select(p => new { p.County, p.Id }).ToListAsync(ct))
            .Select(p => (p.County, p.Id)).ToHashSet();
        List<(int, HouseholdPlan)> plans = [];
        foreach (var household in loaded.GroupBy(a => a.Household.Id))
        {
            foreach (var (county, written) in rewrite.Plan([.. household], plan.On, (_, before) => before.ToDictionary(h => h.Key, h => h.Value.Region != old ? h.Value : h.Value with
            {
                Region = code,
                Facts = h.Value.Facts.Group.TryGet(out var group) && groups.TryGetValue(group, out var renamed) ? h.Value.Facts with { Group = renamed } : h.Value.Facts,
            }), change, known).Plans)
            {
                // Who is in two of the households, one after the other, arrives once.
                written.NewPersons.RemoveAll(p => !known.Add((p.County, p.Id)));
                plans.Add((county, written));
            }
        }

        return plans;
    }

    private async Task RenameGroupsAsync(RegionPlan plan, Guid change, RegionCode from, Dictionary<string, string> names, CancellationToken ct)
    {
        List<RecordPlan> renamed = [];
        foreach (var (before, after) in names)
        {
            if (await RecordAggregate.LoadAsync(db, plan.Receiving, RecordKinds.Group, GroupBook.KeyOf(from.Value, GroupName.KeyOf(before)), 0, ct) is { } held && held.On(plan.On) is { } group)
            {
                renamed.Add(records.Plan(held, new RecordState
                {
                    Kind = group.Kind, Key = group.Key, Year = group.Year, Region = group.Region, Name = after, Number = group.Number, Facts = RecordFacts.Parse(group.Facts),
                }, new Span(plan.On, Span.Forever), plan.Receiving, change));
            }
        }

        await writer.ApplyAsync(plan.Receiving, change, renamed, ct);
    }
}
