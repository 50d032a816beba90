using Xunit;

namespace Fuyao.Testing;

/// <summary>Folders that tests read: the repository they were built from and the data beside it.</summary>
public static class Repository
{
    /// <summary>The folder that holds Fuyao.slnx, above the test program.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A path inside the repository.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    /// <summary>A path in the folder <c>shared</c> beside the repository; the test is skipped, with the reason, where it is absent.</summary>
    public static string Shared(params string[] parts)
    {
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine([Root, "..", "shared", .. parts]));
        Assert.SkipUnless(System.IO.Path.Exists(path), $"needs {System.IO.Path.Combine(["../shared", .. parts])} beside the repository, which is not there");
        return path;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Fuyao.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests must run from inside the repository's artifacts folder.");
    }
}
