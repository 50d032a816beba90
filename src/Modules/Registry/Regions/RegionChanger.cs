using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Groups;
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
/// Merges, moves and renames divisions: households and their groups, organisations and linkages follow from the day on, accounts get
/// the new area, and whoever asks for an earlier day finds the old place. Written hidden in short transactions, shown by one.
/// </summary>
internal sealed class RegionChanger(
    PlatformDb db, HouseholdRewrite rewrite, ChangeWriter writer, WriteSession session, AuditTrail audit, CurrentActor actor, DatabaseTarget target,
    RegionLoader loader, RecordMoves moves, RecordPlanner records, AreaFollowing accounts, RegionBook book, TimeProvider clock)
{
    private const int HouseholdsAtOnce = 100;

    /// <summary>Says everything that stands against a change.</summary>
    public Task CheckAsync(RegionChangeRequest request, CancellationToken ct) => ReadAsync(request, ct);

    /// <summary>What would go along; writes nothing.</summary>
    public async Task<RegionChangePreview> PreviewAsync(RegionChangeRequest request, CancellationToken ct)
    {
        Plan plan;
        try
        {
            plan = await ReadAsync(request, ct);
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
            groups.AddRange((await GroupNamesAsync(plan, old, code, ct)).Select(g => new RegionGroupLine(RegionCatalog.NameOf(from)!, g.Key, g.Value)));
            records += await db.Set<RecordVersion>().Where(v => v.County == plan.County && v.Region == old && v.ClosedBy == null).Select(v => v.RecordId).Distinct().CountAsync(ct);
            received += await db.Set<Received.ReceivedBenefitRow>().CountAsync(v => v.County == plan.County && v.Region == old && v.ClosedBy == null, ct);
        }

        return new RegionChangePreview(lines, lines.Sum(l => l.Households), lines.Sum(l => l.Persons), records, received, groups, []);
    }

    public async Task<RegionChangeResult> RunAsync(RegionChangeRequest request, Action<int>? progress, CancellationToken ct)
    {
        RegionCatalog.Enter(book);
        await book.RefreshAsync(ct);
        var plan = await ReadAsync(request, ct);
        await using var held = await ImportLock.TakeAsync(target, ct);
        foreach (var abandoned in await db.Set<Change>().AsNoTracking().Where(c => c.At == null && c.Channel == ChangeChannels.Regions).ToListAsync(ct))
        {
            await writer.RollBackAsync(abandoned.County, abandoned.Id, ct);
        }

        var change = Change.Hidden(actor, clock, plan.County, request.Reason!, ChangeChannels.Regions);
        await session.RunAsync("regions.change", () => writer.BeginAsync(change, ct), ct);
        try
        {
            Dictionary<long, Dictionary<string, string>> groups = [];
            foreach (var (old, code) in plan.Villages)
            {
                groups[old] = await GroupNamesAsync(plan, old, code, ct);
            }

            // Groups go first: a household that arrives finds its group there and need not make one.
            await session.RunAsync("regions.records", () => MoveRecordsAsync(plan, groups, change.Id, ct), ct);
            var (households, persons) = await MoveHouseholdsAsync(plan, groups, change.Id, progress, ct);
            Dictionary<long, IReadOnlyList<Guid>> granted = [];
            await session.RunAsync("regions.publish", async () =>
            {
                foreach (var (from, to) in plan.Villages.Append(KeyValuePair.Create(plan.From.Value, plan.To.Value)).Where(m => m.Key != m.Value).Distinct())
                {
                    granted[from] = await accounts.FollowAsync(new RegionCode(from), new RegionCode(to), ct);
                }

                await MarkAsync(plan, granted, change.Id, ct);
                await writer.PublishAsync(plan.County, change.Id, clock.GetUtcNow(), ct);
                audit.Add("regions.change", new AuditSubject("area", plan.From.ToString(), plan.County), new
                {
                    change = change.Id, kind = request.Kind, to = plan.To.ToString(), on = plan.On, households, persons,
                });
            }, ct);
            await book.RefreshAsync(ct);
            return new RegionChangeResult(
                change.Id, plan.Villages.ToDictionary(v => new RegionCode(v.Key).ToString(), v => new RegionCode(v.Value).ToString()), households, persons, granted.Values.Sum(g => g.Count));
        }
        catch
        {
            await writer.RollBackAsync(plan.County, change.Id, CancellationToken.None);
            throw;
        }
    }

    private sealed record Plan(RegionCode From, RegionCode To, int County, DateOnly On, string NameBefore, string NameAfter, string Kind, IReadOnlyDictionary<long, long> Villages);

    private async Task<Plan> ReadAsync(RegionChangeRequest request, CancellationToken ct)
    {
        List<Problem> problems = [];
        var from = Place(request.From, "from");
        var to = request.Kind == RegionChangeKinds.Rename ? from : Place(request.To, "to");
        if (request.Kind is not (RegionChangeKinds.Rename or RegionChangeKinds.Merge or RegionChangeKinds.Move))
        {
            Wrong("unknown-kind", "kind", "应为 rename、merge 或 move。", "Expected rename, merge or move.");
        }

        if (request.On is not { } on || on > clock.InChina())
        {
            Wrong("day-missing", "on", "请写明生效日期,不晚于今天。", "Say from which day on, today at the latest.");
        }

        if (string.IsNullOrWhiteSpace(request.Reason))
        {
            Wrong("reason-missing", "reason", "请写明批复文号或原因。", "Say why: the decree.");
        }

        if (request.Kind == RegionChangeKinds.Rename && CleanText.Of(request.Name ?? "").Length == 0)
        {
            Wrong("name-missing", "name", "请写明新名称。", "Say the new name.");
        }

        Refuse();
        await loader.EnsureAsync(from, ct);
        var name = RegionCatalog.NameOf(from);
        if (name is null || RegionCatalog.EndOf(from) is not null || from.Level < RegionLevel.Township)
        {
            Wrong("unknown-region", "from", "没有这个乡镇或村,或已撤并。", "There is no such township or village, or it has ended.");
        }

        if (!actor.Area.Contains(from.At(RegionLevel.County).Value) || to.County != from.County)
        {
            Wrong("other-county", "to", "区划调整由本县办理,且须在本县之内;跨县调整请逐户迁移。", "A county changes its own divisions only. Between counties, move the households.");
        }

        Refuse();
        Dictionary<long, long> villages = [];
        if (request.Kind == RegionChangeKinds.Merge && from.Level == RegionLevel.Village)
        {
            villages[from.Value] = to.Value;
            if (to.Level != RegionLevel.Village || to == from || RegionCatalog.NameOf(to) is null || RegionCatalog.EndOf(to) is not null)
            {
                Wrong("unknown-region", "to", "请选择并入的行政村。", "Choose the village that it becomes part of.");
            }
        }
        else if (request.Kind != RegionChangeKinds.Rename)
        {
            var township = to.At(RegionLevel.Township);
            if (township == from.At(RegionLevel.Township) || RegionCatalog.NameOf(township) is null || (request.Kind == RegionChangeKinds.Merge) == (from.Level == RegionLevel.Village))
            {
                Wrong("unknown-region", "to", "请选择另一个乡镇。", "Choose another township.");
            }
            else
            {
                NewCodes(from, to, township, villages, Wrong);
                to = from.Level == RegionLevel.Village ? new RegionCode(villages.GetValueOrDefault(from.Value)) : township;
            }
        }

        Refuse();
        return new Plan(from, to, from.County, request.On!.Value, name!, CleanText.Of(request.Name ?? "") is { Length: > 0 } given ? given : name!, request.Kind!, villages);

        RegionCode Place(string? text, string path)
        {
            if (RegionCode.TryParse(text, out var code))
            {
                return code;
            }

            Wrong("region-code", path, "区划代码应为 9 或 12 位数字。", "A region code has 9 or 12 digits.");
            return default;
        }

        void Wrong(string code, string path, string zh, string en) => problems.Add(new Problem(code, new LocalText(zh, en), path));

        void Refuse()
        {
            if (problems.Count > 0)
            {
                throw new ProblemException(422, problems);
            }
        }
    }

    // A code tells its township, so whoever changes township gets a new one: the same last digits if they are free there.
    private static void NewCodes(RegionCode from, RegionCode asked, RegionCode township, Dictionary<long, long> villages, Action<string, string, string, string> wrong)
    {
        var taken = RegionCatalog.EveryCode(township).ToHashSet();
        foreach (var village in RegionCatalog.Inside(from).Where(p => p.Code.Level == RegionLevel.Village).Select(p => p.Code.Value))
        {
            var code = asked.Level == RegionLevel.Village ? asked.Value : township.Value + (village % 1_000);
            if (asked.Level == RegionLevel.Village && taken.Contains(code))
            {
                wrong("code-taken", "to", "这个代码已被使用。", "This code is in use.");
            }

            for (var free = 1; taken.Contains(code) && free < 1_000; free++)
            {
                code = township.Value + free;
            }

            taken.Add(code);
            villages[village] = code;
        }
    }

    private async Task<(int Households, int Persons)> MoveHouseholdsAsync(
        Plan plan, Dictionary<long, Dictionary<string, string>> groups, Guid change, Action<int>? progress, CancellationToken ct)
    {
        var (households, persons) = (0, 0);
        foreach (var (old, code) in plan.Villages)
        {
            var ids = await db.Set<HouseholdVersion>().Where(v => v.County == plan.County && v.Region == old && v.ClosedBy == null && v.ValidTo > plan.On)
                .Select(v => v.HouseholdId).Distinct().ToListAsync(ct);
            foreach (var part in ids.Chunk(HouseholdsAtOnce))
            {
                await session.RunAsync("regions.move", async () =>
                {
                    List<HouseholdPlan> plans = [];
                    foreach (var aggregate in await HouseholdAggregate.LoadAsync(db, part, [plan.County], ct))
                    {
                        var known = aggregate.PersonNumbers.Keys.Select(p => (plan.County, p)).ToHashSet();
                        plans.AddRange(rewrite.Plan([aggregate], plan.On, (_, before) => before.ToDictionary(h => h.Key, h => h.Value.Region != old ? h.Value : h.Value with
                        {
                            Region = code,
                            Facts = h.Value.Facts.Group.TryGet(out var group) && groups[old].TryGetValue(group, out var renamed) ? h.Value.Facts with { Group = renamed } : h.Value.Facts,
                        }), change, known).Plans.Select(p => p.Plan));
                    }

                    await writer.ApplyAsync(plan.County, change, plans, ct);
                    persons += plans.Sum(p => p.Changed.Count);
                }, ct);
                households += part.Length;
                progress?.Invoke(households);
            }
        }

        return (households, persons);
    }

    // Two villages have a first group each: in the merged one the newcomers' are called by their old village.
    private async Task<Dictionary<string, string>> GroupNamesAsync(Plan plan, long old, long code, CancellationToken ct)
    {
        var names = await db.Set<HouseholdVersion>().Where(v => v.County == plan.County && (v.Region == old || v.Region == code) && v.ClosedBy == null && v.GroupName != null)
            .Select(v => new { v.Region, v.GroupName }).Distinct().ToListAsync(ct);
        var there = names.Where(n => n.Region == code).Select(n => n.GroupName!).ToHashSet();
        var village = (RegionCatalog.NameOf(new RegionCode(old)) ?? "").Replace("村民委员会", "村", StringComparison.Ordinal).Replace("村委会", "村", StringComparison.Ordinal);
        return names.Where(n => n.Region == old && there.Contains(n.GroupName!)).ToDictionary(n => n.GroupName!, n => $"{village}{n.GroupName}");
    }

    private async Task MoveRecordsAsync(Plan plan, Dictionary<long, Dictionary<string, string>> groups, Guid change, CancellationToken ct)
    {
        foreach (var (old, code) in plan.Villages)
        {
            var (from, to) = (new RegionCode(old), new RegionCode(code));
            var continues = RegionCatalog.NameOf(to) is null;
            await moves.MoveAsync(change, from, to, continues, continues && from == plan.From ? plan.NameAfter : RegionCatalog.NameOf(from)!, plan.On, ct);
            await RenameGroupsAsync(plan, change, from, groups[old], ct);
        }

        if (plan.From.Level == RegionLevel.Township && plan.Kind == RegionChangeKinds.Merge)
        {
            await moves.MoveAsync(change, plan.From, plan.To, continues: false, plan.NameAfter, plan.On, ct);
        }
    }

    private async Task RenameGroupsAsync(Plan plan, Guid change, RegionCode from, Dictionary<string, string> names, CancellationToken ct)
    {
        List<RecordPlan> renamed = [];
        foreach (var (before, after) in names)
        {
            if (await RecordAggregate.LoadAsync(db, plan.County, RecordKinds.Group, GroupBook.KeyOf(from.Value, GroupName.KeyOf(before)), 0, ct) is { } held && held.On(plan.On) is { } group)
            {
                renamed.Add(records.Plan(held, new RecordState
                {
                    Kind = group.Kind, Key = group.Key, Year = group.Year, Region = group.Region, Name = after, Number = group.Number, Facts = RecordFacts.Parse(group.Facts),
                }, new Span(plan.On, Span.Forever), plan.County, change));
            }
        }

        await writer.ApplyAsync(plan.County, change, renamed, ct);
    }

    private async Task MarkAsync(Plan plan, Dictionary<long, IReadOnlyList<Guid>> granted, Guid change, CancellationToken ct)
    {
        List<RegionChange> rows = [];
        if (plan.Kind == RegionChangeKinds.Rename)
        {
            rows.Add(Row(plan.From.Value, plan.From.Value, plan.NameBefore, plan.NameAfter, RegionChangeKinds.Rename));
            await db.Set<Region>().Where(r => r.Code == plan.From.Value).ExecuteUpdateAsync(set => set.SetProperty(r => r.Name, plan.NameAfter), ct);
        }

        foreach (var (old, code) in plan.Villages)
        {
            var name = RegionCatalog.NameOf(new RegionCode(old))!;
            var merged = RegionCatalog.NameOf(new RegionCode(code));
            var after = merged ?? (old == plan.From.Value ? plan.NameAfter : name);
            rows.Add(Row(old, code, name, after, merged is null ? RegionChangeKinds.Move : RegionChangeKinds.Merge));
            await EndAsync(old, code);
            if (merged is null)
            {
                await db.BulkInsertAsync([new Region { Code = code, Name = after, Level = RegionLevel.Village, ValidFrom = plan.On }], ct);
            }
        }

        if (plan.From.Level == RegionLevel.Township && plan.Kind == RegionChangeKinds.Merge)
        {
            rows.Add(Row(plan.From.Value, plan.To.Value, plan.NameBefore, RegionCatalog.NameOf(plan.To)!, RegionChangeKinds.Merge));
            await EndAsync(plan.From.Value, plan.To.Value);
        }

        await db.BulkInsertAsync(rows, ct);

        RegionChange Row(long old, long code, string before, string after, string kind) => new()
        {
            County = plan.County, Id = Ids.New(clock), Kind = kind, On = plan.On, FromCode = old, ToCode = code, NameBefore = before, NameAfter = after, ChangeId = change,
            Granted = string.Join(',', granted.GetValueOrDefault(old) ?? []),
        };

        Task EndAsync(long old, long code) => db.Set<Region>().Where(r => r.Code == old)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.ValidTo, plan.On).SetProperty(r => r.MergedInto, code), ct);
    }
}
