using Fuyao.Kernel.Text;

namespace Fuyao.Kernel.Problems;

/// <summary>
/// One thing that is wrong with what was asked: a stable code, the offending field's path, and what to do, in both languages.
/// </summary>
/// <param name="Code">Stable, kebab-case; other programs test it.</param>
/// <param name="Text">What was expected and the cure, for people.</param>
/// <param name="Path">JSON path of the offending member (<c>persons[1].birth</c>), or null for the whole request.</param>
public sealed record Problem(string Code, LocalText Text, string? Path = null);

/// <summary>A request that cannot be carried out for reasons its sender can mend. Nothing was changed.</summary>
/// <param name="status">The HTTP status that says it: 400, 403, 404, 409, 412, 413, 422, 503 …</param>
/// <param name="problems">All problems found, never only the first.</param>
public sealed class ProblemException(int status, IReadOnlyList<Problem> problems)
    : Exception(string.Join("; ", problems.Select(p => p.Path is null ? p.Text.En : $"{p.Path}: {p.Text.En}")))
{
    public ProblemException(int status, Problem problem)
        : this(status, [problem])
    {
    }

    public int Status { get; } = status;

    /// <summary>All problems found, never only the first.</summary>
    public IReadOnlyList<Problem> Problems { get; } = problems;

    public static ProblemException NotFound(string what, string whatZh) =>
        new(404, new Problem("not-found", new LocalText($"没有找到{whatZh},或不在您的管辖范围内。", $"No such {what}, or it is outside your area.")));

    public static ProblemException Stale() =>
        new(412, new Problem("stale-version", new LocalText(
            "这条记录在您打开之后已被他人修改,请刷新后重试。", "The record was changed after you opened it. Reload it and try again.")));
}
