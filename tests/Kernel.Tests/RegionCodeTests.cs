using Shouldly;
using Xunit;

namespace Fuyao.Kernel.Tests;

public class RegionCodeTests
{
    [Theory]
    [InlineData("61", RegionLevel.Province)]
    [InlineData("6107", RegionLevel.City)]
    [InlineData("610729", RegionLevel.County)]
    [InlineData("610729101", RegionLevel.Township)]
    [InlineData("610729101201", RegionLevel.Village)]
    public void A_code_knows_its_level_and_writes_itself_as_it_was_read(string text, RegionLevel level)
    {
        RegionCode.TryParse(text, out var code).ShouldBeTrue();
        code.Level.ShouldBe(level);
        code.ToShort().ShouldBe(text);
    }

    [Theory]
    [InlineData("6")]
    [InlineData("00")]
    [InlineData("61072a")]
    [InlineData(null)]
    public void A_malformed_code_is_not_read(string? text) => RegionCode.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_county_contains_its_villages_and_no_neighbour()
    {
        RegionCode.TryParse("610729", out var county);
        county.Contains(new RegionCode(610729101201)).ShouldBeTrue();
        county.Contains(new RegionCode(610730000000)).ShouldBeFalse();
        new RegionCode(610729101201).At(RegionLevel.County).ShouldBe(county);
        county.Parent.ShouldBe(new RegionCode(610700000000));
    }
}
