namespace Fuyao.Registry.Codes;

/// <summary>
/// The private codes of a county application that is in use (not GB). They clash with the standards – there 02 is the spouse
/// and the Zhuang – and are therefore read only from columns whose header names this system, through these mapping tables.
/// </summary>
internal static class CountyCodes
{
    public const string System = "county-app";

    /// <summary>How headers name the system.</summary>
    public static readonly IReadOnlyList<string> HeaderMarks = ["县码", "县代码", "本地代码", "自编码"];

    /// <summary>To the contract's codes (<c>causes</c>, <c>health</c>, <c>labour</c>, <c>employment.place</c>, <c>attainment</c>).</summary>
    public static readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> ToContract =
        new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            ["causes"] = Map("01=illness 02=disability 03=schooling 04=disaster 05=land 06=water 07=skills 08=labour 09=capital 10=transport 11=motivation"),
            ["health"] = Map("01=healthy 02=chronic 03=serious_illness 04=disabled"),
            ["labour"] = Map("01=ordinary 02=skilled 03=lost 04=none"),
            ["employment.place"] = Map("01=township 02=county 03=province 04=outside"),
            ["attainment"] = Map("01=illiterate 05=college 06=preschool_age"),
            // Only what the application is known to hold: 02 is the spouse. All else stays refused instead of guessed.
            ["relation"] = Map("02=10"),
            ["ethnicity"] = Map("02=08"),
        };

    private static Dictionary<string, string> Map(string text) =>
        text.Split(' ').Select(p => p.Split('=')).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
}
