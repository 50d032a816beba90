using System.Text.Json.Nodes;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Model;
using Fuyao.Registry.Records;
using Fuyao.Registry.Regions;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Contracts;

/// <summary>What the register says of a place or an organisation for a year.</summary>
/// <param name="Key">The 12-digit code of a place, the id of an organisation.</param>
/// <param name="Facts">
/// By field of the record dictionary (<c>population</c>): what holds on the day, and the answers of the year; the answers of the year before
/// as <c>before.…</c>; what is counted from households and records as <c>register.…</c>. Nothing that is not known.
/// </param>
public sealed record RegisterSubject(string Key, string Name, RegionCode Place, IReadOnlyDictionary<string, JsonNode> Facts);

/// <summary>
/// Villages, townships, counties and organisations with all that the register knows of them for a year. A township that has not answered
/// for itself, and every county, is the sum of its parts once all of them have answered. Scoped; sees only the present actor's area.
/// </summary>
public sealed class RegisterFigures
{
    private readonly PlatformDb db;
    private readonly RegionLoader regions;

    internal RegisterFigures(PlatformDb db, RegionLoader regions) => (this.db, this.regions) = (db, regions);

    /// <param name="level">County, township or village: which places are wanted.</param>
    /// <param name="area">A county or a part of it; must lie in the actor's area.</param>
    /// <param name="on">The day for which lasting facts and households are read.</param>
    public async Task<IReadOnlyList<RegisterSubject>> PlacesAsync(RegionLevel level, RegionCode area, int year, DateOnly on, DateTimeOffset? knownAt, CancellationToken ct)
    {
        await regions.EnsureAsync(area, ct);
        var range = area.Range;
        var places = await db.Set<Region>().AsNoTracking()
            .Where(r => r.Code >= range.From && r.Code < range.To && r.Level >= level && r.Level <= RegionLevel.Village && r.ValidFrom <= on && (r.ValidTo == null || on < r.ValidTo))
            .OrderBy(r => r.Code).ToListAsync(ct);
        var known = await Knowing.AtAsync(db, knownAt, ct);
        var records = await known.Of(db.Set<RecordVersion>().AsNoTracking().In(range)
                .Where(v => (v.Kind == RecordKinds.Village || v.Kind == RecordKinds.Township) && (v.Year == 0 || v.Year == year || v.Year == year - 1))).On(on)
            .Select(v => new { v.Region, v.Year, v.Facts }).ToListAsync(ct);
        var now = await CountsAsync(known, range, on, ct);
        var before = await CountsAsync(known, range, new DateOnly(year - 1, 12, 31), ct);
        var organisations = (await known.Of(db.Set<RecordVersion>().AsNoTracking().In(range).Where(v => v.Kind == RecordKinds.Organisation && v.Year == 0)).On(on)
            .Select(v => new { v.Region, v.Facts }).ToListAsync(ct)).Select(o => (o.Region, Kind: (string?)RecordFacts.Parse(o.Facts)["kind"])).ToList();
        var facts = places.ToDictionary(p => p.Code, _ => new Dictionary<string, JsonNode>());
        foreach (var record in records.Where(r => facts.ContainsKey(r.Region)).OrderBy(r => r.Year))
        {
            Add(facts[record.Region], RecordFacts.Parse(record.Facts), record.Year == year - 1 ? "before." : "");
        }

        // From the villages upwards: a place's sums need its parts'.
        foreach (var place in places.OrderByDescending(p => p.Level))
        {
            var (code, own) = (new RegionCode(place.Code), facts[place.Code]);
            var parts = places.Where(p => p.Level == place.Level + 1 && code.Contains(new RegionCode(p.Code))).Select(p => facts[p.Code]).ToList();
            Sum(own, parts);
            Count(own, code, now, before, [.. organisations.Where(o => code.Range.Contains(o.Region)).Select(o => o.Kind)]);
            Parts(own, place.Level, parts, [.. places.Where(p => p.Level == RegionLevel.Village && code.Contains(new RegionCode(p.Code))).Select(p => facts[p.Code])]);
        }

        return [.. places.Where(p => p.Level == level).Select(p => new RegisterSubject(new RegionCode(p.Code).ToString(), p.Name, new RegionCode(p.Code), facts[p.Code]))];
    }

    /// <param name="kinds">Kinds of organisations (<c>school</c>).</param>
    /// <param name="id">Only this one; null: all of the area.</param>
    public async Task<IReadOnlyList<RegisterSubject>> OrganisationsAsync(
        CodeRange area, IReadOnlyCollection<string> kinds, Guid? id, int year, DateOnly on, DateTimeOffset? knownAt, CancellationToken ct)
    {
        var known = await Knowing.AtAsync(db, knownAt, ct);
        var versions = known.Of(db.Set<RecordVersion>().AsNoTracking().In(area)
            .Where(v => v.Kind == RecordKinds.Organisation && (v.Year == 0 || v.Year == year || v.Year == year - 1) && (id == null || v.RecordId == id || v.Year != 0))).On(on);
        var rows = await versions.Select(v => new { v.RecordId, v.Key, v.Year, v.Name, v.Region, v.Facts }).ToListAsync(ct);
        var yearly = rows.Where(r => r.Year != 0).ToLookup(r => r.Key);
        List<RegisterSubject> found = [];
        foreach (var row in rows.Where(r => r.Year == 0).OrderBy(r => r.Region).ThenBy(r => r.Name, StringComparer.Ordinal).ThenBy(r => r.RecordId))
        {
            var facts = new Dictionary<string, JsonNode>();
            Add(facts, RecordFacts.Parse(row.Facts), "");
            if (facts.GetValueOrDefault("kind") is { } kind && kinds.Contains((string?)kind))
            {
                foreach (var answers in yearly[row.Key])
                {
                    Add(facts, RecordFacts.Parse(answers.Facts), answers.Year == year ? "" : "before.");
                }

                found.Add(new RegisterSubject(row.RecordId.ToString(), row.Name ?? "", new RegionCode(row.Region), facts));
            }
        }

        return found;
    }

    private async Task<List<(long Region, string? Status, int Households, int Persons)>> CountsAsync(IKnowing known, CodeRange range, DateOnly on, CancellationToken ct) =>
    [
        .. (await known.Of(db.Set<HouseholdVersion>().AsNoTracking().In(range)).On(on).GroupBy(v => new { v.Region, v.Status })
            .Select(g => new { g.Key.Region, g.Key.Status, Households = g.Count(), Persons = g.Sum(v => v.MemberCount) }).ToListAsync(ct))
            .Select(r => (r.Region, r.Status, r.Households, r.Persons)),
    ];

    private static void Add(Dictionary<string, JsonNode> facts, JsonObject stated, string prefix)
    {
        foreach (var (name, value) in stated.Where(f => f.Value is not null))
        {
            facts[prefix + name] = value!.DeepClone();
        }
    }

    private static void Sum(Dictionary<string, JsonNode> own, List<Dictionary<string, JsonNode>> parts)
    {
        foreach (var field in parts.Count == 0 ? [] : RecordDictionary.Instance.Fields.Where(f => f.Sum).SelectMany(f => (string[])[f.Id, $"before.{f.Id}"]))
        {
            if (!own.ContainsKey(field) && parts.TrueForAll(p => p.ContainsKey(field)))
            {
                own[field] = JsonValue.Create(parts.Sum(p => p[field].GetValue<decimal>()));
            }
        }
    }

    private static void Count(
        Dictionary<string, JsonNode> own, RegionCode place, List<(long Region, string? Status, int Households, int Persons)> now,
        List<(long Region, string? Status, int Households, int Persons)> before, List<string?> organisations)
    {
        var (registered, exited) = (Of(now, HouseholdStatus.Registered), Of(now, HouseholdStatus.Exited));
        var earlier = Of(before, HouseholdStatus.Exited);
        // Nobody at all: the register has not been filled in here, and zero would be a claim.
        if (now.Any(r => place.Range.Contains(r.Region)))
        {
            own["register.registered_households"] = JsonValue.Create((decimal)registered.Households);
            own["register.registered_persons"] = JsonValue.Create((decimal)registered.Persons);
            own["register.exited_households"] = JsonValue.Create((decimal)Math.Max(0, exited.Households - earlier.Households));
            own["register.exited_persons"] = JsonValue.Create((decimal)Math.Max(0, exited.Persons - earlier.Persons));
        }

        // None on record may mean that none was entered yet.
        foreach (var kind in organisations.OfType<string>().GroupBy(k => k))
        {
            own[$"register.organisations.{kind.Key}"] = JsonValue.Create((decimal)kind.Count());
        }

        (int Households, int Persons) Of(List<(long Region, string? Status, int Households, int Persons)> rows, HouseholdStatus status)
        {
            var there = rows.Where(r => r.Status == Facts.Code(status) && place.Range.Contains(r.Region)).ToList();
            return (there.Sum(r => r.Households), there.Sum(r => r.Persons));
        }
    }

    private static void Parts(Dictionary<string, JsonNode> own, RegionLevel level, List<Dictionary<string, JsonNode>> parts, List<Dictionary<string, JsonNode>> villages)
    {
        if (level == RegionLevel.County)
        {
            own["register.townships"] = JsonValue.Create((decimal)parts.Count);
        }

        if (level < RegionLevel.Village && villages.Count > 0)
        {
            own["register.villages"] = JsonValue.Create((decimal)villages.Count);
            if (villages.TrueForAll(v => v.ContainsKey("poor")))
            {
                own["register.poor_villages"] = JsonValue.Create((decimal)villages.Count(v => v["poor"].GetValue<bool>()));
            }
        }
    }
}
