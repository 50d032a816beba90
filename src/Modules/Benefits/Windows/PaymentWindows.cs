using Fuyao.Access.Contracts;
using Fuyao.Benefits.Orders;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Windows;

internal sealed record WindowPolicy(string Policy, LocalText Title, string? Quote);

/// <summary>A time by which something is to be paid, and how far it is.</summary>
/// <param name="Opens">First day on which it can be worked on.</param>
/// <param name="Due">Last day of the window.</param>
/// <param name="Month">The run that pays it.</param>
/// <param name="Stated">The plan says when; otherwise the end of the month is taken.</param>
/// <param name="State">upcoming, open, soon (ten days and less), overdue, done, or earlier: before the pack was first run here.</param>
/// <param name="Step">What comes next: run, propose, approve, send; none when it is sent.</param>
/// <param name="Owner">Code of the role whose turn it is.</param>
internal sealed record PaymentWindow(
    string Pack, LocalText PackTitle, DateOnly Opens, DateOnly Due, string Month, bool Stated, IReadOnlyList<WindowPolicy> Policies, string State, string? Step, string? Owner, Guid? Run, Guid? Order, string? OrderNumber);

/// <summary>
/// The dated tasks of payment, from what packs in force say: so many days before a term, in a month, at the latest by a month's end. They
/// are worked out and not stored; a window is done when the order of its run is approved.
/// </summary>
internal sealed class PaymentWindows(PlatformDb db, PolicyEngine engine, CurrentActor actor, TimeProvider clock)
{
    private const int RemindDays = 10;

    public async Task<IReadOnlyList<PaymentWindow>> ReadAsync(DateOnly from, DateOnly to, CancellationToken ct)
    {
        var (first, last) = ((int)(actor.Area.From / 1_000_000), (int)((Math.Max(actor.Area.To, 1) - 1) / 1_000_000));
        var runs = await db.Set<Run>().AsNoTracking().AcrossAreas().Where(r => r.County >= first && r.County <= last && r.State == RunState.Completed).ToListAsync(ct);
        var orders = await db.Set<PaymentOrder>().AsNoTracking().AcrossAreas().Where(o => o.County >= first && o.County <= last && o.Kind == OrderKind.Run && o.State != OrderState.Refused).ToListAsync(ct);
        return [.. InForce().SelectMany(pack => Dates(pack, from, to)).GroupBy(d => (d.Pack.Id, d.Opens, d.Due, d.Month, d.Stated))
            .Select(g => Window(
                g.First(), [.. g.Select(d => new WindowPolicy(d.Policy.Id, d.Policy.Title, d.Policy.Pay?.Source?.Quote))], runs.Where(r => r.Pack == g.Key.Id).ToList(), orders))
            .OrderBy(w => w.Due).ThenBy(w => w.Pack, StringComparer.Ordinal)];
    }

    private IEnumerable<PackSummary> InForce()
    {
        var here = engine.Packs().Where(p => p.Policies > 0 && RegionCode.TryParse(p.Jurisdiction, out var place) && place.Range.Intersect(actor.Area) != CodeRange.Nothing).ToList();
        return here.Where(p => here.All(other => other.Extends != p.Id));
    }

    private IEnumerable<Date> Dates(PackSummary pack, DateOnly from, DateOnly to)
    {
        for (var month = new DateOnly(from.Year, from.Month, 1).AddMonths(-1); month <= to.AddMonths(7); month = month.AddMonths(1))
        {
            if ((pack.ValidFrom is { } begins && month < begins) || (pack.ValidTo is { } ends && month > ends))
            {
                continue;
            }

            foreach (var policy in engine.Prepare(pack.Id, month).Policies.Where(p => p.Subject is PolicySubject.Person or PolicySubject.Household && (p.Amount is not null || p.Table is not null)))
            {
                foreach (var date in Of(pack, policy, month).Where(d => d.Due >= from && d.Due <= to))
                {
                    yield return date;
                }
            }
        }
    }

    // Terms begin as periods of awards do: on the first of March and of September.
    private static IEnumerable<Date> Of(PackSummary pack, PolicyInfo policy, DateOnly month)
    {
        var name = Period.MonthOf(month);
        if (policy.Pay?.BeforeTerm is { } days && month.Month is 3 or 9)
        {
            var due = month.AddDays(-days);
            yield return new Date(pack, policy, due.AddDays(-30), due, name.ToString(), Stated: true);
        }

        if (policy.Pay?.Months.Contains(month.Month) == true)
        {
            yield return new Date(pack, policy, month, name.LastDay, name.ToString(), Stated: true);
        }

        if (policy.Pay is null && policy.Unit == PolicyPeriod.Month)
        {
            yield return new Date(pack, policy, month, name.LastDay, name.ToString(), Stated: false);
        }
    }

    private PaymentWindow Window(Date date, IReadOnlyList<WindowPolicy> policies, List<Run> runs, List<PaymentOrder> orders)
    {
        // Several places may each run the month: it is done when all their orders are approved.
        var paid = runs.Where(r => r.Period == date.Month).Select(r => (Run: r, Order: orders.FirstOrDefault(o => o.County == r.County && o.RunId == r.Id))).ToList();
        var behind = paid.FirstOrDefault(p => p.Order is null or { State: not OrderState.Approved });
        var shown = behind.Run is null ? paid.FirstOrDefault() : behind;
        var done = paid.Count > 0 && behind.Run is null;
        var today = clock.TodayInChina();
        var (step, owner) = (shown.Run, shown.Order) switch
        {
            (null, _) => ("run", Roles.CountyClerk.Code),
            (_, null) => ("propose", Roles.CountyClerk.Code),
            (_, { State: OrderState.Preparing or OrderState.Proposed }) => ("approve", Roles.Approver.Code),
            (_, { SentAt: null }) => ("send", Roles.Finance.Code),
            _ => (null, null),
        };
        // What lay behind when the pack was first run here was paid in another way, if at all.
        var earlier = paid.Count == 0 && runs.All(r => string.CompareOrdinal(date.Month, r.Period) < 0);
        var state = done ? "done" : today > date.Due ? earlier ? "earlier" : "overdue" : today < date.Opens ? "upcoming" : date.Due.AddDays(-RemindDays) <= today ? "soon" : "open";
        return new PaymentWindow(
            date.Pack.Id, date.Pack.Title, date.Opens, date.Due, date.Month, date.Stated, policies, state, step, owner, shown.Run?.Id, shown.Order?.Id, shown.Order?.Number);
    }

    private sealed record Date(PackSummary Pack, PolicyInfo Policy, DateOnly Opens, DateOnly Due, string Month, bool Stated);
}
