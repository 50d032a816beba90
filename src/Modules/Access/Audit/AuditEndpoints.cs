using System.Globalization;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Access.Data;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Access.Audit;

internal sealed record AuditActor(Guid Id, string Name, string Role);

internal sealed record AuditSubjectView(string Kind, string Id);

internal sealed record AuditItem(
    string Chain, int County, long Seq, DateTimeOffset At, AuditActor Actor, string Channel, string Action, AuditSubjectView? Subject, JsonElement? Detail);

/// <param name="Kind"><c>reveal</c>: full numbers seen; <c>exported-persons</c>: persons in files taken.</param>
internal sealed record AuditFigure(DateOnly Day, Guid ActorId, string Actor, string Kind, long Count);

internal sealed record FigurePage(IReadOnlyList<AuditFigure> Items, string? Next, long Total);

/// <param name="Chain"><c>audit</c> (what was done) or <c>access_log</c> (who looked, who was refused).</param>
/// <param name="Actor">Name as recorded.</param>
/// <param name="From">First day, in China.</param>
internal sealed record AuditQuery(
    [FromQuery(Name = "chain")] string? Chain, [FromQuery(Name = "county")] int? County, [FromQuery(Name = "action")] string? Action,
    [FromQuery(Name = "actor")] string? Actor, [FromQuery(Name = "subject_kind")] string? SubjectKind, [FromQuery(Name = "subject_id")] string? SubjectId,
    [FromQuery(Name = "from")] DateOnly? From, [FromQuery(Name = "to")] DateOnly? To);

internal sealed record AuditPage(IReadOnlyList<AuditItem> Items, string? Next, long Total);

/// <summary>The chains for auditors: what was done, who looked at whom, and whether the chains hold.</summary>
internal static class AuditEndpoints
{
    private const int MostOfOneSubject = 500;
    private const int MostExported = 200_000;
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private static readonly LocalText[] Heads =
    [
        new("序号", "No."), new("时间", "Time"), new("人员", "Who"), new("角色", "Role"), new("渠道", "Channel"), new("操作", "Action"), new("对象", "Subject"),
        new("对象编号", "Subject id"), new("细节", "Detail"),
    ];

    public static void MapAudit(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/audit").WithTags("audit").RequirePermission(Permissions.AuditView);
        group.MapGet("", ListAsync).WithName("ListAudit");
        group.MapGet("/export", ExportAsync).WithName("ExportAudit").WithLimit(Limits.Export).Produces(StatusCodes.Status200OK, contentType: Workbook);
        group.MapGet("/figures", FiguresAsync).WithName("ListAuditFigures");
        group.MapGet("/subjects/{kind}/{id}", SubjectAsync).WithName("ListAuditOfSubject");
        group.MapGet("/verify", (AuditVerifier verifier, CancellationToken ct) => verifier.VerifyAsync(ct)).WithName("VerifyAudit");
    }

    /// <summary>One chain of one county, newest first.</summary>
    private static async Task<Ok<AuditPage>> ListAsync(
        [AsParameters] AuditQuery query, Chains chains, DatabaseTarget target, CurrentActor actor, string? cursor, int? limit, CancellationToken ct)
    {
        var size = Math.Clamp(limit ?? 50, 1, 500);
        long before = long.MaxValue;
        if (cursor is not null && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            throw new ProblemException(400, new Problem("cursor", new LocalText("cursor 须取自上一页的 next。", "Take cursor from the page before (next)."), "cursor"));
        }

        var (store, number, where, values) = Select(query, chains, actor);
        await using var connection = await OpenAsync(chains, store, target, ct);
        var items = new List<AuditItem>();
        await foreach (var record in store.ReadAsync(connection, where + " and seq < @before", [.. values, ("@before", before)], "seq desc", size + 1, ct))
        {
            items.Add(View(store.Table, record));
        }

        await using var count = Sql.Command(connection, null, $"select coalesce(max(seq), 0) from {store.Table} where county = @county", ("@county", number));
        var total = Convert.ToInt64(await count.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
        var page = items.Take(size).ToList();
        return TypedResults.Ok(new AuditPage(page, items.Count > size ? page[^1].Seq.ToString(CultureInfo.InvariantCulture) : null, total));
    }

    /// <summary>What the filters choose, as a workbook; the newest 200,000 at most.</summary>
    private static async Task<IResult> ExportAsync(
        [AsParameters] AuditQuery query, Chains chains, DatabaseTarget target, CurrentActor actor, AccessLog log, CancellationToken ct)
    {
        var (store, number, where, values) = Select(query, chains, actor);
        await using var connection = await OpenAsync(chains, store, target, ct);
        var file = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        try
        {
            long rows = 0;
            using (var sheet = SheetWriter.Workbook(file))
            {
                sheet.BeginSheet(new LocalText("审计记录", "Audit").InCurrent(), new SheetLayout { Widths = [10, 20, 18, 14, 12, 26, 14, 40, 60], FrozenRows = 1, RepeatedRows = (1, 1), FilterRow = 1 });
                sheet.Row();
                sheet.Texts(Heads.Select(h => h.InCurrent()), SheetStyle.Header);
                await foreach (var r in store.ReadAsync(connection, where, values, "seq desc", MostExported, ct))
                {
                    sheet.Row();
                    sheet.Integer(r.Seq);
                    sheet.Text(r.At.InChina().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
                    sheet.Texts([r.ActorName, Roles.All.TryGetValue(r.Role, out var role) ? role.Name.InCurrent() : r.Role, r.Channel, r.Action, r.SubjectKind, r.SubjectId, r.Detail ?? ""]);
                    rows++;
                }
            }

            await log.ReadAsync("audit.export", new { chain = store.Table, rows }, [new AuditSubject("audit", store.Table, number)]);
            file.Position = 0;
            return Results.File(file, Workbook, $"audit-{number}.xlsx");
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Who saw how many full numbers and took how many persons' data on which day.</summary>
    private static async Task<Ok<FigurePage>> FiguresAsync(PlatformDb db, CurrentActor actor, TimeProvider clock, DateOnly? from, DateOnly? to, CancellationToken ct)
    {
        var (first, last) = (from ?? clock.TodayInChina().AddDays(-30), to ?? clock.TodayInChina());
        var (low, high) = ((int)(actor.Area.From / 1_000_000), (int)((actor.Area.To + 999_999) / 1_000_000));
        var found = await (
            from u in db.Set<Identity.Usage>().AsNoTracking()
            join who in db.Set<Identity.User>() on u.Actor equals who.Id
            where u.County >= low && u.County < high && u.Day >= first && u.Day <= last
            orderby u.Day descending, u.Count descending
            select new AuditFigure(u.Day, u.Actor, who.DisplayName, u.Kind, u.Count)).Take(1000).ToListAsync(ct);
        return TypedResults.Ok(new FigurePage(found, null, found.Count));
    }

    private static (ChainStore Store, int County, string Where, (string Name, object? Value)[] Values) Select(AuditQuery query, Chains chains, CurrentActor actor)
    {
        var county = query.County ?? actor.County;
        if (!Sees(actor, county))
        {
            throw ProblemException.NotFound("county", "县");
        }

        var store = query.Chain switch
        {
            null or "audit" => chains.Writes,
            "access_log" => chains.Reads,
            _ => throw new ProblemException(400, new Problem("chain", new LocalText("chain 为 audit 或 access_log。", "chain is audit or access_log."), "chain")),
        };
        var where = new List<string> { "county = @county" };
        var values = new List<(string, object?)> { ("@county", county) };
        Add("action", query.Action, "action = @action");
        Add("actor", query.Actor, "actor_name = @actor");
        Add("kind", query.SubjectKind, "subject_kind = @kind");
        Add("subject", query.SubjectId, "subject_id = @subject");
        Add("from", query.From?.StartInChina(), "at >= @from");
        Add("to", query.To?.EndInChina(), "at < @to");
        return (store, county, string.Join(" and ", where), [.. values]);

        void Add(string name, object? value, string condition)
        {
            if (value is not null and not "")
            {
                where.Add(condition);
                values.Add(("@" + name, value));
            }
        }
    }

    /// <summary>Who changed and who saw this household, person, run…: both chains, newest first.</summary>
    private static async Task<Ok<AuditPage>> SubjectAsync(
        Chains chains, DatabaseTarget target, CurrentActor actor, string kind, string id, CancellationToken ct)
    {
        var items = new List<AuditItem>();
        foreach (var store in new[] { chains.Writes, chains.Reads })
        {
            await using var connection = await OpenAsync(chains, store, target, ct);
            await foreach (var record in store.ReadAsync(
                connection, "subject_kind = @kind and subject_id = @id and county between @from and @to",
                [("@kind", kind), ("@id", id), ("@from", (int)((actor.Area.From + 999_999) / 1_000_000)), ("@to", (int)(actor.Area.To / 1_000_000) - 1)],
                "at desc, seq desc", MostOfOneSubject, ct))
            {
                items.Add(View(store.Table, record));
            }
        }

        var newest = items.OrderByDescending(i => i.At).Take(MostOfOneSubject).ToList();
        return TypedResults.Ok(new AuditPage(newest, null, items.Count));
    }

    // A chain is a whole county's: whoever audits less than a county sees none of it.
    private static bool Sees(CurrentActor actor, int county) =>
        county == 0
            ? actor.Area == CodeRange.Everything
            : actor.Area.From <= county * 1_000_000L && (county + 1) * 1_000_000L <= actor.Area.To;

    private static Task<System.Data.Common.DbConnection> OpenAsync(Chains chains, ChainStore store, DatabaseTarget target, CancellationToken ct) =>
        ReferenceEquals(store, chains.Reads) ? AccessLogWriter.OpenAsync(chains, ct) : Sql.OpenAsync(target, ct);

    private static AuditItem View(string chain, ChainRecord r) => new(
        chain, r.County, r.Seq, r.At, new AuditActor(r.Actor, r.ActorName, r.Role), r.Channel, r.Action,
        r.SubjectKind.Length == 0 ? null : new AuditSubjectView(r.SubjectKind, r.SubjectId),
        r.Detail is null ? null : JsonElement.Parse(r.Detail));
}
