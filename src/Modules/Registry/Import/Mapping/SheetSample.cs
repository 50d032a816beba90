using Fuyao.Kernel.Sheets;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Tables;
using Fuyao.Registry.Import.Templates;

namespace Fuyao.Registry.Import.Mapping;

/// <summary>The headers and the first rows of one sheet.</summary>
internal sealed record SheetSample(SheetHead Head, IReadOnlyList<CellValue[]> Cells)
{
    private const int MaxRows = 300;

    public int Rows => Cells.Count;

    /// <summary>The filled cells of a column.</summary>
    public IReadOnlyList<CellValue> Values(int column) => [.. Cells.Where(r => column < r.Length && !r[column].IsEmpty).Select(r => r[column])];

    /// <summary>All sheets of a file that have a row of column names.</summary>
    /// <param name="table">Whose names to look for; null for those of all tables.</param>
    public static List<SheetSample> Read(ImportFile file, ImportTable? table, ImportMapping mapping)
    {
        var tables = table is null ? ImportTables.All : [table];
        var samples = new List<SheetSample>();
        using var reader = SheetReader.Open(file.Open);
        while (reader.NextSheet())
        {
            var head = HeaderFinder.Find(reader, t => mapping.For(t) is { Field: not null } || tables.Any(x => x.Find(t).Field is not null), table?.HeadersAtLeast ?? 2, guess: true);
            if (!head.IsFound || ImportTemplates.IsOwn(reader.SheetName))
            {
                continue;
            }

            var rows = head.Below.Select(r => r.Cells).Where(r => r.Any(c => !c.IsEmpty)).ToList();
            while (rows.Count < MaxRows && reader.NextRow())
            {
                var cells = new CellValue[reader.Columns];
                for (var i = 0; i < cells.Length; i++)
                {
                    cells[i] = reader[i];
                }

                if (cells.Any(c => !c.IsEmpty))
                {
                    rows.Add(cells);
                }
            }

            samples.Add(new SheetSample(head, [.. rows.Where(r => !r.Any(c => c.Text is { } t && t.StartsWith(RowSource.ExampleMark, StringComparison.Ordinal)))]));
        }

        return samples;
    }
}
