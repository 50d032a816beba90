using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Analysis;

/// <summary>An input for which all conditions hold, or the knowledge that none was found.</summary>
/// <param name="Witness">Only the inputs that matter, by path; empty when the conditions hold whatever the input is. Null: none found.</param>
/// <param name="Exhaustive">Every case was looked at: without a witness there is none.</param>
public sealed record FeelSearchResult(IReadOnlyList<(string Path, FeelValue Value)>? Witness, bool Exhaustive);

/// <summary>
/// Looks for an input that makes conditions hold together. Every input starts as Unknown; one after the other is given the values at
/// which the conditions look different, and a branch is left as soon as a condition is false whatever the rest may be.
/// </summary>
public static class FeelSearch
{
    /// <param name="conditions">Over one scope.</param>
    /// <param name="known">Values that are given: parameters, the date.</param>
    public static FeelSearchResult Together(IReadOnlyList<FeelExpression> conditions, IReadOnlyDictionary<string, FeelValue> known)
    {
        var scope = conditions[0].Scope;
        return new Search(scope, [.. conditions.Select(c => (c.Root, true))], known, conditions.Max(c => c.Locals)).Run();
    }

    /// <summary>Branches of <c>if</c> that no input reaches, given that <paramref name="given"/> holds; only what is certain.</summary>
    public static IReadOnlyList<FeelProblem> UnreachableBranches(FeelExpression expression, FeelExpression? given, IReadOnlyDictionary<string, FeelValue> known)
    {
        var problems = new List<FeelProblem>();
        List<(Node, bool)> holds = given is not null && given.Scope.Shape.Names.SequenceEqual(expression.Scope.Shape.Names) ? [(given.Root, true)] : [];
        Branches(expression.Root, holds, expression, known, problems, Math.Max(expression.Locals, given?.Locals ?? 0));
        return problems;
    }

    private static void Branches(Node node, List<(Node, bool)> holds, FeelExpression of, IReadOnlyDictionary<string, FeelValue> known, List<FeelProblem> problems, int locals)
    {
        // Inside iterations a condition speaks of items; what they can be is not searched.
        if (node is ForNode or QuantifierNode or FilterNode or FunctionNode)
            return;
        if (node is not IfNode branch)
        {
            foreach (var child in TreeWalk.Children(node))
                Branches(child, holds, of, known, problems, locals);
            return;
        }
        foreach (var (taken, part) in new[] { (true, branch.Then), (false, branch.Else) })
        {
            List<(Node, bool)> inner = [.. holds, (branch.Condition, taken)];
            if (new Search(of.Scope, inner, known, locals).Run() is { Witness: null, Exhaustive: true })
            {
                problems.Add(new("unreachable-branch", FeelSeverity.Error, part.Source.Position,
                    $"这一分支永远不会走到：{branch.Condition.Source} {(taken ? "不会成立" : "总是成立")}",
                    $"This branch is never reached: {branch.Condition.Source} {(taken ? "is never true" : "is always true")} here."));
            }
            else
                Branches(part, inner, of, known, problems, locals);
        }
    }
}
