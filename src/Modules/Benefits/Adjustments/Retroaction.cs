using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Benefits.Reviews;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Adjustments;

/// <param name="Households">Households about which something new was recorded.</param>
/// <param name="Arrears">Owed to households.</param>
/// <param name="Overpaid">Owed by them, as a positive amount.</param>
internal sealed record RetroactionResult(int Households, int Adjustments, Money Arrears, Money Overpaid);

/// <summary>
/// Compares what was awarded with what today's knowledge says was due, and writes the differences down as adjustments. The past is not
/// touched: after each comparison awards and adjustments of a unit sum to what is due for it. Repeating it changes nothing.
/// </summary>
internal sealed class Retroaction(
    PlatformDb db, WriteSession session, AuditTrail audit, CurrentActor actor, HouseholdReader households, RegisterChanges changes, FactOrigins origins,
    PolicyEngine engine, TimeProvider clock)
{
    /// <summary>Compares all households of an area about which something was recorded since they were last compared.</summary>
    public async Task<RetroactionResult> ComputeAsync(int county, CodeRange area, string pack, CancellationToken ct, Action<int, int>? progress = null)
    {
        var now = clock.GetUtcNow();
        // Only dates, rules and places are taken from runs of the wider area.
        var runs = (await db.Set<Run>().AsNoTracking().AcrossAreas().Where(r => r.County == county && r.Pack == pack && r.State == RunState.Completed).ToListAsync(ct))
            .OrderBy(r => r.On).ThenBy(r => r.StartedAt).ThenBy(r => r.Sequence).ToList();
        if (runs.Count == 0)
        {
            return new RetroactionResult(0, 0, Money.Zero, Money.Zero);
        }

        var scan = await db.Set<AdjustmentScan>().AsNoTracking().SingleOrDefaultAsync(s => s.County == county && s.Pack == pack, ct);
        // A run sees the register as of its start: what was recorded since is new to it, even if the last comparison was later.
        var since = runs.Where(r => scan is null || r.FinishedAt >= scan.KnownAt).Select(r => r.StartedAt).Append(scan?.KnownAt ?? DateTimeOffset.MaxValue).Min();
        var touched = await changes.SinceAsync(county, area, since, ct);
        var past = new PastDues(households, changes, engine, runs);
        var result = new RetroactionResult(touched.Count, 0, Money.Zero, Money.Zero);
        for (var i = 0; i < touched.Count; i++)
        {
            foreach (var made in await CompareAsync(county, touched[i], pack, past, runs, since, now, ct))
            {
                result = result with
                {
                    Adjustments = result.Adjustments + 1,
                    Arrears = made.Amount > Money.Zero ? result.Arrears + made.Amount : result.Arrears,
                    Overpaid = made.Amount < Money.Zero ? result.Overpaid - made.Amount : result.Overpaid,
                };
            }

            progress?.Invoke(i + 1, touched.Count);
        }

        if (area.Intersect(RegionOf(county)) == RegionOf(county))
        {
            await session.RunAsync("adjustment.scan", async () =>
            {
                await LockAsync(county, pack, since, ct);
                await db.Set<AdjustmentScan>().Where(s => s.County == county && s.Pack == pack && s.KnownAt < now).ExecuteUpdateAsync(set => set.SetProperty(s => s.KnownAt, now), ct);
                audit.Add("adjustment.scan", new AuditSubject("pack", pack, county), new { result.Households, result.Adjustments });
            }, ct);
        }

        return result;
    }

    private async Task<IReadOnlyList<Adjustment>> CompareAsync(
        int county, Guid household, string pack, PastDues past, IReadOnlyList<Run> runs, DateTimeOffset since, DateTimeOffset now, CancellationToken ct)
    {
        var persons = (await db.Set<Award>().Where(a => a.County == county && a.HouseholdId == household && a.PersonId != null).Select(a => a.PersonId!.Value)
            .Union(db.Set<Adjustment>().Where(a => a.County == county && a.HouseholdId == household && a.PersonId != null).Select(a => a.PersonId!.Value)).ToListAsync(ct)).ToHashSet();
        var dues = await past.OfAsync(county, household, persons, ct);
        var subjects = dues.Where(d => d.Value.IsDue).Select(d => d.Key.Subject).Concat(persons).Append(household).ToHashSet();
        if (await DifferencesAsync(county, household, pack, subjects, dues, runs, ct) is not { Count: > 0 } seen)
        {
            return [];
        }

        var reasons = new Dictionary<Way, AdjustmentReason>();
        foreach (var difference in seen)
        {
            reasons[difference.Way] = await ReasonAsync(difference, past, ct);
        }

        return await session.RunAsync("adjustment.write", async () =>
        {
            // Looked at again under the lock: whatever another comparison has written meanwhile is not written twice.
            await LockAsync(county, pack, since, ct);
            var rows = (await DifferencesAsync(county, household, pack, subjects, dues, runs, ct)).Where(d => reasons.ContainsKey(d.Way))
                .Select(d => d.Adjustment(county, pack, Ids.New(clock), JsonSerializer.Serialize(reasons[d.Way], BenefitsJson.Options), now, actor.Name)).ToList();
            await db.BulkInsertAsync(rows, ct);
            foreach (var row in rows)
            {
                audit.Add("adjustment.write", new AuditSubject("household", household.ToString(), county), new { row.Policy, row.Period, Amount = row.Amount.ToString() });
            }

            return rows;
        }, ct);
    }

    /// <summary>Where awards and adjustments of a unit do not sum to what is due for it.</summary>
    private async Task<List<Difference>> DifferencesAsync(
        int county, Guid household, string pack, HashSet<Guid> subjects, Dictionary<Unit, PastDue> dues, IReadOnlyList<Run> runs, CancellationToken ct)
    {
        var byId = runs.ToDictionary(r => r.Id);
        // Of the subject, in whatever household it was given.
        var awards = await db.Set<Award>().AsNoTracking().AcrossAreas().Where(a => a.County == county && subjects.Contains(a.Subject)).ToListAsync(ct);
        var earlier = await db.Set<Adjustment>().AsNoTracking().AcrossAreas().Where(a => a.County == county && a.Pack == pack && subjects.Contains(a.Subject)).ToListAsync(ct);
        // Given by a run that is not complete yet, or by another pack: not ours to adjust.
        var foreign = awards.Where(a => !byId.ContainsKey(a.RunId)).Select(a => new Unit(a.Policy, a.Period, a.Subject)).ToHashSet();
        var booked = new Dictionary<Way, (Money Sum, IBooked Last)>();
        foreach (var (way, amount, who) in awards.SelectMany(a => a.PaidParts().Select(p => (new Way(new Unit(a.Policy, a.Period, a.Subject), p.Kind, p.Payee), p.Amount, (IBooked)new BookedAward(a))))
            .Concat(earlier.Select(a => (new Way(new Unit(a.Policy, a.Period, a.Subject), a.Kind, a.Payee), a.Amount, (IBooked)new BookedAdjustment(a)))))
        {
            var sum = booked.TryGetValue(way, out var b) ? b.Sum : Money.Zero;
            booked[way] = (sum + amount, sum == Money.Zero || amount > Money.Zero ? who : b.Last);
        }

        var due = dues.Where(d => d.Value.IsDue).SelectMany(d => d.Value.Ways(d.Key).Select(w => (w.Way, w.Amount, d.Value))).ToDictionary(w => w.Way, w => (w.Amount, Due: w.Value));
        var found = new List<Difference>();
        foreach (var way in booked.Keys.Union(due.Keys).Where(w => !foreign.Contains(w.Unit) && !(dues.TryGetValue(w.Unit, out var d) && d.IsOpen)))
        {
            var was = booked.TryGetValue(way, out var b) ? b : (Sum: Money.Zero, Last: null!);
            var isDue = due.TryGetValue(way, out var now);
            var here = isDue ? now.Due.Household.Id == household || was.Last?.Household == household : was.Last?.Household == household;
            if (here && was.Sum != now.Amount && (isDue || byId.ContainsKey(was.Last!.Run)))
            {
                var run = isDue && was.Last is null ? now.Due.Run : byId.GetValueOrDefault(was.Last!.Run) ?? now.Due.Run;
                found.Add(new Difference(way, was.Sum, now.Amount, run, was.Last, isDue ? now.Due : dues.GetValueOrDefault(way.Unit)));
            }
        }

        return [.. found.OrderBy(d => d.Way.Unit.Period, StringComparer.Ordinal).ThenBy(d => d.Way.Unit.Policy, StringComparer.Ordinal).ThenBy(d => d.Way.Unit.Subject).ThenBy(d => d.Way.Kind, StringComparer.Ordinal).ThenBy(d => d.Way.Payee, StringComparer.Ordinal)];
    }

    private async Task<AdjustmentReason> ReasonAsync(Difference difference, PastDues past, CancellationToken ct)
    {
        var (run, unit) = (difference.Run, difference.Way.Unit);
        var id = difference.Was?.Household ?? difference.Now!.Household.Id;
        var before = await households.GetAsync(id, run.On, run.StartedAt, ct);
        var after = difference.Now?.Household.Id == id ? difference.Now.Household : await households.GetAsync(id, run.On, ct: ct);
        if (past.Pack(run) is not { } pack)
        {
            return new AdjustmentReason([], null, run.PackHash);
        }

        var now = past.Explain(difference.Now?.Household ?? after, run, unit);
        var facts = FactChanges.Between(before, after, pack, unit.Policy, unit.Subject, past.Explain(before, run, unit), now, after is null ? null : await origins.ReadAsync(id, run.On, ct: ct));
        var said = difference.Now is { } due ? pack.Evaluate(due.Household.Json, Explain.Alternatives, unit.Policy).Results.FirstOrDefault(r => Guid.Parse(r.Subject) == unit.Subject)?.Says : null;
        return new AdjustmentReason(facts, said, run.PackHash);
    }

    // An update that changes nothing holds the row until the transaction ends.
    private async Task LockAsync(int county, string pack, DateTimeOffset since, CancellationToken ct)
    {
        var locked = await db.Set<AdjustmentScan>().Where(s => s.County == county && s.Pack == pack).ExecuteUpdateAsync(set => set.SetProperty(s => s.Pack, s => s.Pack), ct);
        if (locked == 0)
        {
            db.Add(new AdjustmentScan { County = county, Pack = pack, KnownAt = since });
            await db.SaveChangesAsync(ct);
        }
    }

    private static CodeRange RegionOf(int county) => new RegionCode(county * 1_000_000L).Range;
}
