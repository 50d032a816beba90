using System.Text;

namespace Fuyao.Kernel.Text;

/// <summary>
/// Amounts in Chinese capital numerals (大写), as payment papers carry them beside the figures: 人民币壹仟陆佰捌拾元零叁角贰分.
/// Follows 《正确填写票据和结算凭证的基本规定》; where it allows two forms, always its first one.
/// </summary>
public static class CapitalNumerals
{
    private const string Digits = "零壹贰叁肆伍陆柒捌玖";
    private const string Places = " 拾佰仟";
    private const ulong Wan = 10_000;
    private const ulong Yi = 100_000_000;

    /// <summary>The whole range of <see cref="Money"/> has a form; a negative amount begins with 负 after 人民币.</summary>
    public static string Of(Money amount)
    {
        var text = new StringBuilder("人民币");
        if (amount.Fen < 0)
        {
            text.Append('负');
        }

        // Through decimal, because the smallest long has no positive twin.
        var fen = (ulong)Math.Abs((decimal)amount.Fen);
        var (yuan, jiao, cents) = (fen / 100, (int)(fen / 10 % 10), (int)(fen % 10));
        if (fen == 0)
        {
            return text.Append("零元整").ToString();
        }

        if (yuan > 0)
        {
            AppendNumber(text, yuan);
            text.Append('元');
        }

        AppendCoins(text, yuan, jiao, cents);
        return text.ToString();
    }

    private static void AppendCoins(StringBuilder text, ulong yuan, int jiao, int cents)
    {
        // 零 stands for an empty place between two that are written: 元 and 分 (…元零贰分), tens of yuan and 角 (…拾元零叁角).
        if (yuan > 0 && ((jiao == 0 && cents > 0) || (jiao > 0 && yuan % 10 == 0)))
        {
            text.Append('零');
        }

        if (jiao > 0)
        {
            text.Append(Digits[jiao]).Append('角');
        }

        // After 分 nothing can be added, so only 元 and 角 are closed with 整.
        text.Append(cents > 0 ? $"{Digits[cents]}分" : "整");
    }

    private static void AppendNumber(StringBuilder text, ulong number)
    {
        var (size, name) = number >= Yi ? (Yi, "亿") : (Wan, "万");
        if (number < size)
        {
            AppendGroup(text, (int)number);
            return;
        }

        AppendNumber(text, number / size);
        text.Append(name);
        var rest = number % size;
        if (rest > 0)
        {
            if (rest < size / 10)
            {
                text.Append('零');
            }

            AppendNumber(text, rest);
        }
    }

    private static void AppendGroup(StringBuilder text, int group)
    {
        var started = false;
        var empty = false;
        for (int place = 3, unit = 1000; place >= 0; place--, unit /= 10)
        {
            var digit = group / unit % 10;
            if (digit == 0)
            {
                empty = started;
                continue;
            }

            if (empty)
            {
                text.Append('零');
            }

            text.Append(Digits[digit]);
            if (place > 0)
            {
                text.Append(Places[place]);
            }

            (started, empty) = (true, false);
        }
    }
}
