namespace Fuyao.Feel;

/// <summary>What one text or one evaluation may use; beyond it the answer is an error, never a crash.</summary>
/// <param name="Length">Characters of source text.</param>
/// <param name="Depth">Nesting of expressions while reading, and of calls while evaluating.</param>
/// <param name="Steps">Iterations and calls in one evaluation.</param>
/// <param name="Items">Elements of one list, characters of one string.</param>
public sealed record FeelLimits(int Length = 200_000, int Depth = 200, int Steps = 10_000_000, int Items = 5_000_000)
{
    /// <summary>What holds when nothing is said.</summary>
    public static readonly FeelLimits Default = new();
}
