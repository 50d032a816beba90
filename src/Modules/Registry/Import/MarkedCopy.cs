using Fuyao.Kernel.Sheets;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Layout;

namespace Fuyao.Registry.Import;

/// <summary>
/// A copy of an imported file in which the cells with findings are coloured and a column 问题 explains them: the sender mends
/// it and sends it again. A workbook stays a workbook; CSV becomes one when Excel can hold it.
/// </summary>
internal static class MarkedCopy
{
    private const string Explanation = "问题";

    /// <summary>Whether the copy of a file will be a workbook.</summary>
    public static bool IsWorkbook(string path)
    {
        using var reader = SheetReader.Open(path);
        return reader.IsWorkbook || new FileInfo(path).Length < 64 << 20;
    }

    public static void Write(ImportFile file, IReadOnlyList<ImportFinding> findings, Stream output, string language, CancellationToken ct)
    {
        var byRow = findings.Where(f => f.File == file.Name && f.Row > 0).GroupBy(f => (f.Sheet, f.Row)).ToDictionary(g => g.Key, g => g.ToList());
        using var writer = IsWorkbook(file.Path) ? SheetWriter.Workbook(output) : SheetWriter.Csv(output);
        using var reader = SheetReader.Open(file.Path);
        while (reader.NextSheet())
        {
            Sheet(reader, writer, byRow, language, ct);
        }
    }

    private static void Sheet(SheetReader reader, SheetWriter writer, Dictionary<(string, int), List<ImportFinding>> byRow, string language, CancellationToken ct)
    {
        // The rows above the headers are few: they wait until the width of the table is known.
        var above = new List<CellValue[]>();
        var header = -1;
        var found = false;
        while (!found && above.Count < 15 && reader.NextRow())
        {
            found = ImportLayout.Score(reader) >= 3;
            above.Add(Cells(reader));
            header = found ? above.Count : header;
        }

        var width = above.Count == 0 ? 0 : above.Max(r => Array.FindLastIndex(r, c => !c.IsEmpty) + 1);
        var old = header > 0 ? Array.FindIndex(above[header - 1], c => c.Text == Explanation) : -1;
        var last = old >= 0 ? old : width;
        writer.BeginSheet(reader.SheetName, new SheetLayout
        {
            Widths = [.. Enumerable.Range(0, width).Select(i => i == old ? 60d : 13d), .. old >= 0 ? Array.Empty<double>() : [60d]],
            FrozenRows = Math.Max(header, 0),
            FilterRow = Math.Max(header, 0),
            Landscape = true,
        });
        for (var i = 0; i < above.Count; i++)
        {
            Row(writer, above[i], byRow.GetValueOrDefault((reader.SheetName, i + 1)), last, language, i == header - 1);
        }

        while (reader.NextRow())
        {
            ct.ThrowIfCancellationRequested();
            Row(writer, Cells(reader), byRow.GetValueOrDefault((reader.SheetName, reader.Row)), last, language, false);
        }
    }

    private static CellValue[] Cells(SheetReader reader)
    {
        var cells = new CellValue[reader.Columns];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = reader[i];
        }

        return cells;
    }

    private static void Row(SheetWriter writer, CellValue[] cells, List<ImportFinding>? findings, int last, string language, bool isHeader)
    {
        writer.Row();
        for (var i = 0; i <= last; i++)
        {
            if (i == last)
            {
                if (isHeader)
                {
                    writer.Text(Explanation, SheetStyle.Header);
                }
                else if (findings is not null)
                {
                    writer.Text(string.Join("\n", findings.Select(f => $"{(f.Column is null ? "" : f.Column + ":")}{f.Message.In(language)}")),
                        findings.Any(f => f.Severity == "error") ? SheetStyle.Error : SheetStyle.Warning);
                }

                continue;
            }

            var at = findings?.Where(f => f.ColumnIndex == i).ToList();
            var style = isHeader ? SheetStyle.Header : at is not { Count: > 0 } ? SheetStyle.Body : at.Any(f => f.Severity == "error") ? SheetStyle.Error : SheetStyle.Warning;
            Cell(writer, i < cells.Length ? cells[i] : CellValue.Empty, style);
        }
    }

    private static void Cell(SheetWriter writer, CellValue cell, SheetStyle style)
    {
        if (cell.IsEmpty && style == SheetStyle.Body)
        {
            writer.Skip();
        }
        else if (cell.Date is { } date)
        {
            writer.Date(date, style);
        }
        else if (cell.Number is { } number && Math.Abs(number) < 1e15)
        {
            writer.Number((decimal)number, style);
        }
        else
        {
            writer.Text(cell.ToString(), style);
        }
    }
}
