using Fuyao.Kernel;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Evaluation;
using Shouldly;
using Xunit;

namespace Fuyao.Policy.Tests;

public class Evaluating
{
    private static readonly DateOnly On = Some.May2016;

    [Fact]
    public void A_dead_person_is_no_subject_and_no_longer_counts()
    {
        var pack = Some.Prepare(Some.Policy("a", amount: "household.size * 1"));
        var outcome = pack.Evaluate(Some.Household("", Some.Person(), Some.Person("p2", members: "\"death\":\"2016-05-01\""), Some.Person("p3", members: "\"death\":\"2016-05-02\"")));
        outcome.Results.Select(r => (r.Subject, r.Amount)).ShouldBe([("p1", Money.FromYuan(2)), ("p3", Money.FromYuan(2))]);
        outcome.Persons.ShouldBe(2);
    }

    [Fact]
    public void A_person_not_yet_born_is_no_subject() =>
        Some.Prepare(Some.Policy("a")).Evaluate(Some.Household("", Some.Person(), Some.Person("p2", "2016-05-02"))).Results.Count.ShouldBe(1);

    [Theory]
    [InlineData("0.005", "0.01")]
    [InlineData("0.004", null)]
    [InlineData("2.675", "2.68")]
    [InlineData("1 / 3", "0.33")]
    public void Amounts_are_rounded_once_half_away_from_zero(string amount, string? expected)
    {
        var result = Some.Prepare(Some.Policy("a", amount: amount)).Evaluate(Some.Household()).Results.Single();
        (result.Status == ResultStatus.Awarded ? result.Amount.ToString() : null).ShouldBe(expected);
    }

    [Fact]
    public void Funding_goes_by_largest_remainder_and_sums_exactly()
    {
        var pack = Some.Prepare(Some.Policy("a", amount: "100.01", more: "funding: [{source: province, share: 1}, {source: city, share: 1}, {source: county, share: 1}]"));
        pack.Evaluate(Some.Household()).Results.Single().Funding.Select(f => $"{f.Source} {f.Amount}").ShouldBe(["province 33.34", "city 33.34", "county 33.33"]);
    }

    [Fact]
    public void Parts_share_the_one_rounded_amount()
    {
        var policy = Some.Policy("a").Text.Replace("amount: 10", "parts: [{kind: cash, amount: 10.005}, {kind: waiver, payee: school, amount: 5.005}]", StringComparison.Ordinal);
        var result = Some.Prepare(("policies/a.yaml", policy)).Evaluate(Some.Household()).Results.Single();
        result.Amount.ToString().ShouldBe("15.01");
        result.Parts.Sum(p => p.Amount.Fen).ShouldBe(1501);
        result.Parts.Select(p => (p.Kind, p.Payee)).ShouldBe([(BenefitKind.Cash, Payee.Household), (BenefitKind.Waiver, Payee.School)]);
    }

    [Fact]
    public void A_policy_reads_the_result_of_the_one_it_comes_after()
    {
        var pack = Some.Prepare(
            Some.Policy("a-top-up", amount: "max(0, 100 - get value(results, \"b-base\").amount)", more: "after: [b-base]"), Some.Policy("b-base", "age >= 60", "75"));
        pack.Policies.Select(p => p.Id).ShouldBe(["b-base", "a-top-up"]);
        pack.Evaluate(Some.Household("", Some.Person(birth: "1950-01-01"))).Results.Select(r => r.Amount.ToString()).ShouldBe(["75.00", "25.00"]);
        pack.Evaluate(Some.Household("", Some.Person(birth: "1990-01-01"))).Results.Select(r => r.Amount.ToString()).ShouldBe(["0.00", "100.00"]);
        pack.Evaluate(Some.Household("", Some.Person().Replace("\"1970-01-01\"", "null", StringComparison.Ordinal))).Results.Select(r => r.Status)
            .ShouldBe([ResultStatus.Undetermined, ResultStatus.Undetermined]);
    }

    [Fact]
    public void A_household_policy_reads_the_sum_over_its_persons()
    {
        var household = Some.Policy("z", amount: "get value(results, \"a\").amount", more: "after: [a]").Text.Replace("subject: person", "subject: household", StringComparison.Ordinal);
        var outcome = Some.Prepare(Some.Policy("a", amount: "10"), ("policies/z.yaml", household)).Evaluate(Some.Household("", Some.Person(), Some.Person("p2")));
        outcome.Results.Last().Amount.ToString().ShouldBe("20.00");
        outcome.Results.Last().Subject.ShouldBe("h1");
    }

    [Fact]
    public void An_award_excludes_those_it_does_not_stack_with_and_says_who_did()
    {
        var pack = Some.Prepare(Some.Policy("a"), Some.Policy("b", "age >= 60", "20", "excludes: [a]"));
        var results = pack.Evaluate(Some.Household("", Some.Person(birth: "1950-01-01"), Some.Person("p2"))).Results.Where(r => r.Policy == "a").ToList();
        results[0].Status.ShouldBe(ResultStatus.Excluded);
        results[0].By.ShouldBe("b");
        results[1].Status.ShouldBe(ResultStatus.Awarded);
    }

    [Fact]
    public void What_an_undetermined_policy_would_exclude_is_undetermined()
    {
        var pack = Some.Prepare(Some.Policy("a"), Some.Policy("b", "labour = \"none\"", "20", "excludes: [a]"));
        var result = pack.Evaluate(Some.Household()).Results.Single(r => r.Policy == "a");
        (result.Status, result.Needs.Single(), result.Amount).ShouldBe((ResultStatus.Undetermined, "labour", Money.Zero));
    }

    [Fact]
    public void A_rule_may_leave_the_decision_to_a_person() =>
        Some.Prepare(Some.Policy("a", more: "manual: age < 50")).Evaluate(Some.Household()).Results.Single().Status.ShouldBe(ResultStatus.Manual);

    [Fact]
    public void A_policy_that_classifies_gives_a_value()
    {
        var policy = Some.Policy("a").Text.Replace("amount: 10", "value: 'if age < 50 then \"一户一法\" else \"救助\"'", StringComparison.Ordinal);
        var result = Some.Prepare(("policies/a.yaml", policy)).Evaluate(Some.Household()).Results.Single();
        result.Value.ShouldBe("一户一法");
        result.ToJson().ShouldContain("\"value\":\"一户一法\"");
    }

    [Fact]
    public void Chinese_names_are_the_same_variables() =>
        Some.Prepare(Some.Policy("a", "户.登记状态 = \"registered\" and 年龄 >= 40")).Evaluate(Some.Household()).Results.Single().Status.ShouldBe(ResultStatus.Awarded);

    [Fact]
    public void An_unknown_parameter_leaves_undetermined_what_depends_on_it()
    {
        var pack = Some.Prepare(
            Some.Policy("a", amount: "lost"), ("parameters/lost.yaml", "{id: lost, title: {zh: 缺, en: Lost}, unit: yuan, from: unknown, unknown: true, type: number}"));
        var result = pack.Evaluate(Some.Household()).Results.Single();
        (result.Status, result.Needs.Single()).ShouldBe((ResultStatus.Undetermined, "lost"));
    }

    [Fact]
    public void A_parameter_has_the_value_of_the_date()
    {
        var directory = Some.Pack(Some.Policy("a", amount: "rate"), ("parameters/rate.yaml", """
            id: rate
            title: {zh: 标准, en: Rate}
            unit: yuan
            values:
              - {from: 2015-01-01, to: 2015-12-31, value: 10}
              - {from: 2016-01-01, value: 12}
            """));
        var engine = new PolicyEngine(new PolicyOptions { PacksDirectory = Path.GetDirectoryName(directory)! });
        string Amount(DateOnly on) => engine.Prepare("trial", on).Evaluate(Some.Household()).Results.Single().Amount.ToString();
        Amount(new(2015, 12, 31)).ShouldBe("10.00");
        Amount(new(2016, 1, 1)).ShouldBe("12.00");
        engine.Prepare("trial", new(2014, 12, 31)).Evaluate(Some.Household()).Results.Single().Status.ShouldBe(ResultStatus.Undetermined);
    }

    [Theory]
    [InlineData(PolicyPeriod.Month, "2016-05-01", "2016-05")]
    [InlineData(PolicyPeriod.Year, "2016-05-01", "2016")]
    [InlineData(PolicyPeriod.Term, "2016-08-31", "2016-spring")]
    [InlineData(PolicyPeriod.Term, "2016-09-01", "2016-autumn")]
    [InlineData(PolicyPeriod.Term, "2017-02-01", "2016-autumn")]
    [InlineData(PolicyPeriod.SchoolYear, "2016-08-31", "2015-2016")]
    [InlineData(PolicyPeriod.SchoolYear, "2016-09-01", "2016-2017")]
    [InlineData(PolicyPeriod.Once, "2016-05-01", "once")]
    [InlineData(PolicyPeriod.Event, "2016-05-01", "2016-05-01")]
    public void A_period_has_the_name_of_its_unit(PolicyPeriod unit, string on, string expected) =>
        PeriodLabel.Of(unit, DateOnly.ParseExact(on, "yyyy-MM-dd")).ShouldBe(expected);

    [Fact]
    public void Evaluating_without_explanation_gives_the_same_results()
    {
        var household = Some.Household("\"relocation\":{\"mode\":\"dispersed\"}", Some.Person(birth: "1940-01-01"), Some.Person("p2", members: "\"disability\":{\"grade\":2}"));
        var explained = Some.Liuba().Evaluate(household);
        var plain = Some.Liuba().Evaluate(household, explain: false);
        plain.Results.Select(r => r.ToJson()).ShouldBe(explained.Results.Select(r => (r with { Because = [] }).ToJson()));
        plain.Results.ShouldAllBe(r => r.Because.Count == 0);
        explained.Results.ShouldAllBe(r => r.Because.Count > 0);
    }

    [Fact]
    public void Only_the_policy_asked_for_is_given_with_what_it_reads_worked_out()
    {
        var pack = Some.Prepare(Some.Policy("a", amount: "get value(results, \"b\").amount", more: "after: [b]"), Some.Policy("b"), Some.Policy("c"));
        var results = pack.Evaluate(Some.Household(), policy: "a").Results;
        results.Select(r => r.Policy).ShouldBe(["a"]);
        results[0].Amount.ToString().ShouldBe("10.00");
    }

    [Fact]
    public void Ages_are_the_years_that_feel_counts()
    {
        var random = new Random(7);
        var expression = Fuyao.Feel.FeelExpression.Compile(
            "years and months duration(birth, on).years", new(new Feel.Types.FeelMember("birth", Feel.Types.FeelType.Date), new Feel.Types.FeelMember("on", Feel.Types.FeelType.Date)),
            Fuyao.Feel.FeelOptions.Standard).Required();
        for (var i = 0; i < 2000; i++)
        {
            var birth = new DateOnly(1900, 1, 1).AddDays(random.Next(42000));
            var on = birth.AddDays(random.Next(36525));
            var years = expression.Evaluate(expression.Scope.Input(("birth", Feel.Values.FeelValue.Of(birth)), ("on", Feel.Values.FeelValue.Of(on)))).Value.AsNumber;
            Ages.Completed(Feel.Values.FeelDate.From(birth), Feel.Values.FeelDate.From(on)).ShouldBe((int)years, $"{birth:o} {on:o}");
        }
    }

    [Fact]
    public void Outside_its_validity_a_pack_evaluates_and_says_so()
    {
        Some.Liuba(new(2018, 1, 1)).Evaluate(Some.Household()).OutOfValidity.ShouldBeTrue();
        Some.Liuba(new(2017, 12, 31)).Evaluate(Some.Household()).OutOfValidity.ShouldBeFalse();
    }

    [Fact]
    public void Many_threads_evaluate_alike()
    {
        var pack = Some.Liuba();
        var household = Some.Household("", Some.Person(birth: "1940-01-01"));
        var expected = pack.Evaluate(household).ToJson();
        Parallel.For(0, 200, _ => pack.Evaluate(household).ToJson().ShouldBe(expected));
        On.ShouldBe(pack.On);
    }
}
