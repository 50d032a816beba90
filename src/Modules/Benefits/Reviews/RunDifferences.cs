using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Reviews;

internal enum DifferenceKind
{
    New,
    Ended,
    Changed,
}

/// <summary>One benefit in the two periods that are compared.</summary>
/// <param name="Before">The period before; null for one-off benefits.</param>
/// <param name="SeesEnd">Whether what has no successor has ended: not while later runs of the period may still find it.</param>
internal sealed record ComparedPolicy(string Policy, string Unit, string Now, string? Before, bool SeesEnd);

internal readonly record struct CountSum(int Count, Money Amount)
{
    public static CountSum operator +(CountSum a, CountSum b) => new(a.Count + b.Count, a.Amount + b.Amount);
}

/// <param name="Award">Of this period, or the last one of a benefit that has ended.</param>
/// <param name="Earlier">Of the period before; null when it is new.</param>
internal sealed record DifferentAward(DifferenceKind Kind, Award Award, Award? Earlier)
{
    public Money Before => Earlier?.Amount ?? Money.Zero;

    public Money After => Kind == DifferenceKind.Ended ? Money.Zero : Award.Amount;
}

/// <summary>What a run awards against what the period before did: each benefit with its own unit of time.</summary>
internal sealed class RunDifferences(PlatformDb db)
{
    /// <summary>The last completed run of the same pack and place before this one; null for the first.</summary>
    public Task<Run?> EarlierAsync(Run run, CancellationToken ct) => db.Set<Run>().AsNoTracking().AcrossAreas()
        .Where(r => r.County == run.County && r.Pack == run.Pack && r.State == RunState.Completed && r.On < run.On)
        .OrderByDescending(r => r.On).ThenByDescending(r => r.Sequence).FirstOrDefaultAsync(ct);

    public async Task<IReadOnlyList<ComparedPolicy>> PoliciesAsync(Run run, Run? earlier, CancellationToken ct)
    {
        var here = await db.Set<Award>().Where(a => a.County == run.County && a.RunId == run.Id).Select(a => new { a.Policy, a.Unit, a.Period }).Distinct().ToListAsync(ct);
        var policies = here.Select(p => new ComparedPolicy(p.Policy, p.Unit, p.Period, Units.Before(p.Unit, p.Period), p.Unit == "month" && run.Sequence == 1)).ToList();
        if (earlier is not null)
        {
            // A monthly benefit that nobody has any more.
            var month = Period.MonthOf(run.On).ToString();
            var before = Units.Before("month", month);
            policies.AddRange((await db.Set<Award>().Where(a => a.County == run.County && a.RunId == earlier.Id && a.Unit == "month" && a.Period == before).Select(a => a.Policy).Distinct().ToListAsync(ct))
                .Where(p => policies.All(known => known.Policy != p)).Select(p => new ComparedPolicy(p, "month", month, before, run.Sequence == 1 && run.Period == month)));
        }

        return [.. policies.OrderBy(p => p.Policy, StringComparer.Ordinal)];
    }

    public IQueryable<Award> Of(Run run, ComparedPolicy policy) => db.Set<Award>().AsNoTracking().Where(a => a.County == run.County && a.RunId == run.Id && a.Policy == policy.Policy);

    public IQueryable<Award> Earlier(Run run, ComparedPolicy policy)
    {
        var area = new RegionCode(run.Region).Range;
        return db.Set<Award>().AsNoTracking().Where(a => a.County == run.County && a.Policy == policy.Policy && a.Period == policy.Before && a.Region >= area.From && a.Region < area.To);
    }

    public IQueryable<Pair> Pairs(Run run, ComparedPolicy policy, DifferenceKind kind) => kind switch
    {
        DifferenceKind.New => Of(run, policy).Where(a => !db.Set<Award>().Any(b => b.County == a.County && b.Policy == a.Policy && b.Period == policy.Before && b.Subject == a.Subject))
            .Select(a => new Pair { Award = a, Earlier = null }),
        DifferenceKind.Ended => Earlier(run, policy).Where(b => policy.SeesEnd && !db.Set<Award>().Any(a => a.County == b.County && a.Policy == b.Policy && a.Period == policy.Now && a.Subject == b.Subject))
            .Select(b => new Pair { Award = b, Earlier = b }),
        _ => from a in Of(run, policy)
             join b in db.Set<Award>() on new { a.County, a.Policy, Period = policy.Before!, a.Subject } equals new { b.County, b.Policy, b.Period, b.Subject }
             where a.Amount != b.Amount
             select new Pair { Award = a, Earlier = b },
    };

    public async Task<CountSum> SumAsync(IQueryable<Award> awards, CancellationToken ct)
    {
        var found = await awards.GroupBy(_ => 1).Select(g => new { Count = g.Count(), Sum = g.Sum(a => (long)(object)a.Amount) }).FirstOrDefaultAsync(ct);
        return found is null ? default : new CountSum(found.Count, new Money(found.Sum));
    }

    /// <summary>A page of differences in the order of policy, village and household, and how many there are.</summary>
    public async Task<(List<DifferentAward> Rows, int Total)> ReadAsync(
        Run run, IReadOnlyList<ComparedPolicy> policies, DifferenceKind kind, CodeRange area, int offset, int limit, CancellationToken ct)
    {
        var rows = new List<DifferentAward>();
        var total = 0;
        foreach (var policy in policies)
        {
            var all = Pairs(run, policy, kind).Where(p => p.Award.Region >= area.From && p.Award.Region < area.To);
            var count = await all.CountAsync(ct);
            if (rows.Count < limit && offset < total + count)
            {
                var page = await all.OrderBy(p => p.Award.Region).ThenBy(p => p.Award.HouseholdNumber).ThenBy(p => p.Award.Id)
                    .Skip(Math.Max(0, offset - total)).Take(limit - rows.Count).ToListAsync(ct);
                rows.AddRange(page.Select(p => new DifferentAward(kind, p.Award, kind == DifferenceKind.New ? null : p.Earlier)));
            }

            total += count;
        }

        return (rows, total);
    }

    internal sealed class Pair
    {
        public required Award Award { get; init; }

        public required Award? Earlier { get; init; }
    }
}
