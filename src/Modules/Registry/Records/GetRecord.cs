using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Households;
using Fuyao.Registry.Model;
using Fuyao.Registry.Regions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Records;

/// <param name="AnsweredBy">Who handed the answers in last, and when.</param>
/// <param name="Facts">The yearly fields of the dictionary.</param>
internal sealed record YearView(int Year, Guid Version, string AnsweredBy, DateTimeOffset AnsweredAt, JsonElement Facts, IReadOnlyDictionary<string, Guid> Provenance);

/// <summary>A village, township, organisation, group or linkage for a day.</summary>
/// <param name="Id">Null when nothing is stated of the place yet.</param>
/// <param name="Key">12-digit code of a place, else the id: what its address is made of.</param>
/// <param name="Version">For <c>If-Match</c>; null when nothing is stated for the day.</param>
/// <param name="Facts">The lasting fields of the dictionary.</param>
/// <param name="Provenance">For each field the id of the change that last altered it.</param>
/// <param name="Years">The latest first.</param>
internal sealed record RecordView(
    Guid? Id, string Kind, string Key, Guid? Version, string? Name, string? Number, Place Region, DateOnly On, DateTimeOffset? KnownAt, DateOnly? ValidFrom,
    DateOnly? ValidTo, Guid? Household, Guid? Organisation, JsonElement Facts, IReadOnlyDictionary<string, Guid> Provenance, IReadOnlyList<YearView> Years,
    IReadOnlyList<ChangeInfo> Changes);

/// <summary>GET /records/{kind}/{key}: one record for a day (<c>on</c>), as known now or at a time (<c>known_at</c>).</summary>
internal static class GetRecord
{
    private static readonly JsonElement Nothing = JsonSerializer.Deserialize<JsonElement>("{}");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/records/fields", () => RecordDictionary.Instance).WithName("GetRecordFields").RequirePermission(Permissions.RegionView);
        api.MapGet("/records/{kind}/{key}", HandleAsync).WithName("GetRecord").RequirePermission(Permissions.RecordView);
    }

    private static async Task<RecordView> HandleAsync(
        string kind, string key, string? on, [FromQuery(Name = "known_at")] string? knownAt,
        [FromServices] RecordReader reader, [FromServices] TimeProvider clock, HttpContext http)
    {
        var (day, known) = AsOf(on, knownAt, clock);
        var view = await reader.ReadAsync(RecordWrites.Kind(kind).Id, key, day, known, http.RequestAborted);
        if (view.Version is { } version && known is null)
        {
            http.Response.Headers.ETag = $"\"{version}\"";
        }

        return view;
    }

    /// <exception cref="ProblemException">400 with everything that is wrong in the address.</exception>
    public static (DateOnly On, DateTimeOffset? KnownAt) AsOf(string? on, string? knownAt, TimeProvider clock)
    {
        List<Problem> problems = [];
        var (day, known) = Model.AsOf.Read(on, knownAt, clock, problems);
        return problems.Count == 0 ? (day, known) : throw new ProblemException(400, problems);
    }

    internal sealed class RecordReader(PlatformDb db, RecordWrites writes)
    {
        /// <exception cref="ProblemException">404 outside the area, or when nothing was known of it for the day.</exception>
        public async Task<RecordView> ReadAsync(string kind, string key, DateOnly day, DateTimeOffset? known, CancellationToken ct)
        {
            Region? place = null;
            IQueryable<RecordVersion> versions;
            if (kind is RecordKinds.Village or RecordKinds.Township)
            {
                place = await writes.PlaceAsync(kind, key, ct);
                var code = place.Code;
                key = new RegionCode(code).ToString();
                versions = db.Set<RecordVersion>().Where(v => v.Kind == kind && v.Region == code && v.Key == key);
            }
            else
            {
                var record = kind == RecordKinds.Dwelling ? await writes.DwellingAsync(key, ct) : await writes.ByIdAsync(kind, key, ct);
                var (county, recordKey) = (record.Record.County, record.Record.Key);
                versions = db.Set<RecordVersion>().Where(v => v.County == county && v.Kind == kind && v.Key == recordKey);
            }

            var log = await GetHousehold.WithChanges(db, versions.On(day), known, ct);
            var lasting = log.Where(v => v.Version.Year == 0).ToList();
            var now = GetHousehold.Counting(lasting, known);
            if (now is null && place is null)
            {
                throw ProblemException.NotFound(kind, "这条记录");
            }

            var provenance = GetHousehold.Provenance(lasting, Fields);
            // What was answered about a year is known from that year on.
            var years = log.Where(v => v.Version.Year > 0 && v.Version.Year <= day.Year).GroupBy(v => v.Version.Year).OrderByDescending(y => y.Key)
                .Select(y => (Log: y.ToList(), Now: GetHousehold.Counting([.. y], known))).Where(y => y.Now is not null)
                .Select(y =>
                {
                    var last = y.Log.Last(v => v.Version.Id == y.Now!.Id).Opened;
                    return new YearView(y.Now!.Year, y.Now.Id, last.Actor, last.At!.Value, Element(y.Now.Facts), GetHousehold.Provenance(y.Log, Fields));
                }).ToList();
            var used = provenance.Values.Concat(years.SelectMany(y => y.Provenance.Values)).ToHashSet();
            var region = now?.Region ?? place!.Code;
            return new RecordView(
                now?.RecordId, kind, place is null ? now!.RecordId.ToString() : key, now?.Id, place is null ? now?.Name : RegionCatalog.NameOf(new RegionCode(region), day) ?? place.Name, now?.Number, Place.Of(region, day), day, known,
                now is null || now.ValidFrom == Span.Beginning ? null : now.ValidFrom, now is null || now.ValidTo == Span.Forever ? null : now.ValidTo,
                now?.HouseholdId, now?.OrganisationId, now is null ? Nothing : Element(now.Facts), provenance, years,
                [.. log.Select(v => v.Opened).Where(c => used.Contains(c.Id)).DistinctBy(c => c.Id).OrderByDescending(c => c.At).Select(ChangeInfo.Of)]);
        }
    }

    public static Dictionary<string, FieldDifferences.Field> Fields(RecordVersion version)
    {
        var fields = FieldDifferences.Flat(version.Facts);
        if (version.Name is { } name)
        {
            fields["name"] = FieldDifferences.Plain(name);
        }

        fields["region"] = FieldDifferences.Plain(new RegionCode(version.Region).ToString());
        return fields;
    }

    public static JsonElement Element(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
