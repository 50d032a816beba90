using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Groups;
using Fuyao.Registry.Model;
using Fuyao.Registry.Received;
using Fuyao.Registry.Records;
using Fuyao.Registry.Search;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Changes;

/// <summary>Writes change sets. The caller owns the transaction.</summary>
internal sealed class ChangeWriter(PlatformDb db, GroupBook groups, SearchIndex search)
{
    // Well under the half second that one transaction may keep SQLite's only writer.
    private const int RollBackChunk = 2000;
    private const int CloseChunk = 500;

    /// <summary>Records the change set itself; without a recorded time all that it states stays hidden.</summary>
    public Task BeginAsync(Change change, CancellationToken ct) => db.BulkInsertAsync([change], ct);

    /// <summary>Writes what the plans open and close, at most one plan a household.</summary>
    /// <exception cref="ProblemException">412: someone else closed one of the versions first; 409: an import that is being applied did.</exception>
    public async Task ApplyAsync(int county, Guid change, IReadOnlyCollection<HouseholdPlan> plans, CancellationToken ct)
    {
        await db.BulkInsertAsync(plans.Select(p => p.NewHousehold).OfType<Household>(), ct);
        await db.BulkInsertAsync(plans.SelectMany(p => p.NewPersons), ct);
        await CloseAsync(db.Set<HouseholdVersion>(), county, change, plans.SelectMany(p => p.ClosedHouseholds), ct);
        await CloseAsync(db.Set<PersonVersion>(), county, change, plans.SelectMany(p => p.ClosedPersons), ct);
        await db.BulkInsertAsync(plans.SelectMany(p => p.OpenedHouseholds), ct);
        await db.BulkInsertAsync(plans.SelectMany(p => p.OpenedPersons), ct);
        var named = plans.SelectMany(p => p.OpenedHouseholds).Where(v => v.GroupName is not null).Select(v => (v.Region, v.GroupName!));
        await search.AddAsync(county, plans, ct);
        await ApplyAsync(county, change, await groups.MissingAsync(county, change, named, ct), ct);
    }

    /// <summary>Writes what statements about records close and open, at most one plan a record.</summary>
    /// <exception cref="ProblemException">412 or 409 as for households.</exception>
    public async Task ApplyAsync(int county, Guid change, IReadOnlyCollection<RecordPlan> plans, CancellationToken ct)
    {
        await db.BulkInsertAsync(plans.Select(p => p.New).OfType<Record>(), ct);
        await CloseAsync(db.Set<RecordVersion>(), county, change, plans.SelectMany(p => p.Closed), ct);
        await db.BulkInsertAsync(plans.SelectMany(p => p.Opened), ct);
        await search.AddAsync(county, plans, ct);
    }

    /// <summary>Shows all that a hidden change set states, at once.</summary>
    public async Task PublishAsync(int county, Guid change, DateTimeOffset at, CancellationToken ct)
    {
        var published = await db.Set<Change>().Where(c => c.County == county && c.Id == change && c.At == null)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.At, at), ct);
        if (published == 0)
        {
            throw new InvalidOperationException($"Change {change} is not a hidden change set.");
        }
    }

    /// <summary>
    /// Takes back a hidden change set whose job is gone, in short transactions of its own; started again, it goes on where it stopped.
    /// </summary>
    public async Task RollBackAsync(int county, Guid change, CancellationToken ct)
    {
        if (!await db.Set<Change>().AnyAsync(c => c.County == county && c.Id == change && c.At == null, ct))
        {
            throw new InvalidOperationException($"Change {change} is not a hidden change set: what was published is never taken back by erasing.");
        }

        await RollBackAsync<PersonVersion>(county, change, ct);
        await RollBackAsync<HouseholdVersion>(county, change, ct);
        await RollBackAsync<RecordVersion>(county, change, ct);
        await RollBackAsync<ReceivedBenefitRow>(county, change, ct);
        await db.Set<Person>()
            .Where(p => p.County == county && !db.Set<PersonVersion>().AcrossAreas().Any(v => v.County == county && v.PersonId == p.Id))
            .ExecuteDeleteAsync(ct);
        await search.ForgetAsync(county, ct);
        await db.Set<Household>()
            .Where(h => h.County == county && !db.Set<HouseholdVersion>().AcrossAreas().Any(v => v.County == county && v.HouseholdId == h.Id))
            .ExecuteDeleteAsync(ct);
        await db.Set<Record>()
            .Where(r => r.County == county && !db.Set<RecordVersion>().AcrossAreas().Any(v => v.County == county && v.RecordId == r.Id))
            .ExecuteDeleteAsync(ct);
        await db.Set<Change>().Where(c => c.County == county && c.Id == change).ExecuteDeleteAsync(ct);
    }

    private async Task CloseAsync<T>(IQueryable<T> versions, int county, Guid change, IEnumerable<T> closed, CancellationToken ct)
        where T : class, IVersion
    {
        foreach (var part in closed.Select(v => v.Id).Chunk(CloseChunk))
        {
            var rows = await versions.AcrossAreas().Where(v => v.County == county && part.Contains(v.Id) && v.ClosedBy == null)
                .ExecuteUpdateAsync(set => set.SetProperty(v => v.ClosedBy, change), ct);
            if (rows == part.Length)
            {
                continue;
            }

            var hidden = await db.HiddenChangesAsync(ct);
            throw await versions.AcrossAreas()
                .AnyAsync(v => v.County == county && part.Contains(v.Id) && v.ClosedBy != null && hidden.Contains(v.ClosedBy.Value), ct)
                ? BeingImported()
                : ProblemException.Stale();
        }
    }

    private async Task RollBackAsync<T>(int county, Guid change, CancellationToken ct)
        where T : class, IVersion
    {
        var versions = db.Set<T>().AcrossAreas().Where(v => v.County == county);
        while (true)
        {
            var opened = await versions.Where(v => v.OpenedBy == change).Select(v => v.Id).Take(RollBackChunk).ToArrayAsync(ct);
            foreach (var part in opened.Chunk(CloseChunk))
            {
                await versions.Where(v => part.Contains(v.Id)).ExecuteDeleteAsync(ct);
            }

            if (opened.Length < RollBackChunk)
            {
                break;
            }
        }

        while (true)
        {
            var closed = await versions.Where(v => v.ClosedBy == change).Select(v => v.Id).Take(RollBackChunk).ToArrayAsync(ct);
            foreach (var part in closed.Chunk(CloseChunk))
            {
                await versions.Where(v => part.Contains(v.Id)).ExecuteUpdateAsync(set => set.SetProperty(v => v.ClosedBy, (Guid?)null), ct);
            }

            if (closed.Length < RollBackChunk)
            {
                break;
            }
        }
    }

    public static ProblemException BeingImported() => new(409, new Problem("being-imported", new LocalText(
        "一项尚未完成的导入正在修改这条记录,请等导入结束后再试。", "An import that is not yet finished is changing this record. Try again when it is done.")));
}
