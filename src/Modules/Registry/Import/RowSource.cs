using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Sheets;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Mapping;
using Fuyao.Registry.Import.Tables;
using Fuyao.Registry.Import.Templates;

namespace Fuyao.Registry.Import;

/// <summary>Reads the rows of one file: finds each sheet's headers by name, then streams the rows below them.</summary>
internal sealed class RowSource(ImportFile file, ImportTable table, ImportMapping mapping, SheetLimits? limits = null)
{
    /// <summary>How the example row of a template begins; it stands among the first ones.</summary>
    public const string ExampleMark = "示例";

    private const int ExampleRows = 3;

    private Problem? lacking;

    public RowSource(ImportFile file, SheetLimits? limits = null)
        : this(file, ImportTables.Households, ImportMapping.None, limits)
    {
    }

    /// <summary>Findings about sheets and headers.</summary>
    public List<Finding> Findings { get; } = [];

    /// <summary>Rows read so far, for progress.</summary>
    public int RowsRead { get; private set; }

    /// <exception cref="ProblemException">The file is unreadable, holds no such table, or lacks required columns.</exception>
    public IEnumerable<RawRow> Read()
    {
        using var reader = SheetReader.Open(file.Open, limits);
        var sheets = new List<SheetHeaders>();
        while (reader.NextSheet())
        {
            if (ImportTemplates.IsOwn(reader.SheetName))
            {
                continue;
            }

            var head = HeaderReader.Find(reader, table, mapping, guess: false);
            if (!head.IsFound || Headers(head) is not { } headers)
            {
                continue;
            }

            sheets.Add(headers);
            foreach (var (number, buffered) in head.Below)
            {
                if (!IsExample(headers, number, buffered) && Take(headers, number, buffered) is { } row)
                {
                    yield return row;
                }
            }

            while (reader.NextRow())
            {
                if (Take(headers, reader) is { } row)
                {
                    yield return row;
                }
            }
        }

        if (sheets.Count == 0)
        {
            throw new ProblemException(422, lacking ?? new Problem("unrecognised-file", new(
                $"没有找到“{table.Name.Zh}”的表头({string.Join("、", table.Fields.Where(f => f.Required).Select(f => f.Header).Take(4))}……)。请使用全国系统导出的格式或本系统的模板,或逐列对应。",
                $"No header row of “{table.Name.En}” was found ({string.Join(", ", table.Fields.Where(f => f.Required).Select(f => f.Header).Take(4))} …). Use the national export or this system's template, or map the columns.")));
        }

        // A sheet of households may bring what the one of members lacks.
        if (lacking is not null && sheets.All(s => !s.IsForm))
        {
            throw new ProblemException(422, lacking);
        }
    }

    // One call a row and no delegate: this is where a long file spends its reading.
    private RawRow? Take(SheetHeaders headers, SheetReader reader)
    {
        RowsRead++;
        var cells = new CellValue[headers.Cells.Count];
        var any = false;
        for (var i = 0; i < cells.Length; i++)
        {
            var header = headers.Cells[i];
            cells[i] = header.Index < 0 ? header.Constant : reader[header.Index];
            any |= header.Index >= 0 && !cells[i].IsEmpty;
        }

        return any ? new RawRow(headers, reader.Row, cells) : null;
    }

    private RawRow? Take(SheetHeaders headers, int number, CellValue[] buffered)
    {
        RowsRead++;
        var cells = headers.Cells.Select(h => h.Index < 0 ? h.Constant : h.Index < buffered.Length ? buffered[h.Index] : CellValue.Empty).ToArray();
        return headers.Cells.Where((h, i) => h.Index >= 0 && !cells[i].IsEmpty).Any() ? new RawRow(headers, number, cells) : null;
    }

    private static bool IsExample(SheetHeaders headers, int number, CellValue[] cells) =>
        number <= headers.HeaderRow + ExampleRows && cells.Any(c => c.Text is { } text && text.StartsWith(ExampleMark, StringComparison.Ordinal));

    private SheetHeaders? Headers(SheetHead head)
    {
        var headers = HeaderReader.Read(head, table, mapping, (i, header, twice) => Findings.Add(
            new Finding(file.Name, head.Sheet, head.Row, header, i, null, Severity.Warning, ImportCodes.UnknownColumn,
                twice ? new($"“{header}”列重复,只读第一列。", $"Column “{header}” stands twice; only the first is read.")
                    : new($"不认识“{header}”列,已忽略。", $"Column “{header}” is unknown and was ignored."), null)));
        var missing = headers.IsForm ? [] : table.Fields.Where(f => f.Required && !headers.Has(f.Header)).Select(f => f.Header).ToList();
        if (table == ImportTables.Households && !headers.IsForm && !headers.Has("行政村") && !headers.Has("行政村代码"))
        {
            missing.Add("行政村");
        }

        if (missing.Count == 0 && !table.Keys.Any(key => key.All(headers.Has)))
        {
            missing = [string.Join(" / ", table.Keys.Select(key => string.Join("+", key)))];
        }

        if (missing.Count == 0)
        {
            return headers;
        }

        var place = head.Sheet.Length > 0 ? $"“{head.Sheet}” " : "";
        lacking = new Problem(ImportCodes.MissingColumn, new(
            $"{place}缺少必需的列:{string.Join("、", missing)}。", $"{place}Required columns are missing: {string.Join(", ", missing)}."), file.Name);

        // Only the village may stand on the sheet of households instead.
        return missing is ["行政村"] ? headers : throw new ProblemException(422, lacking);
    }
}
