using System.Xml.Linq;

namespace Fuyao.Architecture.Tests.Rules;

/// <summary>One project of ours: its short name (<c>Registry</c>), its folder and what its file refers to.</summary>
/// <param name="Name">The file's name without <c>Fuyao.</c> and <c>.csproj</c>.</param>
/// <param name="Folder">Full path.</param>
/// <param name="IsModule">True for a project under <c>src/Modules</c>.</param>
/// <param name="Projects">Short names of the projects it references.</param>
/// <param name="Packages">Packages and frameworks it references.</param>
/// <param name="Friends">Assemblies that see its internals.</param>
internal sealed record SourceProject(
    string Name, string Folder, bool IsModule, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages, IReadOnlyList<string> Friends);

/// <summary>The sources as they lie on disk, found anew each time: nothing has to be registered to be checked.</summary>
internal sealed class SourceTree(string root)
{
    private static readonly string[] Skipped = ["node_modules", "dist", "artifacts", "bin", "obj", "data"];

    public string Root { get; } = Path.GetFullPath(root);

    public IReadOnlyList<SourceProject> Projects(string under = "src") =>
        [.. Files(under, ".csproj").OrderBy(f => f, StringComparer.Ordinal).Select(Read)];

    /// <summary>Files with one of the endings, as full paths; folders of packages and build output are left out.</summary>
    public IEnumerable<string> Files(string under, params string[] endings) =>
        Walk(Path.Combine(Root, under)).Where(f => endings.Any(e => f.EndsWith(e, StringComparison.Ordinal)));

    public string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    private static IEnumerable<string> Walk(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder).Concat(Directory.EnumerateDirectories(folder)
            .Where(d => !Skipped.Contains(Path.GetFileName(d))).SelectMany(Walk))
        : [];

    private SourceProject Read(string file)
    {
        var xml = XDocument.Load(file);
        List<string> Included(string element) => [.. xml.Descendants(element).Select(e => (string?)e.Attribute("Include")).OfType<string>()];
        return new SourceProject(
            Short(file),
            Path.GetDirectoryName(file)!,
            Relative(file).StartsWith("src/Modules/", StringComparison.Ordinal),
            [.. Included("ProjectReference").Select(Short)],
            [.. Included("PackageReference"), .. Included("FrameworkReference"), .. Included("Reference")],
            Included("InternalsVisibleTo"));
    }

    private static string Short(string path) => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')).Replace("Fuyao.", "", StringComparison.Ordinal);
}
