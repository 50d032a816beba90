using System.Globalization;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Benefits.Decisions;
using Fuyao.Benefits.Reviews;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Text;
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
    // Read, compared and written together: few queries, bounded memory, short writes.
    private const int AtOnce = 250;

    /// <summary>Compares all households of an area about which something was recorded or decided since they were last compared.</summary>
    public async Task<RetroactionResult> ComputeAsync(int county, CodeRange area, string pack, CancellationToken ct, Action<int, int>? progress = null)
    {
        var now = clock.GetUtcNow();
        var runs = await RunsAsync(county, pack, ct);
        if (runs.Count == 0)
        {
            return new RetroactionResult(0, 0, Money.Zero, Money.Zero);
        }

        var scan = await db.Set<AdjustmentScan>().AsNoTracking().SingleOrDefaultAsync(s => s.County == county && s.Pack == pack, ct);
        // A run sees the register as of its start: what was recorded since is new to it, even if the last comparison was later.
        var since = runs.Where(r => scan is null || r.FinishedAt >= scan.KnownAt).Select(r => r.StartedAt).Append(scan?.KnownAt ?? DateTimeOffset.MaxValue).Min();
        var touched = (await changes.SinceAsync(county, area, since, ct)).Union(await DecidedAsync(county, area, pack, since, ct)).Order().ToList();
        var past = new PastDues(households, changes, engine, runs);
        var result = new RetroactionResult(touched.Count, 0, Money.Zero, Money.Zero);
        var done = 0;
        foreach (var part in touched.Chunk(AtOnce))
        {
            foreach (var made in await CompareAsync(county, part, pack, past, runs, since, now, ct))
            {
                result = result with
                {
                    Adjustments = result.Adjustments + 1,
                    Arrears = made.Amount > Money.Zero ? result.Arrears + made.Amount : result.Arrears,
                    Overpaid = made.Amount < Money.Zero ? result.Overpaid - made.Amount : result.Overpaid,
                };
            }

            done += part.Length;
            progress?.Invoke(done, touched.Count);
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

    /// <summary>What a decision would change in periods gone by; nothing is written.</summary>
    public async Task<IReadOnlyList<Difference>> WouldAsync(Decision decision, CancellationToken ct)
    {
        var (runs, standing) = (await RunsAsync(decision.County, decision.Pack, ct), await DecisionsAsync(decision.County, [decision.HouseholdId], ct));
        standing[(decision.Policy, decision.Subject)] = decision;
        var (_, _, seen) = await SeenAsync(decision.County, [decision.HouseholdId], decision.Pack, new PastDues(households, changes, engine, runs), runs, standing, ct);
        return [.. seen.Where(d => d.Way.Unit.Policy == decision.Policy && d.Way.Unit.Subject == decision.Subject)];
    }

    private async Task<IReadOnlyList<Adjustment>> CompareAsync(
        int county, IReadOnlyList<Guid> part, string pack, PastDues past, IReadOnlyList<Run> runs, DateTimeOffset since, DateTimeOffset now, CancellationToken ct)
    {
        var (subjects, dues, seen) = await SeenAsync(county, part, pack, past, runs, await DecisionsAsync(county, part, ct), ct);
        if (seen.Count == 0)
        {
            return [];
        }

        var reasons = new Dictionary<Way, AdjustmentReason>();
        foreach (var group in seen.GroupBy(d => (d.Run, Id: d.Was?.Household ?? d.Now!.Household.Id)))
        {
            var (run, id) = group.Key;
            var before = await households.GetAsync(id, run.On, run.StartedAt, ct);
            var today = group.All(d => d.Now?.Household.Id == id) ? null : await households.GetAsync(id, run.On, ct: ct);
            var known = await origins.ReadAsync(id, run.On, ct: ct);
            foreach (var difference in group)
            {
                reasons[difference.Way] = Reason(difference, past, before, difference.Now?.Household.Id == id ? difference.Now.Household : today, known);
            }
        }

        var differing = subjects.Where(s => seen.Any(d => d.Household == s.Key)).ToDictionary();
        return await session.RunAsync("adjustment.write", async () =>
        {
            // Looked at again under the lock: whatever another comparison has written meanwhile is not written twice.
            await LockAsync(county, pack, since, ct);
            var rows = (await DifferencesAsync(county, pack, differing, dues, runs, ct)).Where(d => reasons.ContainsKey(d.Way))
                .Select(d => d.Adjustment(county, pack, Ids.New(clock), JsonSerializer.Serialize(reasons[d.Way], BenefitsJson.Options), now, actor.Name)).ToList();
            await db.BulkInsertAsync(rows, ct);
            foreach (var household in rows.GroupBy(r => r.HouseholdId))
            {
                audit.Add("adjustment.write", new AuditSubject("household", household.Key.ToString(), county), household.Select(r => new { r.Policy, r.Period, Amount = r.Amount.ToString() }));
            }

            return rows;
        }, ct);
    }

    private async Task<(Dictionary<Guid, HashSet<Guid>> Subjects, Dictionary<Guid, Dictionary<Unit, PastDue>> Dues, List<Difference> Seen)> SeenAsync(
        int county, IReadOnlyList<Guid> part, string pack, PastDues past, IReadOnlyList<Run> runs, Dictionary<(string Policy, Guid Subject), Decision> decisions, CancellationToken ct)
    {
        var persons = (await db.Set<Award>().Where(a => a.County == county && part.Contains(a.HouseholdId) && a.PersonId != null).Select(a => new { a.HouseholdId, Person = a.PersonId!.Value })
            .Union(db.Set<Adjustment>().Where(a => a.County == county && part.Contains(a.HouseholdId) && a.PersonId != null).Select(a => new { a.HouseholdId, Person = a.PersonId!.Value })).ToListAsync(ct))
            .GroupBy(p => p.HouseholdId).ToDictionary(g => g.Key, g => g.Select(p => p.Person).ToHashSet());
        var dues = await past.OfAsync(county, part, persons, decisions, ct);
        var subjects = part.ToDictionary(h => h, h => dues[h].Where(d => d.Value.IsDue || d.Value.IsRefused).Select(d => d.Key.Subject).Concat(persons.GetValueOrDefault(h, [])).Append(h).ToHashSet());
        return (subjects, dues, await DifferencesAsync(county, pack, subjects, dues, runs, ct));
    }

    /// <summary>Where awards and adjustments of a unit do not sum to what is due for it. One unit is set right with one household only.</summary>
    private async Task<List<Difference>> DifferencesAsync(
        int county, string pack, Dictionary<Guid, HashSet<Guid>> subjects, Dictionary<Guid, Dictionary<Unit, PastDue>> dues, IReadOnlyList<Run> runs, CancellationToken ct)
    {
        var byId = runs.ToDictionary(r => r.Id);
        var all = subjects.Values.SelectMany(s => s).Distinct().ToArray();
        // Of the subject, in whatever household it was given.
        var awards = (await db.Set<Award>().AsNoTracking().AcrossAreas().Where(a => a.County == county && all.Contains(a.Subject)).ToListAsync(ct)).ToLookup(a => a.Subject);
        var earlier = (await db.Set<Adjustment>().AsNoTracking().AcrossAreas().Where(a => a.County == county && a.Pack == pack && all.Contains(a.Subject)).ToListAsync(ct)).ToLookup(a => a.Subject);
        var found = new List<Difference>();
        var taken = new HashSet<Way>();
        foreach (var (household, mine) in subjects)
        {
            found.AddRange(Differences(household, mine.SelectMany(s => awards[s]).ToList(), mine.SelectMany(s => earlier[s]).ToList(), dues[household], byId).Where(d => taken.Add(d.Way)));
        }

        return found;
    }

    private static IEnumerable<Difference> Differences(
        Guid household, List<Award> awards, List<Adjustment> earlier, Dictionary<Unit, PastDue> dues, Dictionary<Guid, Run> byId)
    {
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
        foreach (var way in booked.Keys.Union(due.Keys).Where(w => !foreign.Contains(w.Unit)))
        {
            var said = dues.GetValueOrDefault(way.Unit);
            if (said is { IsOpen: true })
            {
                continue;
            }

            var was = booked.TryGetValue(way, out var b) ? b : (Sum: Money.Zero, Last: null!);
            var isDue = due.TryGetValue(way, out var now);
            var here = isDue ? now.Due.Household.Id == household || was.Last?.Household == household : was.Last?.Household == household;
            if (here && was.Sum != now.Amount && (isDue || byId.ContainsKey(was.Last!.Run)))
            {
                var run = isDue && was.Last is null ? now.Due.Run : byId.GetValueOrDefault(was.Last!.Run) ?? now.Due.Run;
                found.Add(new Difference(household, way, was.Sum, now.Amount, run, was.Last, isDue ? now.Due : said));
            }
        }

        return found.OrderBy(d => d.Way.Unit.Period, StringComparer.Ordinal).ThenBy(d => d.Way.Unit.Policy, StringComparer.Ordinal).ThenBy(d => d.Way.Unit.Subject).ThenBy(d => d.Way.Kind, StringComparer.Ordinal).ThenBy(d => d.Way.Payee, StringComparer.Ordinal);
    }

    // Households of which a person decided something since: what was given may be refused, and given again.
    private Task<List<Guid>> DecidedAsync(int county, CodeRange area, string pack, DateTimeOffset since, CancellationToken ct) => db.Set<Decision>()
        .Where(d => d.County == county && d.Pack == pack && d.At >= since && d.Region >= area.From && d.Region < area.To && d.Outcome != DecisionOutcome.Ask).Select(d => d.HouseholdId).Distinct().ToListAsync(ct);

    private async Task<Dictionary<(string Policy, Guid Subject), Decision>> DecisionsAsync(int county, IReadOnlyList<Guid> part, CancellationToken ct) =>
        (await db.Set<Decision>().AsNoTracking().Where(d => d.County == county && part.Contains(d.HouseholdId)).ToListAsync(ct))
            .GroupBy(d => (d.Policy, d.Subject)).Select(g => g.OrderBy(d => d.At).ThenBy(d => d.Id).Last())
            .Where(d => d.Outcome is DecisionOutcome.Award or DecisionOutcome.Refuse).ToDictionary(d => (d.Policy, d.Subject));

    private static AdjustmentReason Reason(Difference difference, PastDues past, HouseholdRecord? before, HouseholdRecord? after, HouseholdOrigins? known)
    {
        var (run, unit) = (difference.Run, difference.Way.Unit);
        if (past.Pack(run) is not { } pack)
        {
            return new AdjustmentReason([], null, run.PackHash);
        }

        if (difference.Now?.Decision is { } decision)
        {
            var day = decision.At.InChina().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var (amount, earlier) = (difference.Due.ToDisplay(), difference.Before.ToDisplay());
            return new AdjustmentReason([], decision.Outcome == DecisionOutcome.Refuse
                ? new LocalText($"规则没有写明,由 {decision.By} 于 {day} 决定不予发放:{decision.Reason}", $"The rule leaves it to a person: {decision.By} refused it on {day}: {decision.Reason}")
                : difference.Was is null ? new LocalText($"规则没有写明,由 {decision.By} 于 {day} 决定发放 {amount} 元:{decision.Reason}", $"The rule leaves it to a person: {decision.By} awarded {amount} yuan on {day}: {decision.Reason}")
                : new LocalText($"规则没有写明,由 {decision.By} 于 {day} 决定由 {earlier} 元改为 {amount} 元:{decision.Reason}", $"The rule leaves it to a person: {decision.By} changed it from {earlier} to {amount} yuan on {day}: {decision.Reason}"), run.PackHash);
        }

        var now = past.Explain(difference.Now?.Household ?? after, run, unit);
        var facts = FactChanges.Between(before, after, pack, unit.Policy, unit.Subject, past.Explain(before, run, unit), now, known);
        var said = difference.Now is { } due ? pack.Evaluate(due.Household.Json, Explain.Alternatives, unit.Policy).Results.FirstOrDefault(r => Guid.Parse(r.Subject) == unit.Subject)?.Says : null;
        return new AdjustmentReason(facts, said, run.PackHash);
    }

    // Only dates, rules and places are taken from runs of the wider area.
    private async Task<List<Run>> RunsAsync(int county, string pack, CancellationToken ct) =>
        [.. (await db.Set<Run>().AsNoTracking().AcrossAreas().Where(r => r.County == county && r.Pack == pack && r.State == RunState.Completed).ToListAsync(ct)).OrderBy(r => r.On).ThenBy(r => r.StartedAt).ThenBy(r => r.Sequence)];

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
