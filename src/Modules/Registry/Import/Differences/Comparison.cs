using Fuyao.Registry.Changes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Layout;

namespace Fuyao.Registry.Import.Differences;

/// <summary>What stood in a row when it was exported, from the versions that its mark names.</summary>
internal sealed record Exported(HouseholdDraft Household, PersonDraft Person);

/// <summary>
/// Compares the rows of a registered household with the register, cell by cell as columns write them, and puts aside the cells
/// that shall not count: those that repeat what was exported, and those where the register's word holds or nobody has decided yet.
/// </summary>
/// <param name="exported">What was exported under a mark, when the register has changed since.</param>
internal sealed class Comparison(BlankCells blank, ImportDecisions? decisions, bool placesMove, Func<RowMark, Exported?> exported)
{
    // They identify, are only checked, or are not kept.
    private static readonly HashSet<string> Aside = ["县", "乡", "人数", "危房户", "系统码", "户编号", "人编号", "人员识别时间"];
    private static readonly HashSet<string> Places = ["行政村", "行政村代码"];

    private readonly Dictionary<PersonDraft, HashSet<int>> without = [];
    private readonly HashSet<string> columnsAside = [];

    /// <summary>Rows without an error, by what becomes of them.</summary>
    public List<RowDifference> Rows { get; } = [];

    public void Run(HouseholdDraft draft, HouseholdState known, IReadOnlyDictionary<PersonDraft, PersonState> matches)
    {
        var before = StateToDraft.Of(known);
        var after = Named(draft);
        var compared = new HashSet<string>();
        if (draft.Form is { } form)
        {
            var cells = new List<CellDifference>();
            Cells(form, new Sides(before, new PersonDraft(), after, draft.Persons[0], null), ofHousehold: true, compared, cells, aside: null);
            Note(form, draft.Number, Head(before), cells);
        }

        foreach (var row in draft.Persons)
        {
            var raw = row.Raw!.Value;
            var cells = new List<CellDifference>();
            var known1 = matches.TryGetValue(row, out var match) ? StateToDraft.Of(match) : null;
            var origin = row.Mark is { } mark ? exported(mark) : null;
            var aside = new HashSet<int>();
            Cells(raw, new Sides(before, known1 ?? new PersonDraft(), after, row, origin), ofHousehold: true, compared, cells, aside);
            if (known1 is not null)
            {
                Cells(raw, new Sides(before, known1, after, row, origin), ofHousehold: false, compared, cells, aside);
            }

            without[row] = aside;
            if (known1 is null && !row.OfHouseholdOnly)
            {
                Rows.Add(new RowDifference(row.Sheet, row.Row, RowOutcome.New, row.Name, draft.Number, cells));
            }
            else if (draft.Form is not { } own || own != raw)
            {
                Note(raw, draft.Number, row.Name.Length > 0 ? row.Name : known1?.Name ?? (row.OfHouseholdOnly ? Head(before) : null), cells);
            }
        }
    }

    /// <summary>The household without the cells that shall not count; itself when all do.</summary>
    public HouseholdDraft Left(HouseholdDraft draft, Func<HouseholdAssembler> assembler)
    {
        foreach (var (row, aside) in without)
        {
            aside.UnionWith(Positions(row.Raw!.Value));
        }

        var ofForm = draft.Form is { } form ? Positions(form).ToHashSet() : [];
        return ofForm.Count == 0 && without.Values.All(w => w.Count == 0) ? draft : assembler().Again(draft, without, ofForm);
    }

    private IEnumerable<int> Positions(RawRow row) =>
        columnsAside.Count == 0 ? [] : Enumerable.Range(0, row.Cells.Length).Where(i => columnsAside.Contains(row.Headers.Cells[i].Column.Header));

    private static HouseholdDraft Named(HouseholdDraft draft)
    {
        var named = new HouseholdDraft
        {
            Number = draft.Number, Region = draft.Region, Facts = draft.Facts, Phone = draft.Phone, BankAccount = draft.BankAccount, StatedPerHead = draft.StatedPerHead,
        };
        if (draft.Region != 0)
        {
            StateToDraft.Name(named);
        }

        return named;
    }

    private readonly record struct Sides(HouseholdDraft Known, PersonDraft KnownPerson, HouseholdDraft File, PersonDraft FilePerson, Exported? Exported);

    private void Cells(RawRow row, Sides sides, bool ofHousehold, HashSet<string> compared, List<CellDifference> cells, HashSet<int>? aside)
    {
        for (var i = 0; i < row.Cells.Length; i++)
        {
            var header = row.Headers.Cells[i];
            var column = header.Column;
            if (column.OfHousehold != ofHousehold || Aside.Contains(column.Header) || (Places.Contains(column.Header) && !placesMove))
            {
                continue;
            }

            var text = HouseholdAssembler.Clean(row.Cells[i]);
            var erases = text.Length == 0 && blank == BlankCells.Erase && !(ofHousehold && compared.Contains(column.Header));
            if ((text.Length == 0 && !erases) || (ofHousehold && !compared.Add(column.Header)))
            {
                continue;
            }

            var file = text.Length == 0 ? null : column.Text(sides.File, sides.FilePerson);
            var known = column.Text(sides.Known, sides.KnownPerson);
            if (file == known || (file is null && !erases))
            {
                continue;
            }

            var origin = sides.Exported is { } was ? column.Text(was.Household, was.Person) : null;
            var key = $"{row.Headers.Sheet}!{row.Row}!{header.Index}";
            CellOutcome outcome;
            if (sides.Exported is not null && (origin == file || origin == (text.Length == 0 ? null : text)))
            {
                PutAside(column, i, aside);
                continue;
            }

            if ((sides.Exported is not null && origin != known) || (known is not null && header.OnConflict == OnConflict.Ask))
            {
                outcome = decisions?.Of(key) switch { true => CellOutcome.Write, false => CellOutcome.Keep, null => CellOutcome.Ask };
            }
            else
            {
                outcome = known is not null && header.OnConflict == OnConflict.Keep ? CellOutcome.Keep : CellOutcome.Write;
            }

            if (outcome != CellOutcome.Write)
            {
                PutAside(column, i, aside);
            }

            cells.Add(new CellDifference(key, header.Header, column.Header, Shown(column, known), Shown(column, file),
                sides.Exported is not null && origin != known ? Shown(column, origin) ?? "" : null, outcome));
        }
    }

    private void PutAside(Column column, int position, HashSet<int>? aside)
    {
        if (column.OfHousehold || aside is null)
        {
            columnsAside.Add(column.Header);
        }
        else
        {
            aside.Add(position);
        }
    }

    private static string? Head(HouseholdDraft household) => household.Persons.FirstOrDefault(p => p.Facts.Relation.Or("") == PersonState.HeadRelation)?.Name;

    private void Note(RawRow row, string number, string? subject, List<CellDifference> cells) => Rows.Add(new RowDifference(
        row.Headers.Sheet, row.Row,
        cells.Any(c => c.Outcome == CellOutcome.Ask) ? RowOutcome.Conflict : cells.Any(c => c.Outcome == CellOutcome.Write) ? RowOutcome.Changed : RowOutcome.Unchanged,
        subject, number, cells));

    // Names are what people find rows by; all else that is protected stays masked.
    private static string? Shown(Column column, string? text) => text is null || column.Protection == Protection.Name ? text : Masking.Apply(column.Protection, text);
}
