using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Benefits.Adjustments;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Decisions;

/// <summary>
/// Before a run ends, its questions that a person has decided are answered: awarded or refused without being asked again, as long as the
/// rule reads the same facts as when it was decided. What has expired stays a question.
/// </summary>
internal sealed class DecidedAwards(PlatformDb db, WriteSession session, AuditTrail audit, HouseholdReader households, TimeProvider clock)
{
    private const int AtOnce = 200;

    public async Task ApplyAsync(Run run, PreparedPack pack, CancellationToken ct)
    {
        var questions = await db.Set<Question>().AsNoTracking().Where(q => q.County == run.County && q.RunId == run.Id
            && db.Set<Decision>().Any(d => d.County == q.County && d.Policy == q.Policy && d.Subject == q.Subject)).OrderBy(q => q.Id).ToListAsync(ct);
        foreach (var part in questions.Chunk(AtOnce))
        {
            var answers = new List<(Question Question, Decision Decision, PolicyResult Result)>();
            foreach (var question in part)
            {
                var decision = await LatestAsync(db, question, ct);
                if (decision.Outcome is not (DecisionOutcome.Award or DecisionOutcome.Refuse) || await ResultAsync(households, pack, run, question, ct) is not { } now)
                {
                    continue;
                }

                if (now.Facts.AsSpan().SequenceEqual(decision.FactsHash))
                {
                    answers.Add((question, decision, now.Result));
                }
            }

            if (answers.Count > 0)
            {
                await session.RunAsync("run.decisions", () => WriteAsync(run, pack, answers, ct), ct);
                db.ChangeTracker.Clear();
            }
        }
    }

    public static Task<Decision> LatestAsync(PlatformDb db, Question question, CancellationToken ct) =>
        db.Set<Decision>().AsNoTracking().Where(d => d.County == question.County && d.Policy == question.Policy && d.Subject == question.Subject)
            .OrderByDescending(d => d.At).ThenByDescending(d => d.Id).FirstAsync(ct);

    /// <summary>What the rule says to a question, as the run knew it, and the hash of what it read; null when the household or the subject is not there.</summary>
    public static async Task<(PolicyResult Result, byte[] Facts)?> ResultAsync(HouseholdReader households, PreparedPack pack, Run run, Question question, CancellationToken ct)
    {
        var household = await households.GetAsync(question.HouseholdId, run.On, run.StartedAt, ct);
        var result = household is null || question.Policy.Length == 0 ? null
            : pack.Evaluate(household.Json, Explain.Reasons, question.Policy).Results.FirstOrDefault(r => r.Subject == question.Subject.ToString());
        return result is null ? null : (result, DecisionFacts.Hash(result, pack, household!));
    }

    private async Task WriteAsync(Run run, PreparedPack pack, IReadOnlyList<(Question Question, Decision Decision, PolicyResult Result)> answers, CancellationToken ct)
    {
        var standing = await db.Set<Run>().AsTracking().SingleAsync(r => r.County == run.County && r.Id == run.Id, ct);
        var totals = RunTotals.Read(standing.Totals);
        foreach (var (question, decision, result) in answers)
        {
            // Gone: somebody else works on the same run.
            if (await db.Set<Question>().Where(q => q.County == question.County && q.Id == question.Id).ExecuteDeleteAsync(ct) == 0)
            {
                continue;
            }

            _ = question.Kind == QuestionKind.Manual ? totals.Manual-- : totals.Undetermined--;
            if (decision.Outcome == DecisionOutcome.Refuse)
            {
                totals.NotEligible++;
            }
            else if (await GivenAsync(question, ct))
            {
                totals.Already++;
            }
            else
            {
                await AwardAsync(standing, totals, pack, question, decision, result, ct);
            }

            audit.Add("run.decided", new AuditSubject("household", question.HouseholdId.ToString(), question.County), new { question.Policy, question.Period, decision = decision.Id, decision.Outcome });
        }

        standing.Totals = totals.Write();
        await db.SaveChangesAsync(ct);
    }

    // As in runs: what was adjusted since belongs to the adjustments.
    private async Task<bool> GivenAsync(Question q, CancellationToken ct) =>
        await db.Set<Award>().AcrossAreas().AnyAsync(a => a.County == q.County && a.Policy == q.Policy && a.Period == q.Period && a.Subject == q.Subject, ct)
        || await db.Set<Adjustment>().AcrossAreas().AnyAsync(a => a.County == q.County && a.Policy == q.Policy && a.Period == q.Period && a.Subject == q.Subject, ct);

    private async Task AwardAsync(Run run, RunTotals totals, PreparedPack pack, Question question, Decision decision, PolicyResult result, CancellationToken ct)
    {
        var policy = pack.Policies.Single(p => p.Id == question.Policy);
        var amount = decision.Amount!.Value;
        var (kind, payee) = (policy.Kind, policy.Payee);
        var shares = policy.Funding.Count == 0 ? [] : amount.Split([.. policy.Funding.Select(f => f.Share)]);
        List<FundLine> funding = [.. policy.Funding.Zip(shares, (f, s) => new FundLine(f.Source, s))];
        var cash = kind == BenefitKind.Cash && payee is Payee.Household or Payee.Person;
        var household = await households.GetAsync(question.HouseholdId, run.On, run.StartedAt, ct);
        var award = new Award
        {
            County = run.County, Id = Ids.New(clock), Region = question.Region, RunId = run.Id, HouseholdId = question.HouseholdId, HouseholdNumber = question.HouseholdNumber,
            HeadName = question.HeadName, PersonId = question.PersonId, PersonName = question.PersonName, Policy = question.Policy, Subject = question.Subject,
            Unit = Codes.Of(result.Unit), Period = question.Period, Status = AwardStatus.Awarded, Amount = amount, Cash = cash ? amount : Money.Zero, Payee = cash ? Codes.Of(payee) : null,
            Parts = JsonSerializer.Serialize(new[] { new PartLine(Codes.Of(kind), Codes.Of(payee), amount) }, BenefitsJson.Options),
            Funding = JsonSerializer.Serialize(funding, BenefitsJson.Options), HouseholdVersion = household!.VersionId,
        };
        db.Add(award);
        totals.Count(award, funding);
        run.Awards++;
        run.Amount += amount;
        await db.SaveChangesAsync(ct);
    }
}
