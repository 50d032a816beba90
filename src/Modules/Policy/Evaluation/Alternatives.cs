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
    private static readonly FeelValue Probe = FeelValue.Unknown("probe");

    private readonly HashSet<string> _fixed = [.. pack.Parameters.Select(p => p.Id), "results"];

    /// <summary>An input that a policy compares with something.</summary>
    /// <param name="Through">Through the items of a list.</param>
    /// <param name="InCondition">The policy's condition reads it; what only its amount reads alters nothing while the condition is not met.</param>
    /// <param name="Candidates">Values to try in their order; null: they depend on other inputs.</param>
    private sealed record Watched(IReadOnlyList<string> Path, FeelType Type, IReadOnlyList<FeelThreshold> Thresholds, bool Through, bool InCondition, FeelValue[]? Candidates);

    public IReadOnlyList<Alternative> Of(CompiledPolicy policy, Subject subject, Decision decided)
    {
        if (decided.Status == ResultStatus.Undetermined)
        {
            return [];
        }

        List<Alternative> found = [];
        subject.Probe.Follow(subject.Input);
        foreach (var watched in _watched.GetOrAdd(policy.Id, _ => Collect(policy, subject.Input)))
        {
            if (decided.IsBarred && !watched.InCondition)
            {
                continue;
            }

            if (!watched.Through)
            {
                if (FeelPaths.TryFind(subject.Input, watched.Path, out var value))
                {
                    Try(policy, subject, decided, watched, watched.Path, value, found);
                }

                continue;
            }

            foreach (var (at, value) in FeelPaths.Find(subject.Input, watched.Path))
            {
                Try(policy, subject, decided, watched, at, value, found);
            }
        }

        subject.Probe.Restore();
        return found;
    }

    private IReadOnlyList<Watched> Collect(CompiledPolicy policy, FeelContext anybody)
    {
        var all = policy.Eligible.Thresholds()
            .Concat(policy.Manual?.Thresholds() ?? [])
            .Concat(policy.Parts.Select(p => p.Amount).Append(policy.Value).OfType<CompiledAmount>().SelectMany(a => a.Expression?.Thresholds() ?? a.Table!.Thresholds()))
            .Where(t => !_fixed.Contains(t.Path[0]));
        return
        [
            .. all.GroupBy(t => string.Join('.', t.Path)).Select(g => new Watched(
                g.First().Path, g.First().Type, [.. g], g.First().Path.Contains(FeelPaths.EachItem), policy.Eligible.Reads.Contains(g.First().Path[0]),
                g.All(t => t.Reads.All(name => name != "results" && _fixed.Contains(name))) ? Candidates([.. g], g.First().Type, anybody) : null)),
        ];
    }

    /// <summary>The values around the bounds, in their order.</summary>
    private static FeelValue[] Candidates(IReadOnlyList<FeelThreshold> thresholds, FeelType type, FeelContext input)
    {
        var bounds = thresholds.SelectMany(t => t.Values(input)).Distinct();
        var step = type.Whole ? 1m : 0.01m;
        return type.Kind switch
        {
            FeelTypeKind.String => type.Codes is null ? [] : [.. bounds.Where(b => b.IsString)],
            FeelTypeKind.Number =>
            [
                .. bounds.Where(b => b.IsNumber).Select(b => b.AsNumber)
                    .SelectMany(b => type.Whole ? new[] { decimal.Floor(b) - step, decimal.Floor(b), decimal.Ceiling(b), decimal.Ceiling(b) + step } : [b - step, b, b + step])
                    .Where(n => !(n < type.Min) && !(n > type.Max)).Distinct().Order().Select(FeelValue.Of),
            ],
            FeelTypeKind.Date =>
            [
                .. bounds.Where(b => b.Kind == FeelKind.Date).SelectMany(b => new[] { -1, 0, 1 }.Select(d => b.AsDate.DayNumber + d)).Distinct().Order()
                    .Select(d => FeelValue.Of(FeelDate.FromDayNumber(d))),
            ],
            _ => [],
        };
    }

    private void Try(CompiledPolicy policy, Subject subject, Decision decided, Watched watched, IReadOnlyList<string> at, FeelValue value, List<Alternative> found)
    {
        if (value.IsBoolean)
        {
            // A flag has no direction, and neither has a code.
            First(policy, subject, decided, at, value, [FeelValue.Of(!value.IsTrue)], found);
            return;
        }

        if (!(value.IsNumber || value.Kind == FeelKind.Date || (value.IsString && watched.Type.Codes is not null)))
        {
            return;
        }

        // Where the result stands though nobody knew the input, no value of it alters anything.
        if (watched.Candidates is not { Length: <= 2 } && subject.Probe.Put(at, Probe) && PolicyEvaluator.Decide(policy, subject.Probe.Input, null).Equals(decided))
        {
            return;
        }

        var candidates = watched.Candidates ?? Candidates(watched.Thresholds, watched.Type, subject.Input);
        if (value.IsString)
        {
            First(policy, subject, decided, at, value, candidates.Where(c => !c.Equals(value)), found);
            return;
        }

        First(policy, subject, decided, at, value, candidates.Where(c => Compare(c, value) > 0), found);
        // Nobody grows younger, nor does time run backwards.
        if (at[^1] != HouseholdDictionary.Age && at is not ["on"])
        {
            First(policy, subject, decided, at, value, candidates.Reverse().Where(c => Compare(c, value) < 0), found);
        }
    }

    private static int Compare(FeelValue a, FeelValue b) => a.IsNumber ? a.AsNumber.CompareTo(b.AsNumber) : a.AsDate.CompareTo(b.AsDate);

    // Of the candidates, nearest first, the first that alters the result.
    private void First(
        CompiledPolicy policy, Subject subject, Decision decided, IReadOnlyList<string> at, FeelValue value, IEnumerable<FeelValue> candidates, List<Alternative> found)
    {
        foreach (var candidate in candidates)
        {
            if (!subject.Probe.Put(at, candidate))
            {
                return;
            }

            var other = PolicyEvaluator.Decide(policy, subject.Probe.Input, null);
            var gains = candidate.Kind is not (FeelKind.Boolean or FeelKind.String) || other.Amount > decided.Amount || (other.Value ?? decided.Value) != decided.Value;
            if (gains && !other.Equals(decided) && other.Status != ResultStatus.Undetermined)
            {
                found.Add(Describe(policy, subject.Input, at, value, candidate, other));
                return;
            }
        }
    }

    private Alternative Describe(CompiledPolicy policy, FeelContext input, IReadOnlyList<string> path, FeelValue value, FeelValue to, Decision result)
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
