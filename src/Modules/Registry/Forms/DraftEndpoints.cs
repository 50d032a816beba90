using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Forms;

/// <param name="Revision">The revision that this one follows; 0 for the first.</param>
/// <param name="Content">The form as its page keeps it; at most 256 KiB.</param>
internal sealed record SaveDraftRequest(string? Kind, Guid? Subject, int Revision, JsonElement Content);

internal sealed record DraftSaved(Guid Id, int Revision, DateTimeOffset SavedAt);

internal sealed record DraftView(Guid Id, string Kind, Guid? Subject, int Revision, DateTimeOffset SavedAt, JsonElement Content);

/// <param name="Items">The latest first.</param>
internal sealed record DraftList(IReadOnlyList<DraftView> Items);

/// <summary>One's own unfinished forms: kept while typing, gone on with elsewhere, dropped when sent.</summary>
internal static class DraftEndpoints
{
    private const int MostKept = 50;
    private const int LongestContent = 256 << 10;

    private static readonly HashSet<string> Kinds = ["household.new", "household.check"];

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/drafts");
        group.MapGet("", ListAsync).WithName("ListDrafts").RequirePermission(Permissions.HouseholdChange);
        group.MapGet("/{id:guid}", GetAsync).WithName("GetDraft").RequirePermission(Permissions.HouseholdChange);
        group.MapPut("/{id:guid}", SaveAsync).WithName("SaveDraft").RequirePermission(Permissions.HouseholdChange).WithWrite("draft.save");
        group.MapDelete("/{id:guid}", DropAsync).WithName("DropDraft").RequirePermission(Permissions.HouseholdChange).WithWrite("draft.drop");
    }

    private static async Task<DraftList> ListAsync(
        [FromServices] PlatformDb db, [FromServices] FieldCipher cipher, [FromServices] CurrentActor actor, CancellationToken ct, string? kind = null) =>
        new([.. (await Own(db, actor).AsNoTracking().Where(d => kind == null || d.Kind == kind).OrderByDescending(d => d.SavedAt).Take(MostKept).ToListAsync(ct))
            .Select(d => View(d, cipher))]);

    private static async Task<DraftView> GetAsync(
        Guid id, [FromServices] PlatformDb db, [FromServices] FieldCipher cipher, [FromServices] CurrentActor actor, CancellationToken ct) =>
        View(await Own(db, actor).AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct) ?? throw ProblemException.NotFound("draft", "草稿"), cipher);

    private static async Task<Ok<DraftSaved>> SaveAsync(
        Guid id, SaveDraftRequest request, [FromServices] PlatformDb db, [FromServices] FieldCipher cipher, [FromServices] CurrentActor actor, [FromServices] TimeProvider clock,
        CancellationToken ct)
    {
        var content = request.Content.ValueKind == JsonValueKind.Object ? request.Content.GetRawText() : "";
        if (request.Kind is null || !Kinds.Contains(request.Kind) || content.Length is 0 or > LongestContent)
        {
            throw new ProblemException(422, new Problem("wrong-draft", new(
                "草稿须写明种类,内容为不超过 256 KiB 的对象。", "A draft names its kind; its content is an object of at most 256 KiB.")));
        }

        var draft = await Own(db, actor).AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct);
        if ((draft?.Revision ?? 0) != request.Revision)
        {
            throw MovedOn();
        }

        var sealedContent = cipher.Encrypt(content);
        if (draft is null)
        {
            if (await Own(db, actor).CountAsync(ct) >= MostKept)
            {
                throw new ProblemException(409, new Problem("too-many-drafts", new(
                    $"草稿最多 {MostKept} 份,请先完成或删除一些。", $"At most {MostKept} drafts are kept. Finish or drop some."), null));
            }

            draft = new FormDraft
            {
                County = actor.County, Id = id, Owner = actor.Id, Region = actor.Region.Value, Kind = request.Kind, Subject = request.Subject,
                ContentCipher = sealedContent, Revision = 1, SavedAt = clock.GetUtcNow(),
            };
            db.Add(draft);
        }
        else
        {
            // The revision is asked for again where it is written: of two windows that save at once one is told.
            var (next, now) = (request.Revision + 1, clock.GetUtcNow());
            if (await Own(db, actor).Where(d => d.Id == id && d.Revision == request.Revision).ExecuteUpdateAsync(
                set => set.SetProperty(d => d.ContentCipher, sealedContent).SetProperty(d => d.Revision, next).SetProperty(d => d.SavedAt, now), ct) == 0)
            {
                throw MovedOn();
            }

            return TypedResults.Ok(new DraftSaved(id, next, now));
        }

        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new DraftSaved(id, draft.Revision, draft.SavedAt));
    }

    private static async Task<NoContent> DropAsync(Guid id, [FromServices] PlatformDb db, [FromServices] CurrentActor actor, CancellationToken ct)
    {
        await Own(db, actor).Where(d => d.Id == id).ExecuteDeleteAsync(ct);
        return TypedResults.NoContent();
    }

    private static ProblemException MovedOn() => new(409, new Problem("draft-moved-on", new(
        "这份草稿已在另一窗口或电脑上续写。请选择保留哪一份。", "This draft was gone on with in another window or on another machine. Choose which to keep."), "revision"));

    private static IQueryable<FormDraft> Own(PlatformDb db, CurrentActor actor) =>
        db.Set<FormDraft>().Where(d => d.County == actor.County && d.Owner == actor.Id);

    private static DraftView View(FormDraft draft, FieldCipher cipher)
    {
        using var content = JsonDocument.Parse(cipher.Decrypt(draft.ContentCipher));
        return new DraftView(draft.Id, draft.Kind, draft.Subject, draft.Revision, draft.SavedAt, content.RootElement.Clone());
    }
}
