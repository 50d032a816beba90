using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Model;
using Fuyao.Registry.Received;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Records;

/// <summary>
/// What happens to records when the divisions change: groups, organisations, linkages and benefits of a place follow it to its new
/// code from the day on; before it they stay where they were. Within a change set and transaction of the caller.
/// </summary>
internal sealed class RecordMoves(PlatformDb db, RecordPlanner planner, ChangeWriter writer, TimeProvider clock)
{
    /// <param name="from">A village or township whose code ends on the day.</param>
    /// <param name="to">The place that it becomes or becomes part of, in the same county.</param>
    /// <param name="continues">
    /// The same place under a new code (renamed, moved to another township): its own record and its yearly answers go on there. Else it is merged into a
    /// place that keeps its own record, and its own one ends.
    /// </param>
    /// <returns>How many records and rows were restated.</returns>
    public async Task<int> MoveAsync(Guid change, RegionCode from, RegionCode to, bool continues, string newName, DateOnly day, CancellationToken ct)
    {
        var county = from.County;
        var span = new Span(day, Span.Forever);
        var versions = await db.Set<RecordVersion>().AcrossAreas().AsNoTracking()
            .Where(v => v.County == county && v.Region == from.Value && v.ClosedBy == null).ToListAsync(ct);
        List<RecordPlan> plans = [];
        foreach (var record in versions.GroupBy(v => (v.RecordId, v.Kind, v.Key, v.Year)))
        {
            var held = new RecordAggregate(
                new Record { County = county, Id = record.Key.RecordId, Kind = record.Key.Kind, Key = record.Key.Key, Year = record.Key.Year }, [.. record]);
            var own = record.Key.Kind is RecordKinds.Village or RecordKinds.Township;
            var last = held.On(day) ?? held.Versions.FirstOrDefault(v => v.ValidFrom > day);
            if (last is null)
            {
                continue;
            }

            var state = new RecordState
            {
                Kind = last.Kind, Key = last.Key, Year = last.Year, Region = to.Value, Name = last.Name, Number = last.Number, Household = last.HouseholdId,
                Organisation = last.OrganisationId, Facts = RecordFacts.Parse(last.Facts),
            };
            if (!own)
            {
                plans.Add(planner.Plan(held, state, span, county, change));
                continue;
            }

            // The days of a year's answers are all days, so the answers of a merged place stay readable under its old code.
            if (last.Year == 0)
            {
                plans.Add(planner.Plan(held, null, span, county, change));
            }

            if (continues)
            {
                var there = await RecordAggregate.LoadAsync(db, county, last.Kind, to.ToString(), last.Year, ct);
                plans.Add(planner.Plan(there, state with { Key = to.ToString(), Name = newName }, last.Year == 0 ? span : Span.Always, county, change));
            }
        }

        // Households take the group of the same name with them: two villages with a first group each then share one name, and both keep their records.
        await writer.ApplyAsync(county, change, plans, ct);
        return plans.Count(p => !p.IsUnchanged) + await MoveReceivedAsync(county, change, from.Value, to.Value, ct);
    }

    private async Task<int> MoveReceivedAsync(int county, Guid change, long from, long to, CancellationToken ct)
    {
        var rows = await db.Set<ReceivedBenefitRow>().AcrossAreas().AsNoTracking()
            .Where(r => r.County == county && r.Region == from && r.ClosedBy == null).ToListAsync(ct);
        foreach (var part in rows.Select(r => r.Id).Chunk(500))
        {
            await db.Set<ReceivedBenefitRow>().AcrossAreas().Where(r => r.County == county && part.Contains(r.Id) && r.ClosedBy == null)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.ClosedBy, change), ct);
        }

        await db.BulkInsertAsync(rows.Select(r => r with { Id = Ids.New(clock), Region = to, OpenedBy = change, ClosedBy = null }), ct);
        return rows.Count;
    }
}
