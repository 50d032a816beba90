using System.Globalization;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;

namespace Fuyao.Kernel;

/// <summary>A page of a list whose rows no longer move: the cursor is the number of rows before it.</summary>
public readonly record struct OffsetCursor(int Offset, int Limit)
{
    private const int MaxLimit = 500;

    /// <exception cref="ProblemException">400: a cursor that is not a number, or a limit outside 1–500.</exception>
    public static OffsetCursor Read(int limit, string? cursor)
    {
        var offset = 0;
        if (!string.IsNullOrEmpty(cursor) && (!int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out offset)))
        {
            throw new ProblemException(400, new Problem("cursor", new LocalText("翻页标记无效,请从第一页重新开始。", "The cursor is not one of ours. Begin again with the first page."), "cursor"));
        }

        return limit is >= 1 and <= MaxLimit ? new OffsetCursor(offset, limit)
            : throw new ProblemException(400, new Problem("limit", new LocalText($"每页条数应为 1–{MaxLimit}。", $"The limit is 1–{MaxLimit}."), "limit"));
    }

    /// <summary>The cursor of the next page, or null when this page is the last.</summary>
    public string? Next(int shown, int total) => shown > 0 && Offset + shown < total ? (Offset + shown).ToString(CultureInfo.InvariantCulture) : null;
}
