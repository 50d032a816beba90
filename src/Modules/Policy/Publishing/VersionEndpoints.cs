using System.IO.Compression;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Drafts;
using Fuyao.Policy.Packs;
using Fuyao.Policy.Studio;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Policy.Publishing;

/// <param name="Ref">By which it is asked for: <c>shipped</c>, or its number.</param>
/// <param name="State"><c>shipped</c>, <c>coming</c>, <c>in_force</c>, <c>superseded</c>, <c>withdrawn</c>; a shipped version in force is <c>in_force</c>.</param>
internal sealed record PackVersionView(
    string Ref, string State, string Version, string? Hash, DateOnly? EffectiveFrom, DateTimeOffset? At, string? Author, string? PublishedBy, string? Reason, Guid? Draft,
    string? WithdrawnBy, DateTimeOffset? WithdrawnAt, string? WithdrawnReason);

/// <param name="MayDraft">Whether the reader may begin a draft.</param>
/// <param name="MayPublish">Whether the reader may publish and withdraw.</param>
internal sealed record PackVersionList(IReadOnlyList<PackVersionView> Items, bool MayDraft, bool MayPublish);

/// <param name="Ref">As asked for; null: what is in force.</param>
internal sealed record PackStudioPage(string? Ref, StudioPack? Pack, IReadOnlyList<StudioFile> Files, StudioReport Report);

/// <param name="Reason">Why the version is to be in force no more.</param>
internal sealed record WithdrawRequest(string? Reason);

/// <summary>The versions of a pack: reading, comparing, taking along, withdrawing.</summary>
internal static class VersionEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var packs = api.MapGroup("/packs/{id}").WithTags("packs");
        packs.MapGet("/versions", ListAsync).WithName("ListPackVersions").RequirePermission(Permissions.PackView);
        packs.MapGet("/studio", StudioAsync).WithName("GetPackStudio").RequirePermission(Permissions.PackView);
        packs.MapGet("/names", NamesAsync).WithName("ListPackNames").RequirePermission(Permissions.PackView);
        packs.MapGet("/differences", DifferencesAsync).WithName("ComparePackVersions").RequirePermission(Permissions.PackView);
        packs.MapGet("/export", ExportAsync).WithName("ExportPack").RequirePermission(Permissions.PackView).Produces(200, contentType: "application/zip");
        packs.MapPost("/versions/{sequence:int}/withdraw", WithdrawAsync).WithName("WithdrawPackVersion").RequirePermission(Permissions.PackPublish).WithWrite("pack.withdraw");
    }

    private static async Task<Ok<PackVersionList>> ListAsync(
        string id, [FromServices] VersionStore versions, [FromServices] PolicyEngine engine, [FromServices] CurrentActor actor, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        var pack = engine.Library.Get(id, null);
        var today = clock.TodayInChina();
        var all = await versions.ListAsync(id, ct);
        var inForce = all.Where(v => v.Withdrawal is null && v.Publication.EffectiveFrom <= today).Select(v => v.Publication).MaxBy(p => p.Sequence);
        List<PackVersionView> views =
        [
            .. all.Select(v => new PackVersionView(
                $"{v.Publication.Sequence}", State(v.Publication, v.Withdrawal), v.Publication.Version, v.Publication.Hash, v.Publication.EffectiveFrom, v.Publication.At, v.Publication.AuthorName,
                v.Publication.PublishedByName, v.Publication.Reason, v.Publication.DraftId, v.Withdrawal?.ActorName, v.Withdrawal?.At, v.Withdrawal?.Reason)),
        ];
        if (engine.Library.Shipped(id) is { } shipped && engine.Library.Read(shipped, null, new Findings()) is { } first)
        {
            views.Insert(0, new PackVersionView(
                VersionStore.Shipped, inForce is null ? "in_force" : "shipped", first.Own.Version, first.Hash, first.Own.ValidFrom, null, null, null, null, null, null, null, null));
        }

        views.Reverse();
        var own = PackPlace.IsOf(actor, pack.Own.Jurisdiction);
        return TypedResults.Ok(new PackVersionList(views, own && actor.May(Permissions.PackDraft), own && actor.May(Permissions.PackPublish)));

        string State(Publication publication, Withdrawal? withdrawal) =>
            withdrawal is not null ? "withdrawn" : publication.Id == inForce?.Id ? "in_force" : publication.EffectiveFrom > today ? "coming" : "superseded";
    }

    private static async Task<Ok<PackStudioPage>> StudioAsync(
        string id, [FromQuery(Name = "version")] string? reference, DateOnly? on, [FromServices] VersionStore versions, [FromServices] PolicyEngine engine, CancellationToken ct)
    {
        var content = await versions.FindAsync(id, reference, on, ct);
        var (pack, report) = StudioChecker.Check(engine, content.Files, content.On);
        return TypedResults.Ok(new PackStudioPage(reference, pack is null ? null : StudioPacks.Of(pack), Files(content.Files), report));
    }

    /// <summary>What rules of the pack may read, by which labels show and names are completed.</summary>
    private static async Task<Ok<StudioNameList>> NamesAsync(
        string id, [FromQuery(Name = "version")] string? reference, [FromServices] VersionStore versions, [FromServices] PolicyEngine engine, CancellationToken ct)
    {
        var content = await versions.FindAsync(id, reference, null, ct);
        var findings = new Findings();
        return TypedResults.Ok(StudioNames.Of(engine.Library.Read(content.Files, content.On, findings) ?? throw PackLibrary.Broken(id, findings)));
    }

    public static IReadOnlyList<StudioFile> Files(PackFiles files) => [.. files.Names.Select(name => new StudioFile(name, files.Text(name)))];

    /// <param name="from">The earlier version, as <c>versions</c> names it.</param>
    /// <param name="to">The later one; a draft's id too.</param>
    private static async Task<Ok<PackDifferences>> DifferencesAsync(
        string id, string from, string to, [FromServices] VersionStore versions, [FromServices] PolicyEngine engine, CancellationToken ct) =>
        TypedResults.Ok(PackComparison.Of(await ReadAsync(id, from, versions, engine, ct), await ReadAsync(id, to, versions, engine, ct)));

    private static async Task<EffectivePack> ReadAsync(string id, string reference, VersionStore versions, PolicyEngine engine, CancellationToken ct)
    {
        var content = await versions.FindAsync(id, reference, null, ct);
        var findings = new Findings();
        return engine.Library.Read(content.Files, content.On, findings) ?? throw PackLibrary.Broken(id, findings);
    }

    /// <summary>A zip of the pack's folder, as <c>pack check</c> takes it.</summary>
    private static async Task<FileContentHttpResult> ExportAsync(string id, [FromQuery(Name = "version")] string? reference, [FromServices] VersionStore versions, CancellationToken ct)
    {
        var files = (await versions.FindAsync(id, reference, null, ct)).Files;
        var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in files.Names)
            {
                await using var entry = await zip.CreateEntry($"{id}/{name}").OpenAsync(ct);
                await entry.WriteAsync(files.Bytes(name), ct);
            }
        }

        return TypedResults.File(buffer.ToArray(), "application/zip", $"{id}.zip");
    }

    private static async Task<Ok<PackVersionList>> WithdrawAsync(
        string id, int sequence, WithdrawRequest request, [FromServices] VersionStore versions, [FromServices] PolicyEngine engine, [FromServices] PublishedPacksReader reader,
        [FromServices] CurrentActor actor, [FromServices] WriteSession write, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        PackPlace.Require(actor, engine.Library.Get(id, null).Own.Jurisdiction);
        await versions.WithdrawAsync(id, sequence, Words.Of(request.Reason, "reason"), ct);
        write.AfterCommit(() => reader.RefreshAsync(CancellationToken.None));
        return await ListAsync(id, versions, engine, actor, clock, ct);
    }
}

/// <summary>What people write to say why.</summary>
internal static class Words
{
    /// <exception cref="ProblemException">422: too short to mean anything, or too long.</exception>
    public static string Of(string? text, string path) => CleanText.Of(text ?? "") is { Length: >= 2 and <= 500 } words
        ? words : throw new ProblemException(422, new Problem("reason-needed", new LocalText("请用 2–500 字说明。", "Say it in 2 to 500 characters."), path));
}
