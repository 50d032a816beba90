using System.Text.Json.Nodes;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Lists;
using Fuyao.Registry.Model;
using Fuyao.Registry.Regions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Households;

/// <summary>One line of the list.</summary>
/// <param name="Version">For <c>If-Match</c>.</param>
/// <param name="Facts">The further fields that were asked for, by path; what is not known is left out.</param>
internal sealed record HouseholdLine(
    Guid Id,
    string Number,
    Guid Version,
    Place Region,
    string? Group,
    string? HeadName,
    int Members,
    string? Status,
    string? Category,
    string? MainCause,
    Money? IncomePerHead,
    int? IncomeYear,
    string? PhoneMasked,
    IReadOnlyDictionary<string, JsonNode?>? Facts = null);

/// <param name="Next">Cursor of the next page; null on the last.</param>
/// <param name="Total">Households that fit; null where <c>totals=false</c> left them to <c>/households/totals</c>.</param>
/// <param name="Persons">Their living members.</param>
internal sealed record HouseholdList(IReadOnlyList<HouseholdLine> Items, string? Next, int? Total, int? Persons);

/// <summary>GET /households: who fits, page by page.</summary>
internal static class ListHouseholds
{
    private const int MostAtOnce = 200;

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/households", HandleAsync)
        .WithName("ListHouseholds")
        .RequirePermission(Permissions.HouseholdView);

    private static async Task<HouseholdList> HandleAsync(
        [AsParameters] HouseholdQuery query,
        int? limit,
        string? cursor,
        bool? totals,
        [FromServices] HouseholdFilter filter,
        [FromServices] PlatformDb db,
        [FromServices] Seal seal,
        [FromServices] AccessLog log,
        CancellationToken ct)
    {
        var sort = HouseholdOrder.Check(query.Sort);
        var after = HouseholdCursor.Read(cursor, sort);
        var size = Math.Clamp(limit ?? 50, 1, MostAtOnce);
        var found = await filter.FindAsync(query, ct);
        var (fields, day) = (HouseholdFilter.Fields(query), HouseholdFilter.Day(query));
        var sums = after is { Households: >= 0 } ? (after.Households, after.Persons)
            : totals != false && after is null ? await CountAsync(found, ct)
            : ((int Households, int Persons)?)null;
        var rows = await PageAsync(db, HouseholdOrder.Apply(found, sort, after), size + 1, ct);
        var more = rows.Count > size;
        var page = more ? rows[..size] : rows;
        if (page.Count > 0)
        {
            await log.ReadAsync("household.list", [.. page.Select(v => new AuditSubject("household", v.HouseholdId.ToString(), v.County))]);
        }

        var next = more
            ? new HouseholdCursor(sort, HouseholdOrder.KeyOf(page[^1], sort), page[^1].Number, page[^1].Region, sums?.Households ?? -1, sums?.Persons ?? -1).Write()
            : null;
        return new HouseholdList([.. page.Select(v => Line(v, seal, fields, day))], next, sums?.Households, sums?.Persons);
    }

    public static async Task<(int Households, int Persons)> CountAsync(IQueryable<HouseholdVersion> found, CancellationToken ct)
    {
        var counted = await found.GroupBy(_ => 1).Select(g => new { Households = g.Count(), Persons = g.Sum(v => v.MemberCount) }).SingleOrDefaultAsync(ct);
        return (counted?.Households ?? 0, counted?.Persons ?? 0);
    }

    /// <param name="day">Places are called as on this day; as now when absent.</param>
    public static HouseholdLine Line(HouseholdVersion v, Seal seal, IReadOnlyList<Facet> fields, DateOnly? day) => new(
        v.HouseholdId, v.Number, v.Id, Place.Of(v.Region, day), v.GroupName, v.HeadName, v.MemberCount, v.Status, v.Category, v.MainCause,
        v.IncomePerHead, v.IncomeYear, v.PhoneCipher is null ? null : Mask.Phone(seal.Open(v.PhoneCipher)),
        fields.Count == 0 ? null : fields.Select(f => (f.Path, Value: Facets.Read(f, v.Facets))).Where(f => f.Value is not null).ToDictionary(f => f.Path, f => f.Value));

    // First the keys, from the index alone; then only the rows that are shown. Sorting whole rows would read the whole table.
    private static async Task<List<HouseholdVersion>> PageAsync(PlatformDb db, IQueryable<HouseholdVersion> ordered, int size, CancellationToken ct)
    {
        var keys = await ordered.Select(v => new { v.County, v.HouseholdId, v.ValidFrom, v.OpenedBy }).Take(size).ToListAsync(ct);
        var counties = keys.Select(k => k.County).Distinct().ToArray();
        var ids = keys.Select(k => k.HouseholdId).ToArray();
        var rows = await Shown(db.Set<HouseholdVersion>().AsNoTracking()
            .Where(v => counties.Contains(v.County) && ids.Contains(v.HouseholdId)))
            .ToListAsync(ct);
        var byKey = rows.ToDictionary(v => (v.HouseholdId, v.ValidFrom, v.OpenedBy));
        return [.. keys.Select(k => byKey[(k.HouseholdId, k.ValidFrom, k.OpenedBy)])];
    }

    /// <summary>What a line is made of: not the documents, which are most of a row.</summary>
    public static IQueryable<HouseholdVersion> Shown(IQueryable<HouseholdVersion> rows) =>
        rows.Select(v => new HouseholdVersion
        {
            County = v.County, Id = v.Id, HouseholdId = v.HouseholdId, Number = v.Number, Region = v.Region, GroupName = v.GroupName,
            Status = v.Status, Category = v.Category, MainCause = v.MainCause, IncomePerHead = v.IncomePerHead, IncomeYear = v.IncomeYear,
            HeadName = v.HeadName, MemberCount = v.MemberCount, PhoneCipher = v.PhoneCipher, Facets = v.Facets, ValidFrom = v.ValidFrom, ValidTo = v.ValidTo,
            OpenedBy = v.OpenedBy, ClosedBy = v.ClosedBy, Facts = "", FactsHash = Array.Empty<byte>(),
        });
}
