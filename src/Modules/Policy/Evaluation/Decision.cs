using Fuyao.Feel.Values;
using Fuyao.Kernel;
using Fuyao.Policy.Contracts;

namespace Fuyao.Policy.Evaluation;

/// <summary>What a policy comes to by itself, before parts and payers are looked at. Two are equal when people would call them the same.</summary>
internal readonly struct Decision(ResultStatus status, Money amount = default, string? value = null)
{
    public ResultStatus Status => status;

    public Money Amount => amount;

    /// <summary>The class, of a policy that classifies.</summary>
    public string? Value => value;

    /// <summary>The amount before its one rounding, and what each of several parts came to.</summary>
    public decimal Exact { get; init; }

    public decimal[]? Yuan { get; init; }

    /// <summary>The condition is not met: nothing else was asked.</summary>
    public bool IsBarred { get; init; }

    /// <summary>What was unknown, when it is undetermined.</summary>
    public FeelValue Unknown { get; init; }

    public bool Equals(in Decision other) => (Status, Amount, Value) == (other.Status, other.Amount, other.Value);
}
