using System.Formats.Tar;
using System.IO.Compression;

namespace Fuyao.Feel.Tck;

/// <summary>A file of the compatibility kit: its path below the kit's root, and its content.</summary>
public sealed record TckFile(string Path, byte[] Content)
{
    private const long MostBytes = 100_000_000;

    public string Folder => Path.Contains('/', StringComparison.Ordinal) ? Path[..Path.LastIndexOf('/')] : "";
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The files of a gzipped tar archive.</summary>
    /// <exception cref="InvalidDataException">Not such an archive, or too large.</exception>
    public static IReadOnlyList<TckFile> FromArchive(Stream gzip)
    {
        var files = new List<TckFile>();
        var total = 0L;
        using var tar = new TarReader(new GZipStream(gzip, CompressionMode.Decompress));
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is not { } data)
                continue;
            if ((total += entry.Length) > MostBytes)
                throw new InvalidDataException($"The archive holds more than {MostBytes} bytes.");
            var content = new byte[entry.Length];
            data.ReadExactly(content);
            files.Add(new TckFile(entry.Name.Replace('\\', '/'), content));
        }
        return files;
    }
}
