using Fuyao.Feel.Values;

namespace Fuyao.Feel.Analysis;

/// <summary>
/// Puts other values into inputs to see what would come of them. What lies on the way to a value is copied once, however many values are
/// tried; inputs that share an object (persons their household) share its copy. The inputs themselves never change. For one thread.
/// </summary>
public sealed class FeelProbe
{
    private readonly Dictionary<FeelShape, FeelContext> _roots = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, object> _copies = new(ReferenceEqualityComparer.Instance);
    private FeelContext _input = FeelContext.Empty;
    private FeelValue[]? _changed;
    private int _slot;
    private FeelValue _before;

    // Of the object whose values are looked at; null for a list.
    private FeelShape? _shape;

    /// <summary>The input that is probed, with the value that was put into it.</summary>
    public FeelContext Input => _input;

    /// <summary>Begins with an input as it is.</summary>
    public void Follow(FeelContext input)
    {
        Restore();
        if (!_roots.TryGetValue(input.Shape, out var root))
            _roots[input.Shape] = root = new FeelContext(input.Shape, new FeelValue[input.Count]);
        input.Values.CopyTo(root.Values, 0);
        _input = root;
    }

    /// <summary>Puts a value at a path – <c>[0]</c> is the first item of a list – in the place of the one put before.</summary>
    /// <returns>False when the path does not exist.</returns>
    public bool Put(IReadOnlyList<string> path, FeelValue value)
    {
        Restore();
        var values = _input.Values;
        for (var depth = 0; ; depth++)
        {
            var slot = depth == 0 ? _input.Shape.Slot(path[0]) : Slot(values, path[depth]);
            if (slot < 0)
                return false;
            if (depth == path.Count - 1)
            {
                (_changed, _slot, _before) = (values, slot, values[slot]);
                values[slot] = value;
                return true;
            }
            switch (values[slot].Kind)
            {
                case FeelKind.Context:
                    var copy = Copy(values[slot].AsContext);
                    values[slot] = FeelValue.Of(copy);
                    (values, _shape) = (copy.Values, copy.Shape);
                    break;
                case FeelKind.List:
                    var items = Copy(values[slot].Items);
                    values[slot] = FeelValue.List(items);
                    (values, _shape) = (items, null);
                    break;
                default:
                    return false;
            }
        }
    }

    /// <summary>Takes back the value that was put in.</summary>
    public void Restore()
    {
        if (_changed is not null)
            _changed[_slot] = _before;
        _changed = null;
    }

    private int Slot(FeelValue[] values, string name) => _shape is not null ? _shape.Slot(name)
        : FeelPaths.Index(name) is { } index && index < values.Length ? index : -1;

    private FeelContext Copy(FeelContext context)
    {
        if (!_copies.TryGetValue(context, out var copy))
        {
            var made = new FeelContext(context.Shape, (FeelValue[])context.Values.Clone());
            // A copy stands for itself when it is met again.
            _copies[context] = _copies[made] = copy = made;
        }
        return (FeelContext)copy;
    }

    private FeelValue[] Copy(FeelValue[] items)
    {
        if (!_copies.TryGetValue(items, out var copy))
        {
            var made = (FeelValue[])items.Clone();
            _copies[items] = _copies[made] = copy = made;
        }
        return (FeelValue[])copy;
    }
}
