using System.Globalization;
using Fuyao.Benefits.Orders;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Policy.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Simulation;

/// <summary>What households were paid in cash month by month, term by term, year by year. Scoped; sees only the present actor's area.</summary>
internal sealed class PaidBenefits(PlatformDb db)
{
    /// <param name="area">Whose households.</param>
    /// <param name="households">Their ids by row; what others were paid is left out.</param>
    /// <param name="knownAt">Orders approved later are not known yet.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>By household, policy and the year that the money is for.</returns>
    public async Task<IReadOnlyList<PaidBenefit>> ReadAsync(CodeRange area, Guid[] households, DateTimeOffset knownAt, CancellationToken ct)
    {
        string[] once = [Codes.Of(PolicyPeriod.Once), Codes.Of(PolicyPeriod.Event)];
        // On its way counts as paid; what came back, found no account or was withheld does not.
        LineStatus[] paidOut = [LineStatus.Ready, LineStatus.Sent, LineStatus.Paid];
        // An order is the county's; its lines lie in the area, which the actor was found to see.
        var sums = (
            from l in db.Set<OrderLine>().AsNoTracking().AcrossAreas().Where(l => l.Region >= area.From && l.Region < area.To)
            join o in db.Set<PaymentOrder>().AcrossAreas() on new { l.County, Id = l.OrderId } equals new { o.County, o.Id }
            where o.State == OrderState.Approved && o.DecidedAt <= knownAt && l.List == PayeeLists.Card && paidOut.Contains(l.Status) && !once.Contains(l.Unit)
            group l by new { l.HouseholdId, l.Policy, Year = l.Period.Substring(0, 4) } into g
            select new { g.Key.HouseholdId, g.Key.Policy, g.Key.Year, Fen = g.Sum(l => (long)(object)l.Amount) }).AsAsyncEnumerable();
        Dictionary<Guid, int>? rows = null;
        List<PaidBenefit> paid = [];
        await foreach (var sum in sums.WithCancellation(ct))
        {
            rows ??= households.Index().ToDictionary(h => h.Item, h => h.Index);
            if (rows.TryGetValue(sum.HouseholdId, out var row) && int.TryParse(sum.Year, CultureInfo.InvariantCulture, out var year))
            {
                paid.Add(new PaidBenefit(row, sum.Policy, year, new Money(sum.Fen)));
            }
        }

        return paid;
    }
}
