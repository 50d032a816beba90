using Fuyao.Architecture.Tests.Rules;

namespace Fuyao.Architecture.Tests;

/// <summary>A made-up source tree in a temporary folder: the broken house that a rule must reject.</summary>
internal sealed class Tree : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("fuyao-tree-").FullName;

    public SourceTree Sources => new(root);

    public Tree Module(string name, params string[] references) => Project($"src/Modules/{name}", name, [.. references.Select(r => $"../{r}/Fuyao.{r}.csproj")]);

    public Tree Project(string folder, string name, params string[] references) => File(
        $"{folder}/Fuyao.{name}.csproj",
        $"<Project><ItemGroup>{string.Concat(references.Select(r => $"<ProjectReference Include=\"{r}\" />"))}</ItemGroup></Project>");

    public Tree File(string path, string text)
    {
        var full = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        System.IO.File.WriteAllText(full, text);
        return this;
    }

    public void Dispose() => Directory.Delete(root, recursive: true);
}
