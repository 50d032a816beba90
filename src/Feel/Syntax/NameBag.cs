namespace Fuyao.Feel.Syntax;

/// <summary>
/// The names that are more than one plain word (<c>monthly income</c>, <c>loan-to-value</c>), which the lexer must know to
/// read them as one token: the longest that fits wins, as the standard says.
/// </summary>
internal sealed class NameBag
{
    private readonly Dictionary<char, List<string>> _byFirst = [];
    private readonly HashSet<string> _all = new(StringComparer.Ordinal);

    public void Add(string name)
    {
        if (name.Length == 0 || IsPlain(name) || !_all.Add(name))
            return;
        if (!_byFirst.TryGetValue(name[0], out var list))
            _byFirst[name[0]] = list = [];
        list.Add(name);
    }

    public void AddAll(IEnumerable<string> names)
    {
        foreach (var name in names)
            Add(name);
    }

    /// <summary>The end of the longest known name at <paramref name="start"/>, and the name; or -1.</summary>
    public (int End, string Name) Longest(string text, int start)
    {
        if (!_byFirst.TryGetValue(text[start], out var candidates))
            return (-1, "");
        var best = (End: -1, Name: "");
        foreach (var candidate in candidates)
        {
            var end = Match(text, start, candidate);
            if (end > best.End)
                best = (end, candidate);
        }
        return best;
    }

    private static int Match(string text, int start, string name)
    {
        int i = start, j = 0;
        while (j < name.Length)
        {
            if (name[j] == ' ')
            {
                j++;
                var any = false;
                while (i < text.Length && Characters.IsSpace(text[i]))
                {
                    i++;
                    any = true;
                }
                if (!any)
                    return -1;
                continue;
            }
            if (i >= text.Length)
                return -1;
            if (text[i] != name[j])
            {
                // White space is free around the signs inside a name.
                if (Characters.IsSpace(text[i]) && j > 0 && (!Characters.IsPart(name, j) || !Characters.IsPart(name, j - 1)))
                {
                    i++;
                    continue;
                }
                return -1;
            }
            i++;
            j++;
        }
        return i < text.Length && Characters.IsPart(text, i) && Characters.IsPart(name, name.Length - 1) ? -1 : i;
    }

    public static bool IsPlain(string name)
    {
        if (!Characters.IsStart(name, 0))
            return false;
        for (var i = 1; i < name.Length; i++)
            if (!Characters.IsPart(name, i))
                return false;
        return !Keywords.Contains(name);
    }

    internal static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and", "or", "between",
        "instance", "of", "function", "external", "true", "false", "null",
    };
}
