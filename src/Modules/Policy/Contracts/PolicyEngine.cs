using System.Collections.Concurrent;
using Fuyao.Policy.Packs;
using Fuyao.Policy.Publishing;

namespace Fuyao.Policy.Contracts;

/// <summary>
/// The county's plans as programs: lists policy packs, prepares one for a date, works out what a household is due.
/// Packs are read once. Safe for use from several threads.
/// </summary>
public sealed class PolicyEngine
{
    // The pack that defines what the nation defines: the poverty line, income, notice days.
    private const string National = "national";

    private readonly PolicyOptions _options;
    private readonly PublishedPacks _published;
    private readonly ConcurrentDictionary<(int Snapshot, string Id, DateOnly On), PreparedPack> _prepared = new();

    /// <summary>Over the packs of a directory alone.</summary>
    public PolicyEngine(PolicyOptions options)
        : this(options, new PublishedPacks())
    {
    }

    internal PolicyEngine(PolicyOptions options, PublishedPacks published)
    {
        _options = options;
        _published = published;
        Library = new PackLibrary(options.PacksDirectory, new PackVersions(options.VersionsDirectory), published);
    }

    internal PackLibrary Library { get; }

    internal PolicyOptions Options => _options;

    /// <summary>
    /// The packs, in id order: those of the directory, and over them the versions published here. Packs that cannot be read are left out:
    /// <see cref="Check"/> says why.
    /// </summary>
    /// <param name="on">Each in the version that is in force on the date; null: in the one published last.</param>
    public IReadOnlyList<PackSummary> Packs(DateOnly? on = null) => Library.List(on);

    /// <summary>
    /// Compiles the version of a pack that is in force on a date; the same pack and date give the same object as long as nothing is published.
    /// <c>id@hash</c> is the version with that hash, a current one or one that was <see cref="Keep(PreparedPack)">kept</see>.
    /// </summary>
    /// <exception cref="Kernel.Problems.ProblemException">Status 404: no such pack; 422: the pack has errors.</exception>
    public PreparedPack Prepare(string packId, DateOnly on)
    {
        // Anyone may ask for any date: the cache is a convenience and must not grow without end.
        if (_prepared.Count > 500)
        {
            _prepared.Clear();
        }

        return _prepared.GetOrAdd((_published.Current.Number, packId, on), key => new PreparedPack(Library.Compile(key.Id, key.On)));
    }

    /// <summary>
    /// Keeps the pack's content under its hash, for good: what is awarded by it can be worked out again, to the byte, after the pack has changed.
    /// </summary>
    public void Keep(PreparedPack pack) => Library.Keep(pack.Effective);

    /// <summary>Keeps the version that was published last, or the shipped one.</summary>
    /// <returns>The hash.</returns>
    /// <exception cref="Kernel.Problems.ProblemException">Status 404: no such pack; 422: the pack cannot be read.</exception>
    public string Keep(string packId)
    {
        var pack = Library.Version(packId, null);
        Library.Keep(pack);
        return pack.Hash;
    }

    /// <summary>Type-checks and lints a pack's directory and runs its tests.</summary>
    /// <param name="directory">The pack's own folder; the packs that it extends are looked for beside it, then among the known ones.</param>
    public PackCheckReport Check(string directory) => Checking.PackChecker.Check(directory, _options);

    /// <summary>The decision tables of a DMN 1.1–1.5 document as packs write them.</summary>
    /// <exception cref="Kernel.Problems.ProblemException">Status 422: no DMN, or a table that a pack cannot hold.</exception>
    public static IReadOnlyList<ImportedTable> ImportTables(Stream dmn) => Evaluation.DmnTables.Import(dmn);

    /// <summary>
    /// Net income per head of a household on a date, with its working: the national definition, that of <c>income_per_head</c>.
    /// </summary>
    /// <exception cref="Kernel.Problems.ProblemException">Status 422: the JSON is not a household.</exception>
    public IncomeWorking ComputeIncome(ReadOnlyMemory<byte> householdJson, DateOnly on) => Prepare(National, on).ComputeIncome(householdJson);
}
