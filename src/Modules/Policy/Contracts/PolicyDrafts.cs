using Fuyao.Policy.Drafts;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Contracts;

/// <summary>Drafts of packs, for whoever works out what they would come to.</summary>
public sealed class PolicyDrafts
{
    private readonly DraftStore _drafts;
    private readonly PolicyEngine _engine;

    internal PolicyDrafts(DraftStore drafts, PolicyEngine engine)
    {
        _drafts = drafts;
        _engine = engine;
    }

    /// <summary>A draft's present content compiled for a date, over the parents in force then. Nothing is stored.</summary>
    /// <exception cref="Kernel.Problems.ProblemException">404: no such draft; 422: it does not compile, every fault with its place.</exception>
    public async Task<PreparedPack> PrepareAsync(Guid draft, DateOnly on, CancellationToken ct)
    {
        var found = await _drafts.FindAsync(draft, ct);
        var findings = new Findings();
        var pack = _engine.Library.Read(await _drafts.FilesAsync(found, ct), on, findings);
        return pack is not null && findings.Errors.Count == 0 ? new PreparedPack(PackLibrary.Compile(pack, on)) : throw PackLibrary.Broken(found.Pack, findings);
    }
}
