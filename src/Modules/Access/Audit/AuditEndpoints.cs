using System.Globalization;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Access.Data;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Access.Audit;

internal sealed record AuditActor(Guid Id, string Name, string Role);

internal sealed record AuditSubjectView(string Kind, string Id);

internal sealed record AuditItem(
    string Chain, int County, long Seq, DateTimeOffset At, AuditActor Actor, string Channel, string Action, AuditSubjectView? Subject, JsonElement? Detail);

internal sealed record AuditPage(IReadOnlyList<AuditItem> Items, string? Next, long Total);

/// <summary>The chains for auditors: what was done, who looked at whom, and whether the chains hold.</summary>
internal static class AuditEndpoints
{
    private const int MostOfOneSubject = 500;

    public static void MapAudit(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/audit").WithTags("audit").RequirePermission(Permissions.AuditView);
        group.MapGet("", ListAsync).WithName("ListAudit");
        group.MapGet("/subjects/{kind}/{id}", SubjectAsync).WithName("ListAuditOfSubject");
        group.MapGet("/verify", (AuditVerifier verifier, CancellationToken ct) => verifier.VerifyAsync(ct)).WithName("VerifyAudit");
    }

    /// <summary>One chain of one county, newest first.</summary>
    private static async Task<Ok<AuditPage>> ListAsync(
        Chains chains, DatabaseTarget target, CurrentActor actor, string? chain, int? county, string? action, string? cursor, int? limit, CancellationToken ct)
    {
        var size = Math.Clamp(limit ?? 50, 1, 500);
        var number = county ?? actor.County;
        if (!Sees(actor, number))
        {
            throw ProblemException.NotFound("county", "县");
        }

        long before = long.MaxValue;
        if (cursor is not null && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            throw new ProblemException(400, new Problem("cursor", new LocalText("cursor 须取自上一页的 next。", "Take cursor from the page before (next)."), "cursor"));
        }

        var store = chain switch
        {
            null or "audit" => chains.Writes,
            "access_log" => chains.Reads,
            _ => throw new ProblemException(400, new Problem("chain", new LocalText("chain 为 audit 或 access_log。", "chain is audit or access_log."), "chain")),
        };
        await using var connection = await OpenAsync(chains, store, target, ct);
        var where = "county = @county and seq < @before" + (action is null ? "" : " and action = @action");
        var items = new List<AuditItem>();
        await foreach (var record in store.ReadAsync(
            connection, where, [("@county", number), ("@before", before), ("@action", action)], "seq desc", size + 1, ct))
        {
            items.Add(View(store.Table, record));
        }

        await using var count = Sql.Command(connection, null, $"select coalesce(max(seq), 0) from {store.Table} where county = @county", ("@county", number));
        var total = Convert.ToInt64(await count.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
        var page = items.Take(size).ToList();
        return TypedResults.Ok(new AuditPage(page, items.Count > size ? page[^1].Seq.ToString(CultureInfo.InvariantCulture) : null, total));
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
            ? actor.Area == Kernel.CodeRange.Everything
            : actor.Area.From <= county * 1_000_000L && (county + 1) * 1_000_000L <= actor.Area.To;

    private static Task<System.Data.Common.DbConnection> OpenAsync(Chains chains, ChainStore store, DatabaseTarget target, CancellationToken ct) =>
        ReferenceEquals(store, chains.Reads) ? AccessLogWriter.OpenAsync(chains, ct) : Sql.OpenAsync(target, ct);

    private static AuditItem View(string chain, ChainRecord r) => new(
        chain, r.County, r.Seq, r.At, new AuditActor(r.Actor, r.ActorName, r.Role), r.Channel, r.Action,
        r.SubjectKind.Length == 0 ? null : new AuditSubjectView(r.SubjectKind, r.SubjectId),
        r.Detail is null ? null : JsonElement.Parse(r.Detail));
}
