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

    /// <summary>What households owe, wherever they lived when they were given it.</summary>
    public async Task<List<OpenAdjustment>> DebtsAsync(int county, IReadOnlyCollection<Guid> households, string pack, CancellationToken ct)
    {
        var found = new List<Adjustment>();
        foreach (var part in households.Chunk(500))
        {
            found.AddRange(await db.Set<Adjustment>().AsNoTracking().AcrossAreas().Where(a => a.County == county && a.Pack == pack && part.Contains(a.HouseholdId) && a.Amount < Money.Zero).ToListAsync(ct));
        }

        var settled = await SettledAsync(county, [.. found.Select(a => a.Id)], ct);
        return [.. found.Select(a => new OpenAdjustment(a, a.Amount - settled.GetValueOrDefault(a.Id))).Where(a => a.Left != Money.Zero)];
    }

    /// <summary>Holds a pack's adjustments until the write ends: of two who settle at once the second sees what the first has settled.</summary>
    public Task HoldAsync(int county, string pack, CancellationToken ct) =>
        db.Set<AdjustmentScan>().Where(s => s.County == county && s.Pack == pack).ExecuteUpdateAsync(set => set.SetProperty(s => s.Pack, s => s.Pack), ct);

    /// <summary>Whether pieces still fit into what is open of their adjustments: another order may have settled some of it meanwhile.</summary>
    public async Task<bool> FitAsync(int county, IReadOnlyList<Settlement> pieces, CancellationToken ct)
    {
        var sums = pieces.GroupBy(s => s.AdjustmentId).ToDictionary(g => g.Key, g => g.Sum(s => s.Amount.Fen));
        var settled = await SettledAsync(county, [.. sums.Keys], ct);
        foreach (var part in sums.Keys.Chunk(500))
        {
            foreach (var a in await db.Set<Adjustment>().AsNoTracking().AcrossAreas().Where(a => a.County == county && part.Contains(a.Id)).Select(a => new { a.Id, a.Amount }).ToListAsync(ct))
            {
                if (Math.Abs(settled.GetValueOrDefault(a.Id).Fen + sums[a.Id]) > Math.Abs(a.Amount.Fen))
                {
                    return false;
                }
            }
        }

        return true;
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
        && (s.OrderId == null || db.Set<PaymentOrder>().AcrossAreas().Any(o => o.County == s.County && o.Id == s.OrderId && o.State != OrderState.Refused)));
}
