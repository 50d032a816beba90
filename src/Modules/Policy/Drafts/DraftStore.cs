using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Editing;
using Fuyao.Policy.Packs;
using Fuyao.Policy.Publishing;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Policy.Drafts;

/// <summary>A pack that is to be made.</summary>
/// <param name="Zh">Its name; <paramref name="En"/> may be left out.</param>
/// <param name="Title">What the draft is for.</param>
internal sealed record NewPack(string Id, string Extends, string? Zh, string? En, string? Title);

/// <summary>Drafts and their steps in the database. Whoever changes something runs it in a write of his own.</summary>
internal sealed partial class DraftStore(PlatformDb db, CurrentActor actor, AuditTrail audit, PolicyEngine engine, TimeProvider clock)
{
    /// <exception cref="ProblemException">404: no such draft.</exception>
    public async Task<Draft> FindAsync(Guid id, CancellationToken ct) =>
        await db.Set<Draft>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct) ?? throw ProblemException.NotFound("draft", "草稿");

    public async Task<List<DraftRevision>> RevisionsAsync(Draft draft, CancellationToken ct) =>
        await db.Set<DraftRevision>().AsNoTracking().Where(r => r.County == draft.County && r.DraftId == draft.Id).OrderBy(r => r.Number).ToListAsync(ct);

    /// <summary>What the revisions come to, up to one of them.</summary>
    public static Dictionary<string, string> Content(IEnumerable<DraftRevision> revisions)
    {
        Dictionary<string, string> files = [];
        foreach (var (name, text) in revisions.SelectMany(r => Files(r)))
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

        return files;
    }

    public static Dictionary<string, string?> Files(DraftRevision revision) => JsonSerializer.Deserialize<Dictionary<string, string?>>(revision.Files)!;

    public async Task<PackFiles> FilesAsync(Draft draft, CancellationToken ct) => PackFiles.Of(draft.Pack, Content(await RevisionsAsync(draft, ct)));

    /// <summary>Begins a draft from the version published last, under the next version number.</summary>
    public async Task<Draft> BeginAsync(string pack, string title, CancellationToken ct)
    {
        var now = engine.Library.Get(pack, null);
        PackPlace.Require(actor, now.Own.Jurisdiction);
        var files = now.Own.Files.Texts();
        var county = PackPlace.Of(now.Own.Jurisdiction).County;
        files[PackFiles.Head] = YamlEdits.Set(files[PackFiles.Head], ["version"], await NextVersionAsync(pack, now.Own.Version, ct));
        return await BeginAsync(pack, title, county, files, now.Own.Files.Hash(), ct);
    }

    /// <summary>Begins a draft of a pack that is not there yet: another one's content for a place of one's own. It says what it extends, and nothing else until something differs.</summary>
    /// <param name="request">Its id, its names, and what it extends.</param>
    /// <exception cref="ProblemException">404: nothing to extend; 422: no fit id or name; 409: there is such a pack, or a draft of one.</exception>
    public async Task<Draft> BeginAsync(NewPack request, CancellationToken ct)
    {
        var parent = engine.Library.Get(request.Extends, null);
        List<Problem> problems = [];
        if (!PackId().IsMatch(request.Id))
        {
            problems.Add(new Problem("bad-id", new LocalText("编号用小写字母、数字和连字符,3 至 60 个字符,如 mycounty-2016。", "The id has 3 to 60 small letters, digits and hyphens, such as mycounty-2016."), "pack"));
        }

        var (zh, en) = (CleanText.Of(request.Zh ?? ""), CleanText.Of(request.En ?? ""));
        if (zh.Length is < 2 or > 200)
        {
            problems.Add(new Problem("name-needed", new LocalText("请填写政策包名称(2–200 字)。", "Name the pack in 2 to 200 characters."), "name"));
        }

        // Whose pack it is follows from who begins it.
        if (actor.Region.Level < RegionLevel.County)
        {
            problems.Add(new Problem("no-county", new LocalText("请由县级用户起草本县的政策包。", "A county's pack is begun by somebody of the county.")));
        }

        if (problems.Count > 0)
        {
            throw new ProblemException(422, problems);
        }

        var county = actor.Region.County;
        var jurisdiction = county.ToString(CultureInfo.InvariantCulture);
        PackPlace.Require(actor, jurisdiction);
        if (engine.Library.Files(request.Id, null) is not null || await db.Set<Draft>().AnyAsync(d => d.Pack == request.Id && d.State != DraftState.Discarded, ct))
        {
            throw new ProblemException(409, new Problem("pack-exists", new LocalText($"已有编号为“{request.Id}”的政策包或草稿,请换一个编号。", $"There is a pack or a draft '{request.Id}' already: take another id."), "pack"));
        }

        var own = parent.Own;
        var valid = string.Join(", ", new[] { Day("from", own.ValidFrom), Day("to", own.ValidTo) }.OfType<string>());
        var text = string.Join('\n', new[]
        {
            $"id: {request.Id}",
            $"title: {{zh: {YamlWords.Quoted(zh)}, en: {YamlWords.Quoted(en.Length > 0 ? en : zh)}}}",
            "version: \"1\"",
            $"jurisdiction: \"{jurisdiction}\"",
            valid.Length > 0 ? $"valid: {{{valid}}}" : null,
            $"extends: {own.Id}",
            "",
        }.OfType<string>());
        return await BeginAsync(request.Id, Words.Of(request.Title, "title"), county, new() { [PackFiles.Head] = text }, "", ct);

        static string? Day(string name, DateOnly? day) => day is { } known ? string.Create(CultureInfo.InvariantCulture, $"{name}: {known:yyyy-MM-dd}") : null;
    }

    private async Task<Draft> BeginAsync(string pack, string title, int county, Dictionary<string, string> files, string baseHash, CancellationToken ct)
    {
        var draft = new Draft
        {
            County = county,
            Id = Ids.New(clock),
            Pack = pack,
            Title = title,
            BaseHash = baseHash,
            State = DraftState.Open,
            Revision = 1,
            CreatedBy = actor.Id,
            CreatedByName = actor.Name,
            CreatedAt = clock.GetUtcNow(),
        };
        db.Add(draft);
        db.Add(Revision(draft, 1, RevisionKind.Begin, title, files.ToDictionary(f => f.Key, f => (string?)f.Value)));
        await db.SaveChangesAsync(ct);
        audit.Add("pack.draft.begin", Subject(draft), new { draft.Pack, title });
        return draft;
    }

    /// <summary>The next version number that the pack has not had.</summary>
    public async Task<string> NextVersionAsync(string pack, string version, CancellationToken ct)
    {
        var used = await db.Set<Publication>().Where(p => p.Pack == pack).Select(p => p.Version).ToListAsync(ct);
        do
        {
            version = Next(version);
        }
        while (used.Contains(version));

        return version;
    }

    /// <summary>Adds a step to a draft as it was seen.</summary>
    /// <param name="draft">As it was read; its revision is the one that was seen.</param>
    /// <exception cref="ProblemException">412: somebody else was faster.</exception>
    public async Task<int> StepAsync(
        Draft draft, RevisionKind kind, string reason, Dictionary<string, string?> files, DraftState state, CancellationToken ct, DateOnly? effectiveFrom = null, string? baseHash = null)
    {
        var next = draft.Revision + 1;
        var from = effectiveFrom ?? draft.EffectiveFrom;
        var began = baseHash ?? draft.BaseHash;
        var moved = await db.Set<Draft>().Where(d => d.County == draft.County && d.Id == draft.Id && d.Revision == draft.Revision).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.Revision, next).SetProperty(d => d.State, state).SetProperty(d => d.EffectiveFrom, from).SetProperty(d => d.BaseHash, began), ct);
        if (moved == 0)
        {
            throw await StaleAsync(draft, draft.Revision, ct);
        }

        db.Add(Revision(draft, next, kind, reason, files));
        await db.SaveChangesAsync(ct);
        audit.Add($"pack.draft.{kind.ToString().ToLowerInvariant()}", Subject(draft), new { draft.Pack, revision = next, reason, files = files.Keys });
        return next;
    }

    /// <summary>The draft, if <c>If-Match</c> names its present revision.</summary>
    /// <exception cref="ProblemException">428: no header; 412: others changed the draft since, and who did.</exception>
    public async Task<Draft> MatchAsync(Guid id, HttpContext http, CancellationToken ct)
    {
        var draft = await FindAsync(id, ct);
        var match = http.Request.Headers.IfMatch.ToString().Trim().Trim('"');
        if (match.Length == 0)
        {
            throw new ProblemException(428, new Problem("if-match-missing", new LocalText(
                "须带 If-Match 请求头,其值为所见草稿的修订号(ETag)。", "Send the header If-Match with the draft's revision (ETag) that was seen."), "If-Match"));
        }

        return int.TryParse(match, CultureInfo.InvariantCulture, out var seen) && seen == draft.Revision ? draft : throw await StaleAsync(draft, seen, ct);
    }

    /// <exception cref="ProblemException">409: the draft is in another state.</exception>
    public static void Require(Draft draft, params ReadOnlySpan<DraftState> states)
    {
        if (!states.Contains(draft.State))
        {
            throw new ProblemException(409, new Problem("draft-state", draft.State switch
            {
                DraftState.Open => new LocalText("草稿还在编写,尚未提交审批。", "The draft is still being written: it has not been submitted."),
                DraftState.Submitted => new LocalText("草稿已提交审批。要修改,请先退回或撤回。", "The draft waits for approval. To change it, take it back first."),
                DraftState.Published => new LocalText("草稿已发布。要再改,请另起草稿。", "The draft has been published. Begin another one to change more."),
                _ => new LocalText("草稿已放弃。", "The draft has been given up."),
            }));
        }
    }

    public static AuditSubject Subject(Draft draft) => new("pack-draft", draft.Id.ToString(), draft.County);

    private async Task<ProblemException> StaleAsync(Draft draft, int seen, CancellationToken ct)
    {
        var since = await db.Set<DraftRevision>().AsNoTracking().Where(r => r.County == draft.County && r.DraftId == draft.Id && r.Number > seen).OrderBy(r => r.Number).ToListAsync(ct);
        var said = string.Join("; ", since.TakeLast(5).Select(r => $"{r.ActorName} {r.At.InChina():MM-dd HH:mm} {r.Reason}"));
        // The other one may be oneself, in another window.
        var own = since.Count > 0 && since.All(r => r.Actor == actor.Id);
        return new ProblemException(412, new Problem("draft-changed", own
            ? new LocalText(
                $"您在另一个窗口里已改过这份草稿:{said}。这里的修改没有丢失,请在新内容上再次保存。", $"You changed the draft yourself in another window: {said}. Nothing of what you typed here is lost: save it again over what is there now.")
            : new LocalText(
                $"草稿在您打开之后已有他人修改:{said}。您的修改没有丢失,请在新内容上再次保存。", $"Others changed the draft after you opened it: {said}. Nothing of yours is lost: save it again over what is there now."), "If-Match"));
    }

    private DraftRevision Revision(Draft draft, int number, RevisionKind kind, string reason, Dictionary<string, string?> files) => new()
    {
        County = draft.County,
        Id = Ids.New(clock),
        DraftId = draft.Id,
        Number = number,
        Kind = kind,
        Actor = actor.Id,
        ActorName = actor.Name,
        At = clock.GetUtcNow(),
        Reason = reason,
        Files = JsonSerializer.Serialize(files),
    };

    private static string Next(string version) => TrailingNumber().Match(version) is { Success: true } match && long.TryParse(match.Value, CultureInfo.InvariantCulture, out var number)
        ? string.Create(CultureInfo.InvariantCulture, $"{version[..match.Index]}{number + 1}") : $"{version}.2";

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{1,58}[a-z0-9]$")]
    private static partial Regex PackId();

    [GeneratedRegex(@"\d+$")]
    private static partial Regex TrailingNumber();
}
