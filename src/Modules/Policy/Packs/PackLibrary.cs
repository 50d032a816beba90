using System.Collections.Concurrent;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Evaluation;
using Fuyao.Policy.Publishing;

namespace Fuyao.Policy.Packs;

/// <summary>The packs of one directory under the versions published here, each read once, and what was compiled from them.</summary>
internal sealed class PackLibrary(string directory, PackVersions versions, PublishedPacks published)
{
    private readonly ConcurrentDictionary<(int Snapshot, int Segment, string Id), (EffectivePack? Pack, Findings Findings)> _packs = new();

    /// <param name="on">The date on which they are in force; null: the last published.</param>
    public IReadOnlyList<PackSummary> List(DateOnly? on) => [.. Ids().Select(id => Load(id, on).Pack?.Summary).OfType<PackSummary>()];

    /// <param name="on">The date on which it is in force; null: the last published.</param>
    public EffectivePack Get(string id, DateOnly? on)
    {
        if (Ids() is var known && !known.Contains(id))
        {
            if (known.Count == 0)
            {
                throw new ProblemException(404, new Problem("no-packs", new LocalText(
                    $"目录 {directory} 里没有政策包。请检查 Packs:Directory,或用 FUYAO_HOME 指明安装目录。",
                    $"There are no packs in {directory}. Look at Packs:Directory, or let FUYAO_HOME name the folder of the installation.")));
            }

            throw new ProblemException(404, new Problem("unknown-pack", new LocalText(
                $"没有政策包“{id}”。可用:{string.Join("、", known)}。", $"There is no pack '{id}'. Known: {string.Join(", ", known)}.")));
        }

        var (pack, findings) = Load(id, on);
        if (pack is null && findings.Errors.Count == 0)
        {
            throw new ProblemException(422, new Problem("not-in-force", new LocalText(
                $"政策包“{id}”在 {on:yyyy-MM-dd} 还没有开始执行。", $"The pack '{id}' is not in force on {on:yyyy-MM-dd} yet."), "on"));
        }

        return pack is not null && findings.Errors.Count == 0 ? pack : throw Broken(id, findings);
    }

    /// <param name="id">A pack, or a certain version of one: <c>liuba-2015@hash</c>.</param>
    public CompiledPack Compile(string id, DateOnly on) => Compile(Version(id, on), on);

    /// <exception cref="ProblemException">Status 422: every fault of the pack.</exception>
    public static CompiledPack Compile(EffectivePack pack, DateOnly on)
    {
        var findings = new Findings();
        var compiled = PackCompiler.Compile(pack, on, findings);
        return compiled is not null && findings.Errors.Count == 0 ? compiled : throw Broken(pack.Own.Id, findings);
    }

    /// <param name="id">As <see cref="Compile(string, DateOnly)"/> takes it.</param>
    public EffectivePack Version(string id, DateOnly? on)
    {
        var at = id.IndexOf('@', StringComparison.Ordinal);
        if (at < 0)
        {
            return Get(id, on);
        }

        var (name, hash) = (id[..at], id[(at + 1)..]);
        return (Ids().Contains(name) ? published.Current.Days().Select(day => Load(name, day).Pack).FirstOrDefault(p => p?.Hash == hash) : null)
            ?? Published(name, hash) ?? versions.Get(name, hash);
    }

    // What is no longer in force, by what its parents were then.
    private EffectivePack? Published(string id, string hash) =>
        published.Current.Of(id, hash) is { } version && Read(version.Files, version.EffectiveFrom, new Findings()) is { } pack && pack.Hash == hash ? pack : null;

    public void Keep(EffectivePack pack) => versions.Keep(pack);

    /// <summary>Files as a version's own, over the parents that are in force on a date.</summary>
    /// <returns>Null when they cannot be read; why is in the findings.</returns>
    public EffectivePack? Read(PackFiles own, DateOnly? on, Findings findings) => PackLayers.Read(own, id => Files(id, on), findings);

    /// <summary>The files of the version in force on a date; null when there is no such pack.</summary>
    public PackFiles? Files(string id, DateOnly? on) => published.Current.InForce(id, on)?.Files ?? Shipped(id);

    /// <summary>The files that the packs directory has of it.</summary>
    public PackFiles? Shipped(string id)
    {
        var folder = Path.Combine(directory, id);
        return id.IndexOfAny(['/', '\\', '.']) < 0 && File.Exists(Path.Combine(folder, PackFiles.Head)) ? PackFiles.In(folder) : null;
    }

    private IReadOnlyList<string> Ids() =>
    [
        .. (Directory.Exists(directory) ? Directory.EnumerateDirectories(directory).Where(d => File.Exists(Path.Combine(d, PackFiles.Head))).Select(d => Path.GetFileName(d)) : [])
            .Union(published.Current.Versions.Select(v => v.Pack)).Order(StringComparer.Ordinal),
    ];

    private (EffectivePack? Pack, Findings Findings) Load(string id, DateOnly? on)
    {
        var now = published.Current;
        // What earlier snapshots held is not asked for again.
        if (_packs.Count > 1_000)
        {
            _packs.Clear();
        }

        return _packs.GetOrAdd((now.Number, now.Segment(on), id), key =>
        {
            var findings = new Findings();
            return (Files(key.Id, on) is { } files ? Read(files, on, findings) : null, findings);
        });
    }

    /// <summary>Status 422: every fault of a pack.</summary>
    public static ProblemException Broken(string id, Findings findings) => new(422, [.. findings.Errors.Select(e => new Problem(
        e.Code, new LocalText($"政策包 {id} {e.File} 第 {e.Line} 行:{e.Message.Zh}", $"Pack {id}, {e.File} line {e.Line}: {e.Message.En}"), $"{id}/{e.File}"))]);
}
