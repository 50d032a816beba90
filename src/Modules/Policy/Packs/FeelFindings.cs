using Fuyao.Feel;
using Fuyao.Policy.Contracts;

namespace Fuyao.Policy.Packs;

/// <summary>Puts what the expression compiler found at its place in the pack's file.</summary>
internal static class FeelFindings
{
    /// <param name="cell">Gives the place of a table's part (<c>rows[1].inputs[0]</c>); null for a single expression.</param>
    public static void Report(IReadOnlyList<FeelProblem> problems, Place place, Findings findings, Func<string, Place>? cell = null)
    {
        foreach (var problem in problems)
        {
            var origin = problem.Part is not null && cell is not null ? cell(problem.Part) : place;
            var at = problem.Position.Line <= 1
                ? origin with { Column = origin.Column + Math.Max(0, problem.Position.Column - 1) }
                : origin with { Line = origin.Line + problem.Position.Line - 1, Column = problem.Position.Column };
            // Some messages name what was probably meant themselves.
            var meant = problem.Suggestion;
            var zh = meant is null || problem.Zh.Contains($"“{meant.Trim('"')}”", StringComparison.Ordinal) ? problem.Zh : $"{problem.Zh} 是不是“{meant}”?";
            var en = meant is null || problem.En.Contains($"'{meant}'", StringComparison.Ordinal) ? problem.En : $"{problem.En} Did you mean '{meant}'?";
            var span = new TextSpan(origin.Line, origin.Column, problem.Position.Offset, problem.Position.Length, problem.Suggestion);
            if (problem.IsError)
            {
                findings.Error(problem.Code, at, zh, en, problem.Witness, span);
            }
            else
            {
                findings.Warning(problem.Code, at, zh, en, problem.Witness, span);
            }
        }
    }
}
