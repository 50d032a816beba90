using Fuyao.Benefits.Runs;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;

namespace Fuyao.Benefits.Reviews;

/// <param name="Facts">What is not as it was, in words.</param>
/// <param name="Result">What the rule says of it now.</param>
internal sealed record DifferenceReason(IReadOnlyList<FactChange> Facts, LocalText? Result);

/// <summary>Why a benefit began, ended or changed: both periods are worked out again as they were known then, and what the rule read is compared.</summary>
internal sealed class DifferenceReasons(PolicyEngine engine, HouseholdReader households, FactOrigins origins)
{
    private static readonly LocalText Left = new("本期不在册", "no longer registered in this place");

    public async Task<DifferenceReason> OfAsync(DifferentAward difference, Run run, Run? earlier, CancellationToken ct)
    {
        if (earlier is null || engine.UsedBy(run) is not { } pack)
        {
            return new DifferenceReason([], null);
        }

        var award = difference.Award;
        var before = await households.GetAsync(award.HouseholdId, earlier.On, earlier.StartedAt, ct);
        var after = await households.GetAsync(award.HouseholdId, run.On, run.StartedAt, ct);
        var was = Result(engine.UsedBy(earlier), before, award);
        var now = Result(pack, after, award);
        var facts = FactChanges.Between(
            before, after, pack, award.Policy, award.Subject, was, now, after is null ? null : await origins.ReadAsync(award.HouseholdId, run.On, run.StartedAt, ct));
        return new DifferenceReason(facts, after is null ? Left : now?.Says);
    }

    private static PolicyResult? Result(PreparedPack? pack, HouseholdRecord? household, Award award) => household is null ? null
        : pack?.Evaluate(household.Json, Explain.Alternatives, award.Policy).Results.FirstOrDefault(r => r.Subject == award.Subject.ToString());
}
