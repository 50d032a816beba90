using System.Text.RegularExpressions;

namespace Fuyao.Architecture.Tests.Rules;

/// <summary>
/// Who may import whom. A module that is not in the table may import only Kernel and Access: a new edge is a decision, made here.
/// </summary>
internal static partial class ModuleEdges
{
    private static readonly string[] ForAll = ["Kernel", "Access"];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Registry"] = [],
        ["Access"] = [],
        ["Policy"] = ["Feel"],
        ["Casework"] = ["Registry", "Policy"],
        ["Treasury"] = ["Registry", "Policy"],
        ["Benefits"] = ["Registry", "Policy", "Casework", "Treasury"],
        ["Credit"] = ["Registry", "Policy", "Casework", "Treasury"],
        ["Education"] = ["Registry", "Policy", "Casework", "Benefits"],
        ["Support"] = ["Registry", "Policy", "Casework"],
        ["Operations"] = [],
    };

    // Besides the modules: what each part of the house rests on. App, Server and Cli host the modules and may name any of them.
    private static readonly Dictionary<string, string[]> Parts = new()
    {
        ["Kernel"] = [],
        ["Feel"] = [],
        ["Migrations.Sqlite"] = ["Kernel"],
        ["Migrations.Postgres"] = ["Kernel"],
    };

    private static readonly string[] Hosts = ["App", "Server", "Cli"];

    /// <summary>Every forbidden edge, in the project files and in the sources.</summary>
    public static IEnumerable<string> Check(SourceTree tree)
    {
        var projects = tree.Projects();
        var modules = projects.Where(p => p.IsModule).Select(p => p.Name).ToHashSet();
        foreach (var project in projects)
        {
            var allowed = AllowedFor(project);
            foreach (var target in project.Projects.Where(t => allowed is not null && !allowed.Contains(t)))
            {
                yield return $"{project.Name} references {target}, which its row of the table does not allow";
            }

            foreach (var friend in project.Friends.Where(f => !f.EndsWith(".Tests", StringComparison.Ordinal) && f is not ("Fuyao.Testing" or "Fuyao.Benchmarks")))
            {
                yield return $"{project.Name} shows its internals to {friend}: only tests and benchmarks may see them";
            }

            foreach (var file in tree.Files(tree.Relative(project.Folder), ".cs"))
            {
                foreach (var problem in CheckSource(tree.Relative(file), File.ReadAllText(file), project, allowed, modules))
                {
                    yield return problem;
                }
            }
        }
    }

    private static string[]? AllowedFor(SourceProject project) =>
        project.IsModule ? [.. ForAll.Where(a => a != project.Name), .. Allowed.GetValueOrDefault(project.Name, [])]
        : Hosts.Contains(project.Name) ? null
        : Parts.GetValueOrDefault(project.Name, []);

    private static IEnumerable<string> CheckSource(string file, string text, SourceProject project, string[]? allowed, HashSet<string> modules)
    {
        foreach (Match match in OurNamespace().Matches(text))
        {
            var (part, rest) = (match.Groups[1].Value, match.Groups[2].Value);
            if (part == project.Name || part == project.Name.Split('.')[0])
            {
                continue;
            }

            if (allowed is not null && !allowed.Contains(part))
            {
                yield return $"{file} names Fuyao.{part}, which {project.Name} may not import";
            }
            else if (modules.Contains(part) && !(rest.StartsWith(".Contracts", StringComparison.Ordinal) || (rest.Length == 0 && allowed is null)))
            {
                yield return $"{file} reaches behind the wall of {part}: only Fuyao.{part}.Contracts crosses it";
            }
        }
    }

    [GeneratedRegex(@"^\s*(?:global )?using (?:static |\w+ = )?Fuyao\.(\w+)([\w.]*);", RegexOptions.Multiline)]
    private static partial Regex OurNamespace();
}
