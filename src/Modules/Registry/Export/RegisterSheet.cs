using Fuyao.Kernel.Sheets;
using Fuyao.Registry.Import;
using Fuyao.Registry.Import.Layout;

namespace Fuyao.Registry.Export;

/// <summary>Writes households in the layout that the import reads: one row a person, the form's columns on the first row only.</summary>
internal sealed class RegisterSheet(SheetWriter writer)
{
    public const int HeaderRow = 2;

    private static readonly string[] Chosen = ["危房户", "安全饮用水", "大病保险"];

    /// <summary>The row last written, as Excel counts.</summary>
    public int Row { get; private set; }

    public void Begin(string sheet, string title)
    {
        var columns = ImportLayout.Columns;
        writer.BeginSheet(sheet, new SheetLayout
        {
            Widths = [.. columns.Select(c => c.Width)],
            FrozenRows = HeaderRow,
            FrozenColumns = 7,
            FilterRow = HeaderRow,
            RepeatedRows = (1, HeaderRow),
            PrintColumns = columns.Count(c => c.National),
            Landscape = true,
            Checks = [.. Chosen.Select(h => new SheetCheck(columns.ToList().FindIndex(c => c.Header == h) + 1, HeaderRow + 1, SheetCheckKind.List) { Texts = ["是", "否"] })],
        });
        writer.Row(30);
        writer.Text(title, SheetStyle.Title);
        writer.MergeAcross(columns.Count(c => c.National));
        writer.Row(32);
        writer.Texts(columns.Select(c => c.Header), SheetStyle.Header);
        Row = HeaderRow;
    }

    /// <param name="instead">A text to write instead of the value, by header; for planted faults.</param>
    public void Person(HouseholdDraft household, PersonDraft person, bool first, Func<string, string?>? instead = null)
    {
        writer.Row();
        Row++;
        foreach (var column in ImportLayout.Columns)
        {
            if (instead?.Invoke(column.Header) is { } text)
            {
                writer.Text(text);
            }
            else if (column.OfHousehold && !column.National && !first)
            {
                writer.Skip();
            }
            else
            {
                writer.Value(column.Write(household, person));
            }
        }
    }
}
