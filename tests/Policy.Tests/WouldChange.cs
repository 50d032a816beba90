using Fuyao.Policy.Contracts;
using Shouldly;
using Xunit;

namespace Fuyao.Policy.Tests;

public class WouldChange
{
    private static PolicyResult Result(PreparedPack pack, byte[] household, string policy) =>
        pack.Evaluate(household, Explain.Everything).Results.First(r => r.Policy == policy);

    [Fact]
    public void A_pension_of_74_rises_on_the_eightieth_birthday()
    {
        var result = Result(Some.Liuba(), Some.Household("", Some.Person(birth: "1942-03-05")), "elderly-pension");
        var change = result.WouldChange.ShouldNotBeNull().ShouldHaveSingleItem();
        (change.Input, change.Value, change.To, change.From, change.Amount.ToString()).ShouldBe(("age", 74m, 80m, new DateOnly(2022, 3, 5), "95.00"));
        change.Message.En.ShouldBe("From 2022-03-05, aged 80: 95.00 yuan a month.");
        change.Message.Zh.ShouldBe("从2022年3月5日起(满80周岁):每月95.00元。");
    }

    [Fact]
    public void Who_is_born_on_29_February_reaches_an_age_on_that_day_in_a_leap_year() =>
        Result(Some.Liuba(), Some.Household("", Some.Person(birth: "1940-02-29", members: "")), "elderly-pension").WouldChange.ShouldNotBeNull().ShouldHaveSingleItem().From.ShouldBe(new DateOnly(2020, 2, 29));

    [Fact]
    public void A_grade_of_4_is_one_too_high()
    {
        var result = Result(Some.Liuba(), Some.Household("", Some.Person(members: """ "disability":{"category":4,"grade":4} """)), "disability-living");
        var change = result.WouldChange.ShouldNotBeNull().ShouldHaveSingleItem();
        (change.Input, change.To, change.Change, change.OrLess, change.Amount.ToString()).ShouldBe(("disability.grade", 3m, -1m, true, "50.00"));
        change.Message.En.ShouldContain("were 3 or less: 50.00 yuan a month");
    }

    [Fact]
    public void A_status_that_bars_is_named_and_one_that_helps_is_not()
    {
        var barred = Result(Some.Liuba(), Some.Change(Some.Household("", Some.Person(birth: "1942-03-05")), h => h["status"] = "exited"), "elderly-pension");
        barred.WouldChange.ShouldNotBeNull().ShouldHaveSingleItem().Input.ShouldBe("household.status");
        barred.WouldChange![0].Message.Zh.ShouldBe("如果登记状态为建档立卡未脱贫:每月85.00元。");
    }

    [Theory]
    [InlineData("income_per_head < 7514", 8000, "7513.99")]
    [InlineData("income_per_head <= 7514", 8000, "7514")]
    [InlineData("income_per_head < 7514", 7000, "7514")]
    public void A_threshold_in_yuan_is_crossed_by_a_fen(string eligible, int income, string to)
    {
        var household = Some.Household($$""" "income":{"year":2015,"wage":{{income}},"business":0,"property":0,"transfer":0,"business_cost":0} """);
        var policy = Some.Policy("a", eligible).Text.Replace("subject: person", "subject: household", StringComparison.Ordinal);
        var change = Result(Some.Prepare(("policies/a.yaml", policy)), household, "a").WouldChange.ShouldNotBeNull().ShouldHaveSingleItem();
        Convert.ToString(change.To, System.Globalization.CultureInfo.InvariantCulture).ShouldBe(to);
    }

    [Fact]
    public void A_member_of_a_list_is_named_by_its_place()
    {
        var policy = Some.Policy("a", "some p in persons satisfies p.age >= 60").Text.Replace("subject: person", "subject: household", StringComparison.Ordinal);
        var change = Result(Some.Prepare(("policies/a.yaml", policy)), Some.Household("", Some.Person(birth: "1960-07-01")), "a").WouldChange.ShouldNotBeNull().ShouldHaveSingleItem();
        (change.Input, change.From).ShouldBe(("persons[0].age", new DateOnly(2020, 7, 1)));
    }

    [Fact]
    public void What_is_unknown_has_no_alternatives_but_says_what_it_needs()
    {
        var result = Result(Some.Liuba(), Some.Change(Some.Household("", Some.Person(birth: "1942-03-05")), h => h["status"] = null), "elderly-pension");
        result.WouldChange.ShouldNotBeNull().ShouldBeEmpty();
        result.Says.ShouldNotBeNull().Zh.ShouldContain("还需要知道");
    }

    [Fact]
    public void Each_alternative_is_what_the_rule_itself_says_of_that_day()
    {
        foreach (var birth in new[] { "1930-01-31", "1940-02-29", "1950-12-31", "1956-05-02", "1990-06-15" })
        {
            var household = Some.Household("", Some.Person(birth: birth));
            foreach (var change in Result(Some.Liuba(), household, "elderly-pension").WouldChange!)
            {
                var pension = Result(Some.Liuba(change.From!.Value), household, "elderly-pension");
                pension.Amount.ShouldBe(change.Amount);
                Result(Some.Liuba(change.From!.Value.AddDays(-1)), household, "elderly-pension").Amount.ShouldNotBe(change.Amount);
            }
        }
    }

    [Fact]
    public void The_tree_holds_the_matched_row_and_the_first_condition_that_failed_in_the_others()
    {
        var result = Result(Some.Liuba(), Some.Household("", Some.Person(birth: "1942-03-05")), "elderly-pension");
        var table = result.Tree.ShouldNotBeNull().Single(s => s.Kind == "table");
        table.Children.Where(c => c.Row is not null).Select(c => (c.Kind, c.Row, c.Expression)).ShouldBe(
            [("row_failed", 1, "age : [60..70)"), ("row_matched", 2, "age : [70..80)"), ("row_failed", 3, "age : >= 80")]);
        table.Children.Last().Parameter!.Source!.Quote.ShouldContain("85元");
    }

    [Fact]
    public void The_tree_ends_with_the_rounding()
    {
        var step = Result(Some.Prepare(Some.Policy("a", amount: "10 / 3")), Some.Household(), "a").Tree!.Last();
        (step.Kind, step.Expression[..7], step.Value, step.Note).ShouldBe(("rounding", "3.33333", 3.33m, "half away from zero, to the fen"));
    }

    [Fact]
    public void A_result_is_read_out_in_both_languages()
    {
        var says = Result(Some.Liuba(), Some.Household("", Some.Person(birth: "1942-03-05")), "elderly-pension").Says.ShouldNotBeNull();
        says.Zh.ShouldBe("贫困老人基本养老金:每月85.00元。理由:登记状态建档立卡未脱贫,年龄74周岁,适用表中第2行。方案原文:“按每人每月75元、85元和95元三个档次发放基本养老金”。从2022年3月5日起(满80周岁):每月95.00元。");
        says.En.ShouldStartWith("Basic pension for poor older people: 85.00 yuan a month. Because: ");
    }
}
