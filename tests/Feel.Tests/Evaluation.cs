using Fuyao.Feel.Types;
using Fuyao.Feel.Values;
using Shouldly;
using Xunit;

namespace Fuyao.Feel.Tests;

public class Evaluation
{
    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("2 ** 3 ** 2", "64")]
    [InlineData("-3 ** 2", "9")]
    [InlineData("10 / 4", "2.5")]
    [InlineData("1 / 0", "null")]
    [InlineData("\"a\" + \"b\"", "\"ab\"")]
    [InlineData("\"60\" >= 60", "null")]
    [InlineData("null = null", "true")]
    [InlineData("1 = null", "false")]
    [InlineData("true and null", "null")]
    [InlineData("false and null", "false")]
    [InlineData("true or null", "true")]
    [InlineData("if 1 > 2 then \"a\" else \"b\"", "\"b\"")]
    [InlineData("for x in [1, 2, 3] return x * x", "[1, 4, 9]")]
    [InlineData("for x in 1..3, y in [10, 20] return x + y", "[11, 21, 12, 22, 13, 23]")]
    [InlineData("for i in 1..4 return if i = 1 then 1 else sum(partial)", "[1, 1, 2, 4]")]
    [InlineData("some x in [1, 2] satisfies x > 1", "true")]
    [InlineData("every x in [1, 2] satisfies x > 1", "false")]
    [InlineData("[1, 2, 3, 4][item > 2]", "[3, 4]")]
    [InlineData("[1, 2, 3, 4][-1]", "4")]
    [InlineData("[{a: 1, b: 2}, {a: 3, b: 4}][a > 1].b", "[4]")]
    [InlineData("{first name: \"x\", y: first name + \"!\"}.y", "\"x!\"")]
    [InlineData("{ a: 1, \"b c\": 2 }.b c", "2")]
    [InlineData("5 between 1 and 10", "true")]
    [InlineData("5 in (1, [4..6])", "true")]
    [InlineData("5 in > 6", "false")]
    [InlineData("5 in ]5..6]", "false")]
    [InlineData("(function(x, y) x + y)(1, 2)", "3")]
    [InlineData("{f: function(n: number) if n < 2 then 1 else n * f(n - 1), r: f(10)}.r", "3628800")]
    [InlineData("date(\"2016-05-01\") + duration(\"P1M\")", "date(\"2016-06-01\")")]
    [InlineData("@\"2016-01-31\" + @\"P1M\"", "date(\"2016-02-29\")")]
    [InlineData("@\"2016-05-01\" - @\"2016-04-01\"", "duration(\"P30D\")")]
    [InlineData("years and months duration(@\"1942-03-05\", @\"2016-05-01\").years", "74")]
    [InlineData("date(\"2016-05-01\").weekday", "7")]
    [InlineData("substring(string: \"foobar\", start position: 3)", "\"obar\"")]
    [InlineData("round half up(2.5, 0)", "3")]
    [InlineData("decimal(2.5, 0)", "2")]
    [InlineData("sort([3, 1, 2], function(x, y) x < y)", "[1, 2, 3]")]
    [InlineData("replace(\"abcd\", \"(ab)|(a)\", \"[1=$1][2=$2]\")", "\"[1=ab][2=]cd\"")]
    [InlineData("1 instance of number", "true")]
    [InlineData("[1, \"a\"] instance of list<number>", "false")]
    [InlineData("get or else(null, 3)", "3")]
    [InlineData("// c\n1 /* x */ + 1", "2")]
    [InlineData("\"年龄\" + \"🐎\"", "\"年龄🐎\"")]
    [InlineData("string length(\"🐎ab\")", "3")]
    [InlineData("sum([])", "null")]
    [InlineData("nobody", "null")]
    public void Standard_semantics(string text, string expected) =>
        FeelExpression.Compile(text, FeelScope.Empty).Required().Evaluate(FeelContext.Empty).Value.ToString().ShouldBe(expected);

    private static readonly FeelScope Scope = new(
        new("a", FeelType.Boolean), new("n", FeelType.Number), new("m", FeelType.Number), new("ns", FeelType.List(FeelType.Number)));

    [Theory]
    [InlineData("a and n > 1", "unknown(a)")]
    [InlineData("a and n > 100", "false")]
    [InlineData("a or n > 1", "true")]
    [InlineData("m > 1 and a", "unknown(a, m)")]
    [InlineData("if a then 1 else 1", "1")]
    [InlineData("if a then n else m", "unknown(a, m)")]
    [InlineData("n + m", "unknown(m)")]
    [InlineData("sum(ns)", "unknown(x)")]
    [InlineData("count(ns)", "3")]
    [InlineData("some x in ns satisfies x > 1", "true")]
    [InlineData("some x in ns satisfies x > 5", "unknown(x)")]
    [InlineData("every x in ns satisfies x > 1", "false")]
    [InlineData("every x in ns satisfies x > 0", "unknown(x)")]
    [InlineData("ns[item > 1]", "unknown(x)")]
    [InlineData("m in [1..5]", "unknown(m)")]
    [InlineData("m = m", "unknown(m)")]
    [InlineData("list contains(ns, 2)", "true")]
    [InlineData("list contains(ns, 7)", "unknown(x)")]
    [InlineData("max(n, m)", "unknown(m)")]
    [InlineData("get or else(m, 3)", "unknown(m)")]
    [InlineData("not(a)", "unknown(a)")]
    [InlineData("sum([n][item > 100])", "0")]
    public void What_is_unknown_stays_unknown_only_where_it_matters(string text, string expected)
    {
        var input = Scope.Input(("a", FeelValue.Unknown("a")), ("n", FeelValue.Of(7m)), ("m", FeelValue.Unknown("m")),
            ("ns", FeelValue.List(FeelValue.Of(1m), FeelValue.Unknown("x"), FeelValue.Of(2m))));
        FeelExpression.Compile(text, Scope, FeelOptions.Strict).Required().Evaluate(input).Value.ToString().ShouldBe(expected);
    }

    [Fact]
    public void The_trace_shows_inputs_steps_and_the_branch_taken()
    {
        var trace = new FeelTrace();
        FeelExpression.Compile("if n > 5 and m > 0 then n * 2 else 0", Scope, FeelOptions.Strict).Required()
            .Evaluate(Scope.Input(("n", FeelValue.Of(7m)), ("m", FeelValue.Of(1m))), trace);
        trace.Inputs.Select(i => $"{i.Expression} = {i.Value}").ShouldBe(["n = 7", "m = 1"]);
        var branch = trace.Steps.Single();
        (branch.Kind, branch.Note, branch.Value.ToString()).ShouldBe((FeelTraceKind.Branch, "then", "14"));
        branch.Children[0].Expression.ShouldBe("n > 5 and m > 0");
    }

    [Theory]
    [InlineData("79228162514264337593543950335 + 1")]
    [InlineData("10**28 * 10")]
    [InlineData("2**100")]
    [InlineData("0.0000000000000001 * 0.0000000000000001")]
    [InlineData("0.0000000000000001 / 10000000000000000")]
    [InlineData("0.1**40")]
    public void A_result_that_no_decimal_holds_is_null_with_its_reason(string text)
    {
        var result = FeelExpression.Compile(text, FeelScope.Empty).Required().Evaluate(FeelContext.Empty);
        result.Value.IsNull.ShouldBeTrue();
        result.Problems.ShouldHaveSingleItem().Code.ShouldBe("arithmetic");
    }

    [Theory]
    [InlineData("0.12345678901234567890123456789012345", false)]
    [InlineData("79228162514264337593543950336", false)]
    [InlineData("1e-30", false)]
    [InlineData("79228162514264337593543950335", true)]
    [InlineData("1.50000000000000000000000000000000000", true)]
    [InlineData("12e-3", true)]
    public void A_number_that_does_not_fit_exactly_is_refused_not_rounded(string text, bool fits)
    {
        var compiled = FeelExpression.Compile(text, FeelScope.Empty);
        compiled.Ok.ShouldBe(fits);
        compiled.Problems.Select(p => p.Code).ShouldBe(fits ? [] : ["number-range"]);
    }
}
