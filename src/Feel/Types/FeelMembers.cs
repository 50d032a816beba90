using Fuyao.Feel.Values;

namespace Fuyao.Feel.Types;

/// <summary>The members of a context type, in order; the shape is that of the values that have this type.</summary>
public sealed class FeelMembers : IEquatable<FeelMembers>
{
    public FeelMembers(IEnumerable<FeelMember> members)
    {
        All = [.. members];
        Shape = new FeelShape(
            All.Select(m => m.Name),
            All.SelectMany(m => m.Aliases, (m, alias) => KeyValuePair.Create(alias, m.Name)));
    }

    public IReadOnlyList<FeelMember> All { get; }
    public FeelShape Shape { get; }

    public FeelMember? Find(string name) => Shape.Slot(name) is >= 0 and var slot ? All[slot] : null;

    public bool Equals(FeelMembers? other) => other is not null && (ReferenceEquals(this, other) ||
        (All.Count == other.All.Count && All.All(m => other.Find(m.Name) is { } o && o.Type.Equals(m.Type))));

    public override bool Equals(object? obj) => Equals(obj as FeelMembers);
    public override int GetHashCode() => All.Count;
}
