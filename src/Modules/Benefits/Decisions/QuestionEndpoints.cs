using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Benefits.Adjustments;
using Fuyao.Benefits.Households;
using Fuyao.Benefits.Orders;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Decisions;

internal sealed record NeedView(string Path, LocalText Label);

/// <param name="Kind">undetermined: facts are missing; manual: the rule leaves it to a person.</param>
/// <param name="Asked">When somebody last asked for the fact, and what for.</param>
internal sealed record QuestionView(
    Guid Id, Guid Run, RunPlace Village, Guid Household, string HouseholdNumber, string? HeadName, Guid? Person, string? SubjectName, string Policy, LocalText? Title, string Unit, string Period,
    string Kind, IReadOnlyList<NeedView> Needs, DateTimeOffset? Asked, string? AskedBy);

internal sealed record QuestionPolicy(string Policy, LocalText? Title, int Count);

internal sealed record QuestionNeed(string Path, LocalText Label, int Count);

/// <summary>A number that the plan does not say: one question for all whom it concerns.</summary>
internal sealed record ParameterQuestion(string Pack, LocalText PackTitle, string Parameter, LocalText Title, string? Quote, int Count);

/// <param name="ByPolicy">Of all open questions, whatever is filtered.</param>
internal sealed record QuestionPage(
    IReadOnlyList<QuestionView> Items, string? Next, int Total, IReadOnlyList<QuestionPolicy> ByPolicy, IReadOnlyList<QuestionNeed> ByNeed, IReadOnlyList<ParameterQuestion> Parameters);

/// <param name="Questions">Which; absent: all that <paramref name="All"/> finds.</param>
/// <param name="Outcome">award, refuse or ask.</param>
/// <param name="Amount">For one unit of time; with an award only.</param>
internal sealed record DecideRequest(string Outcome, string Reason, IReadOnlyList<Guid>? Questions = null, QuestionFilter? All = null, Money? Amount = null);

/// <param name="Earlier">Of a single question: what it changes in periods gone by.</param>
internal sealed record DecisionPreview(int Questions, int Households, Money? Amount, IReadOnlyList<QuestionPolicy> ByPolicy, IReadOnlyList<EarlierPeriod> Earlier);

internal sealed record DecisionsMade(int Count, Guid Batch);

/// <param name="Standing">The latest of its benefit and subject, and not taken back.</param>
internal sealed record DecisionView(
    Guid Id, Guid Household, string HouseholdNumber, string? HeadName, string? SubjectName, string Policy, LocalText? Title, string Outcome, Money? Amount, string Reason, DateTimeOffset At, string By, bool Standing);

internal sealed record DecisionPage(IReadOnlyList<DecisionView> Items, string? Next, int Total);

/// <summary>The queue of what rules leave to people, and the decisions taken.</summary>
internal static class QuestionEndpoints
{
    public static void MapQuestions(this IEndpointRouteBuilder app)
    {
        app.MapGet("/questions", ListAsync).WithName("ListQuestions").WithTags("questions").RequirePermission(Permissions.BenefitDecide);
        app.MapGet("/questions/{id:guid}", GetAsync).WithName("GetQuestion").WithTags("questions").RequirePermission(Permissions.BenefitDecide);
        var group = app.MapGroup("/decisions").WithTags("questions");
        group.MapPost("", DecideAsync).WithName("DecideQuestions").RequirePermission(Permissions.BenefitDecide).WithWrite("benefit.decide").ProducesProblem(422);
        group.MapPost("preview", PreviewAsync).WithName("PreviewDecisions").RequirePermission(Permissions.BenefitDecide).ProducesProblem(422);
        group.MapGet("", DecisionsAsync).WithName("ListDecisions").RequirePermission(Permissions.HouseholdView);
        group.MapDecisionChanges();
    }

    private static async Task<QuestionPage> ListAsync(
        [FromServices] PlatformDb db, [FromServices] QuestionQueue queue, [FromServices] PolicyEngine engine, [FromServices] RunViews views, [FromServices] AccessLog log, CancellationToken ct,
        Guid? run = null, string? policy = null, string? kind = null, string? needs = null, string? region = null, bool? asked = null, int limit = 50, string? cursor = null)
    {
        var page = OffsetCursor.Read(limit, cursor);
        var runs = await queue.RunsAsync(ct);
        var byId = runs.ToDictionary(r => r.Id);
        var open = queue.Open(runs, new QuestionFilter(run, policy, kind, needs, region, asked));
        var rows = await open.OrderBy(q => q.Region).ThenBy(q => q.HouseholdNumber).ThenBy(q => q.Id).Skip(page.Offset).Take(page.Limit).ToListAsync(ct);
        var ids = rows.Select(q => q.Subject).ToList();
        var wishes = (await db.Set<Decision>().AsNoTracking().Where(d => ids.Contains(d.Subject) && d.Outcome == DecisionOutcome.Ask).OrderBy(d => d.At).ToListAsync(ct))
            .GroupBy(d => (d.Policy, d.Subject)).ToDictionary(g => g.Key, g => g.Last());
        var items = new List<QuestionView>();
        foreach (var q in rows)
        {
            var (place, of) = (await views.PlaceAsync(q.Region, ct), byId[q.RunId]);
            var pack = engine.UsedBy(of);
            var wish = wishes.GetValueOrDefault((q.Policy, q.Subject));
            var info = pack?.Policies.FirstOrDefault(p => p.Id == q.Policy);
            items.Add(new QuestionView(
                q.Id, q.RunId, new RunPlace(place.Code, place.Name), q.HouseholdId, q.HouseholdNumber, q.HeadName, q.PersonId, q.PersonName ?? q.HeadName, q.Policy, info?.Title,
                info is null ? "" : Codes.Of(info.Unit), q.Period, q.Kind.ToString().ToLowerInvariant(), [.. Needs(q).Select(n => new NeedView(n, Label(pack, n)))], wish?.At, wish?.By));
        }

        await log.ReadAsync("question.list", new { page.Offset, page.Limit }, [.. rows.Select(q => new AuditSubject("household", q.HouseholdId.ToString(), q.County))]);
        var total = await open.CountAsync(ct);
        var all = await queue.Open(runs, new QuestionFilter(run)).GroupBy(q => new { q.RunId, q.Policy, q.Needs }).Select(g => new Group(g.Key.RunId, g.Key.Policy, g.Key.Needs, g.Count())).ToListAsync(ct);
        return new QuestionPage(
            items, page.Next(rows.Count, total), total,
            [.. all.GroupBy(g => g.Policy).Select(g => new QuestionPolicy(g.Key, Title(engine.UsedBy(byId[g.First().Run]), g.Key), g.Sum(x => x.Count))).OrderByDescending(p => p.Count)],
            [.. all.SelectMany(g => g.Needs.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(n => (Need: n, g.Run, g.Count))).GroupBy(n => n.Need)
                .Select(g => new QuestionNeed(g.Key, Label(engine.UsedBy(byId[g.First().Run]), g.Key), g.Sum(x => x.Count))).OrderByDescending(n => n.Count)],
            Parameters(engine, runs));
    }

    /// <summary>What the rule read and how far it came before it left the rest to a person.</summary>
    private static async Task<ResultView> GetAsync(
        Guid id, [FromServices] PlatformDb db, [FromServices] PolicyEngine engine, [FromServices] HouseholdReader households, [FromServices] FactOrigins origins, [FromServices] AccessLog log, CancellationToken ct)
    {
        var question = await db.Set<Question>().AsNoTracking().SingleOrDefaultAsync(q => q.Id == id, ct) ?? throw ProblemException.NotFound("question", "待决定事项");
        var run = await db.Set<Run>().AsNoTracking().AcrossAreas().SingleAsync(r => r.County == question.County && r.Id == question.RunId, ct);
        var household = await households.GetAsync(question.HouseholdId, run.On, run.StartedAt, ct);
        var pack = engine.UsedBy(run);
        var result = household is null || question.Policy.Length == 0 ? null
            : pack?.Evaluate(household.Json, Explain.Alternatives, question.Policy).Results.FirstOrDefault(r => r.Subject == question.Subject.ToString());
        await log.ReadAsync("question.read", [new AuditSubject("household", question.HouseholdId.ToString(), question.County)]);
        if (result is null)
        {
            throw ProblemException.NotFound("question", "待决定事项");
        }

        var view = JsonSerializer.Deserialize<ResultView>(result.ToJson(), BenefitsJson.Options)!;
        var explained = new ExplainedReasons(pack!, await origins.ReadAsync(question.HouseholdId, run.On, run.StartedAt, ct));
        return view with { Because = explained.Reasons(view, question.HouseholdId), Title = Title(pack, question.Policy), SubjectName = question.PersonName ?? question.HeadName, Pack = run.Pack };
    }

    private static async Task<DecisionPreview> PreviewAsync(
        DecideRequest request, [FromServices] PlatformDb db, [FromServices] QuestionQueue queue, [FromServices] Retroaction retroaction, [FromServices] PolicyEngine engine, CancellationToken ct)
    {
        var (questions, runs) = await ChosenAsync(request, db, queue, ct);
        var outcome = Outcome(request.Outcome);
        return new DecisionPreview(
            questions.Count, questions.Select(q => q.HouseholdId).Distinct().Count(),
            outcome == DecisionOutcome.Award && request.Amount is { } amount ? new Money(amount.Fen * questions.Count) : null,
            [.. questions.GroupBy(q => q.Policy).Select(g => new QuestionPolicy(g.Key, Title(engine.UsedBy(runs[g.First().RunId]), g.Key), g.Count()))],
            questions is [var one] && outcome != DecisionOutcome.Ask && (outcome == DecisionOutcome.Refuse || request.Amount is { Fen: > 0 })
                ? EarlierPeriod.Of(await retroaction.WouldAsync(await queue.ProposedAsync(one, runs[one.RunId], outcome, request.Amount, request.Reason, ct), ct)) : []);
    }

    private static async Task<DecisionsMade> DecideAsync(DecideRequest request, [FromServices] PlatformDb db, [FromServices] QuestionQueue queue, CancellationToken ct)
    {
        var (questions, _) = await ChosenAsync(request, db, queue, ct);
        var made = await queue.DecideAsync(questions, Outcome(request.Outcome), request.Amount, request.Reason, ct);
        return new DecisionsMade(made.Count, made[0].Batch);
    }

    private static async Task<DecisionPage> DecisionsAsync(
        [FromServices] PlatformDb db, [FromServices] PolicyEngine engine, [FromServices] AccessLog log, CancellationToken ct, Guid? household = null, int limit = 50, string? cursor = null)
    {
        var page = OffsetCursor.Read(limit, cursor);
        var all = db.Set<Decision>().AsNoTracking().Where(d => household == null || d.HouseholdId == household);
        var rows = await all.OrderByDescending(d => d.At).ThenByDescending(d => d.Id).Skip(page.Offset).Take(page.Limit)
            .Select(d => new { Decision = d, Later = db.Set<Decision>().Any(l => l.County == d.County && l.Policy == d.Policy && l.Subject == d.Subject && l.At > d.At) }).ToListAsync(ct);
        await log.ReadAsync("question.decisions", [.. rows.Select(r => new AuditSubject("household", r.Decision.HouseholdId.ToString(), r.Decision.County))]);
        var total = await all.CountAsync(ct);
        return new DecisionPage(
            [.. rows.Select(r => r.Decision is var d ? new DecisionView(
                d.Id, d.HouseholdId, d.HouseholdNumber, d.HeadName, d.PersonName ?? d.HeadName, d.Policy, Title(engine.Packs().Any(p => p.Id == d.Pack) ? engine.Prepare(d.Pack, DateOnly.FromDateTime(d.At.InChina().Date)) : null, d.Policy),
                d.Outcome.ToString().ToLowerInvariant(), d.Amount, d.Reason, d.At, d.By, !r.Later && d.Outcome != DecisionOutcome.Withdraw) : null!)],
            page.Next(rows.Count, total), total);
    }

    private static async Task<(List<Question> Questions, Dictionary<Guid, Run> Runs)> ChosenAsync(DecideRequest request, PlatformDb db, QuestionQueue queue, CancellationToken ct)
    {
        var runs = await queue.RunsAsync(ct);
        var open = queue.Open(runs, request.Questions is null ? request.All ?? new QuestionFilter() : new QuestionFilter());
        if (request.Questions is { } ids)
        {
            open = open.Where(q => ids.Contains(q.Id));
        }

        var questions = await open.OrderBy(q => q.Id).Take(QuestionQueue.AtOnce + 1).ToListAsync(ct);
        return request.Questions is { } wanted && questions.Count != wanted.Distinct().Count()
            ? throw new ProblemException(422, new Problem("question-gone", new LocalText("所选事项中有已经决定的,请刷新后重选。", "Some of these were decided meanwhile. Reload and choose again."), "questions"))
            : (questions, runs.ToDictionary(r => r.Id));
    }

    private static List<ParameterQuestion> Parameters(PolicyEngine engine, IReadOnlyList<Run> runs)
    {
        var found = new List<ParameterQuestion>();
        foreach (var run in runs)
        {
            var pack = engine.UsedBy(run);
            foreach (var waiting in RunSummaries.Of(run).UnknownParameters.GroupBy(u => u.Parameter))
            {
                var parameter = pack?.Parameters.FirstOrDefault(p => p.Id == waiting.Key);
                found.Add(new ParameterQuestion(
                    run.Pack, pack?.Title ?? new LocalText(run.Pack, run.Pack), waiting.Key, parameter?.Title ?? new LocalText(waiting.Key, waiting.Key), parameter?.Source?.Quote, waiting.Sum(u => u.Results)));
            }
        }

        return found;
    }

    private static DecisionOutcome Outcome(string text) => text switch
    {
        "award" => DecisionOutcome.Award,
        "refuse" => DecisionOutcome.Refuse,
        "ask" => DecisionOutcome.Ask,
        _ => throw OrderEndpoints.Unknown("outcome", "award, refuse, ask"),
    };

    private static string[] Needs(Question q) => q.Needs.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static LocalText? Title(PreparedPack? pack, string policy) => pack?.Policies.FirstOrDefault(p => p.Id == policy)?.Title;

    private static LocalText Label(PreparedPack? pack, string path) => pack is null ? new LocalText(path, path)
        : pack.Parameters.FirstOrDefault(p => p.Id == path)?.Title ?? pack.Label(new RegisterFact(true, path));

    private sealed record Group(Guid Run, string Policy, string Needs, int Count);
}
