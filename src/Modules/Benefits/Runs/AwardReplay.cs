using System.Globalization;
using System.Text.Json;
using Fuyao.Benefits.Decisions;
using Fuyao.Benefits.Households;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Runs;

/// <summary>
/// Why something was awarded: worked out again from the pack's version that the run used and from the facts as the run knew them.
/// </summary>
internal sealed class AwardReplay(PolicyEngine engine, HouseholdReader households, FactOrigins origins, PlatformDb db)
{
    /// <summary>
    /// The result as it was, with reasons. Null when the pack's version or the household is gone, or says another amount: what was awarded
    /// stands, and reasons of something else would only confuse.
    /// </summary>
    public async Task<(PolicyResult Result, PreparedPack Pack)?> ReplayAsync(Guid household, Guid subject, string policy, Money amount, Run run, Explain explain, CancellationToken ct)
    {
        if (engine.UsedBy(run) is not { } pack || await households.GetAsync(household, run.On, run.StartedAt, ct) is not { } facts)
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
            return await DecidedAsync(award, run, ct) ?? award;
        }

        var view = JsonSerializer.Deserialize<ResultView>(again.Result.ToJson(), BenefitsJson.Options)!;
        var explained = new ExplainedReasons(again.Pack, await origins.ReadAsync(award.Household, run.On, run.StartedAt, ct));
        return award with { Because = explained.Reasons(view, award.Household), Source = view.Source, Says = view.Says, WouldChange = view.WouldChange };
    }

    // Where the rule left it to a person, the decision is the reason.
    private async Task<StoredAward?> DecidedAsync(StoredAward award, Run run, CancellationToken ct)
    {
        var subject = Guid.Parse(award.Subject);
        var until = run.FinishedAt ?? DateTimeOffset.MaxValue;
        var decision = await db.Set<Decision>().AsNoTracking()
            .Where(d => d.County == run.County && d.Policy == award.Policy && d.Subject == subject && d.Outcome == DecisionOutcome.Award && d.Amount == award.Amount && d.At <= until)
            .OrderByDescending(d => d.At).FirstOrDefaultAsync(ct);
        if (decision is null)
        {
            return null;
        }

        var day = decision.At.InChina().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var source = engine.UsedBy(run)?.Policies.FirstOrDefault(p => p.Id == award.Policy)?.Source;
        return award with
        {
            Because = [new ReasonView { Expression = "decision", Value = JsonSerializer.SerializeToElement($"{decision.By} {day}: {decision.Reason}") }],
            Source = source is null ? null : new QuoteView(source.File, source.Plan, source.Quote),
            Says = new LocalText($"规则没有写明,由 {decision.By} 于 {day} 决定发放:{decision.Reason}", $"The rule leaves it to a person: {decision.By} decided on {day}: {decision.Reason}"),
        };
    }
}
