using Shouldly;
using Xunit;

namespace Fuyao.Kernel.Tests;

public class MoneyTests
{
    [Theory]
    [InlineData("0.005", 1)]
    [InlineData("-0.005", -1)]
    [InlineData("84.994", 8499)]
    public void Yuan_round_half_away_from_zero(string yuan, long fen) =>
        Money.FromYuan(decimal.Parse(yuan, System.Globalization.CultureInfo.InvariantCulture)).Fen.ShouldBe(fen);

    [Fact]
    public void Parts_of_a_split_sum_to_the_whole_and_differ_by_at_most_a_fen_from_exact()
    {
        var random = new Random(7);
        for (var round = 0; round < 2_000; round++)
        {
            var amount = new Money(random.NextInt64(-1_000_000, 1_000_000));
            var weights = Enumerable.Range(0, random.Next(1, 6)).Select(_ => (decimal)random.Next(0, 10)).Append(1m).ToArray();
            var parts = amount.Split(weights);
            parts.Sum(p => p.Fen).ShouldBe(amount.Fen);
            for (var i = 0; i < parts.Length; i++)
            {
                Math.Abs(parts[i].Fen - (amount.Fen * weights[i] / weights.Sum())).ShouldBeLessThan(1.0001m);
            }
        }
    }

    [Fact]
    public void A_left_over_fen_goes_to_the_largest_remainder_then_to_the_first_listed() =>
        new Money(100).Split([1, 1, 1]).ShouldBe([new Money(34), new Money(33), new Money(33)]);
}
