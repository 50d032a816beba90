using System.Collections.Frozen;
using System.Globalization;

namespace Fuyao.Registry.Import.Cells;

/// <summary>Numbers, yes and no, school years: clean texts of cells into values.</summary>
internal static class PlainText
{
    private static readonly FrozenDictionary<string, bool> YesNo = new Dictionary<string, bool>
    {
        ["是"] = true, ["有"] = true, ["1"] = true, ["√"] = true, ["✓"] = true, ["Y"] = true, ["y"] = true, ["true"] = true, ["TRUE"] = true, ["参加"] = true,
        ["已参加"] = true, ["享受"] = true, ["安全"] = true, ["已通"] = true, ["通"] = true, ["已"] = true, ["愿意"] = true, ["已入住"] = true, ["已参保"] = true, ["参保"] = true,
        ["已解决"] = true, ["达标"] = true,
        ["否"] = false, ["无"] = false, ["0"] = false, ["×"] = false, ["✗"] = false, ["N"] = false, ["n"] = false, ["false"] = false, ["FALSE"] = false, ["未参加"] = false,
        ["不享受"] = false, ["未享受"] = false, ["不安全"] = false, ["未通"] = false, ["不通"] = false, ["未"] = false, ["不愿意"] = false, ["没有"] = false, ["未入住"] = false,
        ["未参保"] = false, ["不是"] = false, ["未解决"] = false, ["不达标"] = false,
    }.ToFrozenDictionary();

    /// <summary>Texts by which people say that they do not know.</summary>
    public static bool IsUnknown(string text) => text is "不详" or "未知" or "不清楚" or "unknown";

    public static bool TryBoolean(string text, out bool value) => YesNo.TryGetValue(text, out value);

    /// <summary>A number with separators or a unit that changes nothing (元, 亩, ㎡, 个月); 万 multiplies.</summary>
    public static bool TryNumber(string text, out decimal value)
    {
        var span = text.AsSpan().Trim();
        var factor = 1m;
        if (span.Length > 0 && span[0] is '¥' or '¥')
        {
            span = span[1..];
        }

        foreach (var unit in (ReadOnlySpan<string>)["万元", "万", "元/年", "元", "亩", "平方米", "㎡", "m²", "m2", "个月", "月", "天", "辆"])
        {
            if (span.EndsWith(unit, StringComparison.Ordinal))
            {
                factor = unit[0] == '万' ? 10_000m : 1m;
                span = span[..^unit.Length].TrimEnd();
                break;
            }
        }

        var ok = decimal.TryParse(span, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowThousands | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
            && Math.Abs(value) < 1e15m;
        value = ok ? value * factor : 0;
        return ok;
    }

    /// <summary>The year within a stage that a text names: 小学六年级 → 6, 大二 → 2, 八年级 → 8; null without one.</summary>
    public static int? SchoolYear(string text)
    {
        var at = text.IndexOf("年级", StringComparison.Ordinal);
        var digit = at > 0 ? text[at - 1] : text is ['大' or '高' or '初', var d] ? d : '\0';
        var year = "一二三四五六七八九".IndexOf(digit, StringComparison.Ordinal) + 1;
        return year > 0 ? year : char.IsAsciiDigit(digit) && digit > '0' ? digit - '0' : null;
    }

    /// <summary>A phone number of 11 digits (mobile) or 7–12 (fixed, with area code); separators are dropped.</summary>
    public static string? Phone(string text)
    {
        var digits = string.Concat(text.Where(c => c is not ('-' or ' ' or '(' or ')' or '.')));
        digits = digits.StartsWith("+86", StringComparison.Ordinal) ? digits[3..] : digits;
        return digits.Length is >= 7 and <= 12 && digits.All(char.IsAsciiDigit) && (digits.Length != 11 || digits[0] is '1' or '0') ? digits : null;
    }

    public static string YesOrNo(bool value) => value ? "是" : "否";
}
