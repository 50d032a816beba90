using Fuyao.Access.Contracts;
using Fuyao.Benefits.Adjustments;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Decisions;

/// <param name="Refuse">What was awarded is refused instead: what was paid on it is asked back.</param>
/// <param name="Amount">Another amount is awarded instead: what earlier periods had less is paid later, what they had more is asked back.</param>
internal sealed record WithdrawRequest(string Reason, bool Refuse = false, Money? Amount = null);

/// <summary>A period gone by that a decision changes.</summary>
/// <param name="Before">What was awarded.</param>
/// <param name="Due">What is due by the decision.</param>
/// <param name="Amount">Above zero is paid with the next order, below is kept back from it.</param>
internal sealed record EarlierPeriod(string Period, Money Before, Money Due, Money Amount)
{
    public static IReadOnlyList<EarlierPeriod> Of(IEnumerable<Difference> differences) => [.. differences.Select(d => new EarlierPeriod(d.Way.Unit.Period, d.Before, d.Due, d.Due - d.Before))];
}

internal sealed record DecisionChangePreview(IReadOnlyList<EarlierPeriod> Earlier);

/// <summary>A decision that stands is taken back, or turned into another one. Nothing of it is edited: the later decision counts.</summary>
internal static class ChangeDecision
{
    public static void MapDecisionChanges(this RouteGroupBuilder group)
    {
        group.MapPost("{id:guid}/withdraw", WithdrawAsync).WithName("WithdrawDecision").RequirePermission(Permissions.BenefitDecide).WithWrite("benefit.withdraw").ProducesProblem(409).ProducesProblem(422);
        group.MapPost("{id:guid}/withdraw/preview", PreviewAsync).WithName("PreviewWithdrawal").RequirePermission(Permissions.BenefitDecide).ProducesProblem(409).ProducesProblem(422);
    }

    private static async Task<DecisionsMade> WithdrawAsync(
        Guid id, WithdrawRequest request, [FromServices] PlatformDb db, [FromServices] QuestionQueue queue, [FromServices] CurrentActor actor, [FromServices] AuditTrail audit, [FromServices] TimeProvider clock,
        CancellationToken ct)
    {
        var before = await StandingAsync(id, db, ct);
        var next = Changed(before, request);
        if (CleanText.Of(request.Reason ?? "") is not { Length: > 0 and <= QuestionQueue.LongestReason } reason)
        {
            throw new ProblemException(422, QuestionQueue.ReasonMissing);
        }

        next = next with { Id = Ids.New(clock), Reason = reason, Batch = Ids.New(clock), At = await queue.AtAsync([before.County], ct), ById = actor.Id, By = actor.Name };
        await db.BulkInsertAsync([next], ct);
        audit.Add("benefit.withdraw", new AuditSubject("household", next.HouseholdId.ToString(), next.County), new { next.Policy, decision = before.Id, next.Outcome, Amount = next.Amount?.ToString() });
        return new DecisionsMade(1, next.Batch);
    }

    private static async Task<DecisionChangePreview> PreviewAsync(Guid id, WithdrawRequest request, [FromServices] PlatformDb db, [FromServices] Retroaction retroaction, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        var next = Changed(await StandingAsync(id, db, ct), request) with { At = clock.GetUtcNow() };
        return new DecisionChangePreview(next.Outcome == DecisionOutcome.Withdraw ? [] : EarlierPeriod.Of(await retroaction.WouldAsync(next, ct)));
    }

    private static async Task<Decision> StandingAsync(Guid id, PlatformDb db, CancellationToken ct)
    {
        var before = await db.Set<Decision>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct) ?? throw ProblemException.NotFound("decision", "决定");
        return before.Outcome != DecisionOutcome.Withdraw && !await db.Set<Decision>().AnyAsync(l => l.County == before.County && l.Policy == before.Policy && l.Subject == before.Subject && l.At > before.At, ct)
            ? before : throw new ProblemException(409, new Problem("decided-since", new LocalText("此后已有新的决定,请对最新的决定操作。", "It was decided anew since. Take the latest decision back.")));
    }

    private static Decision Changed(Decision before, WithdrawRequest request) => (request.Refuse, request.Amount) switch
    {
        (true, not null) => throw new ProblemException(422, new Problem("refuse-or-amount", new LocalText("不给予就没有金额,二者只能选一。", "What is refused has no amount. State one of the two."), "amount")),
        (true, null) when before.Outcome != DecisionOutcome.Award =>
            throw new ProblemException(409, new Problem("not-awarded", new LocalText("原决定不是给予,无须改为不给。", "Nothing was awarded by this decision, so there is nothing to refuse."))),
        (true, null) => before with { Outcome = DecisionOutcome.Refuse, Amount = null },
        (false, { Fen: <= 0 }) => throw new ProblemException(422, new Problem("amount-missing", new LocalText("请填写大于零的金额。", "State an amount above zero."), "amount")),
        (false, not null) when before.Outcome == DecisionOutcome.Ask =>
            throw new ProblemException(409, new Problem("not-decided", new LocalText("该事项还在核实,请在“待决定”中决定。", "The fact is still being asked for. Decide it among the open questions."))),
        (false, { } amount) when amount == before.Amount =>
            throw new ProblemException(422, new Problem("amount-same", new LocalText("金额与原决定相同。", "This is the amount that was decided already."), "amount")),
        (false, { } amount) => before with { Outcome = DecisionOutcome.Award, Amount = amount },
        _ => before with { Outcome = DecisionOutcome.Withdraw, Amount = null },
    };
}
