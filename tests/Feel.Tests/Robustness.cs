using Fuyao.Feel.Types;
using Fuyao.Feel.Values;
using Shouldly;
using Xunit;

namespace Fuyao.Feel.Tests;

public class Robustness
{
    private static readonly string[] Pieces =
    [
        "(", ")", "[", "]", "{", "}", "if", "then", "else", "for", "in", "return", "some", "satisfies", "and", "or", "between", "instance of", "function", "1", "2.5", "..", ".",
        "\"a\"", "\"", "@\"P1D\"", "null", "true", "age", "年龄", "persons", "item", "?", "+", "-", "*", "/", "**", "=", "!=", "<", ">=", ",", ":", "not(", "sum(", "date(", "sort(", "//", "/*", "\n", " ", "\\u", "\uD83D", "。", "，", "list<", "partial", "external",
    ];

    [Theory]
    [InlineData(FeelMode.Strict)]
    [InlineData(FeelMode.Standard)]
    public void Any_text_gives_a_result_or_errors_with_places_inside_it(FeelMode mode)
    {
        var random = new Random(20161101);
        var options = new FeelOptions { Mode = mode, Limits = new FeelLimits(Steps: 20_000, Items: 20_000) };
        for (var n = 0; n < 20_000; n++)
        {
            var text = string.Join(random.Next(3) == 0 ? "" : " ", Enumerable.Range(0, random.Next(1, 25)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            var result = FeelExpression.Compile(text, StrictTypes.Scope, n % 3 == 0 ? options with { UnaryTestsOf = FeelType.Number } : options);
            foreach (var problem in result.Problems)
                (problem.Position.Offset + problem.Position.Length).ShouldBeLessThanOrEqualTo(text.Length, text);
            if (result.Compiled is { } compiled)
                compiled.Evaluate(StrictTypes.Scope.Input(("age", FeelValue.Of(3m)), ("persons", FeelValue.List())), n % 2 == 0 ? new FeelTrace() : null);
            else
                result.Errors.ShouldNotBeEmpty(text);
        }
    }

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("[", "1", "]")]
    [InlineData("-(", "1", ")")]
    [InlineData("{a:", "1", "}")]
    [InlineData("if true then ", "1", " else 2")]
    [InlineData("not(", "true", ")")]
    [InlineData("function() ", "1", "")]
    [InlineData("", "1", "+1")]
    [InlineData("", "true", " and true")]
    [InlineData("", "[]", "[1]")]
    [InlineData("", "{}", ".a")]
    [InlineData("-", "1", "")]
    [InlineData("1 instance of list<", "Any", ">")]
    [InlineData("1 in ", "1", "")]
    [InlineData("", "1", " instance of number")]
    public void Nesting_without_end_is_an_error_not_a_crash(string open, string core, string close)
    {
        var text = string.Concat(Enumerable.Repeat(open, 20_000)) + core + string.Concat(Enumerable.Repeat(close, 20_000));
        FeelExpression.Compile(text, FeelScope.Empty, new FeelOptions { Limits = new FeelLimits(Length: 1_000_000) }).Errors.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("{f: function(n) f(n + 1), r: f(1)}.r")]
    [InlineData("count(for i in 1..1000000000 return i)")]
    [InlineData("some i in 1..1000000, j in 1..1000000 satisfies false")]
    [InlineData("{f: function(n) if n = 0 then [1] else concatenate(f(n - 1), f(n - 1)), r: count(f(40))}.r")]
    [InlineData("matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\", \"(a+)+$\\1\")")]
    public void Work_without_end_is_stopped(string text)
    {
        var options = new FeelOptions { Limits = new FeelLimits(Steps: 1_000_000, Items: 100_000) };
        var result = FeelExpression.Compile(text, FeelScope.Empty, options).Required().Evaluate(FeelContext.Empty);
        (result.Problems.Count > 0 || result.Value.IsFalse).ShouldBeTrue();
    }

    [Fact]
    public void Numbers_too_large_are_null_with_a_reason()
    {
        var result = FeelExpression.Compile("10 ** 28 * 10 ** 28", FeelScope.Empty).Required().Evaluate(FeelContext.Empty);
        result.Value.ShouldBe(FeelValue.Null);
        result.Problems.ShouldNotBeEmpty();
    }
}
