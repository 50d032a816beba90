using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;

namespace Fuyao.App;

/// <summary>How every refusal looks on the wire: <c>application/problem+json</c> with all problems, in both languages.</summary>
/// <param name="Type">Stable: <c>about:fuyao/problems/CODE</c> of the first problem.</param>
/// <param name="Title">The first problem in the reader's language.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">All problems in the reader's language, a line each.</param>
/// <param name="Problems">All problems, for programs.</param>
public sealed record ProblemDocument(string Type, string Title, int Status, string Detail, IReadOnlyList<ProblemItem> Problems)
{
    public const string ContentType = "application/problem+json";

    public static ProblemDocument Of(int status, IReadOnlyList<Problem> problems) => new(
        $"about:fuyao/problems/{problems[0].Code}",
        problems[0].Text.InCurrent(),
        status,
        string.Join('\n', problems.Select(p => p.Path is null ? p.Text.InCurrent() : $"{p.Path}: {p.Text.InCurrent()}")),
        [.. problems.Select(p => new ProblemItem(p.Code, p.Path, p.Text))]);
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Path">JSON path of the offending member; absent for the whole request.</param>
/// <param name="Text">What was expected and the cure.</param>
public sealed record ProblemItem(string Code, string? Path, LocalText Text);
