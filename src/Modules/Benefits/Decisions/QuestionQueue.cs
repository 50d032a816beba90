using Fuyao.Access.Contracts;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Decisions;

/// <param name="Needs">One missing fact.</param>
/// <param name="Asked">Only those that were, or were not, asked for.</param>
internal sealed record QuestionFilter(Guid? Run = null, string? Policy = null, string? Kind = null, string? Needs = null, string? Region = null, bool? Asked = null);

/// <summary>
/// What the latest run of each pack and place left to people. A number that the plan itself does not say – a parameter that nobody knows –
/// is one question for all and not one for each household: it is answered in the pack.
/// </summary>
internal sealed class QuestionQueue(PlatformDb db, HouseholdReader households, PolicyEngine engine, CurrentActor actor, AuditTrail audit, TimeProvider clock)
{
    public const int AtOnce = 2_000;

    public const int LongestReason = 500;

    public static Problem ReasonMissing { get; } = new("reason-missing", new LocalText($"请写明理由(不超过 {LongestReason} 字)。", $"Say why, in at most {LongestReason} characters."), "reason");

    /// <summary>The runs whose questions are open: the latest of each pack and place.</summary>
    public async Task<IReadOnlyList<Run>> RunsAsync(CancellationToken ct)
    {
        var (first, last) = ((int)(actor.Area.From / 1_000_000), (int)((Math.Max(actor.Area.To, 1) - 1) / 1_000_000));
        // A township reads the questions of its own households from the county's run.
        var runs = await db.Set<Run>().AsNoTracking().AcrossAreas().Where(r => r.County >= first && r.County <= last && r.State == RunState.Completed).ToListAsync(ct);
        return [.. runs.GroupBy(r => (r.County, r.Pack, r.Region)).Select(g => g.OrderBy(r => r.On).ThenBy(r => r.Sequence).Last()).OrderByDescending(r => r.On)];
    }

    /// <summary>Questions about households that nobody has decided since the run.</summary>
    public IQueryable<Question> Open(IReadOnlyList<Run> runs, QuestionFilter filter)
    {
        var ids = runs.Where(r => filter.Run is null || r.Id == filter.Run).Select(r => r.Id).ToList();
        var counties = runs.Select(r => r.County).Distinct().ToList();
        var open = db.Set<Question>().AsNoTracking().Where(q => counties.Contains(q.County) && ids.Contains(q.RunId) && !db.Set<Decision>().Any(d =>
            d.County == q.County && d.Policy == q.Policy && d.Subject == q.Subject && d.RunId == q.RunId && (d.Outcome == DecisionOutcome.Award || d.Outcome == DecisionOutcome.Refuse)
            && !db.Set<Decision>().Any(later => later.County == d.County && later.Policy == d.Policy && later.Subject == d.Subject && later.At > d.At)));
        if (filter.Policy is { Length: > 0 } policy)
        {
            open = open.Where(q => q.Policy == policy);
        }

        if (filter.Kind is { Length: > 0 } kind)
        {
            var wanted = Enum.TryParse<QuestionKind>(kind, ignoreCase: true, out var k) ? k : throw Orders.OrderEndpoints.Unknown("kind", "undetermined, manual");
            open = open.Where(q => q.Kind == wanted);
        }

        if (filter.Needs is { Length: > 0 } needs)
        {
            open = open.Where(q => ("," + q.Needs + ",").Contains("," + needs + ","));
        }

        if (filter.Region is { Length: > 0 } region)
        {
            var range = Orders.OrderEndpoints.Area(region);
            open = open.Where(q => q.Region >= range.From && q.Region < range.To);
        }

        if (filter.Asked is { } asked)
        {
            open = open.Where(q => asked == db.Set<Decision>().Any(d => d.County == q.County && d.Policy == q.Policy && d.Subject == q.Subject && d.RunId == q.RunId && d.Outcome == DecisionOutcome.Ask));
        }

        return open;
    }

    /// <summary>Writes one decision for each question, in the caller's write.</summary>
    /// <exception cref="ProblemException">422: no reason, no amount, or a question about which nothing can be decided any more.</exception>
    public async Task<IReadOnlyList<Decision>> DecideAsync(IReadOnlyList<Question> questions, DecisionOutcome outcome, Money? amount, string? reason, CancellationToken ct)
    {
        var problems = Check(questions, outcome, amount, reason);
        if (problems.Count > 0)
        {
            throw new ProblemException(422, problems);
        }

        var runs = (await RunsAsync(ct)).ToDictionary(r => r.Id);
        var batch = Ids.New(clock);
        var at = await AtAsync(questions.Select(q => q.County).Distinct(), ct);
        var decisions = new List<Decision>();
        foreach (var question in questions)
        {
            var run = runs[question.RunId];
            decisions.Add(await ProposedAsync(question, run, outcome, amount, reason!, ct) with { Batch = batch, At = at });
        }

        await db.BulkInsertAsync(decisions, ct);
        foreach (var d in decisions)
        {
            audit.Add("benefit.decide", new AuditSubject("household", d.HouseholdId.ToString(), d.County), new { d.Policy, outcome, Amount = d.Amount?.ToString(), batch });
        }

        return decisions;
    }

    /// <summary>A decision as it would be written, with the facts that it is taken on.</summary>
    /// <exception cref="ProblemException">422: nothing can be decided about it any more.</exception>
    public async Task<Decision> ProposedAsync(Question question, Run run, DecisionOutcome outcome, Money? amount, string reason, CancellationToken ct)
    {
        if (engine.UsedBy(run) is not { } pack || await DecidedAwards.ResultAsync(households, pack, run, question, ct) is not { } now)
        {
            throw new ProblemException(422, new Problem("question-gone", new LocalText(
                $"{question.HouseholdNumber} 的资料无法测算,请先修正登记内容。", $"The record of {question.HouseholdNumber} cannot be evaluated. Mend the record first."), question.Id.ToString()));
        }

        return new Decision
        {
            County = question.County, Id = Ids.New(clock), Region = question.Region, RunId = question.RunId, Pack = run.Pack, HouseholdId = question.HouseholdId,
            HouseholdNumber = question.HouseholdNumber, HeadName = question.HeadName, PersonId = question.PersonId, PersonName = question.PersonName, Policy = question.Policy,
            Subject = question.Subject, Outcome = outcome, Amount = outcome == DecisionOutcome.Award ? amount : null, Reason = CleanText.Of(reason), FactsHash = now.Facts,
            Batch = Ids.New(clock), At = clock.GetUtcNow(), ById = actor.Id, By = actor.Name,
        };
    }

    /// <summary>Now, or just behind the last decision: of two decisions one is always the later.</summary>
    public async Task<DateTimeOffset> AtAsync(IEnumerable<int> counties, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var county in counties)
        {
            if (await db.Set<Decision>().AcrossAreas().Where(d => d.County == county && d.At >= now).MaxAsync(d => (DateTimeOffset?)d.At, ct) is { } last)
            {
                now = last.AddMicroseconds(1);
            }
        }

        return now;
    }

    private static List<Problem> Check(IReadOnlyList<Question> questions, DecisionOutcome outcome, Money? amount, string? reason)
    {
        var problems = new List<Problem>();
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason)
        {
            problems.Add(ReasonMissing);
        }

        if (outcome == DecisionOutcome.Award && amount is not { Fen: > 0 })
        {
            problems.Add(new Problem("amount-missing", new LocalText("请填写大于零的金额。", "State an amount above zero."), "amount"));
        }

        if (questions.Count is 0 or > AtOnce)
        {
            problems.Add(new Problem("questions", new LocalText($"一次可决定 1–{AtOnce} 项。", $"Decide 1–{AtOnce} at once."), "questions"));
        }

        return problems;
    }
}
