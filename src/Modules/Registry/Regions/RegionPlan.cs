using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Model;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Regions;

/// <summary>What a decree does, place by place.</summary>
/// <param name="Villages">Codes before and after.</param>
/// <param name="Places">Every place that gets another code or becomes part of another: the villages, then the townships, then the county.</param>
internal sealed record RegionPlan(
    RegionCode From, RegionCode To, DateOnly On, string NameBefore, string NameAfter, string Kind, IReadOnlyDictionary<long, long> Villages, IReadOnlyDictionary<long, long> Places)
{
    public int County => From.County;

    /// <summary>The county that the places lie in afterwards.</summary>
    public int Receiving => To.County;

    public bool CrossesCounties => County != Receiving;

    public int[] Counties => CrossesCounties ? [County, Receiving] : [County];
}

/// <summary>Reads a decree and says everything that stands against it.</summary>
internal sealed class RegionPlanner(PlatformDb db, CurrentActor actor, RegionLoader loader, TimeProvider clock)
{
    private const int Named = 5;

    public async Task<RegionPlan> ReadAsync(RegionChangeRequest request, CancellationToken ct)
    {
        List<Problem> problems = [];
        var from = Place(request.From, "from");
        var to = request.Kind == RegionChangeKinds.Rename ? from : Place(request.To, "to");
        if (request.Kind is not (RegionChangeKinds.Rename or RegionChangeKinds.Merge or RegionChangeKinds.Move))
        {
            Wrong("unknown-kind", "kind", "应为 rename、merge 或 move。", "Expected rename, merge or move.");
        }

        if (request.On is not { } on || on > clock.TodayInChina())
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
        await loader.EnsureAsync(to, ct);
        var name = RegionCatalog.NameOf(from);
        var whole = from.Level == RegionLevel.County && request.Kind == RegionChangeKinds.Merge;
        if (name is null || RegionCatalog.EndOf(from) is not null || (from.Level < RegionLevel.Township && !whole))
        {
            Wrong("unknown-region", "from", "没有这个乡镇或村,或已撤并。", "There is no such township or village, or it has ended.");
        }

        if (!actor.Area.Contains(from.At(RegionLevel.County).Value) || (to.County != from.County && (to.Level < RegionLevel.County || !actor.Area.Contains(to.At(RegionLevel.County).Value))))
        {
            Wrong(
                "other-county", "to", "本县之内的调整由本县办理;跨县调整由管辖两县的市、省办理。",
                "A county changes its own divisions. A change between counties is made by whoever has both in the area: the prefecture or the province.");
        }

        Refuse();
        Dictionary<long, long> villages = [];
        Dictionary<long, long> above = [];
        switch (request.Kind, from.Level)
        {
            case (RegionChangeKinds.Rename, _):
                break;
            case (RegionChangeKinds.Merge, RegionLevel.Village):
                villages[from.Value] = to.Value;
                Expect(to.Level == RegionLevel.Village && to != from && Stands(to), "请选择并入的行政村。", "Choose the village that it becomes part of.");
                break;
            case (RegionChangeKinds.Move, RegionLevel.Village):
                Expect(to.At(RegionLevel.Township) is var there && there != from.At(RegionLevel.Township) && to.Level >= RegionLevel.Township && Stands(there), "请选择另一个乡镇。", "Choose another township.");
                NewCodes(from, to.Level == RegionLevel.Village ? to.Value : 0, to.At(RegionLevel.Township), villages, Wrong);
                to = new RegionCode(villages.GetValueOrDefault(from.Value, to.Value));
                break;
            case (RegionChangeKinds.Merge, RegionLevel.Township):
                to = to.Level > RegionLevel.Township ? to.At(RegionLevel.Township) : to;
                Expect(to != from && to.Level == RegionLevel.Township && Stands(to), "请选择另一个乡镇。", "Choose another township.");
                NewCodes(from, 0, to, villages, Wrong);
                above[from.Value] = to.Value;
                break;
            case (RegionChangeKinds.Move, RegionLevel.Township):
                Expect(
                    to.County != from.County && to.Level is RegionLevel.County or RegionLevel.Township && Stands(to.At(RegionLevel.County)),
                    "乡镇整建制划转,请选择划入的县。", "Choose the county that the township goes to.");
                var code = NewTownship(from, to, [], Wrong);
                Under(from, code, villages);
                (to, above[from.Value]) = (code, code.Value);
                break;
            default:
                Expect(to != from && to.Level == RegionLevel.County && Stands(to), "请选择并入的县。", "Choose the county that it becomes part of.");
                HashSet<long> given = [];
                foreach (var township in RegionCatalog.Inside(from).Where(p => p.Code.Level == RegionLevel.Township).Select(p => p.Code).ToList())
                {
                    var next = NewTownship(township, to, given, Wrong);
                    given.Add(next.Value);
                    above[township.Value] = next.Value;
                    Under(township, next, villages);
                }

                above[from.Value] = to.Value;
                break;
        }

        Refuse();
        var places = villages.Concat(above).ToDictionary();
        var plan = new RegionPlan(from, to, request.On!.Value, name!, CleanText.Of(request.Name ?? "") is { Length: > 0 } called ? called : name!, request.Kind!, villages, places);
        await CheckNumbersAsync(plan, problems, ct);
        Refuse();
        return plan;

        RegionCode Place(string? text, string path)
        {
            if (RegionCode.TryParse(text, out var code))
            {
                return code;
            }

            Wrong("region-code", path, "区划代码应为 6、9 或 12 位数字。", "A region code has 6, 9 or 12 digits.");
            return default;
        }

        void Expect(bool met, string zh, string en)
        {
            if (!met)
            {
                Wrong("unknown-region", "to", zh, en);
                Refuse();
            }
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

    private static bool Stands(RegionCode place) => RegionCatalog.NameOf(place) is not null && RegionCatalog.EndOf(place) is null;

    // A code tells its township, so whoever changes township gets a new one: the same last digits if they are free there.
    private static void NewCodes(RegionCode from, long asked, RegionCode township, Dictionary<long, long> villages, Action<string, string, string, string> wrong)
    {
        var taken = RegionCatalog.EveryCode(township).ToHashSet();
        foreach (var village in RegionCatalog.Inside(from).Where(p => p.Code.Level == RegionLevel.Village).Select(p => p.Code.Value))
        {
            var code = asked > 0 ? asked : township.Value + (village % 1_000);
            if (asked > 0 && taken.Contains(code))
            {
                wrong("code-taken", "to", "这个代码已被使用。", "This code is in use.");
            }

            code = Free(code, township.Value, 1, taken);
            taken.Add(code);
            villages[village] = code;
        }
    }

    private static RegionCode NewTownship(RegionCode township, RegionCode to, HashSet<long> given, Action<string, string, string, string> wrong)
    {
        var county = to.At(RegionLevel.County);
        var taken = RegionCatalog.EveryCode(county).Where(c => c % 1_000 == 0).Concat(given).ToHashSet();
        if (to.Level == RegionLevel.Township && taken.Contains(to.Value))
        {
            wrong("code-taken", "to", "这个代码已被使用。", "This code is in use.");
        }

        return new RegionCode(to.Level == RegionLevel.Township ? to.Value : Free(county.Value + (township.Value % 1_000_000), county.Value, 1_000, taken));
    }

    private static long Free(long code, long above, long step, HashSet<long> taken)
    {
        for (var free = 1; taken.Contains(code) && free < 1_000; free++)
        {
            code = above + (free * step);
        }

        return code;
    }

    // A township that goes on as a whole keeps the last digits of its villages.
    private static void Under(RegionCode township, RegionCode code, Dictionary<long, long> villages)
    {
        foreach (var village in RegionCatalog.Inside(township).Where(p => p.Code.Level == RegionLevel.Village))
        {
            villages[village.Code.Value] = code.Value + (village.Code.Value % 1_000);
        }
    }

    // Household numbers are unique in a county.
    private async Task CheckNumbersAsync(RegionPlan plan, List<Problem> problems, CancellationToken ct)
    {
        if (!plan.CrossesCounties)
        {
            return;
        }

        var (county, receiving, on, area) = (plan.County, plan.Receiving, plan.On, plan.From.Range);
        var taken = await db.Set<HouseholdVersion>().AcrossAreas()
            .Where(v => v.County == county && v.Region >= area.From && v.Region < area.To && v.ClosedBy == null && v.ValidTo > on
                && db.Set<Household>().Any(h => h.County == receiving && h.Number == v.Number && h.Id != v.HouseholdId))
            .Select(v => v.Number).Distinct().Order().ToListAsync(ct);
        if (taken.Count > 0)
        {
            var some = string.Join("、", taken.Take(Named));
            problems.Add(new Problem("number-taken", new LocalText(
                $"有 {taken.Count} 个户编号在划入的县已被使用:{some}。请先更正其中一方的编号。",
                $"{taken.Count} household numbers are in use in the receiving county: {some}. Correct one of each first."), "from"));
        }
    }
}
