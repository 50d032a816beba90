using Fuyao.Policy.Checking;
using Fuyao.Policy.Contracts;
using Shouldly;
using Xunit;

namespace Fuyao.Policy.Tests;

public class CheckingTests
{
    [Fact]
    public void A_misspelt_variable_is_an_error_at_its_place_with_the_right_spelling()
    {
        var error = Some.Check(Some.Policy("a", "年令 >= 60")).Errors.ShouldHaveSingleItem();
        (error.Code, error.File, error.Line, error.Column).ShouldBe(("unknown-name", "policies/a.yaml", 5, 11));
        error.Message.Zh.ShouldContain("年龄");
        error.Message.En.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("\"60\" >= 60")]
    [InlineData("age + labour = 3")]
    [InlineData("household.status = \"poor\"")]
    [InlineData("death > on")]
    public void An_ill_typed_condition_is_an_error(string eligible) => Some.Check(Some.Policy("a", $"'{eligible}'")).Errors.ShouldNotBeEmpty();

    [Theory]
    [InlineData("some p in persons satisfies p.age >= 60")]
    [InlineData("sum(for p in persons return if p.labour = \"none\" then 0 else 1) = 0")]
    [InlineData("count(persons[school.boarding]) > 0")]
    [InlineData("household.status = \"registered\" and age >= 60")]
    public void The_contract_s_expressions_are_well_typed(string eligible) => Some.Check(Some.Policy("a", $"'{eligible}'")).Errors.ShouldBeEmpty();

    [Fact]
    public void A_boolean_of_an_object_that_is_not_there_is_false()
    {
        var pack = Some.Prepare(Some.Policy("a", "school.boarding"), Some.Policy("b", "not(school.boarding)"));
        pack.Evaluate(Some.Household()).Results.Select(r => r.Status).ShouldBe([ResultStatus.NotEligible, ResultStatus.Awarded]);
    }

    [Fact]
    public void Overlapping_rows_are_an_error_with_an_example()
    {
        var policy = Some.Policy("a").Text.Replace("amount: 10", "amount: {table: {hit: UNIQUE, inputs: [age], rows: [[\"< 70\", 1], [\">= 60\", 2]]}}", StringComparison.Ordinal);
        var error = Some.Check(("policies/a.yaml", policy)).Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe("table-overlap");
        error.Example.ShouldNotBeNull();
    }

    [Fact]
    public void A_gap_within_what_the_condition_allows_is_an_error_and_outside_it_is_none()
    {
        PackCheckReport Report(string eligible) => Some.Check(("policies/a.yaml", Some.Policy("a", eligible).Text.Replace(
            "amount: 10", "amount: {table: {inputs: [age], rows: [[\">= 60\", 2]]}}", StringComparison.Ordinal)));
        Report("age >= 50").Errors.ShouldContain(w => w.Code == "table-gap");
        Report("age >= 60").Errors.ShouldNotContain(w => w.Code == "table-gap");
    }

    [Fact]
    public void Policies_that_wait_for_one_another_are_an_error() =>
        Some.Check(Some.Policy("a", more: "after: [b]"), Some.Policy("b", more: "after: [a]")).Errors.ShouldContain(e => e.Code == "policy-cycle");

    [Fact]
    public void A_reference_to_no_policy_is_an_error_with_the_nearest_name()
    {
        var error = Some.Check(Some.Policy("pension", more: "excludes: [pensoin]")).Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe("unknown-policy");
        error.Message.En.ShouldContain("'pension'");
    }

    [Fact]
    public void Reading_a_result_needs_the_policy_in_after() =>
        Some.Check(Some.Policy("a", amount: "get value(results, \"b\").amount"), Some.Policy("b")).Errors.ShouldContain(e => e.Code == "after-missing");

    [Fact]
    public void An_unknown_member_is_an_error_with_the_nearest_name()
    {
        var error = Some.Check(Some.Policy("a", more: "fundng: []")).Errors.ShouldHaveSingleItem();
        (error.Code, error.Line).ShouldBe(("unknown-member", 7));
        error.Message.En.ShouldContain("'funding'");
    }

    [Fact]
    public void Broken_yaml_is_an_error_at_its_place()
    {
        var error = Some.Check(("policies/a.yaml", "id: a\ntitle: {zh: 甲")).Errors.ShouldHaveSingleItem();
        (error.Code, error.File).ShouldBe(("yaml-syntax", "policies/a.yaml"));
    }

    [Fact]
    public void A_failed_test_is_an_error_that_says_what_came_instead()
    {
        var report = Some.Check(Some.Policy("a"), ("tests/a.yaml", """
            on: 2016-05-01
            household: {id: h1, region: "610729101201", persons: [{id: p1, sex: male, birth: 1950-01-01}]}
            tests:
              - {name: right, expect: {a: "10.00"}}
              - {name: wrong, expect: {a: "11.00"}}
            """));
        (report.TestsPassed, report.TestsFailed, report.Ok).ShouldBe((1, 1, false));
        report.Errors.ShouldHaveSingleItem().Message.En.ShouldBe("Test 'wrong': amount of a should be 11.00 but is 10.00.");
    }

    [Fact]
    public void A_policy_without_test_or_source_is_a_warning() =>
        Some.Check(Some.Policy("a")).Warnings.Select(w => w.Code).ShouldBe(["sources-not-at-hand", "no-funding", "no-source", "no-test"], ignoreOrder: true);

    [Fact]
    public void A_parent_s_policy_is_overridden_only_with_a_reason()
    {
        var child = Some.Pack(Some.Policy("a", amount: "20"), ("pack.yaml", "id: trial\ntitle: {zh: 试行, en: Trial}\nversion: \"1\"\njurisdiction: \"61\"\nextends: base\n"));
        var parent = Path.Combine(Path.GetDirectoryName(child)!, "base");
        Directory.Move(Some.Pack(Some.Policy("a"), Some.Policy("b"), ("pack.yaml", "id: base\ntitle: {zh: 基础, en: Base}\nversion: \"1\"\njurisdiction: \"61\"\n")), parent);
        var engine = new PolicyEngine(new PolicyOptions { PacksDirectory = Path.GetDirectoryName(child)! });
        engine.Check(child).Errors.ShouldHaveSingleItem().Code.ShouldBe("override-without-reason");

        File.AppendAllText(Path.Combine(child, "policies", "a.yaml"), "\noverrides: the city pays more\n");
        engine.Check(child).Errors.ShouldBeEmpty();
        engine.Prepare("trial", Some.May2016).Evaluate(Some.Household()).Results.Select(r => $"{r.Policy} {r.Amount}").ShouldBe(["a 20.00", "b 10.00"]);
    }

    [Fact]
    public void The_hash_follows_the_content_and_not_the_layout()
    {
        string Hash(string policy) => Some.Prepare(("policies/a.yaml", policy)).Hash;
        var plain = Some.Policy("a").Text;
        Hash("# a comment\n" + plain.Replace("amount: 10", "amount:    10", StringComparison.Ordinal)).ShouldBe(Hash(plain));
        Hash(plain.Replace("amount: 10", "amount: 11", StringComparison.Ordinal)).ShouldNotBe(Hash(plain));
    }

    [Theory]
    [InlineData("按每人每月75元、85元", true)]
    [InlineData("年满70[?]70周岁", true)]
    [InlineData("按…85元", true)]
    [InlineData("按每人每月76元", false)]
    public void Quotes_are_found_across_line_breaks_and_damage(string quote, bool found) =>
        Texts().Find("plan.txt", quote).ShouldBe(found ? QuoteFound.Yes : QuoteFound.No);

    [Fact]
    public void A_missing_text_is_told_apart_from_one_that_is_no_file()
    {
        Texts().Find("other.txt", "按").ShouldBe(QuoteFound.NoFile);
        Texts().Find("云南调查年鉴2017", "2300").ShouldBe(QuoteFound.NotChecked);
    }

    private static SourceTexts Texts()
    {
        var directory = Directory.CreateTempSubdirectory("fuyao-sources").FullName;
        File.WriteAllText(Path.Combine(directory, "plan.txt"), "按每人每月\n75\n元、85元,年满70\n70周岁");
        return new SourceTexts(directory);
    }
}
