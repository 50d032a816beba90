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
internal sealed record PastDue(Run Run, HouseholdRecord Household, PolicyResult Result)
{
    public bool IsDue => Result.Status == ResultStatus.Awarded && Result.Amount > Money.Zero;

    /// <summary>The rule cannot say, or leaves it to a person: what was paid stands until somebody decides.</summary>
    public bool IsOpen => Result.Status is ResultStatus.Undetermined or ResultStatus.Manual;

    public IEnumerable<(Way Way, Money Amount)> Ways(Unit unit) =>
        Result.Parts.Where(p => p.Amount != Money.Zero).GroupBy(p => (Kind: Codes.Of(p.Kind), Payee: Codes.Of(p.Payee)))
            .Select(g => (new Way(unit, g.Key.Kind, g.Key.Payee), new Money(g.Sum(p => p.Amount.Fen))));
}

/// <summary>
/// Works the past out with today's knowledge: for every completed run of a pack, with the rules it used and for its day, households as the
/// register knows them now. As in the runs themselves, the first one that awards a unit decides it.
/// </summary>
internal sealed class PastDues(HouseholdReader households, RegisterChanges changes, PolicyEngine engine, IReadOnlyList<Run> runs)
{
    private readonly Dictionary<Guid, PreparedPack?> packs = [];

    /// <param name="household">Whose past is worked out.</param>
    /// <param name="booked">Persons who were given something in it: where they were in truth is looked at too.</param>
    /// <returns>By unit what came out; units about which no run says anything are not due.</returns>
    public async Task<Dictionary<Unit, PastDue>> OfAsync(int county, Guid household, IReadOnlySet<Guid> booked, CancellationToken ct)
    {
        var found = new Dictionary<Unit, PastDue>();
        foreach (var run in runs)
        {
            if (Pack(run) is not { } pack)
            {
                continue;
            }

            foreach (var record in await GroupAsync(county, household, booked, run.On, ct))
            {
                if (new RegionCode(run.Region).Range.Contains(record.Region))
                {
                    Take(record, pack, run, found);
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

    private async Task<List<HouseholdRecord>> GroupAsync(int county, Guid household, IReadOnlySet<Guid> booked, DateOnly on, CancellationToken ct)
    {
        var group = new List<HouseholdRecord>();
        var own = await households.GetAsync(household, on, ct: ct);
        if (own is not null)
        {
            group.Add(own);
        }

        var elsewhere = booked.Where(p => own?.Persons.Any(o => o.Id == p) != true).ToList();
        if (elsewhere.Count > 0)
        {
            foreach (var other in (await changes.HouseholdsAsync(county, elsewhere, on, ct)).Values.Distinct().Where(h => h != household))
            {
                if (await households.GetAsync(other, on, ct: ct) is { } record)
                {
                    group.Add(record);
                }
            }
        }

        return group;
    }

    private static void Take(HouseholdRecord record, PreparedPack pack, Run run, Dictionary<Unit, PastDue> found)
    {
        HouseholdOutcome outcome;
        try
        {
            outcome = pack.Evaluate(record.Json, Policy.Contracts.Explain.Nothing);
        }
        catch (ProblemException)
        {
            // What the rules cannot read says nothing about the past either: what was paid stands.
            return;
        }

        var months = Period.TryParse(run.Period, out var period) && period.Month is not null;
        foreach (var result in outcome.Results.Where(r => r.Unit != PolicyPeriod.Month || months))
        {
            var unit = new Unit(result.Policy, result.Period, Guid.Parse(result.Subject));
            var due = new PastDue(run, record, result);
            if (!found.TryGetValue(unit, out var earlier) || (!earlier.IsDue && (due.IsDue || (due.IsOpen && !earlier.IsOpen))))
            {
                found[unit] = due;
            }
        }
    }
}
