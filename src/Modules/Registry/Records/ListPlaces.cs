using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Model;
using Fuyao.Registry.Regions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Records;

/// <param name="Facts">Lasting fields; empty when nothing is stated yet.</param>
/// <param name="YearFacts">The answers for the year; null until they are handed in.</param>
/// <param name="YearState"><c>none</c>, <c>draft</c> or <c>answered</c>.</param>
/// <param name="Households">Of the register on the day.</param>
internal sealed record PlaceLine(
    Place Region, JsonElement Facts, JsonElement? YearFacts, string YearState, string? AnsweredBy, DateTimeOffset? AnsweredAt, int Households, int Persons, int Registered, int Exited);

internal sealed record PlaceProgress(int Answered, int Drafts, int Total);

/// <param name="Sums">Of the answers of the year that add up, by field.</param>
internal sealed record PlaceList(int Year, DateOnly On, IReadOnlyList<PlaceLine> Items, PlaceProgress Progress, IReadOnlyDictionary<string, decimal> Sums);

/// <summary>GET /places: the villages or townships of an area with their records, the answers of a year and how far the yearly update is.</summary>
internal static class ListPlaces
{
    private static readonly JsonElement Nothing = JsonSerializer.Deserialize<JsonElement>("{}");

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/places", HandleAsync).WithName("ListPlaces").RequirePermission(Permissions.RecordView);

    private static async Task<PlaceList> HandleAsync(
        string? kind, string? region, int? year, string? on, [FromQuery(Name = "known_at")] string? knownAt,
        [FromServices] PlaceReader places, [FromServices] CurrentActor actor, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        var (day, known) = GetRecord.AsOf(on, knownAt, clock);
        if (kind is not (null or RecordKinds.Village or RecordKinds.Township))
        {
            throw new ProblemException(400, new Problem("wrong-filter", new LocalText("可用:village、township。", "Use village or township."), "kind"));
        }

        return await places.ReadAsync(kind ?? RecordKinds.Village, Area(region, actor), year ?? day.Year - 1, day, known, ct);
    }

    /// <summary>The place asked for, within the actor's own; above a county there are too many villages to list.</summary>
    public static RegionCode Area(string? text, CurrentActor actor)
    {
        var area = actor.Region;
        if (text is { Length: > 0 } && !RegionCode.TryParse(text, out area))
        {
            throw new ProblemException(400, new Problem("wrong-filter", new LocalText(
                "应为 2、4、6、9 或 12 位区划代码。", "Expected a region code of 2, 4, 6, 9 or 12 digits."), "region"));
        }

        if (area.Range.Intersect(actor.Area) != area.Range)
        {
            throw ProblemException.NotFound("region", "这个地方");
        }

        return area.Level >= RegionLevel.County ? area : throw new ProblemException(422, new Problem("choose-county", new LocalText(
            "请先选择一个县。", "Choose a county first."), "region"));
    }

    internal sealed class PlaceReader(PlatformDb db, RegionLoader regions)
    {
        public async Task<PlaceList> ReadAsync(string kind, RegionCode area, int year, DateOnly on, DateTimeOffset? knownAt, CancellationToken ct)
        {
            await regions.EnsureAsync(area, ct);
            var (county, range, level) = (area.County, area.Range, kind == RecordKinds.Village ? RegionLevel.Village : RegionLevel.Township);
            var places = await db.Set<Region>().AsNoTracking()
                .Where(r => r.Code >= range.From && r.Code < range.To && r.Level == level && r.ValidFrom <= on && (r.ValidTo == null || on < r.ValidTo))
                .OrderBy(r => r.Code).ToListAsync(ct);
            var known = await Knowing.AtAsync(db, knownAt, ct);
            var records = await known.Of(db.Set<RecordVersion>().AsNoTracking().In(range).Where(v => v.Kind == kind && (v.Year == 0 || v.Year == year))).On(on)
                .Select(v => new { v.Region, v.Year, v.Facts, v.OpenedBy }).ToListAsync(ct);
            var lasting = records.Where(r => r.Year == 0).ToDictionary(r => r.Region, r => r.Facts);
            var answered = records.Where(r => r.Year == year).ToDictionary(r => r.Region);
            var changes = answered.Values.Select(a => a.OpenedBy).Distinct().ToArray();
            var by = await db.Set<Change>().AsNoTracking().Where(c => c.County == county && changes.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
            var drafts = await db.Set<RecordDraft>().AsNoTracking().Where(d => d.County == county && d.Kind == kind && d.Year == year && d.Region >= range.From && d.Region < range.To)
                .ToDictionaryAsync(d => d.Region, ct);
            var counts = await CountsAsync(range, level, on, known, ct);
            var items = places.Select(place =>
            {
                var answer = answered.GetValueOrDefault(place.Code);
                var draft = drafts.GetValueOrDefault(place.Code);
                var change = answer is null ? null : by.GetValueOrDefault(answer.OpenedBy);
                var count = counts.GetValueOrDefault(place.Code, new Count(0, 0, 0, 0));
                return new PlaceLine(
                    Place.Of(place.Code, on), lasting.TryGetValue(place.Code, out var facts) ? GetRecord.Element(facts) : Nothing,
                    answer is null ? null : GetRecord.Element(answer.Facts), answer is not null ? "answered" : draft is not null ? "draft" : "none",
                    change?.Actor ?? draft?.SavedBy, change?.At ?? draft?.SavedAt, count.Households, count.Persons, count.Registered, count.Exited);
            }).ToList();
            var sums = RecordDictionary.Of(kind, yearly: true).Where(f => f.Sum)
                .Select(f => (f.Id, Values: items.Select(i => Number(i.YearFacts, f.Id)).OfType<decimal>().ToList())).Where(s => s.Values.Count > 0)
                .ToDictionary(s => s.Id, s => s.Values.Sum());
            return new PlaceList(
                year, on, items, new PlaceProgress(items.Count(i => i.YearState == "answered"), items.Count(i => i.YearState == "draft"), items.Count), sums);
        }

        public sealed record Count(int Households, int Persons, int Registered, int Exited);

        public async Task<Dictionary<long, Count>> CountsAsync(CodeRange range, RegionLevel level, DateOnly on, IKnowing known, CancellationToken ct)
        {
            var rows = await known.Of(db.Set<HouseholdVersion>().In(range)).On(on).GroupBy(v => new { v.Region, v.Status })
                .Select(g => new { g.Key.Region, g.Key.Status, Households = g.Count(), Persons = g.Sum(v => v.MemberCount) }).ToListAsync(ct);
            return rows.GroupBy(r => new RegionCode(r.Region).At(level).Value).ToDictionary(g => g.Key, g => new Count(
                g.Sum(r => r.Households), g.Sum(r => r.Persons), Of(g.Select(r => (r.Status, r.Households)), HouseholdStatus.Registered),
                Of(g.Select(r => (r.Status, r.Households)), HouseholdStatus.Exited)));

            static int Of(IEnumerable<(string? Status, int Households)> rows, HouseholdStatus status) =>
                rows.Where(r => r.Status == Facts.Code(status)).Sum(r => r.Households);
        }
    }

    public static decimal? Number(JsonElement? facts, string field) =>
        facts is { } known && known.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDecimal() : null;
}
