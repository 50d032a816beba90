namespace Fuyao.Registry.Codes;

/// <summary>National standards: relations to the head (GB/T 4761-2008) and ethnic groups (GB/T 3304-1991).</summary>
internal static class StandardCodes
{
    public const string RelationSystem = "gbt4761";
    public const string EthnicitySystem = "gbt3304";
    public const string Head = "02";

    public static readonly CodeTable Relation = new(RelationSystem, Parse("""
        01本人 02户主 10配偶 11夫 12妻 20子 21独生子 22长子 23次子 24三子 25四子 26五子 27养子或继子 28女婿 29其他儿子
        30女 31独生女 32长女 33二女 34三女 35四女 36五女 37养女或继女 38儿媳 39其他女儿
        40孙子、孙女或外孙子、外孙女 41孙子 42孙女 43外孙子 44外孙女 45孙媳妇或外孙媳妇 46孙女婿或外孙女婿 47曾孙子或外曾孙子 48曾孙女或外曾孙女 49其他孙辈
        50父母 51父亲 52母亲 53公公 54婆婆 55岳父 56岳母 57继父或养父 58继母或养母 59其他父母关系
        60祖父母或外祖父母 61祖父 62祖母 63外祖父 64外祖母 65配偶的祖父母或外祖父母 66曾祖父 67曾祖母 68配偶的曾祖父母 69其他祖辈
        70兄弟姐妹 71兄 72嫂 73弟 74弟媳 75姐姐 76姐夫 77妹妹 78妹夫 79其他兄弟姐妹
        80其他 81伯父 82伯母 83叔父 84婶母 85舅父 86舅母 87姨父 88姨母 89姑父 90姑母 91堂兄弟、堂姐妹 92表兄弟、表姐妹
        93侄子 94侄女 95外甥 96外甥女 97其他亲属 98保姆 99非亲属
        """), Synonyms("""
        20:之子,儿子 22:大儿子 23:二儿子,二子 30:之女,女儿 33:次女 32:大女儿 38:之儿媳,媳妇 28:之女婿 41:之孙子,孙 42:之孙女 43:之外孙子,外孙 44:之外孙女
        45:之孙媳,孙媳 46:之孙女婿,孙女婿 47:之曾孙子,曾孙子 48:之曾孙女,曾孙女 51:之父,父 52:之母,母 55:之岳父 56:之岳母 53:之公公 54:之婆婆
        61:之祖父,爷爷 62:之祖母,奶奶 63:之外祖父,外公,姥爷 64:之外祖母,外婆,姥姥 70:之兄弟姐妹 71:之兄,哥哥 73:之弟,弟弟 75:之姐,姐 77:之妹,妹
        11:丈夫,夫妻(夫) 12:妻子,夫妻(妻) 10:之配偶 93:之侄儿,侄儿 94:之侄女 81:之伯父 83:之叔父,叔叔 99:非亲属关系,其他非亲属 80:其他关系
        """));

    /// <summary>Codes whose holder's sex they tell: true for male.</summary>
    public static readonly IReadOnlyDictionary<string, bool> RelationIsMale = Sexes();

    public static readonly CodeTable Ethnicity = new(EthnicitySystem, Parse("""
        01汉族 02蒙古族 03回族 04藏族 05维吾尔族 06苗族 07彝族 08壮族 09布依族 10朝鲜族 11满族 12侗族 13瑶族 14白族 15土家族 16哈尼族 17哈萨克族
        18傣族 19黎族 20傈僳族 21佤族 22畲族 23高山族 24拉祜族 25水族 26东乡族 27纳西族 28景颇族 29柯尔克孜族 30土族 31达斡尔族 32仫佬族 33羌族
        34布朗族 35撒拉族 36毛南族 37仡佬族 38锡伯族 39阿昌族 40普米族 41塔吉克族 42怒族 43乌孜别克族 44俄罗斯族 45鄂温克族 46德昂族 47保安族
        48裕固族 49京族 50塔塔尔族 51独龙族 52鄂伦春族 53赫哲族 54门巴族 55珞巴族 56基诺族 97其他 98外国血统中国籍人士
        """), WithoutSuffix());

    private static IEnumerable<(string, string)> WithoutSuffix() => Parse("""
        01汉 02蒙古 03回 04藏 05维吾尔 06苗 07彝 08壮 09布依 10朝鲜 11满 12侗 13瑶 14白 15土家 16哈尼 17哈萨克 18傣 19黎 20傈僳 21佤 22畲 23高山
        24拉祜 25水 26东乡 27纳西 28景颇 29柯尔克孜 30土 31达斡尔 32仫佬 33羌 34布朗 35撒拉 36毛南 37仡佬 38锡伯 39阿昌 40普米 41塔吉克 42怒
        43乌孜别克 44俄罗斯 45鄂温克 46德昂 47保安 48裕固 49京 50塔塔尔 51独龙 52鄂伦春 53赫哲 54门巴 55珞巴 56基诺
        """).Select(p => (p.Label, p.Code));

    private static Dictionary<string, bool> Sexes()
    {
        var map = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var code in "11 20 21 22 23 24 25 26 27 28 29 41 43 46 47 51 53 55 57 61 63 66 71 73 76 78 81 83 85 87 89 93 95".Split(' '))
        {
            map[code] = true;
        }

        foreach (var code in "12 30 31 32 33 34 35 36 37 38 39 42 44 45 48 52 54 56 58 62 64 67 72 74 75 77 82 84 86 88 90 94 96".Split(' '))
        {
            map[code] = false;
        }

        return map;
    }

    internal static IEnumerable<(string Code, string Label)> Parse(string text) =>
        [.. text.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(t => (t[..2], t[2..]))];

    internal static IEnumerable<(string Text, string Code)> Synonyms(string text) =>
        [.. text.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(t => t.Split(':'))
            .SelectMany(t => t[1].Split(',').Select(s => (s, t[0])))];
}
