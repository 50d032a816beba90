using System.Formats.Tar;
using System.IO.Compression;
using Fuyao.Feel.Tck;
using Xunit;

namespace Fuyao.Feel.Tests.Tck;

/// <summary>The compatibility kit beside the repository; tests that need it are skipped where it is absent.</summary>
internal static class Kit
{
    private static readonly Lazy<IReadOnlyList<TckFile>?> All = new(() =>
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var archive = Path.Combine(folder.FullName, "shared", "dmn-tck", "tck.tgz");
            if (!File.Exists(archive))
                continue;
            return Read(archive);
        }
        return null;
    });

    private static List<TckFile> Read(string archive)
    {
        var files = new List<TckFile>();
        using var tar = new TarReader(new GZipStream(File.OpenRead(archive), CompressionMode.Decompress));
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is not { } data)
                continue;
            var content = new byte[entry.Length];
            data.ReadExactly(content);
            files.Add(new TckFile(entry.Name, content));
        }
        return files;
    }

    public static IReadOnlyList<TckFile> Files
    {
        get
        {
            if (All.Value is null)
                Assert.Skip("../shared/dmn-tck/tck.tgz is not there");
            return All.Value;
        }
    }
}
