using Fuyao.Registry.Contracts;

namespace Fuyao.Registry.Import;

/// <summary>Counts and findings of one import.</summary>
internal sealed class ImportTally
{
    private readonly List<ImportFinding> kept = [];
    private readonly List<RowDifference> rows = [];
    private readonly int[] outcomes = new int[Enum.GetValues<RowOutcome>().Length];

    public int Households { get; private set; }

    public int Accepted { get; private set; }

    public int Unchanged { get; private set; }

    public int Refused { get; private set; }

    public int Warned { get; private set; }

    public int Total { get; private set; }

    public int Rows => Accepted + Unchanged + Refused;

    public void Refuse(HouseholdDraft household)
    {
        Refused += household.Persons.Count;
        Add(household.Persons.Select(p => new RowDifference(p.Sheet, p.Row, RowOutcome.Refused, p.Name.Length > 0 ? p.Name : null, household.Number.Length > 0 ? household.Number : null, [])));
        Note(household);
    }

    public void Accept(HouseholdDraft household, int changedRows)
    {
        Accepted += changedRows;
        Unchanged += household.Persons.Count - changedRows;
        Note(household);
    }

    /// <summary>A row that stands for itself.</summary>
    /// <param name="stored">Whether it brings something new.</param>
    public void Row(IReadOnlyList<Finding> findings, RowDifference difference, bool stored)
    {
        Accepted += stored ? 1 : 0;
        Refused += difference.Outcome == RowOutcome.Refused ? 1 : 0;
        Unchanged += !stored && difference.Outcome != RowOutcome.Refused ? 1 : 0;
        Warned += findings.Any(f => f.Severity == Severity.Warning) ? 1 : 0;
        Add([difference]);
        foreach (var finding in findings)
        {
            Add(finding);
        }
    }

    /// <summary>Notes what becomes of rows.</summary>
    public void Add(IEnumerable<RowDifference> differences)
    {
        foreach (var row in differences)
        {
            outcomes[(int)row.Outcome]++;
            if (rows.Count < HouseholdImport.DifferencesKept)
            {
                rows.Add(row);
            }
        }
    }

    public void Add(Finding finding)
    {
        Total++;
        if (kept.Count < HouseholdImport.FindingsKept)
        {
            kept.Add(new ImportFinding(finding.File, finding.Sheet, finding.Row, finding.Column, finding.Value, finding.Code, finding.Message,
                finding.Severity == Severity.Error ? "error" : "warning", finding.Household) { ColumnIndex = finding.ColumnIndex });
        }
    }

    public ImportReport Report(IReadOnlyList<Guid> changes, double seconds) =>
        new(Households, Accepted, Unchanged, Refused, Warned, [.. kept.OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Sheet, StringComparer.Ordinal).ThenBy(f => f.Row)],
            Total, changes, seconds)
        {
            Differences = [.. rows.OrderBy(r => r.Sheet, StringComparer.Ordinal).ThenBy(r => r.Row)],
            Rows = new DifferenceCounts(outcomes[(int)RowOutcome.New], outcomes[(int)RowOutcome.Changed], outcomes[(int)RowOutcome.Unchanged],
                outcomes[(int)RowOutcome.Conflict], outcomes[(int)RowOutcome.Refused]),
        };

    private void Note(HouseholdDraft household)
    {
        Households++;
        if (household.Findings.Count == 0)
        {
            return;
        }

        Warned += household.Findings.Where(f => f.Severity == Severity.Warning && f.Row > 0).Select(f => (f.Sheet, f.Row)).Distinct().Count();
        foreach (var finding in household.Findings)
        {
            Add(finding);
        }
    }
}
