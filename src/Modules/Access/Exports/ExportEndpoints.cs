using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Access.Exports;

/// <param name="Address">Path and query of the export; with <c>approval</c> added it downloads, once.</param>
/// <param name="MayDecide">Whether the reader may approve or refuse it.</param>
internal sealed record ExportView(
    Guid Id, string Kind, string State, string Region, string Address, long Persons, Guid RequesterId, string Requester, string Role, string? Purpose,
    DateTimeOffset CreatedAt, DateTimeOffset? RequestedAt, string? DecidedBy, DateTimeOffset? DecidedAt, string? Decision, DateTimeOffset? ExpiresAt,
    DateTimeOffset? DoneAt, bool Mine, bool MayDecide);

internal sealed record ExportPage(IReadOnlyList<ExportView> Items, string? Next, long Total);

/// <param name="Purpose">What the file is for; it is printed on the file.</param>
internal sealed record ExportPurpose(string? Purpose);

/// <param name="Reason">Needed to refuse.</param>
internal sealed record ExportDecision(string? Reason);

/// <summary>Wishes for large exports, and the queue of whoever approves them.</summary>
internal static class ExportEndpoints
{
    public static void MapExports(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/exports").WithTags("exports");
        group.MapGet("", ListAsync).WithName("ListExports").RequirePermission(Permissions.Session);
        group.MapGet("/{id:guid}", GetAsync).WithName("GetExport").RequirePermission(Permissions.Session);
        group.MapPost("/{id:guid}/request", RequestAsync).WithName("RequestExport").RequirePermission(Permissions.Session).WithWrite("export.request");
        group.MapPost("/{id:guid}/approve", ApproveAsync).WithName("ApproveExport").RequirePermission(Permissions.ExportApprove).WithWrite("export.approve");
        group.MapPost("/{id:guid}/refuse", RefuseAsync).WithName("RefuseExport").RequirePermission(Permissions.ExportApprove).WithWrite("export.refuse");
    }

    /// <summary>One's own, and those in one's area if one may approve; newest first.</summary>
    /// <param name="state"><c>requested</c>, <c>approved</c>, <c>refused</c>, <c>done</c>; all without it. Wishes never asked for are left out.</param>
    private static async Task<Ok<ExportPage>> ListAsync(
        PlatformDb db, CurrentActor actor, FieldCipher cipher, TimeProvider clock, string? state, string? cursor, int? limit, CancellationToken ct)
    {
        var size = Math.Clamp(limit ?? 50, 1, 200);
        var query = Visible(db, actor).Where(e => e.State != ExportState.Wished);
        if (state is not null)
        {
            if (!Enum.TryParse<ExportState>(state, ignoreCase: true, out var wanted))
            {
                throw new ProblemException(400, new Problem("state", new LocalText(
                    "state 为 requested、approved、refused 或 done。", "state is requested, approved, refused or done."), "state"));
            }

            query = query.Where(e => e.State == wanted);
        }

        var total = await query.LongCountAsync(ct);
        if (Guid.TryParse(cursor, out var before))
        {
            query = query.Where(e => e.Id.CompareTo(before) < 0);
        }

        var found = await query.OrderByDescending(e => e.Id).Take(size + 1).ToListAsync(ct);
        return TypedResults.Ok(new ExportPage(
            [.. found.Take(size).Select(e => View(e, actor, cipher, clock))], found.Count > size ? found[size - 1].Id.ToString() : null, total));
    }

    private static async Task<Ok<ExportView>> GetAsync(Guid id, PlatformDb db, CurrentActor actor, FieldCipher cipher, TimeProvider clock, CancellationToken ct) =>
        TypedResults.Ok(View(await FindAsync(db, actor, id, ct), actor, cipher, clock));

    private static async Task<Ok<ExportView>> RequestAsync(
        Guid id, ExportPurpose request, PlatformDb db, CurrentActor actor, FieldCipher cipher, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        var purpose = Words(request.Purpose, "purpose");
        var found = await FindAsync(db, actor, id, ct);
        if (found.Actor != actor.Id)
        {
            throw ProblemException.NotFound("export", "导出申请");
        }

        var now = clock.GetUtcNow();
        Moved(await Of(db, found).Where(e => e.State == ExportState.Wished).ExecuteUpdateAsync(
            set => set.SetProperty(e => e.State, ExportState.Requested).SetProperty(e => e.Purpose, purpose).SetProperty(e => e.RequestedAt, now), ct));
        audit.Add("export.request", new AuditSubject("export", id.ToString(), found.County), new { found.Kind, found.Persons, purpose });
        return TypedResults.Ok(View(await FindAsync(db, actor, id, ct), actor, cipher, clock));
    }

    private static Task<Ok<ExportView>> ApproveAsync(
        Guid id, PlatformDb db, CurrentActor actor, FieldCipher cipher, AuditTrail audit, AccessOptions options, TimeProvider clock, CancellationToken ct) =>
        DecideAsync(id, ExportState.Approved, null, clock.GetUtcNow().AddHours(options.ExportHours), db, actor, cipher, audit, clock, ct);

    private static Task<Ok<ExportView>> RefuseAsync(
        Guid id, ExportDecision request, PlatformDb db, CurrentActor actor, FieldCipher cipher, AuditTrail audit, TimeProvider clock, CancellationToken ct) =>
        DecideAsync(id, ExportState.Refused, Words(request.Reason, "reason"), null, db, actor, cipher, audit, clock, ct);

    private static async Task<Ok<ExportView>> DecideAsync(
        Guid id, ExportState state, string? reason, DateTimeOffset? until, PlatformDb db, CurrentActor actor, FieldCipher cipher, AuditTrail audit,
        TimeProvider clock, CancellationToken ct)
    {
        var found = await FindAsync(db, actor, id, ct);
        MakerChecker.Require(actor, found.Actor);
        var now = clock.GetUtcNow();
        Moved(await Of(db, found).Where(e => e.State == ExportState.Requested).ExecuteUpdateAsync(
            set => set.SetProperty(e => e.State, state).SetProperty(e => e.DecidedBy, actor.Id).SetProperty(e => e.DecidedByName, actor.Name)
                .SetProperty(e => e.DecidedAt, now).SetProperty(e => e.Decision, reason).SetProperty(e => e.ExpiresAt, until), ct));
        audit.Add(
            state == ExportState.Approved ? "export.approve" : "export.refuse", new AuditSubject("export", id.ToString(), found.County),
            new { found.Kind, found.Persons, reason });
        return TypedResults.Ok(View(await FindAsync(db, actor, id, ct), actor, cipher, clock));
    }

    private static IQueryable<ExportRequest> Visible(PlatformDb db, CurrentActor actor)
    {
        var all = actor.May(Permissions.ExportApprove);
        return db.Set<ExportRequest>().AsNoTracking().Where(e => all || e.Actor == actor.Id);
    }

    private static IQueryable<ExportRequest> Of(PlatformDb db, ExportRequest one) => db.Set<ExportRequest>().Where(e => e.County == one.County && e.Id == one.Id);

    private static async Task<ExportRequest> FindAsync(PlatformDb db, CurrentActor actor, Guid id, CancellationToken ct) =>
        await Visible(db, actor).SingleOrDefaultAsync(e => e.Id == id, ct) ?? throw ProblemException.NotFound("export", "导出申请");

    private static void Moved(int rows)
    {
        if (rows != 1)
        {
            throw new ProblemException(409, new Problem("export-state", new LocalText(
                "这项申请的状态已经改变,请刷新后再看。", "The request is no longer in that state. Reload it.")));
        }
    }

    private static string Words(string? text, string path) => CleanText.Of(text ?? "") is { Length: >= 4 and <= 300 } words
        ? words
        : throw new ProblemException(422, new Problem("reason-needed", new LocalText("请用 4–300 字说明。", "Say it in 4 to 300 characters."), path));

    private static ExportView View(ExportRequest e, CurrentActor actor, FieldCipher cipher, TimeProvider clock)
    {
        var expired = e.State == ExportState.Approved && e.ExpiresAt <= clock.GetUtcNow();
        return new ExportView(
            e.Id, e.Kind, expired ? "expired" : e.State.ToString().ToLowerInvariant(), new RegionCode(e.Region).ToShort(), cipher.Decrypt(e.AddressCipher),
            e.Persons, e.Actor, e.ActorName, e.Role, e.Purpose, e.CreatedAt, e.RequestedAt, e.DecidedByName, e.DecidedAt, e.Decision, e.ExpiresAt, e.DoneAt,
            e.Actor == actor.Id, e.State == ExportState.Requested && e.Actor != actor.Id && actor.May(Permissions.ExportApprove));
    }
}
