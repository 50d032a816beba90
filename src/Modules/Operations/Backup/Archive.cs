using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;

namespace Fuyao.Operations.Backup;

/// <summary>A backup as one file: tar, compressed, sealed with a passphrase if there is one; the manifest comes last.</summary>
internal static class Archive
{
    private const long LargestManifest = 256 << 20;

    /// <summary>Writes the files under their names and then the manifest that the entries are told to.</summary>
    public static async Task WriteAsync(
        FileStream target, string? passphrase, IEnumerable<(string Name, string Path)> files, Func<IReadOnlyList<ManifestEntry>, Manifest> manifest, CancellationToken ct)
    {
        await PackAsync(target, passphrase, files, manifest, ct);
        if (passphrase is null)
        {
            await Seal.AppendAsync(target, ct);
        }
    }

    private static async Task PackAsync(
        Stream target, string? passphrase, IEnumerable<(string Name, string Path)> files, Func<IReadOnlyList<ManifestEntry>, Manifest> manifest, CancellationToken ct)
    {
        await using var sealing = passphrase is null ? null : PassphraseFile.Create(target, passphrase);
        await using var packed = new GZipStream(sealing ?? target, CompressionLevel.Fastest, leaveOpen: true);
        await using var tar = new TarWriter(packed, TarEntryFormat.Pax, leaveOpen: true);
        List<ManifestEntry> entries = [];
        foreach (var (name, path) in files)
        {
            await using var hashing = new HashingStream(File.OpenRead(path));
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = hashing, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite }, ct);
            entries.Add(new ManifestEntry(name, hashing.Count, hashing.Sha256()));
        }

        using var last = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(manifest(entries), Manifest.Json));
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, Manifest.EntryName) { DataStream = last }, ct);
    }

    /// <summary>Reads an archive to its end, unpacking what has a place, and compares it with its manifest.</summary>
    /// <param name="placeOf">Where an entry goes; null: it is only hashed.</param>
    /// <returns>The manifest (null when the archive is not whole) and what differs from it.</returns>
    public static async Task<(Manifest? Manifest, List<LocalText> Problems)> ReadAsync(
        string path, string? passphrase, Func<string, string?> placeOf, CancellationToken ct)
    {
        List<LocalText> problems = [];
        Dictionary<string, ManifestEntry> found = [];
        Manifest? manifest = null;
        await using var file = File.OpenRead(path);
        Stream? opened = null;
        try
        {
            var isSealed = PassphraseFile.IsSealed(file);
            if (!isSealed && !await Seal.HoldsAsync(file, ct))
            {
                problems.Add(new("存档的校验和不符:有字节被改动或缺失。", "The archive's checksum does not hold: bytes were changed or are missing."));
            }

            opened = isSealed ? PassphraseFile.Open(file, passphrase) : file;
            await using var unpacked = new GZipStream(opened, CompressionMode.Decompress, leaveOpen: true);
            await using var tar = new TarReader(unpacked, leaveOpen: true);
            while (await tar.GetNextEntryAsync(cancellationToken: ct) is { } entry)
            {
                if (entry.EntryType != TarEntryType.RegularFile || entry.Name.Split('/').Any(p => p is "" or "." or "..") || Path.IsPathRooted(entry.Name))
                {
                    problems.Add(new($"存档含有不应有的条目:{entry.Name}", $"The archive holds an entry that does not belong: {entry.Name}"));
                    continue;
                }

                if (entry.Name == Manifest.EntryName)
                {
                    manifest = await ReadManifestAsync(entry, ct);
                    continue;
                }

                found[entry.Name] = await TakeAsync(entry, placeOf(entry.Name), ct);
            }

        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or CryptographicException or JsonException)
        {
            problems.Add(new($"存档已损坏:{e.Message}", $"The archive is damaged: {e.Message}"));
        }
        finally
        {
            if (opened is not null)
            {
                await opened.DisposeAsync();
            }
        }

        if (manifest is null)
        {
            problems.Add(new("存档不完整:缺少末尾的清单。", "The archive is not whole: the manifest at its end is missing."));
            return (null, problems);
        }

        problems.AddRange(Differences(manifest, found));
        return (manifest, problems);
    }

    private static IEnumerable<LocalText> Differences(Manifest manifest, Dictionary<string, ManifestEntry> found)
    {
        foreach (var expected in manifest.Entries)
        {
            if (!found.Remove(expected.Path, out var entry))
            {
                yield return new($"缺少 {expected.Path}", $"{expected.Path} is missing");
            }
            else if (entry != expected)
            {
                yield return new($"{expected.Path} 与清单不符", $"{expected.Path} is not what the manifest says");
            }
        }

        foreach (var stranger in found.Keys)
        {
            yield return new($"清单中没有 {stranger}", $"{stranger} is not in the manifest");
        }

        var held = manifest.Entries.Select(e => e.Path).ToHashSet();
        foreach (var missing in manifest.Places.Where(p => !held.Contains($"files/{p[..2]}/{p}")))
        {
            yield return new($"数据库引用的文件 {missing} 不在存档中", $"The stored file {missing}, which the database names, is not in the archive");
        }
    }

    private static async Task<Manifest> ReadManifestAsync(TarEntry entry, CancellationToken ct)
    {
        if (entry.Length > LargestManifest || entry.DataStream is null)
        {
            throw new InvalidDataException("The manifest is too large.");
        }

        var manifest = await JsonSerializer.DeserializeAsync<Manifest>(entry.DataStream, Manifest.Json, ct) ?? throw new InvalidDataException("The manifest is empty.");
        return manifest.Format <= Manifest.PresentFormat ? manifest : throw new ProblemException(422, new Problem("backup-newer", new LocalText(
            $"存档格式 {manifest.Format} 由更新版本的扶摇写成({manifest.Program}),请用该版本恢复。",
            $"The archive's format {manifest.Format} was written by a newer Fuyao ({manifest.Program}). Restore it with that version.")));
    }

    private static async Task<ManifestEntry> TakeAsync(TarEntry entry, string? place, CancellationToken ct)
    {
        await using var content = new HashingStream(entry.DataStream ?? Stream.Null);
        if (place is null)
        {
            await content.CopyToAsync(Stream.Null, ct);
        }
        else
        {
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            await using var target = PrivateFiles.Create(place);
            await content.CopyToAsync(target, ct);
            target.Flush(true);
        }

        return new ManifestEntry(entry.Name, content.Count, content.Sha256());
    }
}
