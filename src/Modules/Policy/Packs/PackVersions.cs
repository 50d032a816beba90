using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;

namespace Fuyao.Policy.Packs;

/// <summary>
/// The contents of packs by their hash: a stored award names the version that decided, and that version can be asked again after the
/// pack has been changed. A version is the pack's files and its parents', without tests; it is written once and never changed.
/// </summary>
internal sealed class PackVersions(string? directory)
{
    /// <summary>Keeps the pack's content unless it is kept already.</summary>
    public void Keep(EffectivePack pack)
    {
        if (directory is null || Directory.Exists(Folder(pack.Hash)))
        {
            return;
        }

        // Written aside and then moved: a half-written version is never seen.
        var aside = Folder($".{pack.Hash}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}");
        foreach (var layer in pack.Chain)
        {
            foreach (var name in layer.Files.Names.Where(name => !name.StartsWith("tests/", StringComparison.Ordinal)))
            {
                var copy = Path.Combine(aside, layer.Id, name);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.WriteAllBytes(copy, layer.Files.Bytes(name));
            }
        }

        try
        {
            Directory.Move(aside, Folder(pack.Hash));
        }
        catch (IOException) when (Directory.Exists(Folder(pack.Hash)))
        {
            Directory.Delete(aside, recursive: true);
        }
    }

    /// <exception cref="ProblemException">Status 404: that version is not kept; 422: its files are not what the hash says.</exception>
    public EffectivePack Get(string id, string hash)
    {
        var folder = directory is null || hash.Any(c => !char.IsAsciiHexDigitLower(c)) ? null : Path.Combine(Folder(hash), id);
        if (folder is null || !Directory.Exists(folder))
        {
            throw new ProblemException(404, new Problem("unknown-version", new LocalText(
                $"没有保存政策包 {id} 的版本 {hash}。", $"The version {hash} of the pack {id} is not kept here.")));
        }

        var findings = new Findings();
        var pack = PackLayers.Read(PackFiles.In(folder), PackLayers.Beside(folder, null), findings);
        return pack is not null && findings.Errors.Count == 0 && pack.Hash == hash ? pack : throw new ProblemException(422, new Problem("damaged-version", new LocalText(
            $"保存的政策包 {id} 的文件与版本 {hash} 不符。", $"The kept files of the pack {id} are not those of the version {hash}.")));
    }

    private string Folder(string name) => Path.Combine(directory!, name);
}
