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

    private readonly PackLibrary _library = new(options.PacksDirectory, new PackVersions(options.VersionsDirectory));
    private readonly ConcurrentDictionary<(string Id, DateOnly On), PreparedPack> _prepared = new();

    /// <summary>The packs found in the directory, in id order. Packs that cannot be read are left out: <see cref="Check"/> says why.</summary>
    public IReadOnlyList<PackSummary> Packs() => _library.List();

    /// <summary>
    /// Compiles a pack for a date; the same pack and date give the same object. <c>id@hash</c> is the version with that hash, the current one
    /// or one that was <see cref="Keep">kept</see>.
    /// </summary>
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

    /// <summary>
    /// Keeps the pack's content under its hash, for good: what is awarded by it can be worked out again, to the byte, after the pack has changed.
    /// </summary>
    /// <returns>The hash.</returns>
    /// <exception cref="Kernel.Problems.ProblemException">Status 404: no such pack; 422: the pack cannot be read.</exception>
    public string Keep(string packId) => _library.Keep(packId);

    /// <summary>Type-checks and lints a pack's directory and runs its tests.</summary>
    /// <param name="directory">The pack's own folder; the packs that it extends are looked for beside it, then among the known ones.</param>
    public PackCheckReport Check(string directory) => Checking.PackChecker.Check(directory, options);

    /// <summary>The decision tables of a DMN 1.1–1.5 document as packs write them.</summary>
    /// <exception cref="Kernel.Problems.ProblemException">Status 422: no DMN, or a table that a pack cannot hold.</exception>
    public static IReadOnlyList<ImportedTable> ImportTables(Stream dmn) => Evaluation.DmnTables.Import(dmn);

    /// <summary>
    /// Net income per head of a household on a date, with its working: the national definition, that of <c>income_per_head</c>.
    /// </summary>
    /// <exception cref="Kernel.Problems.ProblemException">Status 422: the JSON is not a household.</exception>
    public IncomeWorking ComputeIncome(ReadOnlyMemory<byte> householdJson, DateOnly on) => Prepare(National, on).ComputeIncome(householdJson);
}
