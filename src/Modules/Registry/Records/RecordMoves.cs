using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Model;
using Fuyao.Registry.Received;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Records;

/// <summary>
/// What happens to records when the divisions change: groups, organisations, linkages and benefits of a place follow it to its new
/// code from the day on; before it they stay where they were. Within a change set of the caller, which hides it, in short transactions:
/// a place has thousands of linkages and rows.
/// </summary>
internal sealed class RecordMoves(PlatformDb db, RecordPlanner planner, ChangeWriter writer, WriteSession session, TimeProvider clock)
{
    private const int RecordsAtOnce = 50;
    private const int RowsAtOnce = 250;

    /// <param name="from">A village, township or county whose code ends on the day.</param>
    /// <param name="to">The place that it becomes or becomes part of. In another county what is known goes on under its key, with the same ids.</param>
    /// <param name="continues">
    /// The same place under a new code (renamed, moved to another township): its own record and its yearly answers go on there. Else it is merged into a
    /// place that keeps its own record, and its own one ends.
    /// </param>
    /// <returns>How many records and rows were restated.</returns>
    public async Task<int> MoveAsync(Guid change, RegionCode from, RegionCode to, bool continues, string newName, DateOnly day, CancellationToken ct)
    {
        var county = from.County;
        var records = await db.Set<RecordVersion>().AcrossAreas().Where(v => v.County == county && v.Region == from.Value && v.ClosedBy == null)
            .Select(v => new { v.RecordId, Partner = v.Kind == RecordKinds.Organisation }).Distinct().ToListAsync(ct);
        var moved = 0;
        // Organisations go first: a linkage that arrives finds its partner there.
        foreach (var part in records.OrderByDescending(r => r.Partner).Select(r => r.RecordId).Chunk(RecordsAtOnce))
        {
            moved += await session.RunAsync("regions.records", () => MoveAsync(part, change, from, to, continues, newName, day, ct), ct);
        }

        return moved + await MoveReceivedAsync(county, change, from.Value, to, ct);
    }

    private async Task<int> MoveAsync(Guid[] records, Guid change, RegionCode from, RegionCode to, bool continues, string newName, DateOnly day, CancellationToken ct)
    {
        var (county, receiving) = (from.County, to.County);
        var span = new Span(day, Span.Forever);
        var versions = await db.Set<RecordVersion>().AcrossAreas().AsNoTracking()
            .Where(v => v.County == county && v.Region == from.Value && v.ClosedBy == null && records.Contains(v.RecordId)).ToListAsync(ct);
        List<RecordPlan> plans = [];
        List<RecordPlan> arriving = [];
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
            if (!own && receiving == county)
            {
                plans.Add(planner.Plan(held, state, span, county, change));
                continue;
            }

            // The days of a year's answers are all days, so the answers of a merged place stay readable under its old code.
            if (last.Year == 0)
            {
                plans.Add(planner.Plan(held, null, span, county, change));
            }

            if (continues || !own)
            {
                var next = own ? state with { Key = to.ToString(), Name = newName } : state;
                var there = await RecordAggregate.LoadAsync(db, receiving, next.Kind, next.Key, next.Year, ct);
                arriving.Add(planner.Plan(there, next, last.Year == 0 ? span : Span.Always, receiving, change, own ? null : held.Record.Id));
            }
        }

        if (receiving != county)
        {
            await PartnersAsync(change, county, to, [.. arriving.SelectMany(p => p.Opened).Select(v => v.OrganisationId).OfType<Guid>()], arriving, span, ct);
        }

        // Households take the group of the same name with them: two villages with a first group each then share one name, and both keep their records.
        await writer.ApplyAsync(county, change, plans, ct);
        await writer.ApplyAsync(receiving, change, arriving, ct);
        return Math.Max(plans.Count(p => !p.IsUnchanged), arriving.Count(p => !p.IsUnchanged));
    }

    // A household keeps its dealings with a cooperative or bank of the old county: it is put on record in the new one as a whole.
    private async Task PartnersAsync(Guid change, int county, RegionCode to, IReadOnlyCollection<Guid> organisations, List<RecordPlan> arriving, Span span, CancellationToken ct)
    {
        var receiving = to.County;
        var coming = arriving.Select(p => p.RecordId).ToHashSet();
        foreach (var id in organisations.Distinct().Where(id => !coming.Contains(id)).ToList())
        {
            var partner = await db.Set<RecordVersion>().AcrossAreas().AsNoTracking()
                .Where(v => v.County == county && v.RecordId == id && v.Year == 0 && v.OpenedBy != change).OrderBy(v => v.ClosedBy != null).ThenByDescending(v => v.ValidFrom).FirstOrDefaultAsync(ct);
            if (partner is null || await db.Set<RecordVersion>().AcrossAreas().AnyAsync(v => v.County == receiving && v.RecordId == id && v.ClosedBy == null, ct))
            {
                continue;
            }

            var there = await RecordAggregate.LoadAsync(db, receiving, partner.Kind, partner.Key, 0, ct);
            arriving.Add(planner.Plan(there, new RecordState
            {
                Kind = partner.Kind, Key = partner.Key, Region = to.At(RegionLevel.County).Value, Name = partner.Name, Number = partner.Number, Facts = RecordFacts.Parse(partner.Facts),
            }, span, receiving, change, id));
        }
    }

    private async Task<int> MoveReceivedAsync(int county, Guid change, long from, RegionCode to, CancellationToken ct)
    {
        var ids = await db.Set<ReceivedBenefitRow>().AcrossAreas().Where(r => r.County == county && r.Region == from && r.ClosedBy == null).Select(r => r.Id).ToListAsync(ct);
        var moved = 0;
        foreach (var part in ids.Chunk(RowsAtOnce))
        {
            moved += await session.RunAsync("regions.received", async () =>
            {
                var rows = await db.Set<ReceivedBenefitRow>().AcrossAreas().AsNoTracking().Where(r => r.County == county && part.Contains(r.Id) && r.ClosedBy == null).ToListAsync(ct);
                await db.Set<ReceivedBenefitRow>().AcrossAreas().Where(r => r.County == county && part.Contains(r.Id) && r.ClosedBy == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(r => r.ClosedBy, change), ct);
                await db.BulkInsertAsync(rows.Select(r => r with { County = to.County, Id = Ids.New(clock), Region = to.Value, OpenedBy = change, ClosedBy = null }), ct);
                return rows.Count;
            }, ct);
        }

        return moved;
    }
}
