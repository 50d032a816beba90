using Fuyao.Kernel.Sheets;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Mapping;
using Fuyao.Registry.Import.Tables;

namespace Fuyao.Registry.Import;

/// <summary>
/// A copy of an imported file in which the cells with findings are coloured and a column 问题 explains them: the sender mends
/// it and sends it again. A workbook stays a workbook; CSV becomes one when Excel can hold it.
/// </summary>
internal static class MarkedCopy
{
    private const string Explanation = "问题";

    /// <summary>Whether the copy of a file will be a workbook.</summary>
    public static bool IsWorkbook(ImportFile file)
    {
        using var content = file.Open();
        using var reader = SheetReader.Open(file.Open);
        return reader.IsWorkbook || content.Length < 64 << 20;
    }

    public static void Write(
        ImportFile file, ImportTable table, ImportMapping mapping, IReadOnlyList<ImportFinding> findings, Stream output, string language, CancellationToken ct)
    {
        var byRow = findings.Where(f => f.File == file.Name && f.Row > 0).GroupBy(f => (f.Sheet, f.Row)).ToDictionary(g => g.Key, g => g.ToList());
        using var writer = IsWorkbook(file) ? SheetWriter.Workbook(output) : SheetWriter.Csv(output);
        using var reader = SheetReader.Open(file.Open);
        while (reader.NextSheet())
        {
            Sheet(reader, writer, table, mapping, byRow, language, ct);
        }
    }

    private static void Sheet(SheetReader reader, SheetWriter writer, ImportTable table, ImportMapping mapping, Dictionary<(string, int), List<ImportFinding>> byRow, string language, CancellationToken ct)
    {
        // The first rows wait until the width of the table is known. What was unknown to the import is unknown here too.
        var head = HeaderReader.Find(reader, table, mapping, guess: false);
        var above = head.Read.Select(r => r.Cells).ToList();
        var header = head.IsFound ? above.FindIndex(r => r == head.Read.First(b => b.Row == head.Row).Cells) + 1 : -1;
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
            Row(writer, above[i], byRow.GetValueOrDefault((reader.SheetName, head.Read[i].Row)), last, language, i == header - 1);
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
