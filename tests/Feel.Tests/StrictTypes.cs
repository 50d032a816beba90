using Fuyao.Feel.Types;
using Fuyao.Feel.Values;
using Shouldly;
using Xunit;

namespace Fuyao.Feel.Tests;

public class StrictTypes
{
    private static readonly FeelType Status = FeelType.Enum("status", "none", "applicant", "registered", "exited", "monitored");
    private static readonly FeelType Person = FeelType.Context("person",
    [
        new("age", FeelType.Number.Within(0, 130, whole: true), "年龄"),
        new("labour", FeelType.Enum("labour", "full", "weak", "none")),
        new("exited_on", FeelType.Date.OrNull()),
        new("school", FeelType.Context("school", [new("boarding", FeelType.Boolean), new("term", FeelType.Number)]).OrNull()),
    ]);

    internal static readonly FeelScope Scope = new(
        new("age", FeelType.Number.Within(0, 130, whole: true), "年龄"),
        new("status", Status, "状态"),
        new("exited_on", FeelType.Date.OrNull()),
        new("income", FeelType.Number.In("yuan")),
        new("size", FeelType.Number.In("person")),
        new("persons", FeelType.List(Person)),
        new("on", FeelType.Date),
        new("results", FeelType.Context(new FeelMember("elderly-pension", FeelType.Context(new FeelMember("amount", FeelType.Number.In("yuan")))))));

    private static FeelCompilation<FeelExpression> Compile(string text) => FeelExpression.Compile(text, Scope, FeelOptions.Strict);

    [Theory]
    [InlineData("age >= \"60\"", "type-mismatch", "age = 60", "null")]
    [InlineData("age >= \"400\"", "type-mismatch", "age = 130", "null")]
    [InlineData("status > 3", "type-mismatch", "status = \"none\"", "null")]
    [InlineData("on = 2016", "type-mismatch", "on = date(\"2016-05-01\")", "null")]
    [InlineData("age * status", "type-mismatch", "age = 1, status = \"none\"", "null")]
    [InlineData("income > size", "unit-mismatch", "income = 1, size = 1", "false")]
    [InlineData("age > 130", "never-true", "age = 130", "false")]
    [InlineData("年令 >= 60", "unknown-name", "年龄 = 1", "null")]
    [InlineData("60 <= agee", "unknown-name", "age = 1", "null")]
    [InlineData("statuss = \"none\"", "unknown-name", "status = \"none\"", "false")]
    [InlineData("status = \"registred\"", "unknown-code", "status = \"registered\"", "false")]
    [InlineData("\"poor\" != status", "unknown-code", "status = \"none\"", "true")]
    [InlineData("status in (\"exitd\")", "unknown-code", "status = \"exited\"", "false")]
    public void A_fault_comes_with_an_input_that_shows_it(string text, string code, string witness, string gives)
    {
        var problem = Compile(text).Problems.First(p => p.Code == code);
        problem.Witness.ShouldBe(witness);
        // The example is FEEL: with it the text gives, in standard mode, what no author wants.
        FeelExpression.Compile($"{{{witness.Replace(" = ", ": ", StringComparison.Ordinal)}, gives: {text}}}.gives", FeelScope.Empty, FeelOptions.Standard).Required()
            .Evaluate(FeelContext.Empty).Value.ToString().ShouldBe(gives);
    }

    [Theory]
    [InlineData("some p in persons satisfies p.agee > 3", "p.age = 1")]
    [InlineData("count(persons[labor = \"none\"]) > 0", "labour = \"full\"")]
    public void A_member_misspelt_comes_with_the_one_that_was_meant(string text, string witness) =>
        Compile(text).Errors.Single().Witness.ShouldBe(witness);

    [Theory]
    [InlineData("年令 >= 60", "unknown-name", "年龄")]
    [InlineData("agee >= 60", "unknown-name", "age")]
    [InlineData("\"60\" >= 60", "type-mismatch", null)]
    [InlineData("age >= \"60\"", "type-mismatch", null)]
    [InlineData("status = \"registred\"", "unknown-code", "\"registered\"")]
    [InlineData("age > 130", "never-true", null)]
    [InlineData("age between 140 and 150", "never-true", null)]
    [InlineData("age in [200..300]", "never-true", null)]
    [InlineData("age in [70..60]", "never-true", null)]
    [InlineData("exited_on > date(\"2020-01-01\")", "possible-null", null)]
    [InlineData("income + size", "unit-mismatch", null)]
    [InlineData("income > size", "unit-mismatch", null)]
    [InlineData("if age then 1 else 2", "type-mismatch", null)]
    [InlineData("if age > 3 then 1 else \"a\"", "type-mismatch", null)]
    [InlineData("age and true", "type-mismatch", null)]
    [InlineData("age = null", "never-true", null)]
    [InlineData("age > 60 and age < 60", "never-true", null)]
    [InlineData("age > 60 and age < 61", "never-true", null)]
    [InlineData("if age >= 60 then 1 else if age >= 70 then 2 else 3", "never-true", null)]
    [InlineData("status = \"none\" and status = \"exited\"", "never-true", null)]
    [InlineData("status in (\"none\", \"exited\") and status = \"registered\"", "never-true", null)]
    [InlineData("some p in persons satisfies p.age < 16 and p.age >= 18", "never-true", null)]
    [InlineData("summ(persons.age)", "unknown-function", "sum")]
    [InlineData("persons[labor = \"none\"]", "unknown-name", "labour")]
    [InlineData("count(persons[school.term > 1])", "possible-null", null)]
    [InlineData("get value(results, \"elderly-pensio\").amount", "unknown-name", "\"elderly-pension\"")]
    [InlineData("date(\"2016-13-01\")", "bad-literal", null)]
    [InlineData("min(persons.age) + 1", "possible-null", null)]
    [InlineData("1 / 0", "division-by-zero", null)]
    [InlineData("abs(\"1\")", "type-mismatch", null)]
    [InlineData("age ≥ 60", "syntax", ">=")]
    [InlineData("age >= ", "syntax", null)]
    [InlineData("(age >= 60", "syntax", null)]
    public void A_fault_is_found_and_named(string text, string code, string? suggestion)
    {
        var result = Compile(text);
        result.Ok.ShouldBeFalse();
        var problem = result.Errors.First();
        problem.Code.ShouldBe(code, problem.ToString());
        problem.Suggestion.ShouldBe(suggestion);
        problem.Zh.ShouldNotBeEmpty();
        problem.En.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("status = \"registered\" and age >= 60")]
    [InlineData("状态 = \"registered\" and 年龄 >= 60")]
    [InlineData("exited_on != null and exited_on > date(\"2020-01-01\")")]
    [InlineData("age > 60 and age < 62 and age = 61")]
    [InlineData("if age >= 80 then 95 else if age >= 70 then 85 else if age >= 60 then 75 else 0")]
    [InlineData("age < 16 or age >= 60 or age = 30")]
    [InlineData("status = \"none\" or status = \"exited\"")]
    [InlineData("not(status = \"none\") and status = \"exited\"")]
    [InlineData("exited_on = null or exited_on > @\"2020-01-01\"")]
    [InlineData("if exited_on = null then 0 else exited_on.year")]
    [InlineData("get or else(exited_on, on) >= on")]
    [InlineData("sum(for p in persons return if p.labour = \"none\" then 0 else 1) = 0")]
    [InlineData("some p in persons satisfies p.age >= 60")]
    [InlineData("some p in persons satisfies p.年龄 >= 60")]
    [InlineData("count(persons[school != null and school.boarding]) > 1")]
    [InlineData("count(persons[school.boarding]) > 1")]
    [InlineData("count(persons[exited_on != null].exited_on[item > on]) = 0")]
    [InlineData("get value(results, \"elderly-pension\").amount + income > 100")]
    [InlineData("age in (60, 70, [80..90], > 100)")]
    [InlineData("not(age in [60..70))")]
    [InlineData("{a: age, b: a + 1}.b > 3")]
    [InlineData("(function(x: number) x * 2)(age) > 3")]
    [InlineData("sum(persons.age) / count(persons) > 3")]
    public void A_sound_text_compiles(string text) => Compile(text).Problems.ShouldBeEmpty();

    [Fact]
    public void All_errors_of_a_text_are_reported_with_their_places()
    {
        var problems = Compile("agee > 1 and\n  statuss = \"none\"").Errors.ToArray();
        problems.Select(p => (p.Position.Line, p.Position.Column)).ShouldBe([(1, 1), (2, 3)]);
    }

    [Fact]
    public void What_a_text_is_given_is_known_in_it()
    {
        var given = FeelExpression.Compile("age >= 60 and exited_on != null", Scope, FeelOptions.Strict).Required();
        FeelExpression.Compile("exited_on.year", Scope, FeelOptions.Strict).Ok.ShouldBeFalse();
        FeelExpression.Compile("exited_on.year", Scope, FeelOptions.Strict with { Given = given }).Ok.ShouldBeTrue();
        FeelExpression.Compile("age < 50", Scope, FeelOptions.Strict with { Given = given }).Errors.Single().Code.ShouldBe("never-true");
    }

    [Fact]
    public void An_alias_is_the_same_variable()
    {
        var input = Scope.Input(("年龄", FeelValue.Of(61m)));
        Compile("age = 年龄 and 年龄 > 60").Required().Evaluate(input).Value.ShouldBe(FeelValue.True);
        Compile("年龄 > 60").Required().Reads.ShouldBe(["age"]);
    }
}
