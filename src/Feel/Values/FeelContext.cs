namespace Fuyao.Feel.Values;

/// <summary>An immutable FEEL context: values by slot, names held once in the shape.</summary>
public sealed class FeelContext : IEquatable<FeelContext>
{
    /// <summary>No entries.</summary>
    public static readonly FeelContext Empty = new(FeelShape.Empty, []);

    internal readonly FeelValue[] Values;

    /// <summary>Takes ownership of <paramref name="values"/>, which must be as long as the shape.</summary>
    public FeelContext(FeelShape shape, FeelValue[] values)
    {
        if (values.Length != shape.Count)
            throw new ArgumentException($"The shape has {shape.Count} names, but there are {values.Length} values.", nameof(values));
        Shape = shape;
        Values = values;
    }

    /// <summary>A context of these entries, in their order.</summary>
    public static FeelContext Of(params (string Name, FeelValue Value)[] entries) =>
        new(new FeelShape(entries.Select(e => e.Name)), [.. entries.Select(e => e.Value)]);

    /// <summary>Its names.</summary>
    public FeelShape Shape { get; }
    /// <summary>Entries.</summary>
    public int Count => Values.Length;
    /// <summary>The value of a slot.</summary>
    public FeelValue this[int slot] => Values[slot];

    /// <summary>The value of a name or alias; null when the context has no such entry.</summary>
    public FeelValue this[string name] => TryGet(name, out var value) ? value : default;

    /// <summary>The value of a name or alias.</summary>
    public bool TryGet(string name, out FeelValue value)
    {
        var slot = Shape.Slot(name);
        value = slot < 0 ? default : Values[slot];
        return slot >= 0;
    }

    /// <summary>Names with their values, in the order of the shape.</summary>
    public IEnumerable<KeyValuePair<string, FeelValue>> Entries => Shape.Names.Select((name, slot) => KeyValuePair.Create(name, Values[slot]));

    /// <summary>The same names with the same values, in any order.</summary>
    public bool Equals(FeelContext? other)
    {
        if (other is null || other.Count != Count)
            return false;
        if (ReferenceEquals(other.Shape, Shape))
            return Values.AsSpan().SequenceEqual(other.Values);
        foreach (var (name, value) in Entries)
            if (!other.TryGet(name, out var theirs) || !value.Equals(theirs))
                return false;
        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FeelContext);
    /// <inheritdoc/>
    public override int GetHashCode() => Entries.Aggregate(17, (sum, e) => sum + HashCode.Combine(e.Key, e.Value));
}
