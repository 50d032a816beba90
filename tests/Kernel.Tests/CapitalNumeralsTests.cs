using System.Globalization;
using Fuyao.Kernel.Text;
using Shouldly;
using Xunit;

namespace Fuyao.Kernel.Tests;

public class CapitalNumeralsTests
{
    // The first six are the examples of the 《正确填写票据和结算凭证的基本规定》 itself.
    [Theory]
    [InlineData("1409.50", "人民币壹仟肆佰零玖元伍角整")]
    [InlineData("6007.14", "人民币陆仟零柒元壹角肆分")]
    [InlineData("1680.32", "人民币壹仟陆佰捌拾元零叁角贰分")]
    [InlineData("107000.53", "人民币壹拾万柒仟元零伍角叁分")]
    [InlineData("16409.02", "人民币壹万陆仟肆佰零玖元零贰分")]
    [InlineData("325.04", "人民币叁佰贰拾伍元零肆分")]
    [InlineData("0", "人民币零元整")]
    [InlineData("0.01", "人民币壹分")]
    [InlineData("0.50", "人民币伍角整")]
    [InlineData("10", "人民币壹拾元整")]
    [InlineData("85", "人民币捌拾伍元整")]
    [InlineData("-95.5", "人民币负玖拾伍元伍角整")]
    [InlineData("1001", "人民币壹仟零壹元整")]
    [InlineData("10010", "人民币壹万零壹拾元整")]
    [InlineData("20000", "人民币贰万元整")]
    [InlineData("1000000", "人民币壹佰万元整")]
    [InlineData("10203040.06", "人民币壹仟零贰拾万叁仟零肆拾元零陆分")]
    [InlineData("100000000", "人民币壹亿元整")]
    [InlineData("100005000", "人民币壹亿零伍仟元整")]
    [InlineData("105000000", "人民币壹亿零伍佰万元整")]
    [InlineData("1000000000000", "人民币壹万亿元整")]
    [InlineData("1000000000001", "人民币壹万亿零壹元整")]
    [InlineData("9999999999999999.99", "人民币玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分")]
    public void An_amount_is_written_as_payment_papers_prescribe(string yuan, string capitals) =>
        CapitalNumerals.Of(Money.FromYuan(decimal.Parse(yuan, CultureInfo.InvariantCulture))).ShouldBe(capitals);

    [Fact]
    public void Reading_the_capitals_back_gives_the_amount_for_amounts_of_every_length_and_with_many_zeros()
    {
        foreach (var amount in Amounts(20_000).Append(new Money(long.MaxValue)).Append(new Money(long.MinValue)))
        {
            Read(CapitalNumerals.Of(amount)).ShouldBe(amount.Fen);
        }
    }

    [Fact]
    public void No_two_zeros_stand_together_and_no_zero_stands_before_a_unit()
    {
        foreach (var capitals in Amounts(20_000).Where(m => m.Fen != 0).Select(CapitalNumerals.Of))
        {
            for (var at = capitals.IndexOf('零', StringComparison.Ordinal); at >= 0; at = capitals.IndexOf('零', at + 1))
            {
                "壹贰叁肆伍陆柒捌玖".ShouldContain(capitals[at + 1], capitals);
            }
        }
    }

    [Fact]
    public void The_capitals_end_with_fen_or_are_closed()
    {
        foreach (var amount in Amounts(5_000))
        {
            CapitalNumerals.Of(amount).ShouldEndWith(amount.Fen % 10 == 0 ? "整" : "分");
        }
    }

    private static IEnumerable<Money> Amounts(int count)
    {
        var random = new Random(20160501);
        for (var i = 0; i < count; i++)
        {
            var fen = 0L;
            for (var digits = random.Next(1, 19); digits > 0; digits--)
            {
                fen = (fen * 10) + (random.Next(2) == 0 ? 0 : random.Next(10));
            }

            yield return new Money(random.Next(10) == 0 ? -fen : fen);
        }
    }

    // The oracle reads as a person does, knowing nothing of how the text was made.
    private static long Read(string capitals)
    {
        var text = capitals["人民币".Length..].TrimEnd('整');
        var negative = text.StartsWith('负');
        text = text.TrimStart('负');
        var yuan = text.Contains('元', StringComparison.Ordinal) ? text[..text.IndexOf('元', StringComparison.Ordinal)] : "";
        var coins = text[(text.IndexOf('元', StringComparison.Ordinal) + 1)..].Replace("零", "", StringComparison.Ordinal);
        var fen = Number(yuan) * 100;
        for (var i = 0; i + 1 < coins.Length; i += 2)
        {
            fen += Digit(coins[i]) * (coins[i + 1] == '角' ? 10 : 1);
        }

        return (long)(negative ? -fen : fen);
    }

    private static decimal Number(string text)
    {
        foreach (var (name, size) in new[] { ('亿', 100_000_000m), ('万', 10_000m), ('仟', 1000m), ('佰', 100m), ('拾', 10m) })
        {
            var at = text.LastIndexOf(name);
            if (at >= 0)
            {
                return (Number(text[..at]) * size) + Number(text[(at + 1)..]);
            }
        }

        text = text.Replace("零", "", StringComparison.Ordinal);
        return text.Length == 0 ? 0 : Digit(text[0]);
    }

    private static int Digit(char c) => "零壹贰叁肆伍陆柒捌玖".IndexOf(c, StringComparison.Ordinal);
}
