using System.Security.Cryptography;
using System.Text;

namespace Fuyao.Policy.Packs;

/// <summary>The files of one pack by their names inside it (<c>policies/elderly-pension.yaml</c>): a folder's, a published version's, a draft's.</summary>
internal sealed class PackFiles
{
    public const string Head = "pack.yaml";

    /// <summary>The folders that a pack has.</summary>
    public static readonly IReadOnlyList<string> Folders = ["parameters", "variables", "policies", "checks", "procedures", "tests"];

    private readonly SortedDictionary<string, byte[]> _files;

    private PackFiles(string id, SortedDictionary<string, byte[]> files, IReadOnlyList<string> strays, IReadOnlyList<string> unread)
    {
        Id = id;
        _files = files;
        Strays = strays;
        Unread = unread;
    }

    /// <summary>The pack's id as its place says it; <c>pack.yaml</c> must say the same.</summary>
    public string Id { get; }

    /// <summary>Folders that belong to no pack.</summary>
    public IReadOnlyList<string> Strays { get; }

    /// <summary>YAML files whose place or ending keeps them from being read.</summary>
    public IReadOnlyList<string> Unread { get; }

    /// <summary>In ordinal order.</summary>
    public IEnumerable<string> Names => _files.Keys;

    public static PackFiles In(string directory)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        Add(files, Path.Combine(full, Head), Head);
        foreach (var folder in Folders.Where(f => Directory.Exists(Path.Combine(full, f))))
        {
            foreach (var path in Directory.EnumerateFiles(Path.Combine(full, folder), "*.yaml"))
            {
                Add(files, path, $"{folder}/{Path.GetFileName(path)}");
            }
        }

        string[] strays = Directory.Exists(full) ? [.. Directory.EnumerateDirectories(full).Select(d => Path.GetFileName(d)).Where(name => !Folders.Contains(name))] : [];
        return new PackFiles(Path.GetFileName(full), files, strays, UnreadIn(full, files));
    }

    public static PackFiles Of(string id, IEnumerable<KeyValuePair<string, string>> texts)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (name, text) in texts)
        {
            files[name] = Encoding.UTF8.GetBytes(text);
        }

        return new PackFiles(id, files, [], []);
    }

    public bool Has(string name) => _files.ContainsKey(name);

    public byte[] Bytes(string name) => _files[name];

    /// <summary>A file's text; bytes that are no UTF-8 show as replacement characters.</summary>
    public string Text(string name) => Encoding.UTF8.GetString(_files[name]);

    public Dictionary<string, string> Texts() => _files.Keys.ToDictionary(name => name, Text);

    /// <summary>Of everything, tests and layout too: what an author sees changed has another one.</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, bytes) in _files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{bytes.Length}\n"));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IReadOnlyList<string> UnreadIn(string directory, SortedDictionary<string, byte[]> files) => !Directory.Exists(directory) ? [] :
    [
        .. Folders.Select(f => Path.Combine(directory, f)).Where(Directory.Exists).SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(directory))
            .Where(f => Path.GetExtension(f).ToUpperInvariant() is ".YAML" or ".YML")
            .Select(f => Path.GetRelativePath(directory, f).Replace('\\', '/'))
            .Where(name => !files.ContainsKey(name))
            .Order(StringComparer.Ordinal),
    ];

    private static void Add(SortedDictionary<string, byte[]> files, string path, string name)
    {
        if (File.Exists(path))
        {
            files[name] = File.ReadAllBytes(path);
        }
    }
}
