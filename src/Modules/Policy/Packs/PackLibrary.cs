using System.Collections.Concurrent;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Evaluation;

namespace Fuyao.Policy.Packs;

/// <summary>The packs of one directory, read once, and what was compiled from them.</summary>
internal sealed class PackLibrary(string directory, PackVersions versions)
{
    private readonly ConcurrentDictionary<string, (EffectivePack? Pack, Findings Findings)> _packs = new();

    public IReadOnlyList<PackSummary> List() =>
        [.. Ids().Select(id => Load(id).Pack?.Summary).OfType<PackSummary>()];

    public EffectivePack Get(string id)
    {
        if (!Ids().Contains(id))
        {
            throw new ProblemException(404, new Problem("unknown-pack", new LocalText(
                $"没有政策包“{id}”。可用:{string.Join("、", Ids())}。", $"There is no pack '{id}'. Known: {string.Join(", ", Ids())}.")));
        }

        var (pack, findings) = Load(id);
        return pack is not null && findings.Errors.Count == 0 ? pack : throw Broken(id, findings);
    }

    /// <param name="id">A pack, or a kept version of one: <c>liuba-2015@hash</c>.</param>
    public CompiledPack Compile(string id, DateOnly on)
    {
        var pack = Version(id);
        var findings = new Findings();
        var compiled = PackCompiler.Compile(pack, on, findings);
        return compiled is not null && findings.Errors.Count == 0 ? compiled : throw Broken(id, findings);
    }

    private EffectivePack Version(string id)
    {
        var at = id.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0)
        {
            var (name, hash) = (id[..at], id[(at + 1)..]);
            return Ids().Contains(name) && Load(name).Pack is { } current && current.Hash == hash ? Get(name) : versions.Get(name, hash);
        }

        return Get(id);
    }

    public string Keep(string id)
    {
        var pack = Get(id);
        versions.Keep(pack);
        return pack.Hash;
    }

    private IReadOnlyList<string> Ids() => Directory.Exists(directory)
        ? [.. Directory.EnumerateDirectories(directory).Where(d => File.Exists(Path.Combine(d, "pack.yaml"))).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)]
        : [];

    private (EffectivePack? Pack, Findings Findings) Load(string id) => _packs.GetOrAdd(id, key =>
    {
        var findings = new Findings();
        return (PackLayers.Read(Path.Combine(directory, key), directory, findings), findings);
    });

    private static ProblemException Broken(string id, Findings findings) => new(422, [.. findings.Errors.Select(e => new Problem(
        e.Code, new LocalText($"政策包 {id} {e.File} 第 {e.Line} 行:{e.Message.Zh}", $"Pack {id}, {e.File} line {e.Line}: {e.Message.En}"), $"{id}/{e.File}"))]);
}
