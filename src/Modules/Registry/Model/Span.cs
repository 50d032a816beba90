namespace Fuyao.Registry.Model;

/// <summary>Days from <paramref name="From"/> (included) to <paramref name="To"/> (excluded).</summary>
internal readonly record struct Span(DateOnly From, DateOnly To)
{
    /// <summary>The beginning of what is known when nobody knows since when: a run for any past month finds it.</summary>
    public static readonly DateOnly Beginning = DateOnly.MinValue;

    public static readonly DateOnly Forever = DateOnly.MaxValue;

    public static readonly Span Always = new(Beginning, Forever);

    public bool IsEmpty => From >= To;

    public bool Contains(DateOnly day) => From <= day && day < To;

    public Span Intersect(Span other) => new(From > other.From ? From : other.From, To < other.To ? To : other.To);

    public override string ToString() => $"[{From:yyyy-MM-dd}, {To:yyyy-MM-dd})";
}
