namespace Fuyao.Policy.Contracts;

/// <summary>Where the module finds its data.</summary>
public sealed class PolicyOptions
{
    /// <summary>The directory that holds one folder a pack.</summary>
    public required string PacksDirectory { get; init; }

    /// <summary>
    /// The directory of the plans' texts, against which quotes are checked. Null or absent: quotes are not checked,
    /// and <c>pack check</c> says so in a warning.
    /// </summary>
    public string? SourcesDirectory { get; init; }

    /// <summary>Where the contents of packs that were used are kept by hash; null keeps none.</summary>
    public string? VersionsDirectory { get; init; }

    /// <summary>
    /// The nearest <c>packs</c> folder that holds a pack: beside the given directory or above it.
    /// </summary>
    /// <returns>Null when there is none up to the root of the file system.</returns>
    public static string? FindPacks(string start)
    {
        for (var directory = new DirectoryInfo(start); directory is not null; directory = directory.Parent)
        {
            var packs = Path.Combine(directory.FullName, "packs");
            if (Directory.Exists(packs) && Directory.EnumerateFiles(packs, "pack.yaml", SearchOption.AllDirectories).Any())
            {
                return packs;
            }
        }

        return null;
    }

    /// <summary>The plans' texts beside the repository that holds <paramref name="packsDirectory"/>; null when they are not there.</summary>
    public static string? FindSources(string packsDirectory)
    {
        for (var directory = new DirectoryInfo(packsDirectory); directory is not null; directory = directory.Parent)
        {
            var sources = Path.Combine(directory.FullName, "shared", "sources");
            if (Directory.Exists(sources))
            {
                return sources;
            }
        }

        return null;
    }
}
