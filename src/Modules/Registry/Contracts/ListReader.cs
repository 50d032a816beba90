using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Import;
using Fuyao.Registry.Import.Mapping;

namespace Fuyao.Registry.Contracts;

/// <summary>A column of a list that is no table of the register, such as a bank's answer.</summary>
/// <param name="Header">What our own files call it; unique in its list.</param>
/// <param name="Synonyms">What others call it, compared without blanks, brackets and line breaks.</param>
public sealed record ListField(string Header, LocalText Meaning, IReadOnlyList<string> Synonyms);

/// <summary>A column of a file and what it is taken for.</summary>
/// <param name="Field">Header of the field; null: left out.</param>
/// <param name="Samples">Its first values; long numbers masked.</param>
public sealed record ListColumn(string Sheet, int Index, string Header, string? Field, MappedBy By, IReadOnlyList<string> Samples);

/// <summary>A row of a list by the fields' headers.</summary>
/// <param name="Row">As Excel counts.</param>
public sealed record ListRow(string Sheet, int Row, IReadOnlyDictionary<string, CellValue> Cells)
{
    /// <summary>The clean text of a field; null when it is empty or the list has no such column.</summary>
    public string? this[string field] => Cells.TryGetValue(field, out var cell) && !cell.IsEmpty && HouseholdAssembler.Clean(cell) is { Length: > 0 } text ? text : null;
}

/// <param name="Mapping">What all columns mean, as it can be said again.</param>
/// <param name="Signature">Tells files of one kind by their headers.</param>
public sealed record ReadList(IReadOnlyList<ListColumn> Columns, IReadOnlyList<ListRow> Rows, ImportMapping Mapping, string Signature)
{
    public bool Has(string field) => Columns.Any(c => c.Field == field) || Mapping.Constants.ContainsKey(field);
}

/// <summary>
/// Reads lists of any layout by the names of their columns, as imports do: what a clerk said, what the county said of earlier files, exact
/// names, synonyms, similar names. The whole list is held in memory. Scoped.
/// </summary>
public sealed class ListReader
{
    private const int Shown = 3;
    private const double Similar = 0.6;

    private readonly PlatformDb db;
    private readonly CurrentActor actor;
    private readonly TimeProvider clock;

    internal ListReader(PlatformDb db, CurrentActor actor, TimeProvider clock) => (this.db, this.actor, this.clock) = (db, actor, clock);

    /// <param name="list">Stable name of the kind of list, under which mappings are learned.</param>
    /// <param name="content">Gives the file from its beginning each time.</param>
    /// <param name="said">What a clerk says of the columns; null: what is known and looks likely.</param>
    /// <exception cref="ProblemException">422 (413 when too big): unreadable, or without any row of column names.</exception>
    public async Task<ReadList> ReadAsync(int county, string list, IReadOnlyList<ListField> fields, Func<Stream> content, ImportMapping? said, CancellationToken ct)
    {
        var names = fields.SelectMany(f => f.Synonyms.Select(s => (Key: HeaderKey.Of(s), f.Header, By: MappedBy.Synonym)).Prepend((Key: HeaderKey.Of(f.Header), f.Header, By: MappedBy.Header)))
            .DistinctBy(n => n.Key).ToDictionary(n => n.Key);
        var (columns, rows) = (new List<ListColumn>(), new List<ListRow>());
        LearnedHeaders? learned = null;
        using var reader = SheetReader.Open(content);
        while (reader.NextSheet())
        {
            var head = HeaderFinder.Find(reader, t => names.ContainsKey(HeaderKey.Of(t)) || said?.For(t) is { Field: not null }, atLeast: 2, guess: columns.Count == 0);
            if (head.IsFound)
            {
                learned ??= await LearnedHeaders.LoadAsync(db, county, list, head.Texts.OfType<string>(), ct);
                var found = Columns(head, fields, names, said, learned);
                var mapped = found.Where(c => c.Field is not null).ToDictionary(c => c.Index, c => c.Field!);
                rows.AddRange(head.Below.Select(r => Row(head.Sheet, r.Row, r.Cells, mapped)));
                while (reader.NextRow())
                {
                    rows.Add(Row(head.Sheet, reader.Row, Cells(reader), mapped));
                }

                columns.AddRange(found.Select(c => c with { Samples = Samples(head, c.Index) }));
            }
        }

        if (columns.Count == 0)
        {
            throw new ProblemException(422, new Problem("unrecognised-file", new LocalText(
                "前 30 行内没有找到列名。请确认文件里有一行是各列的名称。", "No row of column names was found within the first 30 rows. One row must name the columns."), "file"));
        }

        var mapping = (said ?? learned!.Whole ?? ImportMapping.None) with { Columns = [.. columns.DistinctBy(c => HeaderKey.Of(c.Header)).Select(c => Say(c, said, learned!))] };
        return new ReadList(columns, [.. rows.Where(r => r.Cells.Values.Any(c => !c.IsEmpty))], mapping, LearnedHeaders.SignatureOf(list, columns.Select(c => c.Header)));
    }

    /// <summary>Remembers what the columns mean for the next file of the kind, in the caller's write.</summary>
    public Task KeepAsync(int county, string list, ReadList read, CancellationToken ct) =>
        LearnedHeaders.KeepAsync(db, county, list, read.Signature, read.Mapping, actor.Name, clock, ct);

    private static List<ListColumn> Columns(
        SheetHead head, IReadOnlyList<ListField> fields, Dictionary<string, (string Key, string Header, MappedBy By)> names, ImportMapping? said, LearnedHeaders learned)
    {
        var columns = new List<ListColumn>();
        var taken = new HashSet<string>();
        foreach (var (header, index) in head.Texts.Select((t, i) => (t, i)).Where(c => c.t is not null))
        {
            var (field, by) = said?.For(header!) is { } mapped ? (mapped.Field, MappedBy.Said)
                : learned.For(header!) is { } known ? (known.Field, MappedBy.Learned)
                : names.TryGetValue(HeaderKey.Of(header!), out var name) ? (name.Header, name.By) : (null, MappedBy.None);
            field = field is not null && fields.Any(f => f.Header == field) && taken.Add(field) ? field : null;
            columns.Add(new ListColumn(head.Sheet, index, header!, field, by, []));
        }

        // Only what nobody has named yet may be guessed, the most alike first.
        var guesses = from c in columns
                      where c.By == MappedBy.None
                      from f in fields
                      let alike = f.Synonyms.Prepend(f.Header).Max(s => Likeness.Alike(HeaderKey.Of(c.Header), HeaderKey.Of(s)))
                      where alike >= Similar
                      orderby alike descending, c.Index
                      select (c.Index, f.Header);
        foreach (var (index, field) in guesses.ToList())
        {
            var at = columns.FindIndex(c => c.Index == index);
            if (columns[at].Field is null && taken.Add(field))
            {
                columns[at] = columns[at] with { Field = field, By = MappedBy.Similar };
            }
        }

        return columns;
    }

    private static ColumnMap Say(ListColumn column, ImportMapping? said, LearnedHeaders learned) =>
        new(column.Header, column.Field) { Codes = said?.For(column.Header)?.Codes ?? (said is null ? learned.For(column.Header)?.Codes : null) };

    private static CellValue[] Cells(SheetReader reader)
    {
        var cells = new CellValue[reader.Columns];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = reader[i];
        }

        return cells;
    }

    private static ListRow Row(string sheet, int row, CellValue[] cells, Dictionary<int, string> mapped) =>
        new(sheet, row, mapped.Where(m => m.Key < cells.Length).ToDictionary(m => m.Value, m => cells[m.Key]));

    private static IReadOnlyList<string> Samples(SheetHead head, int column) =>
        [.. head.Below.Where(r => column < r.Cells.Length && !r.Cells[column].IsEmpty).Select(r => Likeness.Hide(r.Cells[column])).Distinct().Take(Shown)];
}
