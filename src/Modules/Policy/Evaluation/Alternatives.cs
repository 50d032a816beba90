using System.Collections.Concurrent;
using Fuyao.Feel.Analysis;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Dictionary;

namespace Fuyao.Policy.Evaluation;

/// <summary>
/// What would change a result: every input that the rule compares with something is moved across the nearest values at which the rule
/// looks different, one input at a time, and the rule is asked again. Parameters and other results stay as they are.
/// </summary>
internal sealed class Alternatives(CompiledPack pack, VariableLabels labels)
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<Watched>> _watched = new();
    private readonly HashSet<string> _fixed = [.. pack.Parameters.Select(p => p.Id), "results"];

    /// <summary>An input that a policy compares with something.</summary>
    /// <param name="Bounds">What with, where that is the same for everybody: numbers of the rule and parameters.</param>
    private sealed record Watched(IReadOnlyList<string> Path, FeelType Type, IReadOnlyList<FeelThreshold> Thresholds, FeelValue[]? Bounds);

    public IReadOnlyList<Alternative> Of(CompiledPolicy policy, Subject subject, PolicyResult result, Func<FeelContext, PolicyResult> again)
    {
        if (result.Status == ResultStatus.Undetermined)
        {
            return [];
        }

        List<Alternative> found = [];
        foreach (var (path, type, thresholds, same) in _watched.GetOrAdd(policy.Id, _ => Collect(policy, subject.Input)))
        {
            var bounds = same ?? Bounds(thresholds, subject.Input);
            foreach (var (at, value) in FeelPaths.Find(subject.Input, path))
            {
                foreach (var direction in Directions(at, value, type, bounds))
                {
                    if (First(direction, at, subject.Input, result, again) is { } change)
                    {
                        found.Add(Describe(policy, subject.Input, at, value, change.To, change.Result));
                    }
                }
            }
        }

        return found;
    }

    private static FeelValue[] Bounds(IReadOnlyList<FeelThreshold> thresholds, FeelContext input) => [.. thresholds.SelectMany(t => t.Values(input)).Distinct()];

    private IReadOnlyList<Watched> Collect(CompiledPolicy policy, FeelContext anybody)
    {
        var all = policy.Eligible.Thresholds()
            .Concat(policy.Manual?.Thresholds() ?? [])
            .Concat(policy.Parts.Select(p => p.Amount).Append(policy.Value).OfType<CompiledAmount>().SelectMany(a => a.Expression?.Thresholds() ?? a.Table!.Thresholds()))
            .Where(t => !_fixed.Contains(t.Path[0]));
        return
        [
            .. all.GroupBy(t => string.Join('.', t.Path)).Select(g => new Watched(
                g.First().Path, g.First().Type, [.. g], g.All(t => t.Reads.All(name => name != "results" && _fixed.Contains(name))) ? Bounds([.. g], anybody) : null)),
        ];
    }

    // The values to try, nearest first: one list upwards, one downwards. A code or a flag has no direction.
    private static IEnumerable<IEnumerable<FeelValue>> Directions(IReadOnlyList<string> path, FeelValue value, FeelType type, FeelValue[] bounds)
    {
        switch (value.Kind)
        {
            case FeelKind.Boolean:
                return [[FeelValue.Of(!value.IsTrue)]];
            case FeelKind.String when type.Codes is not null:
                return [bounds.Where(b => b.IsString && !b.Equals(value))];
            case FeelKind.Number:
                var step = type.Whole ? 1m : 0.01m;
                var numbers = bounds.Where(b => b.IsNumber)
                    .SelectMany(b => type.Whole ? [decimal.Floor(b.AsNumber) - step, decimal.Floor(b.AsNumber), decimal.Ceiling(b.AsNumber), decimal.Ceiling(b.AsNumber) + step] : new[] { b.AsNumber - step, b.AsNumber, b.AsNumber + step })
                    .Where(n => !(n < type.Min) && !(n > type.Max)).Distinct().Order().ToList();
                var up = numbers.Where(n => n > value.AsNumber).Select(FeelValue.Of);
                // Nobody grows younger.
                return path[^1] == HouseholdDictionary.Age ? [up] : [up, numbers.Where(n => n < value.AsNumber).Reverse().Select(FeelValue.Of)];
            case FeelKind.Date:
                var days = bounds.Where(b => b.Kind == FeelKind.Date).SelectMany(b => new[] { -1, 0, 1 }.Select(d => b.AsDate.DayNumber + d)).Distinct().Order().ToList();
                var now = value.AsDate.DayNumber;
                var later = days.Where(d => d > now).Select(d => FeelValue.Of(FeelDate.FromDayNumber(d)));
                // Nor does time run backwards.
                return path is ["on"] ? [later] : [later, days.Where(d => d < now).Reverse().Select(d => FeelValue.Of(FeelDate.FromDayNumber(d)))];
            default:
                return [];
        }
    }

    private static (FeelValue To, PolicyResult Result)? First(
        IEnumerable<FeelValue> candidates, IReadOnlyList<string> path, FeelContext input, PolicyResult result, Func<FeelContext, PolicyResult> again)
    {
        foreach (var candidate in candidates)
        {
            if (FeelPaths.With(input, path, candidate) is not { } changed)
            {
                return null;
            }

            var other = again(changed);
            var gains = candidate.Kind is not (FeelKind.Boolean or FeelKind.String) || other.Amount > result.Amount || (other.Value ?? result.Value) != result.Value;
            if (gains && (other.Status, other.Amount, other.Value) != (result.Status, result.Amount, result.Value) && other.Status != ResultStatus.Undetermined)
            {
                return (candidate, other);
            }
        }

        return null;
    }

    private Alternative Describe(CompiledPolicy policy, FeelContext input, IReadOnlyList<string> path, FeelValue value, FeelValue to, PolicyResult result)
    {
        var name = string.Join('.', path).Replace(".[", "[", StringComparison.Ordinal);
        decimal? change = value.Kind switch
        {
            FeelKind.Number => to.AsNumber - value.AsNumber,
            FeelKind.Date => to.AsDate.DayNumber - value.AsDate.DayNumber,
            _ => null,
        };
        DateOnly? from = path[^1] == HouseholdDictionary.Age && FeelPaths.Find(input, [.. path.Take(path.Count - 1), "birth"]).FirstOrDefault().Value is { Kind: FeelKind.Date } birth
            ? Ages.Reached(birth.AsDate, (int)to.AsNumber)
            : path is ["on"] ? to.AsDate.ToDateOnly() : null;
        return new Alternative(
            name, Explanations.Plain(value)!, Explanations.Plain(to)!, change, change < 0, from, result.Status, result.Amount, result.Value,
            Sentences.Alternative(labels, name, to, change, from, policy, result));
    }
}
