using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Households;
using Fuyao.Registry.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Received;

/// <param name="Amount">Above zero; all parts sum to the row's amount.</param>
/// <param name="Recurring"><c>month</c>, <c>year</c> or <c>once</c>; absent: as the row says.</param>
/// <param name="Person">Of the row's household; absent: the household as a whole.</param>
internal sealed record PartRequest(string? Programme, Money Amount, string? Recurring, Guid? Person);

internal sealed record SplitRequest(string? Reason, IReadOnlyList<PartRequest>? Parts);

internal sealed record JoinRequest(string? Reason);

internal sealed record SplitRow(ReceivedLine Row, IReadOnlyList<ReceivedLine> Parts);

/// <summary>
/// POST /received/{id}/split tells a lump transfer apart: one line of another department's list that holds several benefits. POST
/// /received/{id}/join takes it back.
/// </summary>
internal static class SplitReceived
{
    private const int MostParts = 20;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/received/{id:guid}/split", SplitAsync).WithName("SplitReceived").RequirePermission(Permissions.RecordChange).WithWrite("received.split");
        api.MapPost("/received/{id:guid}/join", JoinAsync).WithName("JoinReceived").RequirePermission(Permissions.RecordChange).WithWrite("received.join");
    }

    /// <summary>A row's parts as they stand.</summary>
    public static async Task<IReadOnlyList<ReceivedBenefitRow>> PartsAsync(PlatformDb db, ReceivedBenefitRow row, CancellationToken ct) => row.State != MatchStates.Split ? []
        : await db.Set<ReceivedBenefitRow>().AsNoTracking().AcrossAreas().Where(r => r.County == row.County && r.SplitOf == row.RowId && r.ClosedBy == null).OrderByDescending(r => r.Amount).ThenBy(r => r.Programme).ThenBy(r => r.RowId).ToListAsync(ct);

    private static async Task<SplitRow> SplitAsync(
        Guid id, SplitRequest request, [FromServices] PlatformDb db, [FromServices] Seal seal, [FromServices] ReceivedWriter received, [FromServices] ChangeWriter writer,
        [FromServices] CurrentActor actor, [FromServices] AuditTrail audit, [FromServices] TimeProvider clock, HttpContext http)
    {
        var ct = http.RequestAborted;
        HouseholdWrites.CheckReason(request.Reason);
        var row = await SettleReceived.SeenAsync(db, id, http, ct);
        if (row.State != MatchStates.Matched || row.SplitOf is not null || row.HouseholdId is not { } household)
        {
            throw new ProblemException(409, row.SplitOf is not null
                ? new Problem("part-of-row", new LocalText("这一项是拆出来的,请撤销原来的拆分后重新拆分。", "This is a part of a row already. Take that split back and split the row anew."))
                : new Problem("settle-first", new LocalText("先认定这一行是哪一户的,再拆分。", "Say first whose the row is, then split it.")));
        }

        var parts = await CheckAsync(db, row, household, request.Parts ?? [], ct);
        var change = SettleReceived.Change(row.County, request.Reason!, null, actor, clock);
        await writer.BeginAsync(change, ct);
        await received.SplitAsync(row, parts, change.Id, ct);
        audit.Add("received.split", new AuditSubject("received", id.ToString(), row.County), new { change = change.Id, parts = parts.Select(p => new { p.Programme, Amount = p.Amount.ToString() }) });
        return await ViewAsync(db, seal, id, ct);
    }

    private static async Task<SplitRow> JoinAsync(
        Guid id, JoinRequest request, [FromServices] PlatformDb db, [FromServices] Seal seal, [FromServices] ReceivedWriter received, [FromServices] ChangeWriter writer,
        [FromServices] CurrentActor actor, [FromServices] AuditTrail audit, [FromServices] TimeProvider clock, HttpContext http)
    {
        var ct = http.RequestAborted;
        HouseholdWrites.CheckReason(request.Reason);
        var row = await SettleReceived.SeenAsync(db, id, http, ct);
        if (row.State != MatchStates.Split)
        {
            throw new ProblemException(409, new Problem("not-split", new LocalText("这一行没有拆分。", "This row is not split.")));
        }

        var change = SettleReceived.Change(row.County, request.Reason!, null, actor, clock);
        await writer.BeginAsync(change, ct);
        await received.JoinAsync(row, change.Id, ct);
        audit.Add("received.join", new AuditSubject("received", id.ToString(), row.County), new { change = change.Id });
        return await ViewAsync(db, seal, id, ct);
    }

    private static async Task<SplitRow> ViewAsync(PlatformDb db, Seal seal, Guid id, CancellationToken ct)
    {
        var row = await ReceivedEndpoints.FindAsync(db, id, ct);
        var lines = await ReceivedEndpoints.LinesAsync(db, seal, [row, .. await PartsAsync(db, row, ct)], ct);
        return new SplitRow(lines[0], [.. lines.Skip(1)]);
    }

    // All that is wrong with the parts at once.
    private static async Task<IReadOnlyList<ReceivedPart>> CheckAsync(PlatformDb db, ReceivedBenefitRow row, Guid household, IReadOnlyList<PartRequest> parts, CancellationToken ct)
    {
        if (parts.Count is < 2 or > MostParts || parts.Any(p => p is null))
        {
            throw new ProblemException(422, new Problem("parts", new LocalText($"请拆成 2–{MostParts} 项。", $"Split it into 2 to {MostParts} parts."), "parts"));
        }

        List<Problem> problems = [];
        var members = await (await Knowing.AtAsync(db, null, ct)).Of(db.Set<PersonVersion>().Where(v => v.HouseholdId == household)).Select(v => v.PersonId).Distinct().ToListAsync(ct);
        foreach (var (i, part) in parts.Index())
        {
            Wrong(string.IsNullOrWhiteSpace(part.Programme) || part.Programme.Length > 100, "programme", "请写明项目(不超过 100 字)。", "Name the programme, in at most 100 characters.");
            Wrong(part.Amount <= Money.Zero, "amount", "金额应大于 0。", "The amount is above 0.");
            Wrong(part.Recurring is not (null or "month" or "year" or "once"), "recurring", "可用:month、year、once。", "Use month, year or once.");
            Wrong(part.Person is { } person && !members.Contains(person), "person", "本户没有这个人。", "The household has no such person.");

            void Wrong(bool wrong, string field, string zh, string en)
            {
                if (wrong)
                {
                    problems.Add(new Problem("wrong-value", new LocalText(zh, en), $"parts[{i}].{field}"));
                }
            }
        }

        var sum = parts.Sum(p => (decimal)p.Amount.Fen) / 100;
        if (sum != row.Amount.Yuan)
        {
            problems.Add(new Problem("parts-sum", new LocalText(
                $"各项合计 {sum:N2} 元,应等于这一行的 {row.Amount.ToDisplay()} 元。", $"The parts sum to {sum:N2} yuan; the row has {row.Amount.ToDisplay()}."), "parts"));
        }

        return problems.Count > 0 ? throw new ProblemException(422, problems)
            : [.. parts.Select(p => new ReceivedPart(CleanText.Of(p.Programme!), p.Amount, p.Recurring ?? row.Recurring, p.Person))];
    }
}
