using System.Collections.Immutable;
using Fuyao.Feel.Types;

namespace Fuyao.Feel.Checking;

/// <summary>What is known of paths at a place in the text: that they are not null, the bounds of numbers, the values that words can still have.</summary>
internal sealed record Proof(ImmutableHashSet<string> NotNull, ImmutableDictionary<string, Limits> Limits)
{
    public static readonly Proof None = new([], ImmutableDictionary<string, Limits>.Empty);

    public static Proof OfNotNull(string path) => None with { NotNull = [path] };
    public static Proof Of(string path, Limits limits) => None with { Limits = None.Limits.Add(path, limits) };

    public bool IsEmpty => NotNull.IsEmpty && Limits.IsEmpty;

    /// <summary>Both hold.</summary>
    public Proof And(Proof other)
    {
        if (other.IsEmpty || IsEmpty)
            return IsEmpty ? other : this;
        var limits = Limits;
        foreach (var (path, more) in other.Limits)
            limits = limits.SetItem(path, limits.TryGetValue(path, out var known) ? known.And(more) : more);
        return new(NotNull.Union(other.NotNull), limits);
    }

    /// <summary>One of the two holds.</summary>
    public Proof Or(Proof other)
    {
        var limits = ImmutableDictionary<string, Limits>.Empty;
        foreach (var (path, mine) in Limits)
            if (other.Limits.TryGetValue(path, out var theirs) && mine.Or(theirs) is { } either)
                limits = limits.Add(path, either);
        return new(NotNull.Intersect(other.NotNull), limits);
    }

    /// <summary>Without what is said of local variables, whose slots mean nothing in another text.</summary>
    public Proof OfInputs() => new(
        [.. NotNull.Where(p => p[0] != '#')], Limits.Where(l => l.Key[0] != '#').ToImmutableDictionary());

    /// <summary>The type of the value at a path, here.</summary>
    public FeelType Narrow(string path, FeelType type)
    {
        if (NotNull.Contains(path))
            type = type.NotNull();
        return Limits.TryGetValue(path, out var limits) ? limits.Narrow(type) : type;
    }
}

/// <summary>Closed bounds of a number, or the words a string may still be; null means no limit.</summary>
internal sealed record Limits(decimal? Min, decimal? Max, ImmutableArray<string>? Words)
{
    public static Limits Within(decimal? min, decimal? max) => new(min, max, null);
    public static Limits Of(IEnumerable<string> words) => new(null, null, [.. words]);

    public Limits And(Limits other) => new(
        Greater(Min, other.Min), Less(Max, other.Max),
        Words is { } mine && other.Words is { } theirs ? [.. mine.Intersect(theirs)] : Words ?? other.Words);

    public Limits? Or(Limits other)
    {
        var either = new Limits(
            Min is { } a && other.Min is { } b ? Math.Min(a, b) : null,
            Max is { } c && other.Max is { } d ? Math.Max(c, d) : null,
            Words is { } mine && other.Words is { } theirs ? [.. mine.Union(theirs)] : null);
        return either is { Min: null, Max: null, Words: null } ? null : either;
    }

    public FeelType Narrow(FeelType type) => type.Kind switch
    {
        FeelTypeKind.Number => type.Within(Greater(type.Min, Min), Less(type.Max, Max), type.Whole),
        FeelTypeKind.String when Words is { } words && type.Codes is { } codes => type.WithCodes([.. codes.Where(c => words.Contains(c))]),
        _ => type,
    };

    private static decimal? Greater(decimal? a, decimal? b) => a is null ? b : b is null ? a : Math.Max(a.Value, b.Value);
    private static decimal? Less(decimal? a, decimal? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);
}
