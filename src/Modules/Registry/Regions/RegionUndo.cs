using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Undo;
using Fuyao.Registry.Model;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Regions;

internal sealed record RegionUndoArgs(Guid Change, string Reason);

/// <summary>Takes a change of divisions back as a job.</summary>
internal sealed class RegionUndoJob(RegionUndo undo) : IJobHandler
{
    public const string JobKind = "regions.undo";

    public string Kind => JobKind;

    public async Task RunAsync(JobContext job)
    {
        var args = job.ArgsAs<RegionUndoArgs>();
        job.SetResult(await undo.RunAsync(args.Change, args.Reason, (done, all) => job.Report(done, all), job.CancellationToken));
    }
}

/// <summary>
/// Takes a change of divisions back while nothing depends on it: households, groups, records and rows return to where they were, the
/// places have their old names and codes again, accounts lose what they got. A later change set; the earlier one stays readable.
/// </summary>
internal sealed class RegionUndo(
    PlatformDb db, ImportUndo undo, AreaFollowing accounts, Belongings belongings, WriteSession session, CurrentActor actor, RegionBook book, TimeProvider clock)
{
    private const int HouseholdsAtOnce = 200;
    private const int Named = 5;

    /// <summary>What stands against it, and how much would return.</summary>
    public async Task<RegionUndoPreview> PreviewAsync(Guid change, CancellationToken ct)
    {
        var rows = await FindAsync(change, ct);
        var report = await undo.PreviewAsync(change, ct);
        return new RegionUndoPreview(report.Households, report.Records, [.. await AgainstAsync(rows, change, ct), .. report.Blocks.Take(Named).Select(b => Later(b))]);
    }

    /// <exception cref="ProblemException">404: no such change; 409: something depends on it.</exception>
    public async Task<UndoReport> RunAsync(Guid change, string reason, Action<int, int>? progress, CancellationToken ct)
    {
        RegionCatalog.Enter(book);
        var rows = await FindAsync(change, ct);
        var against = await AgainstAsync(rows, change, ct);
        if (against.Count > 0)
        {
            throw new ProblemException(409, against);
        }

        // What thousands of households have is carried back in short transactions; the one that shows the undo takes what was added meanwhile.
        var began = clock.GetUtcNow();
        foreach (var row in Crossing(rows))
        {
            var (old, code) = (new RegionCode(row.FromCode), new RegionCode(row.ToCode));
            var decided = await db.Set<Change>().Where(c => c.County == code.County && c.Id == row.ChangeId).Select(c => c.At).SingleAsync(ct);
            foreach (var part in (await Arrived(row).ToListAsync(ct)).Chunk(HouseholdsAtOnce))
            {
                await session.RunAsync("regions.undo.carry", () => belongings.OfHouseholdsAsync(code.County, old, part, decided, ct), ct);
            }
        }

        var report = await undo.RunAsync(change, partial: false, reason, progress, by => UnmarkAsync(rows, began, by, ct), ct);
        await book.RefreshAsync(ct);
        return report;
    }

    private async Task<List<RegionChange>> FindAsync(Guid change, CancellationToken ct)
    {
        var (first, last) = VersionQueries.Counties(actor.Area);
        var rows = (await db.Set<RegionChange>().AsNoTracking().Where(c => c.County >= first && c.County <= last && c.ChangeId == change).ToListAsync(ct)).DistinctBy(c => c.Id).ToList();
        if (rows.Count == 0 || rows.Exists(r => !Holds(r.FromCode) || !Holds(r.ToCode)))
        {
            throw ProblemException.NotFound("regions", "这次区划调整");
        }

        return rows;

        bool Holds(long code) => actor.Area.Contains(new RegionCode(code).At(RegionLevel.County).Value);
    }

    private async Task<List<Problem>> AgainstAsync(List<RegionChange> rows, Guid change, CancellationToken ct)
    {
        List<Problem> problems = [];
        if (rows.Exists(r => r.UndoneBy is not null))
        {
            problems.Add(new Problem("already-undone", new LocalText("这次区划调整已经撤销。", "This change of divisions is undone already.")));
            return problems;
        }

        var codes = rows.SelectMany(r => new[] { r.FromCode, r.ToCode }).Distinct().ToArray();
        var last = rows.Max(r => r.Id);
        var counties = rows.SelectMany(r => new[] { new RegionCode(r.FromCode).County, new RegionCode(r.ToCode).County }).Distinct().ToArray();
        foreach (var later in (await db.Set<RegionChange>().AsNoTracking()
            .Where(c => counties.Contains(c.County) && c.ChangeId != change && c.UndoneBy == null && (codes.Contains(c.FromCode) || codes.Contains(c.ToCode))).ToListAsync(ct)).DistinctBy(c => c.Id))
        {
            if (later.Id.CompareTo(last) > 0)
            {
                problems.Add(new Problem("later-changes", new LocalText(
                    $"后来又有调整:{later.NameBefore} → {later.NameAfter}({later.On:yyyy-MM-dd})。请先撤销它。", $"A later change builds on it: {later.NameBefore} → {later.NameAfter} ({later.On:yyyy-MM-dd}). Undo that one first.")));
            }
        }

        // A code that came with the change ends with its undo: nobody may have been registered under it since.
        foreach (var made in rows.Where(r => r.Kind == RegionChangeKinds.Move))
        {
            var there = new RegionCode(made.ToCode).County;
            var since = await db.Set<HouseholdVersion>().AcrossAreas().Where(v => v.County == there && v.Region == made.ToCode && v.ClosedBy == null
                && !db.Set<HouseholdVersion>().AcrossAreas().Any(o => o.County == there && o.HouseholdId == v.HouseholdId && o.OpenedBy == change)).Select(v => v.Number).Distinct().Take(Named).ToListAsync(ct);
            if (since.Count > 0)
            {
                problems.Add(new Problem("later-changes", new LocalText(
                    $"调整之后已有户登记在 {made.NameAfter}:{string.Join("、", since)}。", $"Households were registered in {made.NameAfter} since: {string.Join(", ", since)}.")));
            }
        }

        return problems;
    }

    private static Problem Later(UndoBlock block) => new("later-changes", new LocalText(
        $"{block.Name ?? block.Number} 后来又有变更({block.Actor}:{block.Reason})。请先撤销它。", $"{block.Name ?? block.Number} was changed since ({block.Actor}: {block.Reason}). Undo that first."));

    private async Task UnmarkAsync(List<RegionChange> rows, DateTimeOffset began, Guid by, CancellationToken ct)
    {
        var ids = rows.Select(r => r.Id).ToArray();
        await db.Set<RegionChange>().Where(c => ids.Contains(c.Id)).ExecuteUpdateAsync(set => set.SetProperty(c => c.UndoneBy, by), ct);
        foreach (var row in rows)
        {
            if (row.Kind == RegionChangeKinds.Rename)
            {
                await db.Set<Region>().Where(r => r.Code == row.FromCode).ExecuteUpdateAsync(set => set.SetProperty(r => r.Name, row.NameBefore), ct);
                continue;
            }

            await db.Set<Region>().Where(r => r.Code == row.FromCode).ExecuteUpdateAsync(set => set.SetProperty(r => r.ValidTo, (DateOnly?)null).SetProperty(r => r.MergedInto, (long?)null), ct);
            if (row.Kind == RegionChangeKinds.Move)
            {
                await db.Set<Region>().Where(r => r.Code == row.ToCode).ExecuteUpdateAsync(set => set.SetProperty(r => r.ValidTo, row.On).SetProperty(r => r.MergedInto, row.FromCode), ct);
            }
        }

        await BelongingsAsync(rows, began, ct);
        await accounts.WithdrawAsync([.. rows.SelectMany(r => r.Granted.Split(',', StringSplitOptions.RemoveEmptyEntries)).Select(Guid.Parse)], ct);
    }

    private static IEnumerable<RegionChange> Crossing(List<RegionChange> rows) => rows.Where(r => new RegionCode(r.FromCode).County != new RegionCode(r.ToCode).County);

    private IQueryable<Guid> Arrived(RegionChange row)
    {
        var there = new RegionCode(row.ToCode).County;
        return db.Set<HouseholdVersion>().AcrossAreas().Where(v => v.County == there && v.Region == row.ToCode && v.OpenedBy == row.ChangeId).Select(v => v.HouseholdId).Distinct();
    }

    // What was added in the other county in the meantime comes back with its household.
    private async Task BelongingsAsync(List<RegionChange> rows, DateTimeOffset began, CancellationToken ct)
    {
        var changed = new Dictionary<int, List<Guid>>();
        foreach (var row in Crossing(rows))
        {
            var (old, code) = (new RegionCode(row.FromCode), new RegionCode(row.ToCode));
            if (row.Kind == RegionChangeKinds.Move)
            {
                await belongings.OfPlaceAsync(code, old, continues: true, ct);
            }

            if (!changed.TryGetValue(code.County, out var since))
            {
                changed[code.County] = since = await belongings.ChangedAsync(code.County, began, ct);
            }

            if (since.Count > 0)
            {
                await belongings.OfHouseholdsAsync(code.County, old, await Arrived(row).Where(id => since.Contains(id)).ToListAsync(ct), began, ct);
            }
        }
    }
}

/// <param name="Records">Records and rows that would return.</param>
/// <param name="Problems">What stands against it.</param>
internal sealed record RegionUndoPreview(int Households, int Records, IReadOnlyList<Problem> Problems);
