namespace Fuyao.Feel.Tck;

/// <summary>A file of the compatibility kit: its path below the kit's root, with slashes, and its content.</summary>
public sealed record TckFile(string Path, byte[] Content)
{
    /// <summary>Its folder, with slashes.</summary>
    public string Folder => Path.Contains('/', StringComparison.Ordinal) ? Path[..Path.LastIndexOf('/')] : "";
    /// <summary>Its name without the folder.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
}
