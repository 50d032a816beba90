using System.Collections.Concurrent;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Evaluation;

namespace Fuyao.Policy.Packs;

/// <summary>The packs of one directory, read once, and what was compiled from them.</summary>
internal sealed class PackLibrary(string directory)
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

    public CompiledPack Compile(string id, DateOnly on)
    {
        var pack = Get(id);
        var findings = new Findings();
        var compiled = PackCompiler.Compile(pack, on, findings);
        return compiled is not null && findings.Errors.Count == 0 ? compiled : throw Broken(id, findings);
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
