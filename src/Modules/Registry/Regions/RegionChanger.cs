using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import;
using Fuyao.Registry.Model;
using Fuyao.Registry.Records;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Regions;

/// <param name="Villages">Codes before and after.</param>
internal sealed record RegionChangeResult(Guid Change, IReadOnlyDictionary<string, string> Villages, int Households, int Persons, int Accounts);

/// <summary>A village and where it goes.</summary>
/// <param name="NewCode">It goes on as a place of its own under a new code.</param>
internal sealed record RegionMoveLine(string From, string Name, string To, string NameAfter, bool NewCode, int Households, int Persons);

/// <summary>A group whose name the other village has too.</summary>
internal sealed record RegionGroupLine(string Village, string Name, string NameAfter);

/// <param name="Records">Groups, organisations, linkages, yearly answers and the place's own record.</param>
/// <param name="Received">Rows of other departments' lists.</param>
/// <param name="Problems">What stands against it; then the rest is empty.</param>
internal sealed record RegionChangePreview(
    IReadOnlyList<RegionMoveLine> Villages, int Households, int Persons, int Records, int Received, IReadOnlyList<RegionGroupLine> Groups, IReadOnlyList<Problem> Problems);

/// <summary>
/// Merges, moves and renames divisions, also between counties: households and their groups, organisations and linkages follow from the day
/// on, accounts get the new area, and whoever asks for an earlier day finds the old place. Written hidden in short transactions, shown by one.
/// </summary>
internal sealed class RegionChanger(
    PlatformDb db, RegionPlanner planner, RegionMover mover, ChangeWriter writer, WriteSession session, AuditTrail audit, CurrentActor actor, DatabaseTarget target,
    Belongings belongings, AreaFollowing accounts, RegionBook book, TimeProvider clock)
{
    /// <summary>Says everything that stands against a change.</summary>
    public Task CheckAsync(RegionChangeRequest request, CancellationToken ct) => planner.ReadAsync(request, ct);

    /// <summary>What would go along; writes nothing.</summary>
    public async Task<RegionChangePreview> PreviewAsync(RegionChangeRequest request, CancellationToken ct)
    {
        RegionPlan plan;
        try
        {
            plan = await planner.ReadAsync(request, ct);
        }
        catch (ProblemException refused)
        {
            return new RegionChangePreview([], 0, 0, 0, 0, [], refused.Problems);
        }

        List<RegionMoveLine> lines = [];
        List<RegionGroupLine> groups = [];
        var (records, received) = (0, 0);
        foreach (var (old, code) in plan.Villages)
        {
            var (from, to) = (new RegionCode(old), new RegionCode(code));
            var living = await db.Set<HouseholdVersion>().Where(v => v.County == plan.County && v.Region == old && v.ClosedBy == null && v.ValidTo > plan.On)
                .GroupBy(v => v.HouseholdId).Select(g => g.Max(v => v.MemberCount)).ToListAsync(ct);
            lines.Add(new RegionMoveLine(from.ToString(), RegionCatalog.NameOf(from)!, to.ToString(), RegionCatalog.NameOf(to) ?? (from == plan.From ? plan.NameAfter : RegionCatalog.NameOf(from)!),
                RegionCatalog.NameOf(to) is null, living.Count, living.Sum()));
            groups.AddRange((await mover.GroupNamesAsync(plan, old, code, ct)).Select(g => new RegionGroupLine(RegionCatalog.NameOf(from)!, g.Key, g.Value)));
            records += await db.Set<RecordVersion>().Where(v => v.County == plan.County && v.Region == old && v.ClosedBy == null).Select(v => v.RecordId).Distinct().CountAsync(ct);
            received += await db.Set<Received.ReceivedBenefitRow>().CountAsync(v => v.County == plan.County && v.Region == old && v.ClosedBy == null, ct);
        }

        return new RegionChangePreview(lines, lines.Sum(l => l.Households), lines.Sum(l => l.Persons), records, received, groups, []);
    }

    public async Task<RegionChangeResult> RunAsync(RegionChangeRequest request, Action<int, int>? progress, CancellationToken ct)
    {
        RegionCatalog.Enter(book);
        await book.RefreshAsync(ct);
        var plan = await planner.ReadAsync(request, ct);
        await using var held = await ImportLock.TakeAsync(target, ct);
        foreach (var abandoned in await db.Set<Change>().AsNoTracking().Where(c => c.At == null && c.Channel == ChangeChannels.Regions).ToListAsync(ct))
        {
            await writer.RollBackAsync(abandoned.County, abandoned.Id, ct);
        }

        var began = clock.GetUtcNow();
        // What happens in two counties is one change set with a row, and so one record in the audit, in each.
        var change = Ids.New(clock);
        await session.RunAsync("regions.change", async () =>
        {
            foreach (var county in plan.Counties)
            {
                await writer.BeginAsync(Change.Hidden(actor, clock, county, request.Reason!, ChangeChannels.Regions, id: change), ct);
            }
        }, ct);
        try
        {
            var (households, persons) = await mover.MoveAsync(plan, change, progress, ct);
            Dictionary<long, IReadOnlyList<Guid>> granted = [];
            await session.RunAsync("regions.publish", async () =>
            {
                foreach (var (old, code) in plan.Places)
                {
                    var (from, to) = (new RegionCode(old), new RegionCode(code));
                    await belongings.OfPlaceAsync(from, to, RegionCatalog.NameOf(to) is null, ct);
                    granted[old] = await accounts.FollowAsync(from, to, ct);
                }

                // The files of the past are handed over with the place: whoever works for the receiving county reads them where they were written.
                if (plan.CrossesCounties)
                {
                    granted[plan.From.Value] = [.. granted[plan.From.Value], .. await accounts.FollowAsync(plan.To.At(RegionLevel.County), plan.From, ct)];
                }

                await LateBelongingsAsync(plan, began, ct);
                await MarkAsync(plan, granted, change, ct);
                foreach (var county in plan.Counties)
                {
                    await writer.PublishAsync(county, change, clock.GetUtcNow(), ct);
                    audit.Add("regions.change", new AuditSubject("area", plan.From.ToString(), county), new
                    {
                        change, kind = request.Kind, to = plan.To.ToString(), on = plan.On, households, persons,
                    });
                }
            }, ct);
            await book.RefreshAsync(ct);
            return new RegionChangeResult(
                change, plan.Villages.ToDictionary(v => new RegionCode(v.Key).ToString(), v => new RegionCode(v.Value).ToString()), households, persons, granted.Values.Sum(g => g.Count));
        }
        catch
        {
            foreach (var county in plan.Counties)
            {
                await writer.RollBackAsync(county, change, CancellationToken.None);
            }

            throw;
        }
    }

    // A photo or check that came between a household's own transaction and this one.
    private async Task LateBelongingsAsync(RegionPlan plan, DateTimeOffset began, CancellationToken ct)
    {
        if (!plan.CrossesCounties || await belongings.ChangedAsync(plan.County, began, ct) is not { Count: > 0 } changed)
        {
            return;
        }

        foreach (var (old, code) in plan.Villages)
        {
            var going = await db.Set<HouseholdVersion>().AcrossAreas().Where(v => v.County == plan.County && v.Region == old && changed.Contains(v.HouseholdId))
                .Select(v => v.HouseholdId).Distinct().ToListAsync(ct);
            await belongings.OfHouseholdsAsync(plan.County, new RegionCode(code), going, began, ct);
        }
    }

    private async Task MarkAsync(RegionPlan plan, Dictionary<long, IReadOnlyList<Guid>> granted, Guid change, CancellationToken ct)
    {
        List<RegionChange> rows = [];
        List<Region> made = [];
        if (plan.Kind == RegionChangeKinds.Rename)
        {
            rows.Add(Row(plan.From.Value, plan.From.Value, plan.NameBefore, plan.NameAfter, RegionChangeKinds.Rename));
            await db.Set<Region>().Where(r => r.Code == plan.From.Value).ExecuteUpdateAsync(set => set.SetProperty(r => r.Name, plan.NameAfter), ct);
        }

        foreach (var (old, code) in plan.Places)
        {
            var name = RegionCatalog.NameOf(new RegionCode(old))!;
            var merged = RegionCatalog.NameOf(new RegionCode(code));
            var after = merged ?? (old == plan.From.Value ? plan.NameAfter : name);
            rows.Add(Row(old, code, name, after, merged is null ? RegionChangeKinds.Move : RegionChangeKinds.Merge));
            await db.Set<Region>().Where(r => r.Code == old)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.ValidTo, plan.On).SetProperty(r => r.MergedInto, code), ct);
            if (merged is null)
            {
                made.Add(new Region { Code = code, Name = after, Level = new RegionCode(code).Level, ValidFrom = plan.On });
            }
        }

        await db.BulkInsertAsync(made, ct);
        await db.BulkInsertAsync(plan.Counties.SelectMany(county => rows.Select(r => r with { County = county })), ct);

        RegionChange Row(long old, long code, string before, string after, string kind) => new()
        {
            County = plan.County, Id = Ids.New(clock), Kind = kind, On = plan.On, FromCode = old, ToCode = code, NameBefore = before, NameAfter = after, ChangeId = change,
            Granted = string.Join(',', granted.GetValueOrDefault(old) ?? []),
        };
    }
}
