using Fuyao.Access.Contracts;
using Fuyao.Benefits.Adjustments;
using Fuyao.Benefits.Orders;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Households;

/// <param name="Status">As on the order's line.</param>
/// <param name="At">When the order was approved.</param>
internal sealed record PaymentView(
    Guid Line, Guid Order, string OrderNumber, DateTimeOffset At, string Policy, LocalText? Title, string Period, string List, string? Receiver, Money Gross, Money Withheld, Money Amount, string Status,
    bool Arrears, bool Reissue);

/// <param name="Payments">The latest first.</param>
/// <param name="Adjustments">What became known of past periods.</param>
/// <param name="Open">What is not settled: above zero is owed to the household, below by it.</param>
internal sealed record HouseholdPayments(IReadOnlyList<PaymentView> Payments, IReadOnlyList<AdjustmentView> Adjustments, Money Open);

/// <summary>What a household was paid, and what earlier periods still owe it or it them.</summary>
internal static class GetPayments
{
    public static void MapHouseholdPayments(this IEndpointRouteBuilder app) =>
        app.MapGet("/households/{id:guid}/payments", GetAsync).WithName("GetHouseholdPayments").WithTags("households").RequirePermission(Permissions.HouseholdView);

    private static async Task<HouseholdPayments> GetAsync(
        Guid id, [FromServices] PlatformDb db, [FromServices] AdjustmentViews views, [FromServices] RunViews runs, [FromServices] AccessLog log, CancellationToken ct)
    {
        // Whoever may see the household's lines may see which order carries them, although its own place may be wider than their area.
        var mine = await db.Set<OrderLine>().AsNoTracking().Where(l => l.HouseholdId == id).ToListAsync(ct);
        var (county, orders) = (mine.FirstOrDefault()?.County ?? 0, mine.Select(l => l.OrderId).Distinct().ToList());
        var approved = await (
            from o in db.Set<PaymentOrder>().AsNoTracking().AcrossAreas()
            join r in db.Set<Run>().AcrossAreas() on new { o.County, Id = o.RunId } equals new { r.County, r.Id }
            where o.County == county && orders.Contains(o.Id) && o.State == OrderState.Approved
            select new { o.Id, o.Number, o.DecidedAt, o.Pack, r.On }).ToListAsync(ct);
        var adjustments = await views.OfAsync(await db.Set<Adjustment>().AsNoTracking().Where(a => a.HouseholdId == id).OrderByDescending(a => a.KnownAt).ThenBy(a => a.Period).ToListAsync(ct), ct);
        await log.ReadAsync("household.benefits", new AuditSubject("household", id.ToString()));
        return new HouseholdPayments(
            [.. from l in mine
                join o in approved on l.OrderId equals o.Id
                orderby o.DecidedAt descending, l.No
                select new PaymentView(
                    l.Id, o.Id, o.Number!, o.DecidedAt!.Value, l.Policy, runs.Titles(o.Pack, o.On).GetValueOrDefault(l.Policy), l.Period, l.List, l.Receiver, l.Gross, l.Withheld, l.Amount,
                    OrderViews.Code(l.Status), l.AdjustmentId is not null, l.ReissueOf is not null)],
            adjustments, new Money(adjustments.Sum(a => a.Left.Fen)));
    }
}
