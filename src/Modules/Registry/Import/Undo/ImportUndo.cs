using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Model;
using Fuyao.Registry.Received;
using Fuyao.Registry.Records;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Import.Undo;

/// <summary>
/// Takes a published import, bulk action or change of divisions back by a later change set that states what was known before; nothing is erased. A household or record
/// about which something was stated since keeps what it has: it is named together with who changed it.
/// </summary>
internal sealed class ImportUndo(
    PlatformDb db, DatabaseTarget target, ChangeWriter writer, WriteSession session, AuditTrail audit, CurrentActor actor, TimeProvider clock)
{
    private const int Batch = 200;
    private const int BlocksShown = 1000;

    private static string SourceOf(Guid change) => $"undo:{change}";

    /// <summary>What an undo would do.</summary>
    /// <exception cref="ProblemException">404: no such published change in the actor's area.</exception>
    public async Task<UndoReport> PreviewAsync(Guid change, CancellationToken ct)
    {
        // What happened in two counties is one change set with a row in each; what leaves the one comes to the other and counts once.
        var (households, records, done) = (0, 0, 0);
        Dictionary<Guid, UndoBlock> blocks = [];
        foreach (var undone in await FindAsync(change, ct))
        {
            var undos = await UndosAsync(undone, ct);
            households = Math.Max(households, await Subjects(undone).CountAsync(ct));
            var received = await Versions<ReceivedBenefitRow>(undone).CountAsync(v => v.OpenedBy == change, ct);
            records = Math.Max(records, await RecordIds(undone).CountAsync(ct) + received);
            foreach (var block in await BlocksAsync(undone, undos, ct))
            {
                blocks[block.Key] = block.Value;
            }

            done += undos.Length == 0 ? 0 : await Versions<HouseholdVersion>(undone).Where(v => v.OpenedBy == change && v.ClosedBy != null && undos.Contains(v.ClosedBy.Value)).Select(v => v.HouseholdId).Distinct().CountAsync(ct);
        }

        return new UndoReport(households, records, blocks.Count, done, [.. blocks.Values.Take(BlocksShown)], null);
    }

    /// <param name="partial">Undo what can be undone and leave the rest; else one blocked household refuses all.</param>
    /// <exception cref="ProblemException">409: later changes depend on it; 404: no such change.</exception>
    public Task<UndoReport> RunAsync(Guid change, bool partial, string reason, Action<int, int>? progress, CancellationToken ct) =>
        RunAsync(change, partial, reason, progress, _ => Task.CompletedTask, ct);

    /// <param name="besides">What else is taken back, within the transaction that shows the undo; gets its change set.</param>
    public async Task<UndoReport> RunAsync(Guid change, bool partial, string reason, Action<int, int>? progress, Func<Guid, Task> besides, CancellationToken ct)
    {
        await using var alone = await ImportLock.TakeAsync(target, ct);
        foreach (var abandoned in await db.Set<Change>().AsNoTracking().Where(c => c.At == null && (c.Channel == ChangeChannels.Import || c.Channel == ChangeChannels.Regions)).ToListAsync(ct))
        {
            await writer.RollBackAsync(abandoned.County, abandoned.Id, ct);
        }

        var preview = await PreviewAsync(change, ct);
        if (preview.Blocked > 0 && !partial)
        {
            throw new ProblemException(409, new Problem("later-changes", new LocalText(
                $"导入之后又有 {preview.Blocked} 户(项)被改动,不能整体撤销。可以只撤销其余的。",
                $"{preview.Blocked} households or records were changed after the import. It cannot be undone as a whole; the rest can."), "partial"));
        }

        var parts = await FindAsync(change, ct);
        var undo = Ids.New(clock);
        HashSet<Guid> blocked = [];
        foreach (var undone in parts)
        {
            blocked.UnionWith((await BlocksAsync(undone, await UndosAsync(undone, ct), ct)).Keys);
        }

        await WithinAsync(async () =>
        {
            foreach (var undone in parts)
            {
                await writer.BeginAsync(
                    Change.Hidden(actor, clock, undone.County, reason, undone.Channel == ChangeChannels.Regions ? ChangeChannels.Regions : ChangeChannels.Import, SourceOf(change), undo), ct);
            }
        }, ct);
        try
        {
            var counts = new Dictionary<int, int>();
            foreach (var undone in parts)
            {
                counts[undone.County] = await HouseholdsAsync(undone, undo, blocked, n => progress?.Invoke(n, preview.Households), ct) + await RecordsAsync(undone, undo, blocked, ct)
                    + await ReceivedAsync(undone, undo, blocked, ct);
            }

            await session.RunAsync("import.undo", async () =>
            {
                await besides(undo);
                foreach (var undone in parts)
                {
                    await writer.PublishAsync(undone.County, undo, clock.GetUtcNow(), ct);
                    if (blocked.Count == 0)
                    {
                        await db.Set<Change>().Where(c => c.County == undone.County && c.Id == change).ExecuteUpdateAsync(set => set.SetProperty(c => c.UndoneBy, undo), ct);
                    }

                    audit.Add("import.undo", new AuditSubject("change", change.ToString(), undone.County), new { undo, count = counts[undone.County], blocked = blocked.Count });
                }
            }, ct);
        }
        catch
        {
            foreach (var undone in parts)
            {
                await writer.RollBackAsync(undone.County, undo, CancellationToken.None);
            }

            throw;
        }

        return preview with { Change = undo };
    }

    private async Task<int> HouseholdsAsync(Change undone, Guid undo, HashSet<Guid> blocked, Action<int> progress, CancellationToken ct)
    {
        var done = 0;
        var after = Guid.Empty;
        while (true)
        {
            var ids = await Subjects(undone).Where(id => id.CompareTo(after) > 0).OrderBy(id => id).Take(Batch).ToArrayAsync(ct);
            if (ids.Length == 0)
            {
                return done;
            }

            after = ids[^1];
            var free = ids.Where(id => !blocked.Contains(id)).ToArray();
            var households = (await Versions<HouseholdVersion>(undone).AsNoTracking().Where(v => free.Contains(v.HouseholdId)).ToListAsync(ct)).ToLookup(v => v.HouseholdId);
            var persons = (await Versions<PersonVersion>(undone).AsNoTracking().Where(v => free.Contains(v.HouseholdId)).ToListAsync(ct)).ToLookup(v => v.HouseholdId);
            var plans = new List<HouseholdPlan>();
            foreach (var id in free)
            {
                var plan = new HouseholdPlan();
                plan.ClosedHouseholds.AddRange(households[id].Where(v => v.OpenedBy == undone.Id && v.ClosedBy is null));
                plan.ClosedPersons.AddRange(persons[id].Where(v => v.OpenedBy == undone.Id && v.ClosedBy is null));
                if (plan.ClosedHouseholds.Count + plan.ClosedPersons.Count > 0)
                {
                    plan.OpenedHouseholds.AddRange(households[id].Where(v => v.OpenedBy != undone.Id).Select(v => v with { Id = Ids.New(clock), OpenedBy = undo, ClosedBy = null }));
                    plan.OpenedPersons.AddRange(persons[id].Where(v => v.OpenedBy != undone.Id).Select(v => v with { Id = Ids.New(clock), OpenedBy = undo, ClosedBy = null }));
                    plans.Add(plan);
                }
            }

            await WithinAsync(() => writer.ApplyAsync(undone.County, undo, plans, ct), ct);
            done += plans.Count;
            progress(done);
        }
    }

    private async Task<int> RecordsAsync(Change undone, Guid undo, HashSet<Guid> blocked, CancellationToken ct)
    {
        var versions = (await Records(undone).AsNoTracking().ToListAsync(ct)).Where(v => !blocked.Contains(v.RecordId)).GroupBy(v => v.RecordId).ToList();
        foreach (var part in versions.Chunk(Batch))
        {
            await WithinAsync(() => writer.ApplyAsync(undone.County, undo, [.. part.Select(record => new RecordPlan(
                null, record.Key, [.. record.Where(v => v.OpenedBy == undone.Id && v.ClosedBy is null)],
                [.. record.Where(v => v.OpenedBy != undone.Id).Select(v => v with { Id = Ids.New(clock), OpenedBy = undo, ClosedBy = null })]))], ct), ct);
        }

        return versions.Count;
    }

    private async Task<int> ReceivedAsync(Change undone, Guid undo, HashSet<Guid> blocked, CancellationToken ct)
    {
        var ids = (await Versions<ReceivedBenefitRow>(undone).Where(v => v.OpenedBy == undone.Id && v.ClosedBy == null).Select(v => new { v.Id, v.RowId }).ToListAsync(ct))
            .Where(v => !blocked.Contains(v.RowId)).Select(v => v.Id).ToList();
        foreach (var part in ids.Chunk(Batch))
        {
            await WithinAsync(() => db.Set<ReceivedBenefitRow>().AcrossAreas().Where(v => v.County == undone.County && part.Contains(v.Id) && v.ClosedBy == null)
                .ExecuteUpdateAsync(set => set.SetProperty(v => v.ClosedBy, undo), ct), ct);
        }

        var before = (await Versions<ReceivedBenefitRow>(undone).AsNoTracking().Where(v => v.ClosedBy == undone.Id && v.OpenedBy != undone.Id).ToListAsync(ct))
            .Where(v => !blocked.Contains(v.RowId)).ToList();
        foreach (var part in before.Chunk(Batch))
        {
            await WithinAsync(() => db.BulkInsertAsync(part.Select(v => v with { Id = Ids.New(clock), OpenedBy = undo, ClosedBy = null }), ct), ct);
        }

        return ids.Count;
    }

    // Who stated something about the same households, records and rows since.
    private async Task<Dictionary<Guid, UndoBlock>> BlocksAsync(Change undone, Guid[] undos, CancellationToken ct)
    {
        var later = await Versions<HouseholdVersion>(undone).Where(v => v.OpenedBy == undone.Id && v.ClosedBy != null && v.ClosedBy != undone.Id && !undos.Contains(v.ClosedBy.Value))
            .Select(v => new Later(v.HouseholdId, v.Number, v.HeadName, v.ClosedBy!.Value)).ToListAsync(ct);
        later.AddRange(await Versions<PersonVersion>(undone).Where(v => v.OpenedBy == undone.Id && v.ClosedBy != null && v.ClosedBy != undone.Id && !undos.Contains(v.ClosedBy.Value))
            .Select(v => new Later(v.HouseholdId, null, v.Name, v.ClosedBy!.Value)).ToListAsync(ct));
        later.AddRange(await Records(undone).Where(v => v.OpenedBy == undone.Id && v.ClosedBy != null && v.ClosedBy != undone.Id && !undos.Contains(v.ClosedBy.Value))
            .Select(v => new Later(v.RecordId, v.Number, v.Name, v.ClosedBy!.Value)).ToListAsync(ct));
        later.AddRange(await Versions<ReceivedBenefitRow>(undone).Where(v => v.OpenedBy == undone.Id && v.ClosedBy != null && v.ClosedBy != undone.Id && !undos.Contains(v.ClosedBy.Value))
            .Select(v => new Later(v.RowId, v.HouseholdNumber, v.PersonName, v.ClosedBy!.Value)).ToListAsync(ct));

        // A household that the import registered, and that something else has been tied to since, must not vanish from under it.
        var registered = Versions<HouseholdVersion>(undone).Where(v => v.OpenedBy == undone.Id && v.ClosedBy == null
            && !db.Set<HouseholdVersion>().AcrossAreas().Any(o => o.County == v.County && o.HouseholdId == v.HouseholdId && o.OpenedBy != undone.Id));
        later.AddRange(await registered.Join(
            db.Set<RecordVersion>().AcrossAreas().Where(r => r.HouseholdId != null && r.ClosedBy == null && r.OpenedBy != undone.Id),
            v => new { v.County, Id = (Guid?)v.HouseholdId }, r => new { r.County, Id = r.HouseholdId }, (v, r) => new Later(v.HouseholdId, v.Number, v.HeadName, r.OpenedBy)).ToListAsync(ct));
        later.AddRange(await registered.Join(
            db.Set<ReceivedBenefitRow>().AcrossAreas().Where(r => r.HouseholdId != null && r.ClosedBy == null && r.OpenedBy != undone.Id),
            v => new { v.County, Id = (Guid?)v.HouseholdId }, r => new { r.County, Id = r.HouseholdId }, (v, r) => new Later(v.HouseholdId, v.Number, v.HeadName, r.OpenedBy)).ToListAsync(ct));
        var ids = later.Select(l => l.Change).Distinct().ToArray();
        var changes = new Dictionary<Guid, Change>();
        foreach (var part in ids.Chunk(500))
        {
            foreach (var change in await db.Set<Change>().AsNoTracking().Where(c => c.County == undone.County && part.Contains(c.Id)).ToListAsync(ct))
            {
                changes[change.Id] = change;
            }
        }

        return later.GroupBy(l => l.Subject).ToDictionary(g => g.Key, g =>
        {
            var named = g.FirstOrDefault(l => l.Number is not null) ?? g.First();
            var by = g.Select(l => changes.GetValueOrDefault(l.Change)).OfType<Change>().MaxBy(c => c.At);
            return new UndoBlock(g.Key, named.Number, named.Name, by?.At, by?.Actor ?? "", by?.Reason ?? "");
        });
    }

    private Task<Guid[]> UndosAsync(Change undone, CancellationToken ct)
    {
        var source = SourceOf(undone.Id);
        return db.Set<Change>().Where(c => c.County == undone.County && c.Source == source && c.At != null).Select(c => c.Id).ToArrayAsync(ct);
    }

    private async Task<List<Change>> FindAsync(Guid change, CancellationToken ct)
    {
        var found = await db.Set<Change>().AsNoTracking()
            .Where(c => c.Id == change && c.At != null && (c.Channel == Channels.Import || c.Channel == ChangeChannels.Bulk || c.Channel == ChangeChannels.Regions)).OrderBy(c => c.County).ToListAsync(ct);

        // Whoever may undo must have all of it in the area.
        foreach (var part in found)
        {
            if (!await Within<HouseholdVersion>(part) || !await Within<RecordVersion>(part) || !await Within<ReceivedBenefitRow>(part))
            {
                found = [];
                break;
            }
        }

        return found.Count > 0 ? found : throw ProblemException.NotFound("import", "导入");

        async Task<bool> Within<T>(Change part)
            where T : class, IVersion
        {
            var county = new RegionCode(part.County * 1_000_000L).Range;
            return actor.Area.Intersect(county) == county
                || !await db.Set<T>().AcrossAreas().AnyAsync(v => v.County == part.County && v.OpenedBy == part.Id && (v.Region < actor.Area.From || v.Region >= actor.Area.To), ct);
        }
    }

    private IQueryable<T> Versions<T>(Change undone)
        where T : class, IVersion =>
        db.Set<T>().AcrossAreas().Where(v => v.County == undone.County && (v.OpenedBy == undone.Id || v.ClosedBy == undone.Id));

    // Groups that the change made stay: a household registered later may name them.
    private IQueryable<RecordVersion> Records(Change undone) => Versions<RecordVersion>(undone).Where(v => v.Kind != RecordKinds.Group
        || db.Set<RecordVersion>().AcrossAreas().Any(o => o.County == v.County && o.RecordId == v.RecordId && o.ClosedBy == undone.Id && o.OpenedBy != undone.Id));

    private IQueryable<Guid> Subjects(Change undone) => Versions<HouseholdVersion>(undone).Select(v => v.HouseholdId).Distinct();

    private IQueryable<Guid> RecordIds(Change undone) => Records(undone).Select(v => v.RecordId).Distinct();

    private async Task WithinAsync(Func<Task> write, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await write();
        await transaction.CommitAsync(ct);
    }

    private sealed record Later(Guid Subject, string? Number, string? Name, Guid Change);
}
