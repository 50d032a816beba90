using System.Collections.Frozen;
using System.Text;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Codes;

namespace Fuyao.Registry.Search;

/// <summary>How characters read and which plain form they have, as names are searched (<see cref="HanTable"/>).</summary>
internal static class Hanzi
{
    /// <summary>Readings that a character has only, or first of all, as a surname.</summary>
    private static readonly FrozenDictionary<string, string> Surnames = new Dictionary<string, string>
    {
        ["单"] = "shan", ["曾"] = "zeng", ["解"] = "xie", ["仇"] = "qiu", ["区"] = "ou", ["查"] = "zha", ["任"] = "ren", ["华"] = "hua", ["朴"] = "piao",
        ["盖"] = "ge", ["种"] = "chong", ["缪"] = "miao", ["翟"] = "zhai", ["乐"] = "yue", ["重"] = "chong", ["折"] = "she", ["黑"] = "he", ["员"] = "yun",
        ["秘"] = "bi", ["冼"] = "xian", ["洗"] = "xian", ["纪"] = "ji", ["宁"] = "ning", ["葛"] = "ge", ["覃"] = "qin", ["隗"] = "wei", ["召"] = "shao",
        ["燕"] = "yan", ["句"] = "gou", ["卜"] = "bu", ["石"] = "shi", ["牟"] = "mu", ["逄"] = "pang", ["令"] = "ling", ["晟"] = "cheng", ["尹"] = "yin",
        ["尉迟"] = "yuchi", ["万俟"] = "moqi", ["长孙"] = "zhangsun", ["宿"] = "su", ["臧"] = "zang", ["柏"] = "bai", ["车"] = "che", ["能"] = "nai",
        ["哈"] = "ha", ["角"] = "jue", ["撒"] = "sa", ["幺"] = "yao", ["那"] = "na", ["阚"] = "kan", ["繁"] = "po", ["郇"] = "xun", ["适"] = "kuo",
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> Compound = new[]
    {
        "欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "令狐", "宇文", "长孙", "司徒", "司空", "夏侯", "东方", "端木", "万俟", "呼延", "南宫", "轩辕",
    }.ToFrozenSet();

    /// <summary>The text as it is compared: cleaned, lower case, traditional and variant characters in their plain form, without blanks and dots.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in Variants.PlainOf(CleanText.Of(text)))
        {
            if (char.IsLetterOrDigit(c) || char.IsSurrogate(c))
            {
                folded.Append(HanTable.Plain(c) ?? char.ToLowerInvariant(c));
            }
        }

        return folded.ToString();
    }

    /// <summary>The readings of a folded name, syllable by syllable, the usual one first; none when a character has no reading.</summary>
    /// <param name="most">Names of characters with several readings have many: no more than these.</param>
    public static List<string[]> Read(string folded, int most = 4)
    {
        var surname = SurnameLength(folded);
        List<string[]> names = [new string[folded.Length]];
        for (var i = 0; i < folded.Length; i++)
        {
            if (HanTable.Readings(folded[i]) is not { Length: > 0 } syllables)
            {
                return [];
            }

            if (i < surname && Surnames.TryGetValue(folded[..surname], out var own))
            {
                // 万俟 is moqi: what a compound surname reads is not cut at its characters, so both stand in the first.
                syllables = surname == 1 ? [own, .. syllables.Where(s => s != own)] : i == 0 ? [own] : [""];
            }

            // The names so far go on with the first reading; with each further one, copies of them do, as long as there is room.
            var known = names.Count;
            for (var s = 1; s < syllables.Length; s++)
            {
                for (var n = 0; n < known && names.Count < most; n++)
                {
                    var other = (string[])names[n].Clone();
                    other[i] = syllables[s];
                    names.Add(other);
                }
            }

            for (var n = 0; n < known; n++)
            {
                names[n][i] = syllables[0];
            }
        }

        return names;
    }

    public static int SurnameLength(string folded) => folded.Length > 2 && Compound.Contains(folded[..2]) ? 2 : Math.Min(1, folded.Length);
}
