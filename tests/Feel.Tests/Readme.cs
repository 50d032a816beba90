using System.Text.RegularExpressions;
using Fuyao.Feel.Analysis;
using Fuyao.Feel.Tables;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;
using Shouldly;
using Xunit;

namespace Fuyao.Feel.Tests;

/// <summary>The samples of Feel's README are the bodies of these tests, to the letter.</summary>
public class Readme
{
    [Fact]
    public void An_expression_is_compiled_once_and_asked_often()
    {
        var scope = new FeelScope(
            new("age", FeelType.Number.Within(0, 130, whole: true).In("year"), "年龄"),
            new("status", FeelType.Enum("status", "applicant", "registered", "exited")));
        var compiled = FeelExpression.Compile("status = \"registered\" and 年龄 >= 60", scope, FeelOptions.Strict);
        var expression = compiled.Required();

        expression.Evaluate(scope.Input(("age", FeelValue.Of(74m)), ("status", FeelValue.Of("registered")))).Value.IsTrue.ShouldBeTrue();
        expression.Evaluate(scope.Input(("age", FeelValue.Of(74m)), ("status", FeelValue.Unknown("status")))).Value.Needs.ShouldBe(["status"]);
        expression.Evaluate(scope.Input(("age", FeelValue.Of(50m)), ("status", FeelValue.Unknown("status")))).Value.IsFalse.ShouldBeTrue();
    }

    [Fact]
    public void Faults_name_their_place_and_the_cure()
    {
        var scope = new FeelScope(new FeelMember("age", FeelType.Number.Within(0, 130, whole: true), "年龄"));
        var problem = FeelExpression.Compile("年令 >= 60", scope, FeelOptions.Strict).Problems.Single();
        (problem.Code, problem.Position.Line, problem.Position.Column, problem.Suggestion).ShouldBe(("unknown-name", 1, 1, "年龄"));
    }

    [Fact]
    public void Tables_are_searched_for_gaps()
    {
        var scope = new FeelScope(new FeelMember("age", FeelType.Number.Within(0, 130, whole: true)));
        var spec = new TableSpec("pension", [new TableInput("age")], [new TableOutput(Type: FeelType.Number)],
            [new(["< 60"], ["0"]), new(["[60..70)"], ["75"]), new(["> 70"], ["85"])]);
        var gap = FeelTable.Compile(spec, scope, FeelOptions.Strict).Problems.Single();
        (gap.Code, gap.Witness).ShouldBe(("table-gap", "age = 70"));
    }

    [Fact]
    public void Conditions_are_searched_for_an_input_that_meets_both()
    {
        var scope = new FeelScope(new FeelMember("income", FeelType.Number.Within(0, null)));
        var entry = FeelExpression.Compile("income < 7514", scope, FeelOptions.Strict).Required();
        var exit = FeelExpression.Compile("income >= 0.7 * 7514", scope, FeelOptions.Strict).Required();
        entry.Thresholds().Single().Values(scope.Input(("income", FeelValue.Of(0m)))).ShouldBe([FeelValue.Of(7514m)]);
        FeelSearch.Together([entry, exit], new Dictionary<string, FeelValue>()).Witness!.Single().ShouldBe(("income", FeelValue.Of(6000m)));
    }

    [Fact]
    public void The_samples_are_these_tests()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Fuyao.slnx")))
            folder = folder.Parent!;
        var tests = Plain(File.ReadAllText(Path.Combine(folder.FullName, "tests", "Feel.Tests", "Readme.cs")));
        var samples = Regex.Matches(File.ReadAllText(Path.Combine(folder.FullName, "src", "Feel", "README.md")), "```csharp\n(.*?)```", RegexOptions.Singleline);
        samples.Count.ShouldBe(4);
        foreach (Match sample in samples)
            tests.ShouldContain(Plain(sample.Groups[1].Value));
    }

    private static string Plain(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
}
