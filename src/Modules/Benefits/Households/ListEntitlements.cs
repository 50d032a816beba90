using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Benefits.Adjustments;
using Fuyao.Benefits.Orders;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Households;

/// <param name="Recurring">month, year or once; null when the list does not say.</param>
internal sealed record ReceivedAmount(string? Department, string Programme, Money Amount, string? Recurring);

/// <summary>One household's benefits of a year: ours, and those of other departments.</summary>
/// <param name="Awarded">What runs of the year awarded.</param>
/// <param name="Policies">Benefits it was awarded.</param>
/// <param name="Received">From other departments, as their lists say.</param>
/// <param name="Open">Not settled of past periods: above zero is owed to it, below by it.</param>
internal sealed record EntitlementRow(
    Guid Household, string Number, string? HeadName, RunPlace Village, Money Awarded, IReadOnlyList<LocalText> Policies, IReadOnlyList<ReceivedAmount> Received, Money Open);

internal sealed record EntitlementPage(int Year, IReadOnlyList<EntitlementRow> Items, string? Next, int Total, Money Awarded);

/// <summary>GET /entitlements: what households were given in a year, ours beside what other departments give.</summary>
internal static class ListEntitlements
{
    public static void MapEntitlements(this IEndpointRouteBuilder app) =>
        app.MapGet("/entitlements", ListAsync).WithName("ListEntitlements").WithTags("households").RequirePermission(Permissions.HouseholdView);

    private static async Task<EntitlementPage> ListAsync(
        [FromServices] PlatformDb db, [FromServices] HouseholdReader households, [FromServices] AdjustmentViews titles, [FromServices] OpenAdjustments settled, [FromServices] RunViews views,
        [FromServices] AccessLog log, [FromServices] CurrentActor actor, [FromServices] TimeProvider clock, CancellationToken ct, int? year = null, string? region = null, int limit = 50, string? cursor = null)
    {
        var page = OffsetCursor.Read(limit, cursor);
        var wanted = year ?? clock.TodayInChina().Year;
        var (from, to) = wanted is > 1 and < 9998 ? (new DateOnly(wanted, 1, 1), new DateOnly(wanted, 12, 31)) : throw OrderEndpoints.Unknown("year", "2016");
        var area = OrderEndpoints.Area(region);
        // A run's own place may be wider than the area of whoever asks for its awards.
        var (first, last) = ((int)(actor.Area.From / 1_000_000), (int)((Math.Max(actor.Area.To, 1) - 1) / 1_000_000));
        var runs = (await db.Set<Run>().AsNoTracking().AcrossAreas().Where(r => r.County >= first && r.County <= last).Select(r => new { r.Id, r.On, r.Pack, r.StartedAt }).ToListAsync(ct)).ToDictionary(r => r.Id);
        var ofYear = runs.Values.Where(r => r.On >= from && r.On <= to).Select(r => r.Id).ToArray();
        var awards = db.Set<Award>().AsNoTracking().Where(a => a.Region >= area.From && a.Region < area.To && ofYear.Contains(a.RunId));
        var groups = awards.GroupBy(a => new { a.County, a.HouseholdId }).Select(g => new { g.Key.County, g.Key.HouseholdId, Region = g.Max(a => a.Region), Number = g.Max(a => a.HouseholdNumber), Sum = g.Sum(a => (long)(object)a.Amount) });
        var rows = await groups.OrderBy(g => g.Region).ThenBy(g => g.Number).Skip(page.Offset).Take(page.Limit).ToListAsync(ct);
        var items = new List<EntitlementRow>();
        foreach (var row in rows)
        {
            var mine = await awards.Where(a => a.County == row.County && a.HouseholdId == row.HouseholdId).Select(a => new { a.Policy, a.HeadName, a.RunId }).Distinct().ToListAsync(ct);
            var household = await households.GetAsync(row.HouseholdId, to, ct: ct);
            var adjustments = await db.Set<Adjustment>().AsNoTracking().Where(a => a.County == row.County && a.HouseholdId == row.HouseholdId).Select(a => new { a.Id, a.Amount }).ToListAsync(ct);
            var done = await settled.SettledAsync(row.County, [.. adjustments.Select(a => a.Id)], ct);
            var village = await views.PlaceAsync(row.Region, ct);
            items.Add(new EntitlementRow(
                row.HouseholdId, row.Number ?? "", household?.HeadName ?? mine.FirstOrDefault()?.HeadName, new RunPlace(village.Code, village.Name), new Money(row.Sum),
                [.. mine.DistinctBy(m => m.Policy).Select(m => titles.Titles(runs[m.RunId].Pack, runs[m.RunId].StartedAt).GetValueOrDefault(m.Policy) ?? new LocalText(m.Policy, m.Policy))],
                household is null ? [] : Received(household.Json, wanted), new Money(adjustments.Sum(a => a.Amount.Fen - done.GetValueOrDefault(a.Id).Fen))));
        }

        await log.ReadAsync("household.benefits", [.. rows.Select(r => new AuditSubject("household", r.HouseholdId.ToString(), r.County))]);
        var total = await groups.CountAsync(ct);
        return new EntitlementPage(wanted, items, page.Next(rows.Count, total), total, new Money(await awards.SumAsync(a => (long)(object)a.Amount, ct)));
    }

    // As rules read it: what was paid in the year, and what goes on from before.
    private static List<ReceivedAmount> Received(ReadOnlyMemory<byte> household, int year)
    {
        using var document = JsonDocument.Parse(household);
        if (!document.RootElement.TryGetProperty("received", out var received) || received.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        return [.. received.EnumerateArray()
            .Where(r => r.GetProperty("date").GetString()!.StartsWith($"{year:0000}", StringComparison.Ordinal) || (Text(r, "recurring") is "month" or "year" && string.CompareOrdinal(r.GetProperty("date").GetString(), $"{year:0000}-12-31") <= 0))
            .Select(r => new ReceivedAmount(Text(r, "department"), r.GetProperty("programme").GetString()!, Money.FromYuan(r.GetProperty("amount").GetDecimal()), Text(r, "recurring")))
            .GroupBy(r => (r.Department, r.Programme, r.Recurring)).Select(g => g.First() with { Amount = new Money(g.Sum(r => r.Amount.Fen)) })];
    }

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
