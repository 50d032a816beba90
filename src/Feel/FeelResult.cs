using Fuyao.Feel.Values;

namespace Fuyao.Feel;

/// <summary>The value of an evaluation and what went wrong on the way (division by zero, limits, …). Strict callers treat any problem as a failure.</summary>
public readonly record struct FeelResult(FeelValue Value, IReadOnlyList<FeelProblem> Problems);

/// <summary>Something compiled, or every reason why not.</summary>
public sealed record FeelCompilation<T>(T? Compiled, IReadOnlyList<FeelProblem> Problems) where T : class
{
    /// <summary>Whether it compiled.</summary>
    public bool Ok => Compiled is not null;
    /// <summary>The errors, without the warnings.</summary>
    public IEnumerable<FeelProblem> Errors => Problems.Where(p => p.IsError);

    /// <exception cref="InvalidOperationException">The text has errors; the message lists them all.</exception>
    public T Required() => Compiled ?? throw new InvalidOperationException(string.Join("\n", Errors));
}
