using Fuyao.Kernel.Data;

namespace Fuyao.Registry.Search;

/// <summary>
/// The words that a name is found by, and the words that a typed text asks for. Every pair of neighbouring characters is a word,
/// and the last character alone: one character is then the beginning of a word, two are a word, more are several. Marks that no
/// name contains tell whole names, readings and initials apart.
/// </summary>
internal static class SearchTokens
{
    public const char Whole = '⊢';
    public const char Reading = 'ㄆ';
    public const char Given = 'ㄇ';
    public const char Initials = 'ㄕ';
    private const int Longest = 40;

    /// <summary>The words of a name, separated by blanks; a word may come twice.</summary>
    public static string Of(string name)
    {
        var folded = Hanzi.Fold(name);
        folded = folded.Length > Longest ? folded[..Longest] : folded;
        if (folded.Length == 0)
        {
            return "";
        }

        // Every name of an import comes by here: the words are few, so they are compared one by one.
        var words = new List<string>(12) { Whole + folded };
        for (var i = 0; i < folded.Length; i++)
        {
            Add(folded.Substring(i, Math.Min(2, folded.Length - i)));
        }

        var surname = Hanzi.SurnameLength(folded);
        Span<char> initials = stackalloc char[Longest + 1];
        initials[0] = Initials;
        foreach (var syllables in Hanzi.Read(folded))
        {
            Add(Reading + string.Concat(syllables));
            var count = 1;
            foreach (var syllable in syllables)
            {
                if (syllable.Length > 0)
                {
                    initials[count++] = syllable[0];
                }
            }

            Add(initials[..count].ToString());
            if (folded.Length > surname)
            {
                Add(Given + string.Concat(syllables.AsSpan(surname)));
            }
        }

        return string.Join(' ', words);

        void Add(string word)
        {
            if (!words.Contains(word))
            {
                words.Add(word);
            }
        }
    }

    /// <summary>What to ask for, the best first: each step finds more and worse matches than the one before.</summary>
    public static IReadOnlyList<SearchStep> Ask(string text)
    {
        var folded = Hanzi.Fold(text);
        folded = folded.Length > Longest ? folded[..Longest] : folded;
        if (folded.Length == 0)
        {
            return [];
        }

        List<SearchStep> steps = [];
        if (folded.Any(c => !char.IsAscii(c)))
        {
            steps.Add(new(SearchMatch.Name, folded, [new(Whole + folded, false)]));
            steps.Add(new(SearchMatch.Beginning, folded, [new(Whole + folded, true)]));
            steps.Add(new(SearchMatch.Part, folded, Part(folded)));
        }
        else if (folded.Length > 1 && folded.All(char.IsAsciiLetter))
        {
            steps.Add(new(SearchMatch.Reading, folded, [new(Reading + folded, false)]));
            steps.Add(new(SearchMatch.Initials, folded, [new(Initials + folded, false)]));
            // Two letters begin the reading of every seventh name: they are initials until a third is typed.
            steps.Add(new(SearchMatch.Reading, folded, [new(Reading + folded, folded.Length > 2)]));
            steps.Add(new(SearchMatch.Reading, folded, [new(Given + folded, folded.Length > 2)]));
            if (folded.Length > 2)
            {
                steps.Add(new(SearchMatch.Part, folded, Part(folded)));
            }
        }

        return steps;
    }

    private static SearchWord[] Part(string folded) => folded.Length == 1
        ? [new(folded, true)]
        : [.. Enumerable.Range(0, folded.Length - 1).Select(i => new SearchWord(folded.Substring(i, 2), false)).Distinct()];
}

/// <summary>How a name was found, the best first.</summary>
internal enum SearchMatch
{
    Name,
    Beginning,
    Part,
    Reading,
    Initials,
}

/// <param name="Begins">Whether a word that only begins so will do.</param>
internal readonly record struct SearchWord(string Text, bool Begins);

/// <summary>One question to the index.</summary>
/// <param name="Text">The folded text, which a name found by its parts must contain as it stands.</param>
internal sealed record SearchStep(SearchMatch Match, string Text, SearchWord[] Words)
{
    /// <summary>In the language of the engine's index.</summary>
    public string Expression(DbEngine engine) => engine == DbEngine.Sqlite
        ? string.Join(" AND ", Words.Select(w => $"\"{w.Text}\"{(w.Begins ? "*" : "")}"))
        : string.Join(" & ", Words.Select(w => $"'{w.Text}'{(w.Begins ? ":*" : "")}"));

    /// <summary>Pairs that follow one another elsewhere in a name are not the text itself.</summary>
    public bool Holds(string name) => Match != SearchMatch.Part || Words.Length < 2 || Hanzi.Fold(name).Contains(Text, StringComparison.Ordinal);
}
