using System.Collections.Frozen;

namespace Fuyao.Registry.Codes;

/// <summary>
/// Characters of names that two systems write differently: traditional and variant forms, compatibility and private-use
/// characters. Names are stored as written; the plain form is for comparing.
/// </summary>
internal static class Variants
{
    private const string Pairs =
        "張张劉刘陳陈楊杨趙赵黃黄吳吴孫孙馬马許许鄧邓馮冯韓韩蕭萧鄭郑謝谢羅罗葉叶蘇苏呂吕蔣蒋賈贾鄒邹龍龙萬万錢钱湯汤賀贺賴赖龔龚莊庄閻阎嚴严華华國国"
        + "偉伟麗丽芳芳蘭兰鳳凤貴贵榮荣強强軍军東东紅红業业義义慶庆廣广學学寶宝長长興兴豐丰銀银樹树達达遠远興兴順顺愛爱勝胜飛飞喬乔鵬鹏蓮莲嬌娇瓊琼雲云"
        + "喆哲堃坤昇升陞升峯峰羣群甯宁寕宁濬浚衞卫恆恒啓启啟启敎教脩修祐佑祕秘並并沖冲劍剑劎剑鑑鉴鑒鉴";

    private static readonly FrozenDictionary<char, char> Plain = Build();

    /// <summary>The first character that other systems are likely to write differently, or null.</summary>
    public static string? FirstIn(string name)
    {
        foreach (var rune in name.EnumerateRunes())
        {
            var value = rune.Value;
            if (value is (>= 0xE000 and <= 0xF8FF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2E80 and <= 0x2FDF) or (>= 0x2F800 and <= 0x2FA1F)
                || (value < 0x10000 && Plain.ContainsKey((char)value)))
            {
                return rune.ToString();
            }
        }

        return null;
    }

    /// <summary>The name with each variant replaced by its common form.</summary>
    public static string PlainOf(string name) => FirstIn(name) is null ? name : string.Concat(name.Select(c => Plain.GetValueOrDefault(c, c)));

    private static FrozenDictionary<char, char> Build()
    {
        var map = new Dictionary<char, char>();
        for (var i = 0; i + 1 < Pairs.Length; i += 2)
        {
            if (Pairs[i] != Pairs[i + 1])
            {
                map.TryAdd(Pairs[i], Pairs[i + 1]);
            }
        }

        return map.ToFrozenDictionary();
    }
}
