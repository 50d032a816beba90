namespace Fuyao.Policy.Contracts;

/// <summary>
/// The county's plans as programs: lists policy packs, prepares one for a date, works out what a household is due.
/// Safe for use from several threads.
/// </summary>
public sealed class PolicyEngine(PolicyOptions options)
{
    /// <summary>The packs found in the directory, in id order. Packs that cannot be read are left out: <see cref="Check"/> says why.</summary>
    public IReadOnlyList<PackSummary> Packs() => throw new NotImplementedException(options.PacksDirectory);

    /// <summary>Compiles a pack for a date; the same pack and date give the same object.</summary>
    /// <exception cref="Kernel.Problems.ProblemException">Status 404: no such pack; 422: the pack has errors.</exception>
    public PreparedPack Prepare(string packId, DateOnly on) => throw new NotImplementedException(options.PacksDirectory);

    /// <summary>Type-checks and lints a pack's directory and runs its tests.</summary>
    /// <param name="directory">The pack's own folder; the packs that it extends are looked for beside it.</param>
    public PackCheckReport Check(string directory) => throw new NotImplementedException(options.PacksDirectory);

    /// <summary>
    /// Net income per head of a household on a date, with its working: the national definition, that of <c>income_per_head</c>.
    /// </summary>
    /// <exception cref="Kernel.Problems.ProblemException">Status 422: the JSON is not a household.</exception>
    public IncomeWorking ComputeIncome(ReadOnlyMemory<byte> householdJson, DateOnly on) => Prepare("national", on).ComputeIncome(householdJson);
}
