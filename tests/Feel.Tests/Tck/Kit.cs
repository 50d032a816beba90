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
            using var stream = File.OpenRead(archive);
            return TckFile.FromArchive(stream);
        }
        return null;
    });

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
