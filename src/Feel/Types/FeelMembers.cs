using Fuyao.Feel.Values;

namespace Fuyao.Feel.Types;

/// <summary>The members of a context type, in order; the shape is that of the values that have this type.</summary>
public sealed class FeelMembers : IEquatable<FeelMembers>
{
    /// <summary>Members in their order; names and aliases must all differ.</summary>
    public FeelMembers(IEnumerable<FeelMember> members)
    {
        All = [.. members];
        Shape = new FeelShape(
            All.Select(m => m.Name),
            All.SelectMany(m => m.Aliases, (m, alias) => KeyValuePair.Create(alias, m.Name)));
    }

    private FeelMembers(IReadOnlyList<FeelMember> all, FeelShape shape)
    {
        All = all;
        Shape = shape;
    }

    /// <summary>In the order of the shape's slots.</summary>
    public IReadOnlyList<FeelMember> All { get; }
    /// <summary>The shape of values of the type.</summary>
    public FeelShape Shape { get; }

    /// <summary>By name or alias; null when there is none.</summary>
    public FeelMember? Find(string name) => Shape.Slot(name) is >= 0 and var slot ? All[slot] : null;

    /// <summary>The same members of the same shape, some of them proved not to be null.</summary>
    internal FeelMembers Proving(Func<FeelMember, bool> proved) =>
        new([.. All.Select(m => proved(m) ? m with { Type = m.Type.NotNull() } : m)], Shape);

    /// <summary>The same names with the same types, in any order.</summary>
    public bool Equals(FeelMembers? other) => other is not null && (ReferenceEquals(this, other) ||
        (All.Count == other.All.Count && All.All(m => other.Find(m.Name) is { } o && o.Type.Equals(m.Type))));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FeelMembers);
    /// <inheritdoc/>
    public override int GetHashCode() => All.Count;
}
