using Fuyao.Feel.Columns;
using Fuyao.Feel.Types;
using Shouldly;
using Xunit;

namespace Fuyao.Feel.Tests.Columns;

/// <summary>Integers only where they provably suffice.</summary>
public class Ranges
{
    private static readonly FeelScope Scope = new(new FeelMember("a", FeelType.Number), new FeelMember("b", FeelType.Number));

    [Theory]
    [InlineData("a * b", 1_000_000L, false)]
    [InlineData("a * b", 3_000_000_000L, true)]
    [InlineData("a + b", long.MaxValue / 4, false)]
    [InlineData("a + b", long.MaxValue / 2, true)]
    public void Products_that_64_bits_cannot_hold_are_computed_with_decimals(string text, long largest, bool onDecimals)
    {
        var table = new ColumnTable("rows", 2).Add("a", Column.Numbers([largest, 3])).Add("b", Column.Numbers([largest, -4]));
        var compiler = new ColumnCompiler(table);
        compiler.Output("x", new ColumnScope(table), FeelExpression.Compile(text, Scope, FeelOptions.Strict).Required()).ShouldBeNull();
        compiler.OnDecimals.ShouldBe(onDecimals ? ["x"] : []);
        var output = compiler.Build().Run(cancellation: TestContext.Current.CancellationToken).Single();
        output.Number(0).ShouldBe(text == "a * b" ? (decimal)largest * largest : (decimal)largest + largest);
        output.Number(1).ShouldBe(text == "a * b" ? -12m : -1m);
    }

    [Theory]
    [InlineData("a / b", "b")]
    [InlineData("string(a) = \"1\"", "string")]
    public void What_columns_cannot_say_is_refused_with_the_reason(string text, string reason)
    {
        var table = new ColumnTable("rows", 2).Add("a", Column.Numbers([1, 2])).Add("b", Column.Numbers([0, 200], 100));
        var refused = new ColumnCompiler(table).Output("x", new ColumnScope(table), FeelExpression.Compile(text, Scope, FeelOptions.Strict).Required());
        refused.ShouldNotBeNull();
        refused.ShouldContain(text.StartsWith("a /", StringComparison.Ordinal) ? "divisor" : reason);
    }

    [Fact]
    public void A_division_by_nothing_is_null()
    {
        var table = new ColumnTable("rows", 2).Add("a", Column.Numbers([1, 1])).Add("b", Column.Numbers([0, 3]));
        var compiler = new ColumnCompiler(table);
        compiler.Output("x", new ColumnScope(table), FeelExpression.Compile("a / b", Scope, FeelOptions.Strict).Required()).ShouldBeNull();
        var output = compiler.Build().Run(cancellation: TestContext.Current.CancellationToken).Single();
        (output.IsNull(0), output.IsNull(1), output.Number(1)).ShouldBe((true, false, 1m / 3m));
    }

    [Fact]
    public void A_household_larger_than_a_chunk_is_still_one_household()
    {
        const int persons = 10_000;
        var table = new ColumnTable("households", 3);
        var list = table.AddList("persons", [0, 1, persons - 1, persons]).Add("a", Column.Numbers(new int[persons], 100));
        var scope = new FeelScope(new FeelMember("persons", FeelType.List(FeelType.Context(new FeelMember("a", FeelType.Number)))));
        list.Columns["a"].Count.ShouldBe(persons);
        var compiler = new ColumnCompiler(table);
        compiler.Output("n", new ColumnScope(table), FeelExpression.Compile("count(persons[a = 0])", scope, FeelOptions.Strict).Required()).ShouldBeNull();
        var output = compiler.Build().Run(cancellation: TestContext.Current.CancellationToken);
        new[] { 0, 1, 2 }.Select(i => output[0].Number(i)).ShouldBe([1m, persons - 2m, 1m]);
    }
}
