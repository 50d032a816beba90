using Fuyao.Benefits.Orders;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Adjustments;

/// <param name="Left">What is not settled, signed like the adjustment.</param>
internal readonly record struct OpenAdjustment(Adjustment Adjustment, Money Left);

/// <summary>Adjustments that are not settled yet, or only in part.</summary>
internal sealed class OpenAdjustments(PlatformDb db)
{
    /// <summary>Adjustments of a pack in an area that may be open: not all of them are settled in full.</summary>
    public IQueryable<Adjustment> In(int county, CodeRange area, string? pack) => db.Set<Adjustment>().AsNoTracking().Where(a =>
        a.County == county && a.Region >= area.From && a.Region < area.To && (pack == null || a.Pack == pack));

    public async Task<List<OpenAdjustment>> ReadAsync(int county, CodeRange area, string? pack, bool overpaid, CancellationToken ct)
    {
        var all = await In(county, area, pack).Where(a => overpaid ? a.Amount < Money.Zero : a.Amount > Money.Zero).OrderBy(a => a.KnownAt).ThenBy(a => a.Id).ToListAsync(ct);
        var settled = await SettledAsync(county, [.. all.Select(a => a.Id)], ct);
        return [.. all.Select(a => new OpenAdjustment(a, a.Amount - settled.GetValueOrDefault(a.Id))).Where(a => a.Left != Money.Zero)];
    }

    /// <summary>What is settled of each adjustment. A refused order settles nothing.</summary>
    public async Task<Dictionary<Guid, Money>> SettledAsync(int county, IReadOnlyList<Guid> adjustments, CancellationToken ct)
    {
        var sums = new Dictionary<Guid, Money>();
        foreach (var part in adjustments.Chunk(500))
        {
            var rows = await Standing(county).Where(s => part.Contains(s.AdjustmentId)).Select(s => new { s.AdjustmentId, s.Amount }).ToListAsync(ct);
            foreach (var row in rows)
            {
                sums[row.AdjustmentId] = sums.GetValueOrDefault(row.AdjustmentId) + row.Amount;
            }
        }

        return sums;
    }

    // Whoever may see an adjustment may see what became of it, although the order's own place may be wider than their area.
    private IQueryable<Settlement> Standing(int county) => db.Set<Settlement>().AsNoTracking().AcrossAreas().Where(s => s.County == county
        && (s.OrderId == null || db.Set<PaymentOrder>().Any(o => o.County == s.County && o.Id == s.OrderId && o.State != OrderState.Refused)));
}
