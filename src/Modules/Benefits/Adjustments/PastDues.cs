using Fuyao.Benefits.Decisions;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;

namespace Fuyao.Benefits.Adjustments;

/// <summary>What is due for one unit of time: the benefit's policy, the unit's name, the subject.</summary>
internal readonly record struct Unit(string Policy, string Period, Guid Subject);

/// <summary>One way in which a unit is given: in cash to the household, as a waiver to the school …</summary>
internal readonly record struct Way(Unit Unit, string Kind, string Payee);

/// <param name="Run">The run of the period whose rules and day decide.</param>
/// <param name="Result">Status and amount as worked out now.</param>
/// <param name="Decided">Where the rule leaves it to a person: what a person says of these facts at present, and of which benefit.</param>
internal sealed record PastDue(Run Run, HouseholdRecord Household, PolicyResult Result, (Decision Decision, PolicyInfo Policy)? Decided = null)
{
    public bool IsDue => (Result.Status == ResultStatus.Awarded && Result.Amount > Money.Zero) || Decision?.Outcome == DecisionOutcome.Award;

    /// <summary>The rule cannot say, or leaves it to a person, and nobody has said: what was paid stands.</summary>
    public bool IsOpen => Result.Status is ResultStatus.Undetermined or ResultStatus.Manual && Decided is null;

    /// <summary>A person decided since that nothing is due.</summary>
    public bool IsRefused => Decision?.Outcome == DecisionOutcome.Refuse;

    public Decision? Decision => Decided?.Decision;

    public IEnumerable<(Way Way, Money Amount)> Ways(Unit unit) => Decided is { } by
        ? by.Decision.Amount is { } amount ? [(new Way(unit, Codes.Of(by.Policy.Kind), Codes.Of(by.Policy.Payee)), amount)] : []
        : Result.Parts.Where(p => p.Amount != Money.Zero).GroupBy(p => (Kind: Codes.Of(p.Kind), Payee: Codes.Of(p.Payee)))
            .Select(g => (new Way(unit, g.Key.Kind, g.Key.Payee), new Money(g.Sum(p => p.Amount.Fen))));
}

/// <summary>
/// Works the past out with today's knowledge: for every completed run of a pack, with the rules it used and for its day, households as the
/// register knows them now. As in the runs themselves, the first one that awards a unit decides it.
/// </summary>
internal sealed class PastDues(HouseholdReader households, RegisterChanges changes, PolicyEngine engine, IReadOnlyList<Run> runs)
{
    private readonly Dictionary<Guid, PreparedPack?> packs = [];

    /// <param name="wanted">Whose past is worked out.</param>
    /// <param name="booked">By household the persons who were given something in it: where they were in truth is looked at too.</param>
    /// <param name="decisions">The latest of each benefit and subject.</param>
    /// <returns>For each household by unit what came out; units about which no run says anything are not due.</returns>
    public async Task<Dictionary<Guid, Dictionary<Unit, PastDue>>> OfAsync(
        int county, IReadOnlyCollection<Guid> wanted, IReadOnlyDictionary<Guid, HashSet<Guid>> booked, IReadOnlyDictionary<(string Policy, Guid Subject), Decision> decisions, CancellationToken ct)
    {
        var found = wanted.ToDictionary(h => h, _ => new Dictionary<Unit, PastDue>());
        // Runs of one day see the same households, and with the same rules the same results.
        foreach (var day in runs.Where(r => Pack(r) is not null).GroupBy(r => r.On))
        {
            var groups = await GroupsAsync(county, wanted, booked, day.Key, ct);
            var outcomes = new Dictionary<(string Hash, Guid Household), HouseholdOutcome?>();
            foreach (var run in day)
            {
                var (pack, place) = (Pack(run)!, new RegionCode(run.Region).Range);
                foreach (var (household, records) in groups)
                {
                    foreach (var record in records.Where(r => place.Contains(r.Region)))
                    {
                        if (!outcomes.TryGetValue((run.PackHash, record.Id), out var outcome))
                        {
                            outcomes[(run.PackHash, record.Id)] = outcome = Evaluate(record, pack);
                        }

                        if (outcome is not null)
                        {
                            Take(outcome, record, pack, run, decisions, found[household]);
                        }
                    }
                }
            }
        }

        return found;
    }

    /// <summary>One unit again, with its reasons.</summary>
    public PolicyResult? Explain(HouseholdRecord? household, Run run, Unit unit) => household is null ? null
        : Pack(run)?.Evaluate(household.Json, Policy.Contracts.Explain.Reasons, unit.Policy).Results.FirstOrDefault(r => Guid.Parse(r.Subject) == unit.Subject && r.Period == unit.Period);

    /// <summary>The rules that the run used; null when they are gone.</summary>
    public PreparedPack? Pack(Run run)
    {
        if (!packs.TryGetValue(run.Id, out var pack))
        {
            packs[run.Id] = pack = engine.UsedBy(run);
        }

        return pack;
    }

    // Each household as it was on a day, and those in which persons then were who were given something in it.
    private async Task<List<(Guid Household, List<HouseholdRecord> Records)>> GroupsAsync(
        int county, IReadOnlyCollection<Guid> wanted, IReadOnlyDictionary<Guid, HashSet<Guid>> booked, DateOnly on, CancellationToken ct)
    {
        var own = await households.ManyAsync(county, wanted, on, ct);
        var elsewhere = booked.Where(b => wanted.Contains(b.Key))
            .ToDictionary(b => b.Key, b => b.Value.Where(p => own.GetValueOrDefault(b.Key)?.Persons.Any(o => o.Id == p) != true).ToList());
        var where = await changes.HouseholdsAsync(county, [.. elsewhere.Values.SelectMany(p => p).Distinct()], on, ct);
        var others = await households.ManyAsync(county, [.. where.Values.Distinct().Where(h => !own.ContainsKey(h))], on, ct);
        return [.. wanted.Select(id => (id, elsewhere.GetValueOrDefault(id, []).Select(p => where.GetValueOrDefault(p)).Where(h => h != Guid.Empty && h != id).Distinct().Prepend(id)
            .Select(h => own.GetValueOrDefault(h) ?? others.GetValueOrDefault(h)).OfType<HouseholdRecord>().ToList()))];
    }

    private static HouseholdOutcome? Evaluate(HouseholdRecord record, PreparedPack pack)
    {
        try
        {
            return pack.Evaluate(record.Json, Policy.Contracts.Explain.Nothing);
        }
        catch (ProblemException)
        {
            // What the rules cannot read says nothing about the past either: what was paid stands.
            return null;
        }
    }

    private static void Take(
        HouseholdOutcome outcome, HouseholdRecord record, PreparedPack pack, Run run, IReadOnlyDictionary<(string Policy, Guid Subject), Decision> decisions, Dictionary<Unit, PastDue> found)
    {
        var months = Period.TryParse(run.Period, out var period) && period.Month is not null;
        foreach (var result in outcome.Results.Where(r => r.Unit != PolicyPeriod.Month || months))
        {
            var unit = new Unit(result.Policy, result.Period, Guid.Parse(result.Subject));
            var due = new PastDue(run, record, result);
            if (due.IsOpen && decisions.TryGetValue((unit.Policy, unit.Subject), out var decision) && Stands(decision, record, pack))
            {
                due = due with { Decided = (decision, pack.Policies.Single(p => p.Id == unit.Policy)) };
            }

            if (!found.TryGetValue(unit, out var earlier) || (!earlier.IsDue && (due.IsDue || (due.IsOpen && !earlier.IsOpen))))
            {
                found[unit] = due;
            }
        }
    }

    // A decision is about the facts that it was taken on: where the period's are others it says nothing.
    private static bool Stands(Decision decision, HouseholdRecord record, PreparedPack pack) =>
        pack.Evaluate(record.Json, Policy.Contracts.Explain.Reasons, decision.Policy).Results.FirstOrDefault(r => Guid.Parse(r.Subject) == decision.Subject) is { } read
        && DecisionFacts.Hash(read, pack, record).AsSpan().SequenceEqual(decision.FactsHash);
}
