using Fuyao.Access.Contracts;
using Fuyao.Casework.Ranking;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Casework.Quotas;

/// <summary>The quotas of places: who may set which, what is given and what is distributed. Scoped.</summary>
internal sealed class QuotaBook(PlatformDb db, PlaceDirectory places, CurrentActor actor, AuditTrail audit, TimeProvider clock)
{
    private const int Most = 1_000_000;

    /// <summary>A place's quotas and those of the places directly below, with the sums at both levels.</summary>
    public async Task<QuotaSheet> ReadAsync(string? region, int? year, DateTimeOffset? knownAt, CancellationToken ct)
    {
        var place = region is null ? actor.Region : Region(region, "region");
        if (actor.Area.Intersect(place.Range) != place.Range)
        {
            throw ProblemException.NotFound("place", "地区");
        }

        if (place.Level is not (RegionLevel.County or RegionLevel.Township or RegionLevel.Village))
        {
            throw new ProblemException(422, new Problem("region-level", new LocalText("请选择县、乡镇或村。", "Choose a county, a township or a village."), "region"));
        }

        var wanted = year ?? clock.TodayInChina().Year;
        var range = place.Range;
        var all = await db.Set<Quota>().AsNoTracking().Where(q => q.County == place.County && q.Year == wanted && q.Region >= range.From && q.Region < range.To)
            .OrderByDescending(q => q.SetAt).ToListAsync(ct);
        var now = all.Where(q => knownAt is null ? q.ReplacedAt is null : q.SetAt <= knownAt && (q.ReplacedAt is null || q.ReplacedAt > knownAt))
            .ToDictionary(q => (q.Region, q.Category), q => q.Households);
        var inside = await places.InsideAsync(place, ct);
        var counts = await places.RegisteredAsync(place, clock.TodayInChina(), ct);
        var ranked = await RankedAsync(place, wanted, ct);
        return new QuotaSheet(
            wanted, Row(place, await places.NameAsync(place, ct)), [.. inside.Where(p => p.Code.Level == place.Level + 1).Select(p => Row(p.Code, p.Name))],
            [.. all.Take(20).Select(q => new QuotaChange(q.SetBy, q.SetAt, q.Reason, new RegionCode(q.Region).ToShort(), q.Category, q.Households))]);

        QuotaRow Row(RegionCode code, string name)
        {
            var parts = inside.Where(p => p.Code.Level == code.Level + 1 && code.Contains(p.Code)).Select(p => p.Code.Value).ToList();
            var cells = Quota.Categories.Select(category =>
            {
                var given = now.GetValueOrDefault((code.Value, category));
                var spread = parts.Select(p => now.GetValueOrDefault((p, category))).OfType<int>().ToList();
                int? sum = spread.Count == 0 ? null : spread.Sum();
                return new QuotaCell(category, given, sum, sum - given);
            }).ToList();
            var types = cells.Skip(1).Select(c => c.Households).OfType<int>().ToList();
            var codes = code.Range;
            return new QuotaRow(
                code.ToString(), name, cells, counts.Where(c => codes.Contains(c.Key)).Sum(c => c.Value),
                ranked?.Where(r => codes.Contains(r.Key)).Sum(r => r.Value), types.Count == cells.Count - 1 ? types.Sum() : null);
        }
    }

    /// <summary>Sets figures in the transaction of the present write.</summary>
    /// <exception cref="ProblemException">422 with every fault; 404 outside the area; 412 when a figure is no longer the one that was seen.</exception>
    public async Task<QuotasSet> SetAsync(SetQuotasRequest request, CancellationToken ct)
    {
        List<Problem> problems = [];
        if (string.IsNullOrWhiteSpace(request.Reason) || request.Reason.Length > 500)
        {
            problems.Add(new Problem("reason-missing", new LocalText("请写明依据(不超过 500 字)。", "Say on what basis, in at most 500 characters."), "reason"));
        }

        if (request.Year is < 2000 or > 2100)
        {
            problems.Add(new Problem("year", new LocalText("年度应为 2000–2100。", "The year is 2000–2100."), "year"));
        }

        List<(RegionCode Place, QuotaSetting Setting)> settings = [];
        foreach (var (index, setting) in (request.Items ?? []).Index())
        {
            var path = $"items[{index}]";
            if (setting is null)
            {
                problems.Add(new Problem("missing", new LocalText("这一项是空的。", "This item is empty."), path));
                continue;
            }

            var place = Region(setting.Region, $"{path}.region");
            settings.Add((place, setting));
            if (actor.Area.Intersect(place.Range) != place.Range || await places.FindAsync(place, ct) is null)
            {
                throw ProblemException.NotFound("place", "地区");
            }

            // Nobody sets what is given to himself: the township's quota comes from the county.
            if (place.Level < RegionLevel.County || (place.Level > RegionLevel.County && place.Level <= actor.Region.Level))
            {
                problems.Add(new Problem("set-from-above", new LocalText("本级规模由上级下达,不能自行设定。", "A place's own quota is set by the level above."), $"{path}.region"));
            }

            if (!Quota.Categories.Contains(setting.Category))
            {
                problems.Add(new Problem("unknown-code", new LocalText(
                    $"可用:{string.Join("、", Quota.Categories)}。", $"Use one of: {string.Join(", ", Quota.Categories)}."), $"{path}.category"));
            }

            if (setting.Households is < 0 or > Most)
            {
                problems.Add(new Problem("out-of-range", new LocalText("户数应不小于 0。", "The number of households is at least 0."), $"{path}.households"));
            }
        }

        if (settings.Count == 0 || settings.GroupBy(s => (s.Place, s.Setting.Category)).Any(g => g.Count() > 1))
        {
            problems.Add(new Problem("repeated-item", new LocalText("每地每类只能填一次,且至少一项。", "Each place and type once, and at least one."), "items"));
        }

        if (problems.Count > 0)
        {
            throw new ProblemException(422, problems);
        }

        return await WriteAsync(settings, request, ct);
    }

    private async Task<QuotasSet> WriteAsync(List<(RegionCode Place, QuotaSetting Setting)> settings, SetQuotasRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var changed = 0;
        foreach (var (place, setting) in settings)
        {
            var current = await db.Set<Quota>().FirstOrDefaultAsync(
                q => q.County == place.County && q.Year == request.Year && q.Region == place.Value && q.Category == setting.Category && q.ReplacedAt == null, ct);
            if (current?.Households != setting.Was)
            {
                throw ProblemException.Stale();
            }

            if (current?.Households == setting.Households)
            {
                continue;
            }

            if (current is not null)
            {
                current.ReplacedAt = now;
                await db.SaveChangesAsync(ct);
            }

            db.Add(new Quota
            {
                County = place.County, Id = Ids.New(clock), Year = request.Year, Region = place.Value, Category = setting.Category, Households = setting.Households,
                SetBy = actor.Name, SetAt = now, Reason = CleanText.Of(request.Reason!),
            });
            await db.SaveChangesAsync(ct);
            changed++;
            audit.Add("quota.set", new AuditSubject("quota", $"{place.ToShort()}/{request.Year}/{setting.Category}", place.County), new { setting.Was, setting.Households });
        }

        return new QuotasSet(changed);
    }

    private async Task<Dictionary<long, int>?> RankedAsync(RegionCode place, int year, CancellationToken ct)
    {
        var run = await db.Set<RankingRun>().AsNoTracking().Where(r => r.County == place.County && r.Year == year && r.CompletedAt != null)
            .OrderByDescending(r => r.StartedAt).FirstOrDefaultAsync(ct);
        return run is null ? null : await db.Set<RankingLine>().Where(l => l.County == run.County && l.RankingId == run.Id && l.Rank != null)
            .GroupBy(l => l.Region).ToDictionaryAsync(g => g.Key, g => g.Count(), ct);
    }

    private static RegionCode Region(string text, string path) => RegionCode.TryParse(text, out var code) ? code
        : throw new ProblemException(400, RegionCode.Wrong(path));
}
