using System.Text.Json;
using Fuyao.Benefits.Households;
using Fuyao.Kernel.Problems;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;

namespace Fuyao.Benefits.Runs;

/// <summary>Works an award out again from the pack's version that the run used and from the facts as the run knew them.</summary>
internal sealed class AwardReplay(PolicyEngine engine, HouseholdReader households, FactOrigins origins)
{
    public async Task<StoredAward> ExplainAsync(StoredAward award, Run run, CancellationToken ct)
    {
        if (Pack(run) is not { } pack || await households.GetAsync(award.Household, run.On, run.StartedAt, ct) is not { } household)
        {
            return award;
        }

        var explained = new ExplainedReasons(pack, await origins.ReadAsync(award.Household, run.On, run.StartedAt, ct));
        award = award with { Because = explained.Reasons(award, award.Household) };
        var again = pack.Evaluate(household.Json, Explain.Alternatives, award.Policy).Results.FirstOrDefault(r => r.Subject == award.Subject);
        // What was awarded stands; sentences that say something else of it would only confuse.
        if (again is null || again.Amount != award.Amount)
        {
            return award;
        }

        var view = JsonSerializer.Deserialize<ResultView>(again.ToJson(), BenefitsJson.Options)!;
        return award with { Says = view.Says, WouldChange = view.WouldChange };
    }

    // Runs keep their packs; a pack that is gone or cannot be read leaves the stored explanation as it is.
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
