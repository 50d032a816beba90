using Fuyao.Policy.Contracts;
using Shouldly;
using Xunit;

namespace Fuyao.Policy.Tests;

public class ContradictionTests
{
    private const string Entry = """
        id: relative-poverty
        title: {zh: 相对贫困户识别与退出, en: Entry and exit of relatively poor households}
        subject: household
        outcomes:
          - {id: entry, title: {zh: 纳入, en: Entry}, when: income_per_head < 7514}
          - {id: exit, title: {zh: 调出, en: Exit}, when: income_per_head >= 7514 * 0.7}
        """;

    private const string Losses = """
        id: loan-loss
        title: {zh: 贷款损失分担, en: Who bears a loan's loss}
        subject: loan
        inputs:
          - {id: cause, title: {zh: 损失原因, en: Cause}, type: enum, codes: {market: 市场因素, disaster: 重大自然灾害, default: 恶意逃避, other: 其他}, overrides: the county tells four causes apart}
          - {id: recommended, title: {zh: 乡镇推荐, en: Recommended by the township}, type: boolean}
        outcomes:
          - {id: clause-1, title: {zh: 第一款, en: Clause 1}, when: cause = "market"}
          - {id: clause-2, title: {zh: 第二款, en: Clause 2}, when: cause = "disaster"}
          - {id: clause-4, title: {zh: 第四款, en: Clause 4}, when: recommended}
        """;

    private static PackFinding[] Errors(string file, string text) => [.. Some.Check((file, text)).Errors];

    [Fact]
    public void Entry_below_7514_and_exit_from_70_percent_of_it_meet_at_6000()
    {
        var error = Errors("procedures/entry.yaml", Entry).ShouldHaveSingleItem();
        (error.Code, error.File, error.Line, error.Example).ShouldBe(("contradiction", "procedures/entry.yaml", 6, """{"income_per_head":6000}"""));
        error.Message.En.ShouldContain("must not hold together, but both do when income_per_head = 6000");
        error.Message.Zh.ShouldContain("纳入");
    }

    [Fact]
    public void A_precedence_with_its_reason_silences_it_and_a_precedence_without_one_does_not()
    {
        Errors("procedures/entry.yaml", Entry + "\nprecedence: [{rule: entry, over: exit, reason: {zh: 先纳入后动态调整, en: entry decides first}}]").ShouldBeEmpty();
        Errors("procedures/entry.yaml", Entry + "\nprecedence: [{rule: entry, over: exit}]").ShouldNotBeEmpty();
    }

    [Fact]
    public void Loss_clauses_1_and_4_both_match_a_recommended_loan_lost_to_the_market()
    {
        var errors = Errors("procedures/loss.yaml", Losses);
        errors.Select(e => e.Example).ShouldBe(["""{"cause":"market","recommended":true}""", """{"cause":"disaster","recommended":true}"""], ignoreOrder: true);
        errors.ShouldAllBe(e => e.Code == "contradiction" && e.Line == 10);
    }

    [Fact]
    public void Policies_that_oppose_each_other_are_searched_for_someone_who_gets_both()
    {
        var error = Some.Check(Some.Policy("old", "age >= 60", more: "opposes: [young]"), Some.Policy("young", "age < 70")).Errors.ShouldHaveSingleItem();
        (error.Code, error.Example).ShouldBe(("contradiction", """{"age":60}"""));
        Some.Check(Some.Policy("old", "age >= 60", more: "opposes: [young]"), Some.Policy("young", "age < 60")).Errors.ShouldBeEmpty();
    }

    [Fact]
    public void A_precedence_between_policies_also_decides_who_gets_what()
    {
        var pack = Some.Prepare(
            Some.Policy("old", "age >= 60", more: "opposes: [young]\nprecedence: [{over: young, reason: {zh: 就高, en: the higher one}}]"), Some.Policy("young", "age < 70"));
        pack.Evaluate(Some.Household("", Some.Person(birth: "1950-01-01"))).Results.Select(r => (r.Policy, r.Status, r.By)).ShouldBe(
            [("old", ResultStatus.Awarded, null), ("young", ResultStatus.Excluded, "old")]);
    }

    [Fact]
    public void The_plan_s_own_totals_are_added_up()
    {
        const string Figures = """
            - {id: exited, title: {zh: 已脱贫, en: Exited}, unit: household, value: 140}
            - {id: planned, title: {zh: 计划脱贫, en: Planned}, unit: household, value: 747}
            - {id: left, title: {zh: 剩余, en: Left}, unit: household, value: 123}
            - {id: total, title: {zh: 总数, en: Total}, unit: household, value: 983}
            """;
        const string Check = """
            id: households-add-up
            title: {zh: 户数合计, en: Households add up}
            subject: township
            holds: exited + planned + left = total
            figures: [{title: {zh: 合计, en: sum}, value: exited + planned + left}, {title: {zh: 总数, en: total}, value: total}]
            """;
        var error = Some.Check(("parameters/p.yaml", Figures), ("checks/c.yaml", Check)).Errors.ShouldHaveSingleItem();
        (error.Code, error.File, error.Line).ShouldBe(("figures-contradict", "checks/c.yaml", 4));
        error.Message.En.ShouldContain("sum 1010, total 983");
        Some.Check(("parameters/p.yaml", Figures), ("checks/c.yaml", Check + "\nprecedence: [{over: total, reason: {zh: 以分项为准, en: the parts count}}]")).Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("posted_by: 2017-07-30", "false", true)]
    [InlineData("posted_by: 2017-07-31", "false", false)]
    [InlineData("posted_by: 2017-07-31", "true", true)]
    [InlineData("posted_by: 2017-08-01", "true", false)]
    [InlineData("posted: 2017-08-01", "true", false)]
    public void A_notice_of_seven_days_must_be_posted_in_time_to_end_by_6_August(string posted, string inclusive, bool meets)
    {
        var errors = Errors("procedures/p.yaml", $$"""
            id: appraisal
            title: {zh: 评议, en: Appraisal}
            subject: household
            stages:
              - id: appraisal
                title: {zh: 民主评议, en: Appraisal}
                actor: {role: village-committee, level: village}
                opens: 2017-07-27
                closes: 2017-08-06
                notice: {days: 7, inclusive: {{inclusive}}, {{posted}}, fields: [head_name]}
            """);
        if (meets)
        {
            errors.ShouldBeEmpty();
            return;
        }

        var error = errors.ShouldHaveSingleItem();
        error.Code.ShouldBe("calendar-infeasible");
        error.Example.ShouldNotBeNull().ShouldContain("2017-08-07");
    }

    [Fact]
    public void Stages_that_take_longer_than_the_whole_may_are_an_error() => Errors("procedures/p.yaml", """
        id: recognition
        title: {zh: 监测对象认定, en: Recognition}
        subject: household
        within: 15 days
        stages:
          - {id: visit, title: {zh: 核查, en: Visit}, takes: 3 days}
          - {id: compare, title: {zh: 比对, en: Cross-check}, takes: 5 working days}
          - {id: appraise, title: {zh: 评议公示, en: Appraisal}, takes: 5 days, notice: {days: 5}}
        """).ShouldHaveSingleItem().Message.En.ShouldContain("take at least 17 days, more than the 15 days allowed");

    [Theory]
    [InlineData("age >= 60 and age < 50", "never-true")]
    [InlineData("only_child_lost and not(only_child_lost)", "never-true")]
    [InlineData("if only_child_lost and not(only_child_lost) then true else age > 60", "unreachable-branch")]
    public void What_no_input_reaches_is_an_error(string eligible, string code) =>
        Some.Check(Some.Policy("a", eligible)).Errors.ShouldContain(e => e.Code == code && e.File == "policies/a.yaml");

    [Fact]
    public void A_branch_that_the_condition_rules_out_is_unreachable() =>
        Some.Check(Some.Policy("a", "household.status = \"registered\"", "if household.status = \"exited\" then 5 else 10")).Errors.ShouldHaveSingleItem().Code.ShouldBe("never-true");

    [Fact]
    public void A_household_for_which_both_outcomes_hold_shows_the_conflict()
    {
        var income = """ "income":{"year":2016,"wage":6000,"business":0,"property":0,"transfer":0,"business_cost":0} """;
        var conflict = Some.Prepare(("procedures/entry.yaml", Entry)).Evaluate(Some.Household(income)).Conflicts.ShouldHaveSingleItem();
        (conflict.Code, conflict.Subject).ShouldBe(("rule-conflict", "h1"));
        conflict.Policies.ShouldBe(["entry", "exit"]);
        conflict.Message.Zh.ShouldContain("纳入");
    }

    private const string Leverage = """
        id: leverage
        title: {zh: 放大倍数, en: Leverage}
        subject: fund
        inputs:
          - {id: fund, title: {zh: 基金, en: Fund}, type: number, unit: yuan, min: 0}
          - {id: outstanding, title: {zh: 余额, en: Outstanding}, type: number, unit: yuan, min: 0}
        holds: outstanding <= fund * 10
        figures: [outstanding, {title: {zh: 上限, en: Limit}, value: fund * 10}]
        """;

    [Theory]
    [InlineData("""{"fund":5000000,"outstanding":49900000}""", CheckStatus.Pass)]
    [InlineData("""{"fund":5000000,"outstanding":50100000}""", CheckStatus.Fail)]
    [InlineData("""{"fund":5000000}""", CheckStatus.Undetermined)]
    public void A_check_of_a_fund_passes_fails_or_waits_and_shows_its_figures(string inputs, CheckStatus status)
    {
        using var document = System.Text.Json.JsonDocument.Parse(inputs);
        var result = Some.Prepare(("checks/leverage.yaml", Leverage)).Check("leverage", document.RootElement);
        result.Status.ShouldBe(status);
        (result.Figures[1].Title.En, result.Figures[1].Value).ShouldBe(("Limit", (object)50000000m));
        result.Needs.ShouldBe(status == CheckStatus.Undetermined ? ["outstanding"] : []);
    }

    [Fact]
    public void A_pack_s_tests_cover_checks_and_conflicts()
    {
        var report = Some.Check(("checks/leverage.yaml", Leverage), ("procedures/entry.yaml", Entry), ("tests/t.yaml", """
            on: 2016-05-01
            tests:
              - {name: within, checks: {leverage: {inputs: {fund: 5, outstanding: 50}, status: pass}}}
              - {name: wrong, checks: {leverage: {inputs: {fund: 5, outstanding: 51}, status: pass}}}
              - name: both
                household: {id: h1, region: "610729101201", income: {year: 2016, wage: 6000}, persons: [{id: p1, sex: male, birth: 1950-01-01}]}
                conflicts: [entry exit]
            """));
        (report.TestsPassed, report.TestsFailed).ShouldBe((2, 1));
        report.Errors.ShouldContain(e => e.Message.En == "Test 'wrong': status of leverage should be pass but is fail.");
        report.Warnings.ShouldNotContain(w => w.Code == "no-test");
    }
}
