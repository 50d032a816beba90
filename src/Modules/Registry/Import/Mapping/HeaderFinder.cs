using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;

namespace Fuyao.Registry.Import.Mapping;

/// <summary>The headers of one sheet and what stands around them.</summary>
/// <param name="Row">The (lower) header row, as Excel counts; 0 when the sheet has none.</param>
/// <param name="Texts">Header by column; null where there is none.</param>
/// <param name="Above">Titles and notes above.</param>
/// <param name="Read">All rows that were read to find them.</param>
internal sealed record SheetHead(string Sheet, int Row, IReadOnlyList<string?> Texts, IReadOnlyList<string> Above, IReadOnlyList<(int Row, CellValue[] Cells)> Read)
{
    public bool IsFound => Row > 0;

    /// <summary>The rows under the headers, of those that were read.</summary>
    public IEnumerable<(int Row, CellValue[] Cells)> Below => Read.Where(r => r.Row > Row);
}

/// <summary>
/// Finds the row of column names: below titles and notes, perhaps in two rows with merged group names above. The row with most
/// known names wins; without enough of them the first row that looks like names at all, if asked to guess.
/// </summary>
internal static class HeaderFinder
{
    public const int Rows = 30;

    /// <param name="knows">Whether a text is the name of a column.</param>
    /// <param name="guess">Whether a row of unknown names will do.</param>
    public static SheetHead Find(SheetReader reader, Func<string, bool> knows, int atLeast, bool guess)
    {
        var rows = new List<(int Row, CellValue[] Cells)>();
        while (rows.Count < Rows && reader.NextRow())
        {
            rows.Add((reader.Row, Cells(reader)));
        }

        var best = (Score: 0, Index: -1, Two: false);
        for (var i = 0; i < rows.Count; i++)
        {
            var own = Texts(rows[i].Cells);
            var score = own.Count(t => t is not null && knows(t));
            best = score > best.Score ? (score, i, false) : best;

            // Two rows only where the upper one names columns of its own: a title above the names is no group.
            if (i + 1 < rows.Count && Together(rows[i].Cells, rows[i + 1].Cells, knows) is { } both
                && both.Count(t => t is not null && knows(t)) is var two && two > best.Score && two > Texts(rows[i + 1].Cells).Count(t => t is not null && knows(t)))
            {
                best = (two, i, true);
            }
        }

        if (best.Score < atLeast)
        {
            best = (0, guess ? rows.FindIndex(r => LooksLikeNames(r.Cells)) : -1, false);
        }

        if (best.Index < 0)
        {
            return new SheetHead(reader.SheetName, 0, [], [], rows);
        }

        var texts = best.Two ? Together(rows[best.Index].Cells, rows[best.Index + 1].Cells, knows)! : Texts(rows[best.Index].Cells);
        var last = best.Index + (best.Two ? 1 : 0);
        return new SheetHead(reader.SheetName, rows[last].Row, Distinct(texts),
            [.. rows.Take(best.Index).SelectMany(r => Texts(r.Cells)).OfType<string>()], rows);
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

    private static string?[] Texts(CellValue[] cells) =>
        [.. cells.Select(c => c.Text is { Length: < 200 } text && CleanText.Of(text) is { Length: > 0 } clean ? clean : null)];

    // A lower name counts alone where it is known; else with its group's: 收入 over 工资性. A name over an empty cell spans both rows.
    private static string?[]? Together(CellValue[] top, CellValue[] bottom, Func<string, bool> knows)
    {
        var upper = Texts(top);
        var lower = Texts(bottom);
        var width = Math.Max(upper.Length, lower.Length);
        var texts = new string?[width];
        var group = (string?)null;
        var grouped = false;
        for (var c = 0; c < width; c++)
        {
            var above = c < upper.Length ? upper[c] : null;
            var below = c < lower.Length ? lower[c] : null;
            if (c < bottom.Length && !bottom[c].IsEmpty && below is null)
            {
                return null;
            }

            grouped |= above is null && below is not null && group is not null;
            group = above ?? (below is null ? null : group);
            texts[c] = below is null ? above : group is null || knows(below) ? below : knows(group + below) || !knows(group) ? group + below : below;
        }

        return grouped ? texts : null;
    }

    // The same name twice (two groups with 姓名): the later ones are told apart by a number.
    private static string?[] Distinct(string?[] texts)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. texts.Select(t => t is null ? null : (seen[t] = seen.GetValueOrDefault(t) + 1) is var n && n > 1 ? $"{t}#{n}" : t)];
    }

    private static bool LooksLikeNames(CellValue[] cells)
    {
        var texts = Texts(cells).OfType<string>().ToList();
        return texts.Count >= 2 && texts.Count == cells.Count(c => !c.IsEmpty) && texts.Distinct().Count() == texts.Count
            && texts.All(t => t.Length <= 40 && t.Any(char.IsLetter) && t.Count(char.IsAsciiDigit) < 8);
    }
}
