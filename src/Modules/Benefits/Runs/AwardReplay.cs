using System.Text.Json;
using Fuyao.Benefits.Households;
using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;

namespace Fuyao.Benefits.Runs;

/// <summary>
/// Why something was awarded: worked out again from the pack's version that the run used and from the facts as the run knew them.
/// </summary>
internal sealed class AwardReplay(PolicyEngine engine, HouseholdReader households, FactOrigins origins)
{
    /// <summary>
    /// The result as it was, with reasons. Null when the pack's version or the household is gone, or says another amount: what was awarded
    /// stands, and reasons of something else would only confuse.
    /// </summary>
    public async Task<(PolicyResult Result, PreparedPack Pack)?> ReplayAsync(Guid household, Guid subject, string policy, Money amount, Run run, Explain explain, CancellationToken ct)
    {
        if (Pack(run) is not { } pack || await households.GetAsync(household, run.On, run.StartedAt, ct) is not { } facts)
        {
            return null;
        }

        var named = subject.ToString();
        var again = pack.Evaluate(facts.Json, explain, policy).Results.FirstOrDefault(r => r.Subject == named);
        return again?.Amount == amount ? (again, pack) : null;
    }

    public async Task<StoredAward> ExplainAsync(StoredAward award, Run run, CancellationToken ct)
    {
        if (await ReplayAsync(award.Household, Guid.Parse(award.Subject), award.Policy, award.Amount!.Value, run, Explain.Alternatives, ct) is not { } again)
        {
            return award;
        }

        var view = JsonSerializer.Deserialize<ResultView>(again.Result.ToJson(), BenefitsJson.Options)!;
        var explained = new ExplainedReasons(again.Pack, await origins.ReadAsync(award.Household, run.On, run.StartedAt, ct));
        return award with { Because = explained.Reasons(view, award.Household), Source = view.Source, Says = view.Says, WouldChange = view.WouldChange };
    }

    // Runs keep their packs; of one that is gone or cannot be read the amounts stand.
    private PreparedPack? Pack(Run run)
    {
        try
        {
            return engine.Prepare($"{run.Pack}@{run.PackHash}", run.On);
        }
        catch (ProblemException)
        {
            return null;
        }
    }
}
