using System.Security.Cryptography;
using System.Text;
using Fuyao.Policy.Dictionary;

namespace Fuyao.Policy.Packs;

/// <summary>Reads a pack with its parents and lays them over one another.</summary>
internal static class PackLayers
{
    /// <summary>The effective pack, or null when it or a parent cannot be read.</summary>
    /// <param name="own">The pack's own files.</param>
    /// <param name="parents">Finds the files of the pack that another one extends; null when it is not there.</param>
    /// <param name="findings">Faults of the pack itself; a parent's own faults are reported where it is checked.</param>
    public static EffectivePack? Read(PackFiles own, Func<string, PackFiles?> parents, Findings findings)
    {
        List<PackDefinition> chain = [];
        for (var files = own; ;)
        {
            if (new PackReader(files, chain.Count == 0 ? findings : new Findings()).Read() is not { } pack)
            {
                return null;
            }

            chain.Add(pack);
            if (pack.Extends is null)
            {
                break;
            }

            if (chain.Any(p => p.Id == pack.Extends))
            {
                findings.Error("extends-cycle", chain[0].Place, $"继承成环:“{pack.Extends}”。", $"The packs extend one another in a circle at '{pack.Extends}'.");
                return null;
            }

            if (parents(pack.Extends) is not { } parent)
            {
                findings.Error("no-parent", chain[0].Place, $"没有找到上级政策包“{pack.Extends}”。", $"The pack it extends, '{pack.Extends}', is not there.");
                return null;
            }

            files = parent;
        }

        var hash = chain.Count == 1 ? chain[0].Hash
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join("\n", chain.Select(p => p.Hash)))));
        return new EffectivePack(
            chain[0],
            chain,
            Merge(chain, "parameter", "参数", p => p.Parameters, p => p.Id, p => p.Overrides, p => p.Place, findings),
            Merge(chain.Append(null), "input", "输入", p => p?.Inputs ?? SubjectFiles.Facts, i => Key(i.Of, i.Id), i => i.Overrides, i => i.Place, findings, (own, known) => own.CanStandFor(known)),
            Merge(chain.Append(null), "variable", "变量", p => p?.Variables ?? [.. HouseholdDictionary.Standard, .. SubjectFiles.Derived], v => Key(v.Of, v.Id), _ => "", v => v.Place, findings),
            Merge(chain, "policy", "政策", p => p.Policies, p => p.Id, p => p.Overrides, p => p.Place, findings),
            hash)
        {
            Checks = Merge(chain, "check", "核查", p => p.Checks, c => c.Id, c => c.Overrides, c => c.Place, findings),
            Procedures = Merge(chain, "procedure", "程序", p => p.Procedures, c => c.Id, c => c.Overrides, c => c.Place, findings),
        };
    }

    /// <summary>Parents as they lie in folders: beside the pack, then among the known packs.</summary>
    /// <param name="directory">The pack's own folder.</param>
    /// <param name="library">Where parents are that are no neighbours; null when there is no such place.</param>
    public static Func<string, PackFiles?> Beside(string directory, string? library) => id =>
    {
        var neighbour = Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)))!, id);
        var parent = library is null || Directory.Exists(neighbour) ? neighbour : Path.Combine(library, id);
        return File.Exists(Path.Combine(parent, PackFiles.Head)) ? PackFiles.In(parent) : null;
    };

    // The same word may mean one thing of a project and another of a school.
    private static string Key(Contracts.PolicySubject of, string id) => of is Contracts.PolicySubject.Person or Contracts.PolicySubject.Household ? id : $"{of}.{id}".ToLowerInvariant();

    // Parents come first; a child's item takes the place of the one it overrides.
    private static IReadOnlyList<T> Merge<TPack, T>(
        IEnumerable<TPack> chain, string kind, string kindZh, Func<TPack, IReadOnlyList<T>> items, Func<T, string> id, Func<T, string?> why,
        Func<T, Place> place, Findings findings, Func<T, T, bool>? canStandFor = null)
    {
        List<T> merged = [];
        foreach (var (depth, pack) in chain.Index().Reverse())
        {
            HashSet<string> seen = [];
            foreach (var item in items(pack))
            {
                if (!seen.Add(id(item)))
                {
                    if (depth == 0)
                    {
                        findings.Error("duplicate-id", place(item), $"{kindZh}“{id(item)}”重复。", $"The {kind} '{id(item)}' is defined twice.");
                    }

                    continue;
                }

                var inherited = merged.FindIndex(m => id(m) == id(item));
                if (inherited < 0)
                {
                    if (depth == 0 && why(item) is { Length: > 0 })
                    {
                        findings.Error("overrides-nothing", place(item), $"“{id(item)}”没有覆盖任何上级{kindZh}。", $"'{id(item)}' overrides no {kind} of a parent.");
                    }

                    merged.Add(item);
                    continue;
                }

                if (depth == 0 && why(item) is null && canStandFor is not null)
                {
                    if (!canStandFor(item, merged[inherited]))
                    {
                        findings.Error("override-without-reason", place(item),
                            $"{kindZh}“{id(item)}”在词典或上级中已有不同的定义:请直接使用,或在 overrides 中说明理由。",
                            $"The dictionary or a parent declares the {kind} '{id(item)}' differently: use it as it is, or say why not in 'overrides'.");
                    }
                }
                else if (depth == 0 && why(item) is null)
                {
                    findings.Error("override-without-reason", place(item),
                        $"覆盖上级{kindZh}“{id(item)}”须在 overrides 中说明理由。", $"Overriding the parent's {kind} '{id(item)}' needs a reason in 'overrides'.");
                }

                merged[inherited] = item;
            }
        }

        return merged;
    }
}
