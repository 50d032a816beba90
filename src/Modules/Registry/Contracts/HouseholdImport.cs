using Fuyao.Kernel;
using Fuyao.Kernel.Text;

namespace Fuyao.Registry.Contracts;

/// <param name="Files">Workbooks or CSV files; together they are one change set for each county.</param>
/// <param name="Region">Where all households must lie.</param>
/// <param name="AsOf">From which day on what differs from the register holds; null corrects what is known of today.</param>
/// <param name="DryRun">Everything is checked, nothing stored.</param>
/// <param name="AllOrNothing">One refused household refuses all.</param>
public sealed record ImportRequest(IReadOnlyList<ImportFile> Files, RegionCode Region, DateOnly? AsOf = null, bool DryRun = false, bool AllOrNothing = false)
{
    /// <summary>Which table the rows belong to; null: the registration form.</summary>
    public string? Table { get; init; }

    /// <summary>What the columns mean; null: what their headers say.</summary>
    public ImportMapping? Mapping { get; init; }

    /// <summary>Whether to note row by row what becomes of it.</summary>
    public bool Compare { get; init; }

    /// <summary>What a clerk decided about cells where the register states something else.</summary>
    public ImportDecisions? Decisions { get; init; }
}

/// <summary>Whose word counts where file and register differ and the field says to ask.</summary>
/// <param name="ForAll">For all cells without a decision of their own; null: they stay as the register has them.</param>
/// <param name="Cells">By <see cref="CellDifference.Key"/>: true for the file.</param>
public sealed record ImportDecisions(bool? ForAll, IReadOnlyDictionary<string, bool> Cells)
{
    public bool? Of(string key) => Cells.TryGetValue(key, out var file) ? file : ForAll;
}

/// <param name="Name">What its sender calls it.</param>
/// <param name="Open">Gives its content from the beginning, seekable, each time it is asked.</param>
public sealed record ImportFile(string Name, Func<Stream> Open)
{
    /// <param name="path">Where it lies.</param>
    public ImportFile(string path, string name)
        : this(name, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan))
    {
    }
}

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
    int Households, int Accepted, int Unchanged, int Refused, int Warnings, IReadOnlyList<ImportFinding> Findings, int FindingsTotal, IReadOnlyList<Guid> Changes, double Seconds)
{
    /// <summary>Row by row, when it was asked for; at most <see cref="HouseholdImport.DifferencesKept"/>.</summary>
    public IReadOnlyList<RowDifference> Differences { get; init; } = [];

    /// <summary>Rows by what becomes of them.</summary>
    public DifferenceCounts Rows { get; init; } = new(0, 0, 0, 0, 0);
}

/// <param name="Missing">Required fields and keys that no column gives.</param>
/// <param name="LeftOut">Columns that mean nothing known; say what they are, or that they stay out.</param>
public sealed record ProposedMapping(string Table, ImportMapping Mapping, IReadOnlyList<string> Missing, IReadOnlyList<string> LeftOut, IReadOnlyList<ProposedField> Columns);

/// <param name="Field">Null when the column would stay out.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Samples">Texts of the file with what is read from them; protected values masked.</param>
public sealed record ProposedField(string Sheet, string Header, string? Field, double Confidence, IReadOnlyList<string> Samples);

/// <summary>Rows by what becomes of them.</summary>
/// <param name="Conflicts">Rows with a cell that waits for a decision; the rest of the row is written.</param>
public sealed record DifferenceCounts(int New, int Changed, int Unchanged, int Conflicts, int Refused);

public enum RowOutcome
{
    New,
    Changed,
    Unchanged,
    Conflict,
    Refused,
}

/// <summary>What becomes of one row.</summary>
/// <param name="Subject">The row's person or thing by name, to be found again.</param>
/// <param name="Number">户编号 or another number of the row.</param>
public sealed record RowDifference(string Sheet, int Row, RowOutcome Outcome, string? Subject, string? Number, IReadOnlyList<CellDifference> Cells);

public enum CellOutcome
{
    /// <summary>The file's value will stand.</summary>
    Write,

    /// <summary>The register's value stays, as the field's rule or a decision says.</summary>
    Keep,

    /// <summary>The register's value stays until somebody decides.</summary>
    Ask,
}

/// <summary>One cell that differs from the register. Protected values are masked.</summary>
/// <param name="Column">The header as the file has it.</param>
/// <param name="Before">What the register states; null for nothing.</param>
/// <param name="After">What the file states; null for nothing.</param>
/// <param name="Exported">What stood there when the row was exported, if it was and the register has changed since.</param>
/// <param name="Asked">Whose word counts is for the clerk to say, and has not been written yet.</param>
public sealed record CellDifference(string Key, string Column, string Field, string? Before, string? After, string? Exported, CellOutcome Outcome, bool Asked = false);

/// <param name="Rows">Person rows done.</param>
/// <param name="Seconds">Since the beginning.</param>
public readonly record struct ImportProgress(string File, int Rows, int Refused, double Seconds);

/// <summary>Imports registration workbooks and CSV files. Scoped: acts as the present actor.</summary>
public sealed class HouseholdImport
{
    /// <summary>Findings beyond this number are counted, not kept.</summary>
    public const int FindingsKept = 100_000;

    /// <summary>Rows beyond this number are counted, not kept.</summary>
    public const int DifferencesKept = 100_000;

    private readonly Func<Import.ImportRunner> runner;

    internal HouseholdImport(Func<Import.ImportRunner> runner) => this.runner = runner;

    /// <exception cref="Kernel.Problems.ProblemException">
    /// A file is unreadable or unrecognised (413, 422), the region is outside the actor's area (404), or another import is running (409): nothing was stored.
    /// </exception>
    public Task<ImportReport> RunAsync(ImportRequest request, Action<ImportProgress>? progress = null, CancellationToken ct = default) =>
        runner().RunAsync(request, progress, ct);

    /// <summary>The tables that can be imported, by the name that <see cref="ImportRequest.Table"/> takes.</summary>
    public static IReadOnlyList<(string Id, LocalText Name)> Tables => [.. Import.Tables.ImportTables.All.Select(t => (t.Id, t.Name))];

    /// <summary>Writes a workbook to fill in: drop-down lists, notes, an example row, the area's places.</summary>
    /// <exception cref="Kernel.Problems.ProblemException">422: there is no such table.</exception>
    public static void WriteTemplate(string table, RegionCode area, Stream output) => Import.Templates.ImportTemplates.Write(Import.Tables.ImportTables.Of(table), area, output);

    /// <summary>What the columns of a file seem to mean, to be corrected and given back as <see cref="ImportRequest.Mapping"/>.</summary>
    /// <param name="table">Null: the table that the headers speak for.</param>
    /// <exception cref="Kernel.Problems.ProblemException">The file is unreadable or has no row of column names.</exception>
    public Task<ProposedMapping> ProposeAsync(ImportFile file, string? table, RegionCode region, CancellationToken ct = default) => runner().ProposeAsync(file, table, region, ct);

    /// <summary>Whether the marked copy of a file is a workbook; a very long CSV file stays CSV.</summary>
    public static bool MarkedIsWorkbook(ImportFile file) => Import.MarkedCopy.IsWorkbook(file);

    /// <summary>Writes a copy of a file in which the cells with findings are coloured and explained in a column 问题.</summary>
    /// <param name="language"><c>zh</c> or <c>en</c>.</param>
    public static void WriteMarked(
        ImportFile file, IReadOnlyList<ImportFinding> findings, Stream output, string language, CancellationToken ct = default, string? table = null, ImportMapping? mapping = null) =>
        Import.MarkedCopy.Write(file, Import.Tables.ImportTables.Of(table), mapping ?? ImportMapping.None, findings, output, language, ct);
}
