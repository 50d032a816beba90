using Fuyao.Kernel;
using Fuyao.Kernel.Text;

namespace Fuyao.Registry.Contracts;

/// <param name="Files">Workbooks or CSV files; together they are one change set for each county.</param>
/// <param name="Region">Where all households must lie.</param>
/// <param name="AsOf">From which day on what differs from the register holds; null corrects what is known of today.</param>
/// <param name="DryRun">Everything is checked, nothing stored.</param>
/// <param name="AllOrNothing">One refused household refuses all.</param>
public sealed record ImportRequest(IReadOnlyList<ImportFile> Files, RegionCode Region, DateOnly? AsOf = null, bool DryRun = false, bool AllOrNothing = false);

/// <param name="Path">Where it lies.</param>
/// <param name="Name">What its sender calls it.</param>
public sealed record ImportFile(string Path, string Name);

/// <summary>One error or warning.</summary>
/// <param name="Row">As Excel counts, from 1; 0 for the whole file.</param>
/// <param name="Column">The header as the file has it.</param>
/// <param name="Value">Protected values masked.</param>
/// <param name="Severity"><c>error</c>: the household was refused; <c>warning</c>: it was stored.</param>
/// <param name="Household">户编号.</param>
public sealed record ImportFinding(string File, string Sheet, int Row, string? Column, string? Value, string Code, LocalText Message, string Severity, string? Household)
{
    /// <summary>0-based column, −1 for the whole row.</summary>
    public int ColumnIndex { get; init; } = -1;
}

/// <summary>What an import came to. Counts are person rows.</summary>
/// <param name="Accepted">Rows that brought something new.</param>
/// <param name="Unchanged">Rows that the register already held.</param>
/// <param name="Refused">Rows of refused households.</param>
/// <param name="Warnings">Rows with at least one warning.</param>
/// <param name="Findings">At most <see cref="HouseholdImport.FindingsKept"/>, errors and warnings in the order of the rows.</param>
/// <param name="FindingsTotal">All that were made.</param>
/// <param name="Changes">The published change sets, one a county; none when nothing changed.</param>
public sealed record ImportReport(
    int Households, int Accepted, int Unchanged, int Refused, int Warnings, IReadOnlyList<ImportFinding> Findings, int FindingsTotal, IReadOnlyList<Guid> Changes, double Seconds);

/// <param name="Rows">Person rows done.</param>
/// <param name="Seconds">Since the beginning.</param>
public readonly record struct ImportProgress(string File, int Rows, int Refused, double Seconds);

/// <summary>Imports registration workbooks and CSV files. Scoped: acts as the present actor.</summary>
public sealed class HouseholdImport
{
    /// <summary>Findings beyond this number are counted, not kept.</summary>
    public const int FindingsKept = 100_000;

    private readonly Func<Import.ImportRunner> runner;

    internal HouseholdImport(Func<Import.ImportRunner> runner) => this.runner = runner;

    /// <exception cref="Kernel.Problems.ProblemException">
    /// A file is unreadable or unrecognised (413, 422), the region is outside the actor's area (404), or another import is running (409): nothing was stored.
    /// </exception>
    public Task<ImportReport> RunAsync(ImportRequest request, Action<ImportProgress>? progress = null, CancellationToken ct = default) =>
        runner().RunAsync(request, progress, ct);

    /// <summary>Whether the marked copy of a file is a workbook; a very long CSV file stays CSV.</summary>
    public static bool MarkedIsWorkbook(string path) => Import.MarkedCopy.IsWorkbook(path);

    /// <summary>Writes a copy of a file in which the cells with findings are coloured and explained in a column 问题.</summary>
    /// <param name="language"><c>zh</c> or <c>en</c>.</param>
    public static void WriteMarked(ImportFile file, IReadOnlyList<ImportFinding> findings, Stream output, string language, CancellationToken ct = default) =>
        Import.MarkedCopy.Write(file, findings, output, language, ct);
}
