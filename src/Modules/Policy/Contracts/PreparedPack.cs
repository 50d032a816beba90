using Fuyao.Kernel.Text;

namespace Fuyao.Policy.Contracts;

/// <summary>
/// A pack compiled for one date: parameters in force, policies in their order. Immutable, safe for several threads;
/// prepare once, evaluate a whole population.
/// </summary>
public sealed class PreparedPack
{
    public string Id => throw new NotImplementedException();

    public LocalText Title => throw new NotImplementedException();

    public string Version => throw new NotImplementedException();

    /// <summary>Hash of the rules and parameters, parents included: what a stored award names.</summary>
    public string Hash => throw new NotImplementedException();

    /// <summary>Region code prefix in which the pack is in force. Evaluation does not test it.</summary>
    public string Jurisdiction => throw new NotImplementedException();

    public DateOnly On => throw new NotImplementedException();

    /// <summary>The date lies outside the pack's validity.</summary>
    public bool OutOfValidity => throw new NotImplementedException();

    /// <summary>The policies in the order in which they are worked out.</summary>
    public IReadOnlyList<PolicyInfo> Policies => throw new NotImplementedException();

    /// <summary>The parameters in force on the date.</summary>
    public IReadOnlyList<ParameterInfo> Parameters => throw new NotImplementedException();

    /// <summary>Works out what one household is due.</summary>
    /// <param name="householdJson">One household, UTF-8, as <c>household.schema.json</c> says.</param>
    /// <param name="explain">Also give <see cref="PolicyResult.Because"/>; several times slower.</param>
    /// <param name="policy">Only this policy (those it reads are worked out too, but not given).</param>
    /// <exception cref="Kernel.Problems.ProblemException">Status 422: the JSON is not a household; every fault with its path.</exception>
    public HouseholdOutcome Evaluate(ReadOnlyMemory<byte> householdJson, bool explain = true, string? policy = null) =>
        throw new NotImplementedException();

    /// <summary>
    /// The working of net income per head, by the definition that policies use as <c>income_per_head</c>.
    /// </summary>
    /// <exception cref="Kernel.Problems.ProblemException">Status 422: the JSON is not a household.</exception>
    public IncomeWorking ComputeIncome(ReadOnlyMemory<byte> householdJson) => throw new NotImplementedException();
}
