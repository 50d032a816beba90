using System.Globalization;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Drafts;
using Fuyao.Policy.Packs;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Policy.Publishing;

/// <summary>One content of a pack: a version or a draft.</summary>
/// <param name="On">The date for which its parents are taken; null: as they are now.</param>
internal sealed record PackContent(PackFiles Files, DateOnly? On);

/// <summary>The versions of packs in the database.</summary>
internal sealed class VersionStore(PlatformDb db, DraftStore drafts, PolicyEngine engine, CurrentActor actor, AuditTrail audit, TimeProvider clock)
{
    public const string Shipped = "shipped";

    /// <summary>Before the id of another pack: what a new pack is compared with.</summary>
    public const string Other = "pack:";

    public async Task<List<(Publication Publication, Withdrawal? Withdrawal)>> ListAsync(string pack, CancellationToken ct)
    {
        var publications = await db.Set<Publication>().AsNoTracking().Where(p => p.Pack == pack).OrderBy(p => p.Sequence).ToListAsync(ct);
        var ids = publications.Select(p => p.Id).ToList();
        var withdrawals = await db.Set<Withdrawal>().AsNoTracking().Where(w => ids.Contains(w.Id)).ToDictionaryAsync(w => w.Id, ct);
        return [.. publications.Select(p => (p, withdrawals.GetValueOrDefault(p.Id)))];
    }

    /// <summary>The content that a reference names.</summary>
    /// <param name="reference"><c>shipped</c>, a published version's number, a draft's id, <c>id:revision</c> of a draft as it was, <c>pack:id</c> another pack; null: what is in force on the date.</param>
    /// <param name="on">Of what is in force, the date; null: today.</param>
    /// <exception cref="ProblemException">404: no such pack, version or draft.</exception>
    public async Task<PackContent> FindAsync(string pack, string? reference, DateOnly? on, CancellationToken ct)
    {
        var day = on ?? clock.TodayInChina();
        if (reference is null)
        {
            // A pack that is to begin later is shown as it will be.
            return engine.Library.Files(pack, day) is { } now ? new PackContent(now, day) : new PackContent(engine.Library.Files(pack, null) ?? throw NotThere(), null);
        }

        if (reference == Shipped)
        {
            return new PackContent(engine.Library.Shipped(pack) ?? throw NotThere(), null);
        }

        if (reference.StartsWith(Other, StringComparison.Ordinal))
        {
            return new PackContent(engine.Library.Files(reference[Other.Length..], day) ?? throw NotThere(), day);
        }

        if (int.TryParse(reference, CultureInfo.InvariantCulture, out var sequence))
        {
            var publication = await db.Set<Publication>().AsNoTracking().SingleOrDefaultAsync(p => p.Pack == pack && p.Sequence == sequence, ct) ?? throw NotThere();
            return new PackContent(publication.Content(), publication.EffectiveFrom);
        }

        var parts = reference.Split(':');
        if (!Guid.TryParse(parts[0], out var id))
        {
            throw NotThere();
        }

        var draft = await drafts.FindAsync(id, ct);
        var last = parts.Length > 1 && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var revision) ? revision : int.MaxValue;
        return draft.Pack == pack
            ? new PackContent(PackFiles.Of(pack, DraftStore.Content((await drafts.RevisionsAsync(draft, ct)).Where(r => r.Number <= last))), draft.EffectiveFrom) : throw NotThere();

        static ProblemException NotThere() => ProblemException.NotFound("pack version", "这个政策包或版本");
    }

    /// <summary>The version whose files, tests and layout included, have a hash; null when it is not to be had.</summary>
    public async Task<string?> RefOfAsync(string pack, string filesHash, CancellationToken ct) =>
        engine.Library.Shipped(pack)?.Hash() == filesHash ? Shipped
        : (await ListAsync(pack, ct)).LastOrDefault(v => v.Publication.Content().Hash() == filesHash).Publication?.Sequence.ToString(CultureInfo.InvariantCulture);

    public async Task<PackFiles?> ContentAsync(string pack, string filesHash, CancellationToken ct) =>
        await RefOfAsync(pack, filesHash, ct) is { } reference ? (await FindAsync(pack, reference, null, ct)).Files : null;

    /// <summary>Adds a version to the pack's history. Call it in the write that closes the draft.</summary>
    public async Task<Publication> PublishAsync(Draft draft, PackFiles files, EffectivePack pack, DateOnly from, string reason, string author, CancellationToken ct)
    {
        var publication = new Publication
        {
            County = draft.County,
            Id = Ids.New(clock),
            Pack = draft.Pack,
            Sequence = (await db.Set<Publication>().Where(p => p.County == draft.County && p.Pack == draft.Pack).MaxAsync(p => (int?)p.Sequence, ct) ?? 0) + 1,
            Version = pack.Own.Version,
            Hash = pack.Hash,
            EffectiveFrom = from,
            DraftId = draft.Id,
            Reason = reason,
            AuthorName = author,
            PublishedBy = actor.Id,
            PublishedByName = actor.Name,
            At = clock.GetUtcNow(),
            Files = JsonSerializer.Serialize(files.Texts()),
        };
        db.Add(publication);
        await db.SaveChangesAsync(ct);
        await DatabaseSignals.SendAsync(db, PublishedPacksReader.Signal, ct);
        audit.Add("pack.publish", Subject(publication), new { publication.Pack, publication.Sequence, publication.Version, publication.Hash, publication.EffectiveFrom, reason, draft = draft.Id });
        return publication;
    }

    /// <exception cref="ProblemException">404: no such version; 409: it is withdrawn already.</exception>
    public async Task<Publication> WithdrawAsync(string pack, int sequence, string reason, CancellationToken ct)
    {
        var publication = await db.Set<Publication>().AsNoTracking().SingleOrDefaultAsync(p => p.Pack == pack && p.Sequence == sequence, ct)
            ?? throw ProblemException.NotFound("pack version", "这个版本");
        if (await db.Set<Withdrawal>().AnyAsync(w => w.County == publication.County && w.Id == publication.Id, ct))
        {
            throw new ProblemException(409, new Problem("withdrawn", new LocalText("这个版本已经撤回。", "The version has been withdrawn already.")));
        }

        db.Add(new Withdrawal { County = publication.County, Id = publication.Id, Reason = reason, Actor = actor.Id, ActorName = actor.Name, At = clock.GetUtcNow() });
        await db.SaveChangesAsync(ct);
        await DatabaseSignals.SendAsync(db, PublishedPacksReader.Signal, ct);
        audit.Add("pack.withdraw", Subject(publication), new { publication.Pack, publication.Sequence, publication.Hash, reason });
        return publication;
    }

    private static AuditSubject Subject(Publication publication) => new("pack-version", publication.Id.ToString(), publication.County);
}
