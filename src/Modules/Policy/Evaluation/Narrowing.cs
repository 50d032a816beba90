using System.Globalization;
using System.Text.RegularExpressions;
using Fuyao.Feel;
using Fuyao.Feel.Types;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Evaluation;

/// <summary>
/// An amount is only worked out for those who are eligible, so it may rely on what the condition says: an object that was tested for is
/// there, a number that was bounded lies within its bounds.
/// </summary>
internal static partial class Narrowing
{
    public static FeelScope Under(FeelSource eligible, FeelScope scope)
    {
        var bounds = Bounds(eligible.Text);
        var changed = false;
        List<FeelMember> narrowed = [];
        foreach (var variable in scope.Variables)
        {
            var type = variable.Type;
            if (type is { Kind: FeelTypeKind.Context, Nullable: true } && IsGuarded(eligible.Text, variable, scope))
            {
                type = type.NotNull();
            }

            foreach (var (_, least, most) in bounds.Where(b => b.Name == variable.Name || variable.Aliases.Contains(b.Name)).Where(_ => type.Kind == FeelTypeKind.Number))
            {
                type = type.Within(Greater(type.Min, least), Less(type.Max, most), type.Whole);
            }

            changed |= !ReferenceEquals(type, variable.Type);
            narrowed.Add(variable with { Type = type });
        }

        // An unchanged scope keeps its shape, and with it reading by slot.
        return changed ? new FeelScope(narrowed) : scope;
    }

    // The type checker itself says whether the condition makes a path through the variable safe.
    private static bool IsGuarded(string eligible, FeelMember variable, FeelScope scope)
    {
        var name = variable.Aliases.Prepend(variable.Name).FirstOrDefault(n => eligible.Contains(n, StringComparison.Ordinal));
        var member = variable.Type.Members?.All.FirstOrDefault()?.Name;
        return name is not null && member is not null
            && FeelExpression.Compile($"if ({eligible}) then {name}.{member} else null", scope, FeelOptions.Strict).Ok;
    }

    private static List<(string Name, decimal? Least, decimal? Most)> Bounds(string eligible)
    {
        List<(string, decimal?, decimal?)> bounds = [];
        if (NotAPlainConjunction().IsMatch(eligible))
        {
            return bounds;
        }

        foreach (var part in Conjunction().Split(eligible))
        {
            if (Bound().Match(part) is { Success: true } match)
            {
                var number = decimal.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
                bounds.Add(match.Groups["sign"].Value[0] == '>' ? (match.Groups["name"].Value, number, null) : (match.Groups["name"].Value, null, number));
            }
        }

        return bounds;
    }

    private static decimal? Greater(decimal? a, decimal? b) => a is null ? b : b is null ? a : Math.Max(a.Value, b.Value);

    private static decimal? Less(decimal? a, decimal? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);

    [GeneratedRegex(@"\b(or|if|some|every|for|between|not|function)\b|[\[{]")]
    private static partial Regex NotAPlainConjunction();

    [GeneratedRegex(@"\band\b")]
    private static partial Regex Conjunction();

    [GeneratedRegex(@"^\s*(?<name>[\p{L}_][\p{L}\p{N}_]*)\s*(?<sign>>=|<=)\s*(?<number>\d+(\.\d+)?)\s*$")]
    private static partial Regex Bound();
}
