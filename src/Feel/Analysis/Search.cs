using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Analysis;

/// <summary>One search for an input that gives every condition its wanted truth.</summary>
internal sealed class Search
{
    private const int MostVisits = 50_000;

    private readonly FeelScope _scope;
    private readonly IReadOnlyList<(Node Node, bool Wanted)> _conditions;
    private readonly List<(IReadOnlyList<string> Path, FeelType Type, FeelThreshold? Threshold)> _variables = [];
    private readonly FeelValue[] _start;
    private readonly List<(IReadOnlyList<string> Path, FeelValue Value)> _chosen = [];
    private readonly FeelValue[] _locals;
    private bool _exhaustive;
    private int _visits;

    public Search(FeelScope scope, IReadOnlyList<(Node Node, bool Wanted)> conditions, IReadOnlyDictionary<string, FeelValue> known, int locals)
    {
        _locals = new FeelValue[locals];
        _scope = scope;
        _conditions = conditions;
        _start = [.. scope.Variables.Select(v => known.TryGetValue(v.Name, out var value) ? value : FeelValue.Unknown(v.Name))];
        var thresholds = new Thresholds(scope, FeelOptions.Strict);
        foreach (var (node, _) in conditions)
            thresholds.Add(node);
        var free = thresholds.All.Where(t => !known.ContainsKey(t.Path[0])).ToList();
        _exhaustive = thresholds.AllDirect(known.ContainsKey) && !known.Values.Any(v => v.IsUnknown);
        // Objects and lists come before what is inside them.
        foreach (var threshold in free)
        {
            for (var length = 1; length < threshold.Path.Count; length++)
                Add([.. threshold.Path.Take(length)], null);
            Add(threshold.Path, threshold);
        }
    }

    public FeelSearchResult Run()
    {
        var found = Try(0, new FeelContext(_scope.Shape, _start));
        _exhaustive &= _visits <= MostVisits;
        if (found is null)
            return new(null, _exhaustive);
        return new([.. _chosen.Where(c => c.Value.Kind is not (FeelKind.Context or FeelKind.List))
            .Select(c => (string.Join('.', c.Path).Replace(".[", "[", StringComparison.Ordinal), c.Value))], true);
    }

    private void Add(IReadOnlyList<string> path, FeelThreshold? threshold)
    {
        var known = _variables.FindIndex(v => v.Path.SequenceEqual(path));
        if (known >= 0 || TypeAt(path) is not { } type)
            return;
        _variables.Add((path, type, threshold));
    }

    private FeelType? TypeAt(IReadOnlyList<string> path)
    {
        var type = _scope.Find(path[0])?.Type;
        foreach (var name in path.Skip(1))
            type = name == FeelPaths.EachItem ? type?.Element : type?.Members?.Find(name)?.Type;
        return type;
    }

    private FeelContext? Try(int variable, FeelContext input)
    {
        if (_visits++ > MostVisits)
            return null;
        var open = false;
        foreach (var (node, wanted) in _conditions)
        {
            var value = Evaluate(node, input);
            if (value.IsUnknown)
                open = true;
            else if (!value.IsBoolean || value.IsTrue != wanted)
                return null;
        }
        if (!open)
            return Rounded(input);
        if (variable == _variables.Count)
            return null;
        var (pattern, type, threshold) = _variables[variable];
        IReadOnlyList<string> path = [.. pattern.Select(name => name == FeelPaths.EachItem ? "[0]" : name)];
        if (FeelPaths.With(input, path, default) is null)
            return Try(variable + 1, input);
        foreach (var candidate in Candidates(type, threshold?.Values(input) ?? []))
        {
            _chosen.Add((path, candidate));
            if (Try(variable + 1, FeelPaths.With(input, path, candidate)!) is { } found)
                return found;
            _chosen.RemoveAt(_chosen.Count - 1);
        }
        return null;
    }

    private FeelValue Evaluate(Node node, FeelContext input) =>
        node.Evaluate(new Frame(FeelExpression.Slots(_scope, input), _locals, new FeelCall(FeelOptions.Strict), null));

    private bool Holds(FeelContext input) => _conditions.All(c => Evaluate(c.Node, input) is { IsBoolean: true } value && value.IsTrue == c.Wanted);

    /// <summary>The same witness with numbers that are easier to say.</summary>
    private FeelContext Rounded(FeelContext input)
    {
        for (var i = 0; i < _chosen.Count; i++)
        {
            var (path, value) = _chosen[i];
            if (!value.IsNumber)
                continue;
            foreach (var step in new[] { 1000m, 100m, 10m, 1m })
            {
                var rounder = FeelValue.Of(decimal.Ceiling(value.AsNumber / step) * step);
                if (value.AsNumber % step == 0m)
                    break;
                if (FeelPaths.With(input, path, rounder) is not { } changed || !Holds(changed))
                    continue;
                input = changed;
                _chosen[i] = (path, rounder);
                break;
            }
        }
        return input;
    }

    private static IEnumerable<FeelValue> Candidates(FeelType type, IReadOnlyList<FeelValue> bounds)
    {
        if (type.Kind is FeelTypeKind.Context or FeelTypeKind.List)
        {
            yield return Skeleton(type);
            if (type.Nullable || type.Kind == FeelTypeKind.List)
                yield return type.Kind == FeelTypeKind.List ? FeelValue.List() : default;
            yield break;
        }
        foreach (var atom in Tables.Atoms.At(type, bounds))
            yield return atom;
    }

    private static FeelValue Skeleton(FeelType type) => type.Kind switch
    {
        FeelTypeKind.Context when type.Members is { } members =>
            FeelValue.Of(new FeelContext(members.Shape, [.. members.All.Select(m => FeelValue.Unknown(m.Name))])),
        FeelTypeKind.List when type.Element is { } element => FeelValue.List(Skeleton(element)),
        _ => FeelValue.Unknown("?"),
    };
}
