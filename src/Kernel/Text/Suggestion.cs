namespace Fuyao.Kernel.Text;

/// <summary>What somebody who mistyped a word probably meant.</summary>
public static class Suggestion
{
    /// <summary>The known words within two mistakes of the given one or beginning with it, the nearest first; letter case does not count.</summary>
    public static IReadOnlyList<string> Near(string word, IEnumerable<string> known)
    {
        var lower = word.ToLowerInvariant();
        return [.. known
            .Select(k => (Word: k, Distance: Distance(k.ToLowerInvariant(), lower)))
            .Where(k => k.Distance <= 2 || (lower.Length > 2 && k.Word.StartsWith(lower, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(k => k.Distance)
            .Select(k => k.Word)];
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
