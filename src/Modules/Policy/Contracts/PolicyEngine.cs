using System.Collections.Concurrent;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Contracts;

/// <summary>
/// The county's plans as programs: lists policy packs, prepares one for a date, works out what a household is due.
/// Packs are read once. Safe for use from several threads.
/// </summary>
public sealed class PolicyEngine(PolicyOptions options)
{
    // The pack that defines what the nation defines: the poverty line, income, notice days.
    private const string National = "national";

    private readonly PackLibrary _library = new(options.PacksDirectory);
    private readonly ConcurrentDictionary<(string Id, DateOnly On), PreparedPack> _prepared = new();

    /// <summary>The packs found in the directory, in id order. Packs that cannot be read are left out: <see cref="Check"/> says why.</summary>
    public IReadOnlyList<PackSummary> Packs() => _library.List();

    /// <summary>Compiles a pack for a date; the same pack and date give the same object.</summary>
    /// <exception cref="Kernel.Problems.ProblemException">Status 404: no such pack; 422: the pack has errors.</exception>
    public PreparedPack Prepare(string packId, DateOnly on)
    {
        // Anyone may ask for any date: the cache is a convenience and must not grow without end.
        if (_prepared.Count > 500)
        {
            _prepared.Clear();
        }

        return _prepared.GetOrAdd((packId, on), key => new PreparedPack(_library.Compile(key.Id, key.On)));
    }

    /// <summary>Type-checks and lints a pack's directory and runs its tests.</summary>
    /// <param name="directory">The pack's own folder; the packs that it extends are looked for beside it, then among the known ones.</param>
    public PackCheckReport Check(string directory) => Checking.PackChecker.Check(directory, options);

    /// <summary>
    /// Net income per head of a household on a date, with its working: the national definition, that of <c>income_per_head</c>.
    /// </summary>
    /// <exception cref="Kernel.Problems.ProblemException">Status 422: the JSON is not a household.</exception>
    public IncomeWorking ComputeIncome(ReadOnlyMemory<byte> householdJson, DateOnly on) => Prepare(National, on).ComputeIncome(householdJson);
}
