using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Tables;

namespace Fuyao.Registry.Import.Mapping;

/// <summary>From the headers of a sheet and what a clerk said of them to what each column means.</summary>
internal static class HeaderReader
{
    /// <summary>The headers of a sheet by their names.</summary>
    public static SheetHead Find(SheetReader reader, ImportTable table, ImportMapping mapping, bool guess) =>
        HeaderFinder.Find(reader, t => mapping.For(t) is { Field: not null } || table.Find(t).Field is not null, table.HeadersAtLeast, guess || mapping.Columns.Count > 0);

    /// <param name="ignored">Told of each column that is left out: its index, header, and whether it stands twice.</param>
    public static SheetHeaders Read(SheetHead head, ImportTable table, ImportMapping mapping, Action<int, string, bool>? ignored = null)
    {
        var cells = new List<HeaderCell>();
        for (var i = 0; i < head.Texts.Count; i++)
        {
            if (head.Texts[i] is not { } header)
            {
                continue;
            }

            var said = mapping.For(header);
            var meaning = table.Find(header);
            var field = said is null ? meaning.Field : table.Field(said.Field);
            if (field is not null && cells.All(c => c.Field != field))
            {
                cells.Add(Cell(i, header, field, meaning, said, head, mapping));
            }
            else if (said is null && !meaning.Ignored)
            {
                ignored?.Invoke(i, header, field is not null);
            }
        }

        foreach (var (header, text) in mapping.Constants)
        {
            if (table.Field(header) is { } field && cells.All(c => c.Field != field))
            {
                cells.Add(new HeaderCell(-1, header, field, null) { Constant = new CellValue(CleanText.Of(text)), OnConflict = mapping.OnConflict ?? field.OnConflict });
            }
        }

        return new SheetHeaders(head.Sheet, head.Row, cells);
    }

    private static HeaderCell Cell(int index, string header, ImportField field, HeaderMeaning meaning, ColumnMap? said, SheetHead head, ImportMapping mapping)
    {
        var quantity = field.Shape.Quantity;
        var unit = said?.Unit is { } named ? Units.Find(named, quantity) : meaning.Field == field && meaning.Unit is { } own ? own
            : Units.AtEnd(HeaderKey.Of(header)).Select(u => u.Unit).FirstOrDefault(u => u.Quantity == quantity && quantity != Quantity.None) ?? Units.Noted(head.Above, quantity);
        return new HeaderCell(index, header, field, said?.CodeSystem ?? meaning.CodeSystem)
        {
            Factor = unit?.Factor ?? 1,
            Codes = said?.Codes is { Count: > 0 } codes ? codes : null,
            OnConflict = said?.OnConflict ?? mapping.OnConflict ?? field.OnConflict,
        };
    }
}
