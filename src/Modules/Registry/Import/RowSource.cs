using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Import.Layout;

namespace Fuyao.Registry.Import;

/// <summary>Reads the person rows of one file: finds each sheet's headers by name, then streams the rows below them.</summary>
internal sealed class RowSource(string path, string fileName, SheetLimits limits)
{
    private const int HeaderRows = 15;
    private const int HeadersAtLeast = 3;

    /// <summary>Findings about sheets and headers.</summary>
    public List<Finding> Findings { get; } = [];

    /// <summary>Rows read so far, for progress.</summary>
    public int RowsRead { get; private set; }

    /// <exception cref="ProblemException">The file is unreadable, holds no such table, or lacks required columns.</exception>
    public IEnumerable<RawRow> Read()
    {
        using var reader = SheetReader.Open(path, limits);
        var recognised = 0;
        while (reader.NextSheet())
        {
            if (FindHeaders(reader) is not { } headers)
            {
                continue;
            }

            recognised++;
            while (reader.NextRow())
            {
                RowsRead++;
                var cells = new CellValue[headers.Cells.Count];
                var any = false;
                for (var i = 0; i < cells.Length; i++)
                {
                    var cell = reader[headers.Cells[i].Index];
                    cells[i] = cell;
                    any |= !cell.IsEmpty;
                }

                if (any)
                {
                    yield return new RawRow(headers, reader.Row, cells);
                }
            }
        }

        if (recognised == 0)
        {
            throw new ProblemException(422, new Problem("unrecognised-file", new(
                "没有找到建档立卡表头(户编号、姓名、证件号码、与户主关系……)。请使用全国系统导出的格式或本系统的模板。",
                "No header row of the register was found (户编号, 姓名, 证件号码, 与户主关系 …). Use the national export or this system's template.")));
        }
    }

    private SheetHeaders? FindHeaders(SheetReader reader)
    {
        for (var tried = 0; tried < HeaderRows && reader.NextRow(); tried++)
        {
            if (ImportLayout.Score(reader) >= HeadersAtLeast)
            {
                return Headers(reader);
            }
        }

        return null;
    }

    private SheetHeaders Headers(SheetReader reader)
    {
        var cells = new List<HeaderCell>();
        for (var i = 0; i < reader.Columns; i++)
        {
            var text = reader[i].Text;
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            var (column, system, ignored) = ImportLayout.Find(text);
            var header = CleanText.Of(text);
            if (column is not null && cells.All(c => c.Column != column))
            {
                cells.Add(new HeaderCell(i, header, column, system));
            }
            else if (!ignored)
            {
                Findings.Add(new Finding(fileName, reader.SheetName, reader.Row, header, i, null, Severity.Warning, ImportCodes.UnknownColumn,
                    column is null ? new($"不认识“{header}”列,已忽略。", $"Column “{header}” is unknown and was ignored.")
                        : new($"“{header}”列重复,只读第一列。", $"Column “{header}” stands twice; only the first is read."), null));
            }
        }

        var missing = ImportLayout.Columns.Where(c => c.Required && cells.All(h => h.Column != c)).Select(c => c.Header).ToList();
        if (cells.All(c => c.Column.Header is not ("行政村" or "行政村代码")))
        {
            missing.Add("行政村");
        }

        return missing.Count == 0 ? new SheetHeaders(reader.SheetName, reader.Row, cells)
            : throw new ProblemException(422, new Problem(ImportCodes.MissingColumn, new(
                $"{Place(reader)}缺少必需的列:{string.Join("、", missing)}。", $"{Place(reader)}Required columns are missing: {string.Join(", ", missing)}."), fileName));
    }

    private static string Place(SheetReader reader) => reader.SheetName.Length > 0 ? $"“{reader.SheetName}” " : "";
}
