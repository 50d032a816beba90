using Fuyao.Feel.Tables;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;
using Shouldly;
using Xunit;

namespace Fuyao.Feel.Tests;

public class Tables
{
    private static readonly FeelScope Scope = new(
        new("age", FeelType.Number.Within(0, 130, whole: true), "年龄"),
        new("level", FeelType.Enum("level", "one", "two", "three")),
        new("on", FeelType.Date));

    private static TableSpec Pension(params (string Cell, string Amount)[] rows) => new("amount", [new TableInput("age")], [new TableOutput(Type: FeelType.Number)],
        [.. rows.Select(r => new TableRow([r.Cell], [r.Amount]))]);

    private static readonly TableSpec Three = Pension(("[60..70)", "75"), ("[70..80)", "85"), (">= 80", "95"));

    private static FeelValue Eval(TableSpec spec, params (string, FeelValue)[] input) =>
        FeelTable.Compile(spec, Scope, FeelOptions.Strict).Required().Evaluate(Scope.Input(input)).Value;

    [Theory]
    [InlineData(60, 75)]
    [InlineData(69, 75)]
    [InlineData(70, 85)]
    [InlineData(80, 95)]
    [InlineData(130, 95)]
    public void The_row_that_matches_gives_the_result(int age, int amount) =>
        Eval(Three, ("age", FeelValue.Of((decimal)age))).ShouldBe(FeelValue.Of((decimal)amount));

    [Fact]
    public void The_trace_names_the_matched_row_and_why_the_others_failed()
    {
        var trace = new FeelTrace();
        FeelTable.Compile(Three, Scope, FeelOptions.Strict).Required().Evaluate(Scope.Input(("age", FeelValue.Of(74m))), trace);
        var table = trace.Steps.Single(s => s.Kind == FeelTraceKind.Table);
        table.Value.ShouldBe(FeelValue.Of(85m));
        table.Children.Single(c => c.Kind == FeelTraceKind.RowMatched).Row.ShouldBe(2);
        table.Children.Where(c => c.Kind == FeelTraceKind.RowFailed).Select(c => c.Expression).ShouldBe(["age : [60..70)", "age : >= 80"]);
        trace.Inputs.Single().Expression.ShouldBe("age");
    }

    [Fact]
    public void Every_gap_is_shown_by_an_example()
    {
        var gaps = FeelTable.Compile(Pension(("[60..70)", "75"), ("(70..80)", "85")), Scope, FeelOptions.Strict).Problems.Where(p => p.Code == "table-gap").ToArray();
        gaps.Select(g => g.Witness).ShouldBe(["age = 0", "age = 70", "age = 80"]);
    }

    [Fact]
    public void An_overlap_under_unique_is_an_error_with_an_example()
    {
        var problem = FeelTable.Compile(Pension(("[60..70]", "75"), ("[70..80)", "85")), Scope, FeelOptions.Strict).Errors.Single();
        (problem.Code, problem.Witness, problem.Part).ShouldBe(("table-overlap", "age = 70", "rows[1]"));
    }

    [Fact]
    public void A_row_hidden_by_earlier_rows_is_an_error_under_first()
    {
        var spec = Pension((">= 60", "75"), ("[70..80)", "85")) with { Hit = HitPolicy.First };
        FeelTable.Compile(spec, Scope, FeelOptions.Strict).Errors.Single().Code.ShouldBe("table-dead-row");
    }

    [Fact]
    public void A_complete_table_over_codes_and_ages_has_no_findings()
    {
        var spec = new TableSpec("t", [new("level"), new("age")], [new(Type: FeelType.Number)],
        [
            new(["\"one\"", "< 18"], ["1"]), new(["\"one\"", ">= 18"], ["2"]), new(["\"two\", \"three\"", "-"], ["3"]),
        ]);
        var result = FeelTable.Compile(spec, Scope, FeelOptions.Strict);
        result.Problems.ShouldBeEmpty();
        result.Compiled!.Type.Nullable.ShouldBeFalse();
    }

    [Fact]
    public void Dates_are_analysed_by_the_day()
    {
        var spec = new TableSpec("t", [new("on")], [new(Type: FeelType.Number)],
            [new(["< date(\"2014-01-01\")"], ["1"]), new(["> date(\"2014-01-01\")"], ["2"])]);
        FeelTable.Compile(spec, Scope, FeelOptions.Strict).Problems.Single().Witness.ShouldBe("on = date(\"2014-01-01\")");
    }

    [Theory]
    [InlineData("> 130", "never-true")]
    [InlineData("\"x\"", "type-mismatch")]
    [InlineData("[70..60]", "never-true")]
    [InlineData("[60..", "syntax")]
    public void A_bad_cell_is_named_by_its_place(string cell, string code)
    {
        var problem = FeelTable.Compile(Pension((">= 60", "1"), (cell, "2")), Scope, FeelOptions.Strict).Errors.First();
        (problem.Code, problem.Part).ShouldBe((code, "rows[1].inputs[0]"));
    }

    [Fact]
    public void An_unknown_input_leaves_the_result_unknown_and_says_what_is_needed() =>
        Eval(Three, ("age", FeelValue.Unknown("age"))).Needs.ShouldBe(["age"]);

    [Fact]
    public void An_unknown_input_that_does_not_matter_is_no_obstacle()
    {
        var spec = new TableSpec("t", [new("level"), new("age")], [new(Type: FeelType.Number)],
            [new(["\"one\"", "-"], ["1"]), new(["\"two\"", "< 60"], ["2"])]);
        Eval(spec, ("level", FeelValue.Of("one")), ("age", FeelValue.Unknown("age"))).ShouldBe(FeelValue.Of(1m));
        Eval(spec, ("level", FeelValue.Of("three")), ("age", FeelValue.Unknown("age"))).ShouldBe(FeelValue.Null);
    }

    [Theory]
    [InlineData(Aggregation.Sum, 6)]
    [InlineData(Aggregation.Max, 3)]
    [InlineData(Aggregation.Min, 1)]
    [InlineData(Aggregation.Count, 3)]
    public void Collect_aggregates_all_rows_that_match(Aggregation aggregation, int result)
    {
        var spec = Pension((">= 60", "1"), (">= 70", "2"), ("-", "3")) with { Hit = HitPolicy.Collect, Aggregation = aggregation };
        Eval(spec, ("age", FeelValue.Of(75m))).ShouldBe(FeelValue.Of((decimal)result));
    }

    [Fact]
    public void Priority_follows_the_order_of_the_output_values()
    {
        var spec = new TableSpec("t", [new("age")], [new(Type: FeelType.String, Values: "\"high\", \"low\"")],
            [new(["-"], ["\"low\""]), new([">= 60"], ["\"high\""])], HitPolicy.Priority);
        Eval(spec, ("age", FeelValue.Of(61m))).ShouldBe(FeelValue.Of("high"));
        Eval(spec with { Hit = HitPolicy.OutputOrder }, ("age", FeelValue.Of(61m))).ToString().ShouldBe("[\"high\", \"low\"]");
        Eval(spec with { Hit = HitPolicy.RuleOrder }, ("age", FeelValue.Of(61m))).ToString().ShouldBe("[\"low\", \"high\"]");
    }
}
