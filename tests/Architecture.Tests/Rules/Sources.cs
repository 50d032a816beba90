using System.Text.RegularExpressions;

namespace Fuyao.Architecture.Tests.Rules;

/// <summary>What every source file keeps to.</summary>
internal static partial class Sources
{
    public const int Longest = 400;

    /// <summary>Files over the limit. Generated code is nobody's to read and is left out.</summary>
    public static IEnumerable<string> TooLong(SourceTree tree) =>
        from folder in new[] { "src", "tests", "tools", "benchmarks", "web" }
        from file in tree.Files(folder, ".cs", ".ts", ".tsx", ".css", ".sh", ".mjs")
        where !IsGenerated(tree.Relative(file))
        let lines = File.ReadLines(file).Count()
        where lines > Longest
        select $"{tree.Relative(file)} has {lines} lines; {Longest} is the limit";

    /// <summary>Files whose namespace is not their project's plus their folder.</summary>
    public static IEnumerable<string> MisplacedNamespaces(SourceTree tree) =>
        from project in tree.Projects("src").Concat(tree.Projects("tests"))
        from file in tree.Files(tree.Relative(project.Folder), ".cs")
        where !IsGenerated(tree.Relative(file))
        let declared = Namespace().Match(File.ReadAllText(file))
        where declared.Success
        let folders = Path.GetRelativePath(project.Folder, Path.GetDirectoryName(file)!).Split(Path.DirectorySeparatorChar).Where(f => f != ".")
        let expected = string.Join('.', ["Fuyao", project.Name, .. folders])
        where declared.Groups[1].Value != expected
        select $"{tree.Relative(file)} declares {declared.Groups[1].Value}; its folder says {expected}";

    /// <summary>Texts for people whose Chinese has no Chinese, or whose English has some: swapped, copied or forgotten.</summary>
    public static IEnumerable<string> HalfTranslated(SourceTree tree) =>
        from file in tree.Files("src", ".cs")
        from Match match in LocalTextLiteral().Matches(File.ReadAllText(file))
        // Two empty texts are no text.
        where match.Groups[1].Length + match.Groups[2].Length > 0
        let zh = Placeholder().Replace(match.Groups[1].Value, "")
        let en = Placeholder().Replace(match.Groups[2].Value, "")
        where (Latin().IsMatch(zh) && !Han().IsMatch(zh)) || Han().IsMatch(Quoted().Replace(en, "")) || string.IsNullOrWhiteSpace(match.Groups[1].Value) || string.IsNullOrWhiteSpace(match.Groups[2].Value)
        select $"{tree.Relative(file)}: “{match.Groups[1].Value}” / “{match.Groups[2].Value}” are not one text in Chinese and English";

    /// <summary>Query filters lifted by hand: PostgreSQL would refuse the rows, SQLite would show them.</summary>
    public static IEnumerable<string> LiftedFilters(SourceTree tree) =>
        from file in tree.Files("src", ".cs")
        where !tree.Relative(file).StartsWith("src/Kernel/", StringComparison.Ordinal) && File.ReadAllText(file).Contains("IgnoreQueryFilters(", StringComparison.Ordinal)
        select $"{tree.Relative(file)} lifts a query filter; where it must look beyond the area, AcrossAreas() says so to both walls";

    /// <summary>What the expression language may not touch: anything but itself and the base library, and no files, network or database.</summary>
    public static IEnumerable<string> ForeignToFeel(SourceTree tree)
    {
        foreach (var project in tree.Projects().Where(p => p.Name == "Feel"))
        {
            foreach (var reference in project.Projects.Concat(project.Packages))
            {
                yield return $"Feel references {reference}; it rests on the base library alone";
            }

            foreach (var file in tree.Files(tree.Relative(project.Folder), ".cs"))
            {
                var text = File.ReadAllText(file);
                foreach (Match match in Outside().Matches(text))
                {
                    yield return $"{tree.Relative(file)} reaches outside: {match.Value}";
                }

                foreach (Match match in Using().Matches(text))
                {
                    var name = match.Groups[1].Value;
                    var own = name == "Fuyao.Feel" || name.StartsWith("Fuyao.Feel.", StringComparison.Ordinal);
                    var harmless = name.StartsWith("System", StringComparison.Ordinal)
                        && !ForbiddenInFeel.Any(f => name == f || name.StartsWith(f + ".", StringComparison.Ordinal));
                    if (!own && !harmless)
                    {
                        yield return $"{tree.Relative(file)} uses {name}";
                    }
                }
            }
        }
    }

    private static readonly string[] ForbiddenInFeel = ["System.Net", "System.Data", "System.IO.Pipes", "System.IO.MemoryMappedFiles"];

    private static bool IsGenerated(string file) =>
        file.StartsWith("src/Migrations.", StringComparison.Ordinal) || file.Contains("/generated/", StringComparison.Ordinal)
        || file.StartsWith("web/shared/src/api/", StringComparison.Ordinal) || file.EndsWith(".d.ts", StringComparison.Ordinal) || file.EndsWith(".gen.ts", StringComparison.Ordinal);

    // Bytes that a caller hands over are welcome; files, network and processes are not. System.IO is imported everywhere, so its types are named.
    [GeneratedRegex(@"\b(?:File|Directory|Environment|Process|Console)\.[A-Z]\w*\(|\bnew (?:FileStream|FileInfo|DirectoryInfo|HttpClient|Process)\b")]
    private static partial Regex Outside();

    [GeneratedRegex(@"^namespace ([\w.]+);?\s*$", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex("""LocalText\(\s*\$?"((?:[^"\\]|\\.)*)",\s*\$?"((?:[^"\\]|\\.)*)"\s*\)""")]
    private static partial Regex LocalTextLiteral();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Placeholder();

    // A Chinese term may be quoted inside English: “户主”, (未安装 …).
    [GeneratedRegex("“[^”]*”|'[^']*'|\\([^)]*\\)|《[^》]*》")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Han();

    [GeneratedRegex("[A-Za-z]{2,}")]
    private static partial Regex Latin();

    [GeneratedRegex(@"^\s*(?:global )?using (?:static |\w+ = )?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();
}
