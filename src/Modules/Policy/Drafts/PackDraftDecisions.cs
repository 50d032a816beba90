using Fuyao.Access.Contracts;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
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
using YamlDotNet.RepresentationModel;

namespace Fuyao.Policy.Drafts;

/// <param name="EffectiveFrom">First day on which the version is to be in force.</param>
/// <param name="Reason">Why; it stays in the pack's history.</param>
internal sealed record SubmitPackDraft(DateOnly? EffectiveFrom, string? Reason);

internal sealed record DecidePackDraft(string? Reason);

/// <summary>What becomes of a draft: it is submitted, published by a second person, given back or given up.</summary>
internal static class PackDraftDecisions
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var drafts = api.MapGroup("/pack-drafts/{id:guid}").WithTags("drafts");
        drafts.MapPost("/update", UpdateAsync).WithName("UpdatePackDraft").RequirePermission(Permissions.PackDraft).WithWrite("pack.draft.update");
        // Checking takes longer than the one writer is to be kept waiting.
        drafts.MapPost("/submit", SubmitAsync).WithName("SubmitPackDraft").RequirePermission(Permissions.PackDraft).WithWrite("pack.draft.submit", deferred: true);
        drafts.MapPost("/recall", RecallAsync).WithName("RecallPackDraft").RequirePermission(Permissions.PackDraft).WithWrite("pack.draft.return");
        drafts.MapPost("/discard", DiscardAsync).WithName("DiscardPackDraft").RequirePermission(Permissions.PackDraft).WithWrite("pack.draft.discard");
        drafts.MapPost("/return", ReturnAsync).WithName("ReturnPackDraft").RequirePermission(Permissions.PackPublish).WithWrite("pack.draft.return");
        drafts.MapPost("/publish", PublishAsync).WithName("PublishPackDraft").RequirePermission(Permissions.PackPublish).WithWrite("pack.draft.publish", deferred: true);
    }

    /// <summary>Takes over what was published since the draft was begun, file by file; a file that both changed must be settled by hand.</summary>
    private static async Task<Ok<PackDraftSaved>> UpdateAsync(
        Guid id, [FromServices] DraftStore drafts, [FromServices] VersionStore versions, [FromServices] PolicyEngine engine, [FromServices] CurrentActor actor, HttpContext http)
    {
        var ct = http.RequestAborted;
        var draft = await ChangeableAsync(id, drafts, engine, actor, http, DraftState.Open);
        if (engine.Library.Files(draft.Pack, null) is not { } now || now.Hash() == draft.BaseHash)
        {
            return TypedResults.Ok(new PackDraftSaved(draft.Revision, []));
        }

        var began = await versions.ContentAsync(draft.Pack, draft.BaseHash, ct) ?? throw new ProblemException(409, new Problem("base-gone", new LocalText(
            "起草时的版本已不在,无法自动合并。请另起草稿,再把改动写入。", "The version that the draft was begun from is gone. Begin another draft and make the changes again.")));
        var mine = DraftStore.Content(await drafts.RevisionsAsync(draft, ct));
        Dictionary<string, string> theirs = now.Texts(), old = began.Texts();
        var version = YamlTree.Parse(theirs[PackFiles.Head]).At(["version"])?.Node is YamlScalarNode { Value: { } number } ? number : "1";
        // Versions always have other numbers: that is no difference.
        foreach (var head in (Dictionary<string, string>[])[mine, theirs, old])
        {
            head[PackFiles.Head] = YamlEdits.Set(head[PackFiles.Head], ["version"], version);
        }

        string[] changed = [.. theirs.Keys.Union(old.Keys).Where(f => theirs.GetValueOrDefault(f) != old.GetValueOrDefault(f))];
        string[] both = [.. changed.Where(f => mine.GetValueOrDefault(f) != old.GetValueOrDefault(f) && mine.GetValueOrDefault(f) != theirs.GetValueOrDefault(f))];
        if (both.Length > 0)
        {
            throw new ProblemException(409, [.. both.Select(f => new Problem("both-changed", new LocalText(
                $"{f}:草稿与新发布的版本都改过。请在文本视图中对照新版本改好后,再把该文件恢复为与新版本一致或另起草稿。",
                $"{f}: both the draft and the version published since changed it. Make the file as the new version has it, or begin another draft."), f))]);
        }

        var taken = changed.ToDictionary(f => f, f => theirs.GetValueOrDefault(f));
        taken[PackFiles.Head] = YamlEdits.Set(taken.GetValueOrDefault(PackFiles.Head) ?? mine[PackFiles.Head], ["version"], await drafts.NextVersionAsync(draft.Pack, version, ct));
        var revision = await drafts.StepAsync(draft, RevisionKind.Update, string.Join(", ", taken.Keys), taken, DraftState.Open, ct, baseHash: now.Hash());
        return TypedResults.Ok(new PackDraftSaved(revision, changed));
    }

    private static async Task<Ok<PackDraftView>> SubmitAsync(
        Guid id, SubmitPackDraft request, [FromServices] DraftStore drafts, [FromServices] PolicyEngine engine, [FromServices] CurrentActor actor, [FromServices] WriteSession write, HttpContext http)
    {
        var ct = http.RequestAborted;
        var reason = Words.Of(request.Reason, "reason");
        var from = request.EffectiveFrom ?? throw new ProblemException(422, new Problem("from-needed", new LocalText("请写明从哪一天起执行。", "Say from which day it is to be in force."), "effective_from"));
        var draft = await ChangeableAsync(id, drafts, engine, actor, http, DraftState.Open);
        Ready(draft, await drafts.FilesAsync(draft, ct), from, engine);
        await write.BeginAsync(ct);
        await drafts.StepAsync(draft, RevisionKind.Submit, reason, [], DraftState.Submitted, ct, effectiveFrom: from);
        return TypedResults.Ok(PackDraftEndpoints.View(await drafts.FindAsync(id, ct), engine, actor, []));
    }

    private static async Task<Ok<PackDraftView>> RecallAsync(
        Guid id, DecidePackDraft request, [FromServices] DraftStore drafts, [FromServices] PolicyEngine engine, [FromServices] CurrentActor actor, HttpContext http)
    {
        var draft = await ChangeableAsync(id, drafts, engine, actor, http, DraftState.Submitted);
        await drafts.StepAsync(draft, RevisionKind.Return, Words.Of(request.Reason, "reason"), [], DraftState.Open, http.RequestAborted);
        return TypedResults.Ok(PackDraftEndpoints.View(await drafts.FindAsync(id, http.RequestAborted), engine, actor, []));
    }

    private static async Task<Ok<PackDraftView>> DiscardAsync(
        Guid id, DecidePackDraft request, [FromServices] DraftStore drafts, [FromServices] PolicyEngine engine, [FromServices] CurrentActor actor, HttpContext http)
    {
        var draft = await ChangeableAsync(id, drafts, engine, actor, http, DraftState.Open);
        await drafts.StepAsync(draft, RevisionKind.Discard, Words.Of(request.Reason, "reason"), [], DraftState.Discarded, http.RequestAborted);
        return TypedResults.Ok(PackDraftEndpoints.View(await drafts.FindAsync(id, http.RequestAborted), engine, actor, []));
    }

    private static async Task<Ok<PackDraftView>> ReturnAsync(
        Guid id, DecidePackDraft request, [FromServices] DraftStore drafts, [FromServices] PolicyEngine engine, [FromServices] CurrentActor actor, HttpContext http)
    {
        var draft = await ChangeableAsync(id, drafts, engine, actor, http, DraftState.Submitted);
        await drafts.StepAsync(draft, RevisionKind.Return, Words.Of(request.Reason, "reason"), [], DraftState.Open, http.RequestAborted);
        return TypedResults.Ok(PackDraftEndpoints.View(await drafts.FindAsync(id, http.RequestAborted), engine, actor, []));
    }

    /// <summary>Puts the draft into force from its day on, by somebody who had no hand in it.</summary>
    private static async Task<Ok<PackDraftView>> PublishAsync(
        Guid id, [FromServices] DraftStore drafts, [FromServices] VersionStore versions, [FromServices] PolicyEngine engine, [FromServices] PublishedPacksReader published,
        [FromServices] CurrentActor actor, [FromServices] WriteSession write, HttpContext http)
    {
        var ct = http.RequestAborted;
        var draft = await ChangeableAsync(id, drafts, engine, actor, http, DraftState.Submitted);
        var revisions = await drafts.RevisionsAsync(draft, ct);
        MakerChecker.Require(actor, PackDraftEndpoints.Makers(draft, revisions));
        var files = PackFiles.Of(draft.Pack, DraftStore.Content(revisions));
        var pack = Ready(draft, files, draft.EffectiveFrom!.Value, engine);
        var submitted = revisions.Last(r => r.Kind == RevisionKind.Submit);
        await write.BeginAsync(ct);
        await drafts.StepAsync(draft, RevisionKind.Publish, submitted.Reason, [], DraftState.Published, ct);
        await versions.PublishAsync(draft, files, pack, draft.EffectiveFrom.Value, submitted.Reason, string.Join("、", revisions.Where(r => r.Kind is RevisionKind.Begin or RevisionKind.Edit).Select(r => r.ActorName).Distinct()), ct);
        write.AfterCommit(async () =>
        {
            await published.RefreshAsync(CancellationToken.None);
            engine.Library.Keep(pack);
        });
        return TypedResults.Ok(PackDraftEndpoints.View(await drafts.FindAsync(id, ct), engine, actor, revisions));
    }

    private static async Task<Draft> ChangeableAsync(Guid id, DraftStore drafts, PolicyEngine engine, CurrentActor actor, HttpContext http, DraftState state)
    {
        var draft = await drafts.MatchAsync(id, http, http.RequestAborted);
        DraftStore.Require(draft, state);
        PackPlace.Require(actor, PackDraftEndpoints.Jurisdiction(engine, draft));
        return draft;
    }

    // What is published has no errors, passes its tests, is not older than what is in force, and begins while the plan holds.
    private static EffectivePack Ready(Draft draft, PackFiles files, DateOnly from, PolicyEngine engine)
    {
        List<Problem> problems = [];
        var now = engine.Library.Files(draft.Pack, null) is null ? null : engine.Library.Get(draft.Pack, null);
        if ((now?.Own.Files.Hash() ?? "") != draft.BaseHash)
        {
            problems.Add(new Problem("behind", new LocalText("起草之后又发布了新版本,请先并入再提交。", "Another version was published since the draft was begun: take it over first.")));
        }

        var (pack, report) = StudioChecker.Check(engine, files, from);
        problems.AddRange(report.Findings.Where(f => f.Severity == "error").Select(f => new Problem(f.Code, f.Message, $"{f.File}:{f.Line}")));
        // What does not compile fails every test: the error is said, not each of them.
        var (compiles, failing) = (problems.Count == 0, report.Tests.Where(t => !t.Passed).ToList());
        problems.AddRange(failing.Where(t => t.Ran || compiles).Select(t => new Problem("test-failed", new LocalText($"测试“{t.Name}”未通过。", $"The test '{t.Name}' fails."), t.File)));
        if (pack is not null && !pack.IsValidOn(from))
        {
            problems.Add(new Problem("not-valid-then", new LocalText(
                $"方案的有效期为 {pack.Own.ValidFrom:yyyy-MM-dd} 至 {pack.Own.ValidTo:yyyy-MM-dd},执行日期不在其中。",
                $"The plan holds from {pack.Own.ValidFrom:yyyy-MM-dd} to {pack.Own.ValidTo:yyyy-MM-dd}: that day is outside."), "effective_from"));
        }

        // It is published for the place that its draft is of, and for no wider one.
        if (pack is not null && pack.Own.Jurisdiction != PackDraftEndpoints.Jurisdiction(engine, draft))
        {
            problems.Add(new Problem("other-place", new LocalText(
                $"适用地区应为 {PackDraftEndpoints.Jurisdiction(engine, draft)},草稿写的是 {pack.Own.Jurisdiction}。",
                $"The draft is of {PackDraftEndpoints.Jurisdiction(engine, draft)} and says {pack.Own.Jurisdiction}."), PackFiles.Head));
        }

        if (pack is not null && pack.Own.Version == now?.Own.Version)
        {
            problems.Add(new Problem("same-version", new LocalText("版本号须与现行版本不同。", "The version's number must differ from the present one's."), PackFiles.Head));
        }

        return problems.Count == 0 ? pack! : throw new ProblemException(422, problems);
    }
}
