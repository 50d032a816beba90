namespace Fuyao.Registry.Generation;

/// <summary>Invented names: surnames by their frequency in China (per ten thousand, rounded), given names of a generation's fashion.</summary>
internal static class Names
{
    private const string Surnames =
        "王721李719张683刘538陈453杨308赵229黄223周212吴205徐166孙154胡131朱126高121林118何117郭115马110罗86梁84宋81郑78谢72韩68唐65冯64于63董61萧58程57曹57袁56"
        + "邓56许55傅51沈50曾50彭49吕47苏47卢46蒋46蔡45贾42丁42魏41薛41叶41阎40余40潘40杜39戴39夏38钟38汪38田37任37姜37范36方36石36姚35谭35廖34邹34熊33金33陆32郝32孔31白31崔31康30毛30邱30秦30江30史29顾29侯29邵28孟28龙28万27段27雷27钱26汤26尹26黎26易25常25武25乔24贺24赖24龚23文23";

    private static readonly string[] OldMen = Split("德全 德福 明贵 正华 正荣 永福 永贵 志明 志国 建国 建华 国民 国荣 文清 文贵 光明 光华 兴旺 兴发 长春 长明 忠义 忠诚 世昌 世明 大成 大贵 天保 天福 金山 金贵 玉山 玉林 青山 喜才 有才 有福 发财 春生 水生");
    private static readonly string[] OldWomen = Split("秀英 桂英 秀兰 玉兰 桂兰 玉珍 桂珍 素珍 凤英 凤兰 玉英 翠英 翠兰 秀珍 淑珍 淑英 月英 菊英 菊花 桃花 春花 春兰 金莲 玉莲 秀莲 桂花 兰英 素芳 素英 秀芳 桂芳 玉芳 玉梅 秀梅 冬梅 腊梅 引弟 改花 莲花 香兰");
    private static readonly string[] Men = Split("军 勇 强 伟 刚 斌 涛 波 辉 鹏 飞 磊 林 平 建军 建平 小军 小平 小勇 海军 海涛 志强 志刚 永强 永平 文军 文斌 明军 明亮 晓东 晓军 宝成 宝林 新民 新平 利军 红军 卫东 学军 学明 安平 汉中 江涛 小龙");
    private static readonly string[] Women = Split("芳 丽 敏 静 娟 艳 霞 燕 玲 萍 红 梅 莉 英 小芳 小红 小燕 小丽 晓燕 晓梅 丽娟 丽萍 海燕 春燕 红梅 红霞 金凤 彩霞 彩云 秋菊 雪梅 玉霞 巧玲 爱玲 爱琴 亚琴 亚丽 亚妮 慧芳 桂琴");
    private static readonly string[] Boys = Split("浩 宇 轩 杰 俊杰 浩然 子涵 宇航 博文 文博 子豪 天佑 家豪 家乐 嘉诚 志豪 鑫 鑫宇 文轩 昊天 明轩 思源 思远 永乐 晨 晨阳 旭 旭东 泽宇 一鸣");
    private static readonly string[] Girls = Split("欣怡 梦瑶 雨欣 佳怡 子萱 思雨 佳慧 雅婷 欣悦 诗雨 梦婷 婷婷 文静 佳琪 雨涵 可欣 思琪 梓涵 静怡 晓雯 雪 倩 蕊 瑶 悦 媛媛 甜甜 丹丹 佳佳 露露");

    private static readonly (string Name, int Upto)[] Surname = Cumulate();

    public static string OfFamily(Random random) => Pick(random.Next(Surname[^1].Upto));

    public static string Given(Random random, bool male, int birthYear)
    {
        var names = birthYear < 1962 ? male ? OldMen : OldWomen : birthYear < 1994 ? male ? Men : Women : male ? Boys : Girls;
        return names[random.Next(names.Length)];
    }

    private static string Pick(int at)
    {
        foreach (var (name, upto) in Surname)
        {
            if (at < upto)
            {
                return name;
            }
        }

        return Surname[0].Name;
    }

    private static string[] Split(string text) => text.Split(' ');

    private static (string, int)[] Cumulate()
    {
        var list = new List<(string, int)>();
        var sum = 0;
        for (var i = 0; i < Surnames.Length;)
        {
            var name = Surnames[i++].ToString();
            var weight = 0;
            for (; i < Surnames.Length && char.IsAsciiDigit(Surnames[i]); i++)
            {
                weight = (weight * 10) + (Surnames[i] - '0');
            }

            list.Add((name, sum += weight));
        }

        return [.. list];
    }
}
