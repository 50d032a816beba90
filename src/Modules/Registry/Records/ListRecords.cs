using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Groups;
using Fuyao.Registry.Model;
using Fuyao.Registry.Regions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Records;

/// <param name="Linked">Households of the actor's area (and of <c>linked_in</c>) that have a bond with it on the day.</param>
internal sealed record OrganisationLine(Guid Id, string Name, string? CreditCode, Place Region, JsonElement Facts, int Linked);

internal sealed record OrganisationList(IReadOnlyList<OrganisationLine> Items, string? Next, int Total);

/// <param name="Households">That use one of its names on the day.</param>
/// <param name="Names">All names that it ever had.</param>
internal sealed record GroupLine(Guid Id, string Name, string? Number, Place Region, JsonElement Facts, DateOnly? ValidFrom, IReadOnlyList<string> Names, int Households, int Persons);

internal sealed record GroupList(IReadOnlyList<GroupLine> Items);

/// <summary>Where a household lives. Decimal degrees.</summary>
internal sealed record DwellingPoint(Guid Household, string Number, string? HeadName, decimal Latitude, decimal Longitude);

/// <param name="Village">Where the household lived when the point was taken.</param>
/// <param name="Version">For <c>If-Match</c>; null: no point is known.</param>
internal sealed record DwellingView(decimal? Latitude, decimal? Longitude, string? Village, Guid? Version);

/// <param name="Located">Households of the village whose point is known.</param>
internal sealed record DwellingCount(string Village, int Households, int Located);

/// <param name="Items">Of one village; above it only the counts.</param>
internal sealed record DwellingList(IReadOnlyList<DwellingPoint> Items, IReadOnlyList<DwellingCount> Counts);

internal sealed record LinkedHousehold(Guid Id, string Number, string? HeadName, Place Region, string? Status);

internal sealed record LinkedOrganisation(Guid Id, string Name, string? Kind);

internal sealed record LinkageLine(Guid Id, Guid Version, LinkedHousehold Household, LinkedOrganisation Organisation, JsonElement Facts, DateOnly? ValidFrom, DateOnly? ValidTo);

internal sealed record LinkageList(IReadOnlyList<LinkageLine> Items, string? Next, int Total);

/// <summary>GET /organisations, /groups, /linkages.</summary>
internal static class ListRecords
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/organisations", OrganisationsAsync).WithName("ListOrganisations").RequirePermission(Permissions.RecordView);
        api.MapGet("/groups", GroupsAsync).WithName("ListGroups").RequirePermission(Permissions.RecordView);
        api.MapGet("/dwellings", DwellingsAsync).WithName("ListDwellings").RequirePermission(Permissions.HouseholdView);
        api.MapGet("/households/{id:guid}/dwelling", DwellingAsync).WithName("GetDwelling").RequirePermission(Permissions.HouseholdView);
        api.MapGet("/linkages", LinkagesAsync).WithName("ListLinkages").RequirePermission(Permissions.RecordView);
    }

    /// <param name="scope"><c>county</c> lists all of the county, as whoever links a household needs them: they are no personal data.</param>
    /// <param name="linkedIn">Only those with which a household of this place has a bond.</param>
    private static async Task<OrganisationList> OrganisationsAsync(
        string? region, string? q, string? kind, string? scope, [FromQuery(Name = "linked_in")] string? linkedIn, string? on,
        [FromQuery(Name = "known_at")] string? knownAt, int? limit, string? cursor,
        [FromServices] PlatformDb db, [FromServices] CurrentActor actor, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        var page = OffsetCursor.Read(limit ?? 50, cursor);
        var (day, at) = GetRecord.AsOf(on, knownAt, clock);
        var known = await Knowing.AtAsync(db, at, ct);
        var area = region is null ? (RegionCode?)null : ListPlaces.Area(region, actor);
        var all = db.Set<RecordVersion>().AsNoTracking();
        var found = linkedIn is not null || (scope == "county" && actor.County != 0)
            ? all.AcrossAreas().In((linkedIn is null ? actor.Region : ListPlaces.Area(linkedIn, actor)).At(RegionLevel.County).Range)
            : area is { } place ? all.In(place.Range) : all;
        found = known.Of(found.Where(v => v.Kind == RecordKinds.Organisation && v.Year == 0)).On(day);
        var bonds = known.Of(db.Set<RecordVersion>().Where(v => v.Kind == RecordKinds.Linkage && v.HouseholdId != null)).On(day);
        if (linkedIn is not null)
        {
            bonds = bonds.In(ListPlaces.Area(linkedIn, actor).Range);
            var there = bonds.AcrossAreas().In(actor.Area);
            found = found.Where(v => there.Any(b => b.County == v.County && b.OrganisationId == v.RecordId));
        }

        if (kind is { Length: > 0 })
        {
            var code = $"\"kind\":\"{CleanText.Of(kind)}\"";
            found = found.Where(v => v.Facts.Contains(code));
        }

        if (q is { Length: > 0 })
        {
            var text = CleanText.Of(q);
            found = found.Where(v => v.Name!.Contains(text) || v.Number == text);
        }

        var total = await found.CountAsync(ct);
        var rows = await found.OrderBy(v => v.Region).ThenBy(v => v.Name).ThenBy(v => v.RecordId).Skip(page.Offset).Take(page.Limit).ToListAsync(ct);
        var ids = rows.Select(r => r.RecordId).ToArray();
        var linked = await bonds.Where(b => ids.Contains(b.OrganisationId!.Value)).GroupBy(b => b.OrganisationId!.Value)
            .Select(g => new { g.Key, Households = g.Select(b => b.HouseholdId).Distinct().Count() }).ToDictionaryAsync(g => g.Key, g => g.Households, ct);
        return new OrganisationList(
            [.. rows.Select(v => new OrganisationLine(v.RecordId, v.Name!, v.Number, Place.Of(v.Region, day), GetRecord.Element(v.Facts), linked.GetValueOrDefault(v.RecordId)))],
            page.Next(rows.Count, total), total);
    }

    private static async Task<GroupList> GroupsAsync(
        string? region, string? on, [FromQuery(Name = "known_at")] string? knownAt, [FromServices] GroupReader groups, [FromServices] CurrentActor actor,
        [FromServices] TimeProvider clock, CancellationToken ct)
    {
        var (day, known) = GetRecord.AsOf(on, knownAt, clock);
        return new GroupList(await groups.ReadAsync(ListPlaces.Area(region, actor), day, known, ct));
    }

    // Points of the households that live in the place on the day; who has moved away since the point was taken is not among them.
    private static async Task<DwellingList> DwellingsAsync(
        string? region, string? on, [FromQuery(Name = "known_at")] string? knownAt,
        [FromServices] PlatformDb db, [FromServices] CurrentActor actor, [FromServices] AccessLog log, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        var (day, at) = GetRecord.AsOf(on, knownAt, clock);
        var known = await Knowing.AtAsync(db, at, ct);
        var area = ListPlaces.Area(region, actor);
        var households = known.Of(db.Set<HouseholdVersion>().AsNoTracking().In(area.Range)).On(day);
        var located = known.Of(db.Set<RecordVersion>().AsNoTracking().In(area.Range).Where(v => v.Kind == RecordKinds.Dwelling && v.Year == 0)).On(day)
            .Join(households, d => new { d.County, Id = d.HouseholdId!.Value, d.Region }, h => new { h.County, Id = h.HouseholdId, h.Region }, (d, h) => new { Dwelling = d, Household = h });
        var sums = (await households.GroupBy(h => h.Region).Select(g => new { g.Key, Households = g.Count() }).ToListAsync(ct)).ToDictionary(g => g.Key, g => g.Households);
        var counts = (await located.GroupBy(l => l.Household.Region).Select(g => new { g.Key, Located = g.Count() }).ToListAsync(ct)).ToDictionary(g => g.Key, g => g.Located);
        List<DwellingPoint> points = [];
        if (area.Level == RegionLevel.Village)
        {
            points = [.. (await located.OrderBy(l => l.Household.Number).Select(l => new { l.Household.HouseholdId, l.Household.Number, l.Household.HeadName, l.Dwelling.Facts }).ToListAsync(ct))
                .Select(l => (l, Facts: RecordFacts.Parse(l.Facts))).Where(l => l.Facts["latitude"] is not null && l.Facts["longitude"] is not null)
                .Select(l => new DwellingPoint(l.l.HouseholdId, l.l.Number, l.l.HeadName, (decimal)l.Facts["latitude"]!, (decimal)l.Facts["longitude"]!))];
            await log.ReadAsync("dwelling.list", [.. points.Select(p => new AuditSubject("household", p.Household.ToString(), area.County))]);
        }

        return new DwellingList(points, [.. sums.Select(s => new DwellingCount(new RegionCode(s.Key).ToString(), s.Value, counts.GetValueOrDefault(s.Key)))]);
    }

    // A household without a point is no mistake of the asker: the answer is empty.
    private static async Task<DwellingView> DwellingAsync(
        Guid id, string? on, [FromQuery(Name = "known_at")] string? knownAt, [FromServices] PlatformDb db, [FromServices] RecordWrites writes, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        var (day, at) = GetRecord.AsOf(on, knownAt, clock);
        var lives = await writes.LivesAsync(id, ct) ?? throw ProblemException.NotFound("household", "这一户");
        var found = await (await Knowing.AtAsync(db, at, ct)).Of(db.Set<RecordVersion>().AsNoTracking()
            .Where(v => v.County == lives.County && v.Kind == RecordKinds.Dwelling && v.HouseholdId == id && v.Year == 0)).On(day).FirstOrDefaultAsync(ct);
        var facts = found is null ? null : RecordFacts.Parse(found.Facts);
        return new DwellingView((decimal?)facts?["latitude"], (decimal?)facts?["longitude"], found is null ? null : new RegionCode(found.Region).ToString(), found?.Id);
    }

    private static async Task<LinkageList> LinkagesAsync(
        Guid? household, Guid? organisation, string? region, string? on, [FromQuery(Name = "known_at")] string? knownAt, int? limit, string? cursor,
        [FromServices] PlatformDb db, [FromServices] CurrentActor actor, [FromServices] AccessLog log, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        var page = OffsetCursor.Read(limit ?? 50, cursor);
        var (day, at) = GetRecord.AsOf(on, knownAt, clock);
        var known = await Knowing.AtAsync(db, at, ct);
        // The household decides whether a bond is seen: it may have moved since the bond was made.
        var bonds = known.Of(db.Set<RecordVersion>().AsNoTracking().AcrossAreas().Where(v => v.Kind == RecordKinds.Linkage)).On(day);
        bonds = household is null ? bonds : bonds.Where(b => b.HouseholdId == household);
        bonds = organisation is null ? bonds : bonds.Where(b => b.OrganisationId == organisation);
        var area = region is null ? actor.Area : ListPlaces.Area(region, actor).Range;
        var households = known.Of(db.Set<HouseholdVersion>().AsNoTracking().AcrossAreas().In(area.Intersect(actor.Area))).On(day);
        var found = bonds.Join(households, b => new { b.County, Id = b.HouseholdId!.Value }, h => new { h.County, Id = h.HouseholdId }, (b, h) => new
        {
            b.County, b.RecordId, b.Id, Organisation = b.OrganisationId!.Value, b.Facts, b.ValidFrom, b.ValidTo, h.HouseholdId, h.Number, h.HeadName, h.Region, h.Status,
        });
        var total = await found.CountAsync(ct);
        var rows = await found.OrderBy(r => r.Region).ThenBy(r => r.Number).ThenBy(r => r.RecordId).Skip(page.Offset).Take(page.Limit).ToListAsync(ct);
        var ids = rows.Select(r => r.Organisation).Distinct().ToArray();
        var names = (await known.Of(db.Set<RecordVersion>().AsNoTracking().AcrossAreas().Where(v => v.Year == 0 && ids.Contains(v.RecordId)))
            .OrderBy(v => v.ValidFrom).ToListAsync(ct)).ToLookup(v => v.RecordId);
        if (rows.Count > 0)
        {
            await log.ReadAsync("linkage.list", [.. rows.Select(r => r.HouseholdId).Distinct().Select(id => new AuditSubject("household", id.ToString(), rows[0].County))]);
        }

        return new LinkageList(
            [.. rows.Select(r => new LinkageLine(
                r.RecordId, r.Id, new LinkedHousehold(r.HouseholdId, r.Number, r.HeadName, Place.Of(r.Region, day), r.Status),
                Organisation(r.Organisation), GetRecord.Element(r.Facts), r.ValidFrom == Span.Beginning ? null : r.ValidFrom, r.ValidTo == Span.Forever ? null : r.ValidTo))],
            page.Next(rows.Count, total), total);

        LinkedOrganisation Organisation(Guid id)
        {
            var version = names[id].LastOrDefault(v => v.ValidFrom <= day) ?? names[id].FirstOrDefault();
            return new LinkedOrganisation(id, version?.Name ?? "", version is null ? null : (string?)RecordFacts.Parse(version.Facts)["kind"]);
        }
    }
}
