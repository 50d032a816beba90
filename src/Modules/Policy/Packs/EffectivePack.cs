using Fuyao.Policy.Contracts;

namespace Fuyao.Policy.Packs;

/// <summary>A pack with everything it inherits: parameters, variables and policies of its parents unless it overrides them by id.</summary>
/// <param name="Chain">The pack itself first, then its parents.</param>
/// <param name="Hash">Of the pack and its parents together.</param>
internal sealed record EffectivePack(
    PackDefinition Own,
    IReadOnlyList<PackDefinition> Chain,
    IReadOnlyList<ParameterDefinition> Parameters,
    IReadOnlyList<InputDefinition> Inputs,
    IReadOnlyList<VariableDefinition> Variables,
    IReadOnlyList<PolicyDefinition> Policies,
    string Hash)
{
    public IReadOnlyList<CheckDefinition> Checks { get; init; } = [];

    public IReadOnlyList<ProcedureDefinition> Procedures { get; init; } = [];

    /// <summary>Whether some rule of the pack is about this kind of subject.</summary>
    public bool IsAbout(PolicySubject subject) =>
        Policies.Any(p => p.Subject == subject) || Checks.Any(c => c.Subject == subject) || Procedures.Any(p => p.Subject == subject);

    public bool IsValidOn(DateOnly on) => (Own.ValidFrom is null || Own.ValidFrom <= on) && (Own.ValidTo is null || on <= Own.ValidTo);

    public PackSummary Summary => new(
        Own.Id, Own.Title, Own.Version, Own.Jurisdiction, Own.ValidFrom, Own.ValidTo, Own.Extends, Hash, Policies.Count);
}
