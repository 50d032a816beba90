using System.Collections.Frozen;

namespace Fuyao.Kernel.Text;

/// <summary>How Chinese characters read and which plain form they have, from the Unicode Han database (<c>tools/hanzi/make-hanzi.mjs</c>).</summary>
public static class HanTable
{
    private static readonly Lazy<(FrozenDictionary<char, string[]> Readings, FrozenDictionary<char, char> Plain)> Table = new(Read);

    /// <summary>Pinyin syllables without tones, the usual one first; none for what is no Chinese character.</summary>
    public static string[] Readings(char c) => Table.Value.Readings.TryGetValue(c, out var found) ? found : [];

    /// <summary>The simplified, usual form of a traditional or variant character; null when it is that already.</summary>
    public static char? Plain(char c) => Table.Value.Plain.TryGetValue(c, out var plain) ? plain : null;

    private static (FrozenDictionary<char, string[]>, FrozenDictionary<char, char>) Read()
    {
        var readings = new Dictionary<char, List<string>>();
        var plain = new Dictionary<char, char>();
        using var text = new StreamReader(typeof(HanTable).Assembly.GetManifestResourceStream("hanzi.dat")
            ?? throw new InvalidOperationException("hanzi.dat is not in the assembly."));
        while (text.ReadLine() is { } line)
        {
            var blank = line.IndexOf(' ', StringComparison.Ordinal);
            var characters = line.AsSpan(blank + 1);
            if (line[0] == '=')
            {
                for (var i = 0; i + 1 < characters.Length; i += 2)
                {
                    plain[characters[i]] = characters[i + 1];
                }

                continue;
            }

            // Lines of first readings come before those of further ones, which begin with a plus.
            var reading = string.Intern(line[(line[0] == '+' ? 1 : 0)..blank]);
            foreach (var c in characters)
            {
                if (!readings.TryGetValue(c, out var list))
                {
                    readings[c] = list = new List<string>(1);
                }

                list.Add(reading);
            }
        }

        return (readings.ToFrozenDictionary(r => r.Key, r => r.Value.ToArray()), plain.ToFrozenDictionary());
    }
}
