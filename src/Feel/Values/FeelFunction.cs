namespace Fuyao.Feel.Values;

/// <summary>A function value: a built-in, a lambda with what it captured, or a model's business knowledge.</summary>
public sealed class FeelFunction
{
    internal FeelFunction(string name, IReadOnlyList<string> parameters, Func<FeelValue[], FeelCall, FeelValue> body)
    {
        Name = name;
        Parameters = parameters;
        Body = body;
    }

    /// <summary>For messages.</summary>
    public string Name { get; }
    /// <summary>Names of the parameters, in order.</summary>
    public IReadOnlyList<string> Parameters { get; }
    internal Func<FeelValue[], FeelCall, FeelValue> Body { get; }

    internal Types.FeelType? ResultType { get; init; }
    internal IReadOnlyList<Types.FeelType>? ParameterTypes { get; init; }
    internal bool IsVariadic { get; init; }
    internal int MinimumArguments { get; init; } = -1;
}
