using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Analysis;

/// <summary>
/// An input and the values at which a text treats it differently: what it is compared with, the ends of the ranges it is tested for.
/// </summary>
public sealed class FeelThreshold
{
    private readonly Node[] _bounds;
    private readonly FeelScope _scope;
    private readonly FeelOptions _options;
    private readonly int _locals;

    internal FeelThreshold(IReadOnlyList<string> path, FeelType type, Node[] bounds, FeelScope scope, FeelOptions options)
    {
        // What is bound inside a bound itself needs room.
        _locals = Array.Exists(bounds, b => TreeWalk.Any(b, node => node is LocalNode or ItemNameNode or ForNode or QuantifierNode or FilterNode)) ? 64 : 0;
        Path = path;
        Type = type;
        _bounds = bounds;
        _scope = scope;
        _options = options;
    }

    /// <summary>A member of the scope, then members inwards; <see cref="FeelPaths.EachItem"/> stands for every item of a list.</summary>
    public IReadOnlyList<string> Path { get; }

    /// <summary>The input's type.</summary>
    public FeelType Type { get; }

    /// <summary>The inputs that what it is compared with depends on: where they stay, <see cref="Values"/> stay.</summary>
    public IReadOnlyCollection<string> Reads
    {
        get
        {
            var names = new HashSet<string>();
            foreach (var bound in _bounds)
                TreeWalk.Any(bound, node =>
                {
                    if (node is InputNode input)
                        names.Add(input.Name);
                    return false;
                });
            return names;
        }
    }

    /// <summary>What the input is compared with, given the other inputs; what is null or unknown there is left out.</summary>
    public IReadOnlyList<FeelValue> Values(FeelContext input)
    {
        var slots = FeelExpression.Slots(_scope, input);
        var values = new List<FeelValue>();
        var locals = new FeelValue[_locals];
        foreach (var bound in _bounds)
        {
            var value = bound.Evaluate(new Frame(slots, locals, new FeelCall(_options), null));
            foreach (var one in value.Kind switch
            {
                FeelKind.List => value.Items,
                FeelKind.Range => [value.AsRange.Start, value.AsRange.End],
                _ => [value],
            })
            {
                if (one.Kind is not (FeelKind.Null or FeelKind.Unknown) && !values.Contains(one))
                    values.Add(one);
            }
        }
        return values;
    }
}
