using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Editing;
using Fuyao.Policy.Packs;
using Fuyao.Policy.Publishing;
using Fuyao.Policy.Studio;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Policy.Drafts;

/// <param name="Revision">For <c>If-Match</c>; also the <c>ETag</c>.</param>
/// <param name="MayEdit">Whether the reader may change it now.</param>
/// <param name="MayDecide">Whether the reader may publish it or give it back now: not when it is partly his own work.</param>
internal sealed record PackDraftView(
    Guid Id, string Pack, string Title, DraftState State, int Revision, string CreatedBy, DateTimeOffset CreatedAt, DateOnly? EffectiveFrom, string BaseHash, bool MayEdit, bool MayDecide);

internal sealed record PackDraftList(IReadOnlyList<PackDraftView> Items);

/// <param name="Files">Names of the files that it changed.</param>
internal sealed record PackDraftRevision(int Number, RevisionKind Kind, string Actor, DateTimeOffset At, string Reason, IReadOnlyList<string> Files);

/// <param name="BaseRef">The version that it was begun from, or brought up to; null when that is no longer to be had.</param>
/// <param name="Behind">Another version was published since: take it over before submitting.</param>
internal sealed record PackDraftPage(
    PackDraftView Draft, IReadOnlyList<PackDraftRevision> Revisions, string? BaseRef, bool Behind, StudioPack? Pack, IReadOnlyList<StudioFile> Files, StudioReport Report);

/// <param name="Pack">The pack; with <paramref name="Extends"/> the id of a new one.</param>
/// <param name="Title">What the change is for.</param>
/// <param name="Extends">Begins a pack of one's own county over this one: all of it holds, and only what differs is written.</param>
/// <param name="Name">The new pack's name.</param>
internal sealed record BeginPackDraft(string Pack, string? Title, string? Extends = null, string? Name = null, string? NameEn = null);

/// <param name="Kind"><c>policy</c>, <c>parameter</c> or <c>check</c>.</param>
/// <param name="Item">Its id in the pack that is extended.</param>
/// <param name="Reason">Why it is to differ; it stands in the pack.</param>
internal sealed record OverridePackItem(string Kind, string Item, string? Reason);

internal sealed record CheckPackDraft(IReadOnlyList<PackEdit> Edits);

/// <param name="Reason">What was changed, for the history; made from the edits when absent.</param>
internal sealed record EditPackDraft(IReadOnlyList<PackEdit> Edits, string? Reason);

internal sealed record PackDraftSaved(int Revision, IReadOnlyList<string> Files);

/// <param name="File">The test's file.</param>
/// <param name="Name">The test's name.</param>
/// <param name="Edits">Changes that are not saved yet.</param>
internal sealed record ExplainTest(string File, string Name, IReadOnlyList<PackEdit>? Edits);

/// <param name="Asked">How many of the results, the first ones, the test says something of.</param>
/// <param name="Results">As <c>eval --explain</c> prints them, with the policy's title.</param>
internal sealed record TestExplained(string Name, DateOnly On, int Asked, JsonElement Household, IReadOnlyList<JsonElement> Results, IReadOnlyList<Kernel.Text.LocalText> Faults);

/// <summary>Writing drafts: everything that changes their content.</summary>
internal static class PackDraftEndpoints
{
    private const int MostEdits = 200;

    public static void Map(IEndpointRouteBuilder api)
    {
        var drafts = api.MapGroup("/pack-drafts").WithTags("drafts");
        drafts.MapGet("", ListAsync).WithName("ListPackDrafts").RequirePermission(Permissions.PackView);
        drafts.MapGet("/{id:guid}", GetAsync).WithName("GetPackDraft").RequirePermission(Permissions.PackView);
        drafts.MapPost("", BeginAsync).WithName("BeginPackDraft").RequirePermission(Permissions.PackDraft).WithWrite("pack.draft.begin");
        drafts.MapPost("/{id:guid}/check", CheckAsync).WithName("CheckPackDraft").RequirePermission(Permissions.PackDraft);
        drafts.MapPost("/{id:guid}/explain", ExplainAsync).WithName("ExplainPackTest").RequirePermission(Permissions.PackView);
        drafts.MapPost("/{id:guid}/override", OverrideAsync).WithName("OverridePackItem").RequirePermission(Permissions.PackDraft).WithWrite("pack.draft.edit");
        drafts.MapPost("/{id:guid}/edits", EditAsync).WithName("EditPackDraft").RequirePermission(Permissions.PackDraft).WithWrite("pack.draft.edit");
    }

    /// <param name="pack">Only of this pack.</param>
    /// <param name="state"><c>open</c>, <c>submitted</c>, <c>published</c>, <c>discarded</c>; all without it.</param>
    private static async Task<Ok<PackDraftList>> ListAsync(
        string? pack, string? state, [FromServices] PlatformDb db, [FromServices] PolicyEngine engine, [FromServices] CurrentActor actor, CancellationToken ct)
    {
        DraftState? wanted = state is null ? null : Enum.TryParse<DraftState>(state, ignoreCase: true, out var known) ? known : throw new ProblemException(400, new Problem(
            "state", new Kernel.Text.LocalText("state 为 open、submitted、published 或 discarded。", "state is open, submitted, published or discarded."), "state"));
        var found = await db.Set<Draft>().AsNoTracking()
            .Where(d => (pack == null || d.Pack == pack) && (wanted == null || d.State == wanted)).OrderByDescending(d => d.Id).Take(200).ToListAsync(ct);
        return TypedResults.Ok(new PackDraftList([.. found.Select(d => View(d, engine, actor, []))]));
    }

    private static async Task<Ok<PackDraftPage>> GetAsync(
        Guid id, [FromServices] DraftStore drafts, [FromServices] VersionStore versions, [FromServices] PolicyEngine engine, [FromServices] CurrentActor actor, HttpContext http, CancellationToken ct)
    {
        var draft = await drafts.FindAsync(id, ct);
        var revisions = await drafts.RevisionsAsync(draft, ct);
        var files = PackFiles.Of(draft.Pack, DraftStore.Content(revisions));
        var (pack, report) = StudioChecker.Check(engine, files, draft.EffectiveFrom);
        http.Response.Headers.ETag = $"\"{draft.Revision}\"";
        var closed = draft.State is DraftState.Published or DraftState.Discarded;
        return TypedResults.Ok(new PackDraftPage(
            View(draft, engine, actor, revisions),
            [.. revisions.Select(r => new PackDraftRevision(r.Number, r.Kind, r.ActorName, r.At, r.Reason, [.. DraftStore.Files(r).Keys]))],
            draft.BaseHash.Length == 0 && pack?.Own.Extends is { } parent ? VersionStore.Other + parent : await versions.RefOfAsync(draft.Pack, draft.BaseHash, ct),
            !closed && (engine.Library.Files(draft.Pack, null)?.Hash() ?? "") != draft.BaseHash,
            pack is null ? null : StudioPacks.Of(pack), VersionEndpoints.Files(files), report));
    }

    private static async Task<Created<PackDraftView>> BeginAsync(
        BeginPackDraft request, [FromServices] DraftStore drafts, [FromServices] PolicyEngine engine, [FromServices] CurrentActor actor, CancellationToken ct)
    {
        var draft = request.Extends is { } parent
            ? await drafts.BeginAsync(new NewPack(request.Pack, parent, request.Name, request.NameEn, request.Title), ct) : await drafts.BeginAsync(request.Pack, Words.Of(request.Title, "title"), ct);
        return TypedResults.Created($"/api/pack-drafts/{draft.Id}", View(draft, engine, actor, []));
    }

    /// <summary>What would be found if the edits were saved: type errors with their places, the pack's tests. Nothing is stored.</summary>
    private static async Task<Ok<StudioReport>> CheckAsync(Guid id, CheckPackDraft request, [FromServices] DraftStore drafts, [FromServices] PolicyEngine engine, CancellationToken ct)
    {
        var draft = await drafts.FindAsync(id, ct);
        return TypedResults.Ok(StudioChecker.Check(engine, await EditedAsync(draft, request.Edits, drafts, ct), draft.EffectiveFrom).Report);
    }

    private static async Task<Ok<TestExplained>> ExplainAsync(Guid id, ExplainTest request, [FromServices] DraftStore drafts, [FromServices] PolicyEngine engine, CancellationToken ct)
    {
        var draft = await drafts.FindAsync(id, ct);
        var files = await EditedAsync(draft, request.Edits ?? [], drafts, ct);
        var findings = new Findings();
        var pack = engine.Library.Read(files, draft.EffectiveFrom, findings) ?? throw PackLibrary.Broken(draft.Pack, findings);
        return TypedResults.Ok(TestExplanation.Of(pack, request.File, request.Name));
    }

    private static async Task<Ok<PackDraftSaved>> EditAsync(
        Guid id, EditPackDraft request, [FromServices] DraftStore drafts, [FromServices] PolicyEngine engine, [FromServices] CurrentActor actor, HttpContext http)
    {
        var ct = http.RequestAborted;
        var draft = await drafts.MatchAsync(id, http, ct);
        DraftStore.Require(draft, DraftState.Open);
        PackPlace.Require(actor, Jurisdiction(engine, draft));
        var files = PackEdit.Apply(Limited(request.Edits), DraftStore.Content(await drafts.RevisionsAsync(draft, ct)));
        if (files.Count == 0)
        {
            return TypedResults.Ok(new PackDraftSaved(draft.Revision, []));
        }

        var reason = string.IsNullOrWhiteSpace(request.Reason) ? string.Join(", ", files.Keys) : Words.Of(request.Reason, "reason");
        var revision = await drafts.StepAsync(draft, RevisionKind.Edit, reason, files, DraftState.Open, ct);
        http.Response.Headers.ETag = $"\"{revision}\"";
        return TypedResults.Ok(new PackDraftSaved(revision, [.. files.Keys]));
    }

    /// <summary>Takes an item of the pack that is extended into the draft, as it stands there, to be changed.</summary>
    private static async Task<Ok<PackDraftSaved>> OverrideAsync(
        Guid id, OverridePackItem request, [FromServices] DraftStore drafts, [FromServices] PolicyEngine engine, [FromServices] CurrentActor actor, HttpContext http)
    {
        var ct = http.RequestAborted;
        var draft = await drafts.MatchAsync(id, http, ct);
        DraftStore.Require(draft, DraftState.Open);
        PackPlace.Require(actor, Jurisdiction(engine, draft));
        var reason = Words.Of(request.Reason, "reason");
        var findings = new Findings();
        var pack = engine.Library.Read(PackFiles.Of(draft.Pack, DraftStore.Content(await drafts.RevisionsAsync(draft, ct))), draft.EffectiveFrom, findings) ?? throw PackLibrary.Broken(draft.Pack, findings);
        var (file, text) = Overriding.Of(pack, request.Kind, request.Item, reason);
        var revision = await drafts.StepAsync(draft, RevisionKind.Edit, reason, new() { [file] = text }, DraftState.Open, ct);
        http.Response.Headers.ETag = $"\"{revision}\"";
        return TypedResults.Ok(new PackDraftSaved(revision, [file]));
    }

    public static PackDraftView View(Draft draft, PolicyEngine engine, CurrentActor actor, IEnumerable<DraftRevision> revisions)
    {
        var own = PackPlace.IsOf(actor, Jurisdiction(engine, draft));
        return new PackDraftView(
            draft.Id, draft.Pack, draft.Title, draft.State, draft.Revision, draft.CreatedByName, draft.CreatedAt, draft.EffectiveFrom, draft.BaseHash,
            own && actor.May(Permissions.PackDraft) && draft.State == DraftState.Open,
            own && actor.May(Permissions.PackPublish) && draft.State == DraftState.Submitted && !Makers(draft, revisions).Contains(actor.Id));
    }

    /// <summary>Everyone who had a hand in what is to be approved.</summary>
    public static Guid[] Makers(Draft draft, IEnumerable<DraftRevision> revisions) =>
        [.. revisions.Where(r => r.Kind is not RevisionKind.Return).Select(r => r.Actor).Append(draft.CreatedBy).Distinct()];

    /// <summary>Whose the pack is; one that is not published yet is the county's whose people write it.</summary>
    public static string Jurisdiction(PolicyEngine engine, Draft draft) => draft.BaseHash.Length == 0 && engine.Library.Files(draft.Pack, null) is null
        ? draft.County.ToString(System.Globalization.CultureInfo.InvariantCulture) : engine.Library.Get(draft.Pack, null).Own.Jurisdiction;

    private static async Task<PackFiles> EditedAsync(Draft draft, IReadOnlyList<PackEdit> edits, DraftStore drafts, CancellationToken ct)
    {
        var files = DraftStore.Content(await drafts.RevisionsAsync(draft, ct));
        foreach (var (name, text) in PackEdit.Apply(Limited(edits), files))
        {
            if (text is null)
            {
                files.Remove(name);
            }
            else
            {
                files[name] = text;
            }
        }

        return PackFiles.Of(draft.Pack, files);
    }

    private static IReadOnlyList<PackEdit> Limited(IReadOnlyList<PackEdit> edits) => edits.Count <= MostEdits ? edits : throw new ProblemException(422, new Problem(
        "too-many", new Kernel.Text.LocalText($"一次最多 {MostEdits} 处修改。", $"At most {MostEdits} edits at a time."), "edits"));
}
