using System.Text.Json;
using Fuyao.Benefits.Orders;
using Fuyao.Benefits.Reviews;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Adjustments;

/// <param name="Order">The order that carries it; null when it was settled outside one.</param>
internal sealed record SettlementView(Money Amount, Guid? Order, string? OrderNumber, string? OrderState, DateTimeOffset At, string By, string? Reason);

/// <summary>What today's knowledge changes in a past period.</summary>
/// <param name="Amount">Above zero is owed to the household, below is owed by it.</param>
/// <param name="Left">What is not settled yet, signed likewise.</param>
/// <param name="Facts">What became known since, with when and by whom.</param>
/// <param name="Rule">What the rule says now.</param>
internal sealed record AdjustmentView(
    Guid Id, RunPlace Village, Guid Household, string HouseholdNumber, string? HeadName, Guid? Person, string? SubjectName, string Policy, LocalText? Title, string Unit, string Period, string Kind,
    Guid Run, Money Before, Money Due, Money Amount, Money Left, IReadOnlyList<FactChangeView> Facts, LocalText? Rule, DateTimeOffset KnownAt, string By, IReadOnlyList<SettlementView> Settlements);

/// <summary>Adjustments with names, titles and what became of them.</summary>
internal sealed class AdjustmentViews(PlatformDb db, PolicyEngine engine, RunViews runs)
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, LocalText>> titles = [];

    public async Task<List<AdjustmentView>> OfAsync(IReadOnlyList<Adjustment> rows, CancellationToken ct)
    {
        var county = rows.FirstOrDefault()?.County ?? 0;
        var ids = rows.Select(a => a.Id).ToList();
        // Whoever may see an adjustment may see which order settles it.
        var settled = await (
            from s in db.Set<Settlement>().AsNoTracking().AcrossAreas()
            join o in db.Set<PaymentOrder>().AcrossAreas() on new { s.County, Id = s.OrderId!.Value } equals new { o.County, o.Id } into orders
            from o in orders.DefaultIfEmpty()
            where s.County == county && ids.Contains(s.AdjustmentId)
            orderby s.At
            select new { s.AdjustmentId, s.Amount, s.OrderId, Number = o == null ? null : o.Number, State = o == null ? (OrderState?)null : o.State, s.At, s.By, s.Reason }).ToListAsync(ct);
        var views = new List<AdjustmentView>();
        foreach (var a in rows)
        {
            var mine = settled.Where(s => s.AdjustmentId == a.Id).ToList();
            var left = a.Amount - new Money(mine.Where(s => s.State != OrderState.Refused).Sum(s => s.Amount.Fen));
            var reason = JsonSerializer.Deserialize<AdjustmentReason>(a.Reason, BenefitsJson.Options)!;
            var place = await runs.PlaceAsync(a.Region, ct);
            views.Add(new AdjustmentView(
                a.Id, new RunPlace(place.Code, place.Name), a.HouseholdId, a.HouseholdNumber, a.HeadName, a.PersonId, a.PersonName ?? a.HeadName, a.Policy, Titles(a.Pack, a.KnownAt).GetValueOrDefault(a.Policy),
                a.Unit, a.Period, a.Kind, a.RunId, a.Before, a.Due, a.Amount, left, [.. reason.Facts.Select(ReviewEndpoints.View)], reason.Rule, a.KnownAt, a.By,
                [.. mine.Select(s => new SettlementView(s.Amount, s.OrderId, s.Number, s.State is { } state ? OrderViews.Code(state) : null, s.At, s.By, s.Reason))]));
        }

        return views;
    }

    public IReadOnlyDictionary<string, LocalText> Titles(string pack, DateTimeOffset at)
    {
        if (!titles.TryGetValue(pack, out var found))
        {
            titles[pack] = found = engine.Packs().Any(p => p.Id == pack) ? runs.Titles(pack, DateOnly.FromDateTime(at.InChina().Date)) : new Dictionary<string, LocalText>();
        }

        return found;
    }
}
