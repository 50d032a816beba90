using System.Globalization;
using System.Text.RegularExpressions;
using Fuyao.Kernel.Text;

namespace Fuyao.Registry.Groups;

/// <summary>
/// How a village's groups are compared: 3组, 三组, 第三组 and 第三村民小组 are one group, 三社 is the same number under another word of
/// the same meaning; a hamlet's own name stays as it is.
/// </summary>
internal static partial class GroupName
{
    private const string Digits = "零一二三四五六七八九";

    /// <summary>Equal keys, equal group of one village.</summary>
    public static string KeyOf(string text)
    {
        text = CleanText.Of(text).Replace(" ", "", StringComparison.Ordinal);
        return Number(text) is { } number ? number.ToString(CultureInfo.InvariantCulture) : text;
    }

    /// <summary>The group's number when its name is one.</summary>
    public static int? Number(string text) =>
        Numbered().Match(CleanText.Of(text).Replace(" ", "", StringComparison.Ordinal)) is { Success: true } match ? Value(match.Groups[1].Value) : null;

    /// <summary><c>group</c>, <c>she</c> or <c>hamlet</c>, as its name says.</summary>
    public static string Kind(string text) =>
        text.EndsWith('社') ? "she" : text.EndsWith('组') || Number(text) is not null ? "group" : "hamlet";

    private static int? Value(string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        // 十二, 二十, 二十一: no village has a hundred groups.
        var ten = text.IndexOf('十', StringComparison.Ordinal);
        if (ten < 0)
        {
            return text.Length == 1 && Digits.IndexOf(text[0], StringComparison.Ordinal) is var one and > 0 ? one : null;
        }

        var tens = ten == 0 ? 1 : Digits.IndexOf(text[0], StringComparison.Ordinal);
        var ones = ten + 1 == text.Length ? 0 : Digits.IndexOf(text[ten + 1], StringComparison.Ordinal);
        return tens > 0 && ones >= 0 && ten <= 1 && text.Length - ten <= 2 ? (tens * 10) + ones : null;
    }

    [GeneratedRegex("^第?([0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:村民小组|小组|组|社|队)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}
