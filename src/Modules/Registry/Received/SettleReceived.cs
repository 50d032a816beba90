using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Households;
using Fuyao.Registry.Import.Cells;
using Fuyao.Registry.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Received;

/// <param name="State"><c>matched</c> with a household, or <c>dismissed</c>: nobody of the register.</param>
/// <param name="Person">Null when the benefit is the household's as a whole.</param>
internal sealed record SettleRequest(string? Reason, string? State, Guid? Household, Guid? Person);

/// <summary>One benefit written in by hand.</summary>
/// <param name="Region">Village, township or county: where the row comes from, when it names no household.</param>
/// <param name="Amount">Yuan.</param>
internal sealed record ReceivedRequest(
    string? Department, string? Programme, string? PersonName, string? IdNumber, string? HouseholdNumber, string? Region, decimal Amount, DateOnly Date, DateOnly? Until, string? Recurring);

internal sealed record AddReceivedRequest(string? Reason, string? Source, IReadOnlyList<ReceivedRequest> Rows);

internal sealed record ReceivedAdded(Guid List, int Matched, int Ambiguous, int Unmatched, int Known);

/// <summary>POST /received/{id}/settle says by hand whose a row is; POST /received writes rows in.</summary>
internal static class SettleReceived
{
    private const int MostRows = 500;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/received", AddAsync).WithName("AddReceived").RequirePermission(Permissions.RecordChange).WithWrite("received.add");
        api.MapPost("/received/{id:guid}/settle", SettleAsync).WithName("SettleReceived").RequirePermission(Permissions.RecordChange).WithWrite("received.settle");
    }

    private static async Task<ReceivedLine> SettleAsync(
        Guid id, SettleRequest request, [FromServices] PlatformDb db, [FromServices] Seal seal, [FromServices] ReceivedWriter received, [FromServices] ChangeWriter writer,
        [FromServices] CurrentActor actor, [FromServices] AuditTrail audit, [FromServices] TimeProvider clock, HttpContext http)
    {
        var ct = http.RequestAborted;
        HouseholdWrites.CheckReason(request.Reason);
        var row = await SeenAsync(db, id, http, ct);
        if (row.State == MatchStates.Split)
        {
            throw new ProblemException(409, new Problem("row-split", new LocalText("这一行已拆分,请对拆出的各项认定,或先撤销拆分。", "This row was split. Settle its parts, or take the split back first.")));
        }

        var change = Change(row.County, request.Reason!, null, actor, clock);
        await writer.BeginAsync(change, ct);
        await received.SettleAsync(row, await MatchAsync(db, request, clock, ct), change.Id, ct);
        audit.Add("received.settle", new AuditSubject("received", id.ToString(), row.County), new { change = change.Id, request.State, request.Household, request.Person });
        return (await ReceivedEndpoints.LinesAsync(db, seal, [await ReceivedEndpoints.FindAsync(db, id, ct)], ct))[0];
    }

    /// <summary>The row as it stands, if it is the version that was seen.</summary>
    internal static async Task<ReceivedBenefitRow> SeenAsync(PlatformDb db, Guid id, HttpContext http, CancellationToken ct)
    {
        var row = await ReceivedEndpoints.FindAsync(db, id, ct);
        var match = http.Request.Headers.IfMatch.ToString().Trim().Trim('"');
        return match.Length == 0 ? throw new ProblemException(428, new Problem("if-match-missing", new LocalText("须带 If-Match 请求头。", "Send the header If-Match with the version that was seen."), "If-Match"))
            : Guid.TryParse(match, out var seen) && seen == row.Id ? row : throw ProblemException.Stale();
    }

    private static async Task<ReceivedMatch> MatchAsync(PlatformDb db, SettleRequest request, TimeProvider clock, CancellationToken ct)
    {
        if (request.State == MatchStates.Dismissed)
        {
            return new ReceivedMatch(MatchStates.Dismissed, By: "hand");
        }

        if (request.State != MatchStates.Matched || request.Household is not { } household)
        {
            throw new ProblemException(422, new Problem("choose-household", new LocalText(
                "请选择户,或标为“不在册”。", "Choose a household, or say that nobody of the register is meant."), "household"));
        }

        var known = await Knowing.AtAsync(db, null, ct);
        var today = clock.TodayInChina();
        var village = await known.Of(db.Set<HouseholdVersion>().Where(v => v.HouseholdId == household)).On(today).Select(v => (long?)v.Region).FirstOrDefaultAsync(ct)
            ?? throw ProblemException.NotFound("household", "这一户");
        if (request.Person is { } person && !await known.Of(db.Set<PersonVersion>().Where(v => v.PersonId == person && v.HouseholdId == household)).AnyAsync(ct))
        {
            throw new ProblemException(422, new Problem("unknown-person", new LocalText("本户没有这个人。", "The household has no such person."), "person"));
        }

        return new ReceivedMatch(MatchStates.Matched, household, request.Person, village, "hand");
    }

    private static async Task<ReceivedAdded> AddAsync(
        AddReceivedRequest request, [FromServices] PlatformDb db, [FromServices] ReceivedWriter received, [FromServices] ChangeWriter writer, [FromServices] CurrentActor actor,
        [FromServices] AuditTrail audit, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        HouseholdWrites.CheckReason(request.Reason);
        if (request.Rows.Count is 0 or > MostRows || request.Rows.Any(row => row is null))
        {
            throw new ProblemException(422, new Problem("too-many", new LocalText(
                $"一次 1–{MostRows} 行;更多请用导入。", $"1 to {MostRows} rows at a time. Import a file for more."), "rows"));
        }

        List<Problem> problems = [];
        var rows = request.Rows.Select((row, i) => State(row, i, actor, problems)).ToList();
        if (problems.Count > 0)
        {
            throw new ProblemException(422, problems);
        }

        var county = new RegionCode(rows[0]!.Region).County;
        var change = Change(county, request.Reason!, request.Source, actor, clock);
        await writer.BeginAsync(change, ct);
        var tally = await received.AddAsync(county, change.Id, rows!, ct);
        audit.Add("received.add", new AuditSubject("change", change.Id.ToString(), county), new { rows = rows.Count, tally.Matched });
        return new ReceivedAdded(change.Id, tally.Matched, tally.Ambiguous, tally.Unmatched, tally.Known);
    }

    private static ReceivedState? State(ReceivedRequest row, int index, CurrentActor actor, List<Problem> problems)
    {
        var before = problems.Count;
        var region = actor.Region;
        if (row.Region is { Length: > 0 } && !RegionCode.TryParse(row.Region, out region) || region.Level < RegionLevel.County || !actor.Area.Contains(region.Value))
        {
            Wrong("region", "请写明您管辖范围内的县、乡镇或村。", "Give a county, township or village of your area.");
        }

        var id = Text(row.IdNumber)?.ToUpperInvariant();
        id = id is null ? null : IdNumber.Widen(id) ?? id;
        if (id is not null && !IdNumber.IsValid(id))
        {
            Wrong("id_number", "身份证号不正确。", "The id number is not valid.");
        }

        if (string.IsNullOrWhiteSpace(row.Department) || row.Department.Length > 100)
        {
            Wrong("department", "请写明部门。", "Name the department.");
        }

        if (string.IsNullOrWhiteSpace(row.Programme) || row.Programme.Length > 100)
        {
            Wrong("programme", "请写明项目。", "Name the programme.");
        }

        if (string.IsNullOrWhiteSpace(row.PersonName) && string.IsNullOrWhiteSpace(row.IdNumber) && string.IsNullOrWhiteSpace(row.HouseholdNumber))
        {
            Wrong("person_name", "请写明姓名、身份证号或户编号。", "Give a name, an id number or a household number.");
        }

        if (row.Amount is < 0 or > 1_000_000_000m || decimal.Round(row.Amount, 2) != row.Amount)
        {
            Wrong("amount", "金额应不小于 0,最多两位小数。", "The amount is at least 0 and has at most two decimal places.");
        }

        if (row.Until < row.Date)
        {
            Wrong("until", "止日不能早于起日。", "The last day comes after the first.");
        }

        if (row.Recurring is not (null or "month" or "year" or "once"))
        {
            Wrong("recurring", "可用:month、year、once。", "Use month, year or once.");
        }

        return problems.Count > before ? null : new ReceivedState
        {
            Department = CleanText.Of(row.Department!), Programme = CleanText.Of(row.Programme!), PersonName = Text(row.PersonName), IdNumber = id,
            HouseholdNumber = Text(row.HouseholdNumber), Region = region.Value, Amount = Money.FromYuan(row.Amount), Date = row.Date, Until = row.Until, Recurring = row.Recurring,
        };

        void Wrong(string field, string zh, string en) => problems.Add(new Problem("wrong-value", new LocalText(zh, en), $"rows[{index}].{field}"));
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : CleanText.Of(text);

    internal static Change Change(int county, string reason, string? source, CurrentActor actor, TimeProvider clock) => new()
    {
        County = county, Id = Ids.New(clock), At = clock.GetUtcNow(), Actor = actor.Name, Channel = actor.Channel, Reason = CleanText.Of(reason),
        Source = source is null ? null : CleanText.Of(source),
    };
}
