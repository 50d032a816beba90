namespace Fuyao.Feel.Values;

/// <summary>The sorted set of inputs an Unknown waits for.</summary>
internal sealed class FeelNeeds : IEquatable<FeelNeeds>
{
    private FeelNeeds(string[] names) => Names = names;

    public string[] Names { get; }

    public static FeelNeeds Of(IEnumerable<string> names) => new([.. names.Distinct().Order(StringComparer.Ordinal)]);

    public FeelNeeds With(FeelNeeds other) =>
        ReferenceEquals(this, other) || Equals(other) ? this : Of(Names.Concat(other.Names));

    public bool Equals(FeelNeeds? other) => other is not null && Names.AsSpan().SequenceEqual(other.Names);
    public override bool Equals(object? obj) => Equals(obj as FeelNeeds);
    public override int GetHashCode() => Names.Aggregate(17, HashCode.Combine);
}
