using System.Text;
using Fuyao.Kernel.Problems;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Dictionary;
using Shouldly;
using Xunit;

namespace Fuyao.Policy.Tests;

/// <summary>Rules about loans, funds, villages … are as strict as those about households, and are worked out from the subject's facts.</summary>
public class SubjectTests
{
    private static (string File, string Text) Subsidy(string eligible = "registered and purpose in (\"planting\", \"breeding\")", string amount = "interest_paid") => ("policies/a.yaml", $$"""
        id: a
        title: {zh: 贴息, en: Interest subsidy}
        subject: loan
        period: year
        kind: cash
        payee: household
        eligible: {{eligible}}
        amount: {{amount}}
        """);

    /// <summary>Condition; the code; the column; a part of the message or the example.</summary>
    public static TheoryData<string, string, int, string> Faults => new()
    {
        { "princpal > 0", "unknown-name", 11, "Did you mean 'principal'" },
        { "'贷款用徒 = \"planting\"'", "unknown-name", 12, "贷款用途" },
        { "'purpose = \"plantin\"'", "unknown-code", 22, "planting" },
        { "principal > term", "unit-mismatch", 11, "month" },
        { "'term = \"36\"'", "type-mismatch", 12, "number" },
        { "rate > 4.35", "never-true", 11, "rate = 1" },
        { "repaid_on < due_on", "possible-null", 11, "repaid_on = null" },
        { "age >= 18", "unknown-name", 11, "age" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_in_a_rule_about_a_loan_is_found_at_its_place(string eligible, string code, int column, string says)
    {
        var error = Some.Check(Subsidy(eligible)).Errors.ShouldHaveSingleItem();
        (error.Code, error.Line, error.Column).ShouldBe((code, 7, column));
        $"{error.Message.En} {error.Message.Zh} {error.Example}".ShouldContain(says);
    }

    [Fact]
    public void A_policy_about_a_loan_is_worked_out_from_its_facts_with_reasons()
    {
        var pack = Some.Prepare(Subsidy());
        var outcome = pack.Evaluate(PolicySubject.Loan, """{"id": "L1", "registered": true, "purpose": "planting", "interest_paid": 2175.005}"""u8.ToArray(), Explain.Alternatives);
        var result = outcome.Results.ShouldHaveSingleItem();
        (result.Subject, result.Status, result.Amount.ToString(), result.Period).ShouldBe(("L1", ResultStatus.Awarded, "2175.01", "2016"));
        result.Because.Select(b => b.Expression).ShouldBe(["registered", "purpose", "interest_paid"]);
        result.Says!.Zh.ShouldContain("贷款用途种植");
    }

    [Fact]
    public void What_is_not_known_of_a_loan_leaves_its_policy_undetermined()
    {
        var result = Some.Prepare(Subsidy()).Evaluate(PolicySubject.Loan, """{"registered": true, "interest_paid": 1}"""u8.ToArray()).Results[0];
        (result.Status, result.Subject, string.Join(",", result.Needs)).ShouldBe((ResultStatus.Undetermined, "loan", "purpose"));
    }

    [Fact]
    public void Facts_that_a_loan_does_not_have_or_of_another_type_are_refused_all_at_once() =>
        Should.Throw<ProblemException>(() => Some.Prepare(Subsidy()).Evaluate(PolicySubject.Loan, Encoding.UTF8.GetBytes(
            """{"age": 40, "term": 1.5, "purpose": "gambling", "due_on": "tomorrow"}"""))).Problems.Select(p => $"{p.Path} {p.Code}")
            .ShouldBe(["age unknown-member", "term out-of-range", "purpose unknown-code", "due_on bad-date"]);

    [Fact]
    public void Policies_about_the_same_loan_read_one_another_and_about_another_subject_may_not()
    {
        (string, string) Second(string subject) => ("policies/b.yaml", Subsidy("true", "get value(results, \"a\").amount * 0.5").Text.Replace("id: a", "id: b", StringComparison.Ordinal).Replace("subject: loan", $"subject: {subject}", StringComparison.Ordinal) + "\nafter: [a]");
        Some.Prepare(Subsidy(), Second("loan")).Evaluate(PolicySubject.Loan, """{"registered": true, "purpose": "planting", "interest_paid": 100}"""u8.ToArray())
            .Results.Select(r => r.Amount.ToString()).ShouldBe(["100.00", "50.00"]);
        Some.Check(Subsidy(), Second("village")).Errors.ShouldContain(e => e.Code == "other-subject" && e.File == "policies/b.yaml");
    }

    [Fact]
    public void Lists_of_a_subject_have_typed_items()
    {
        (string, string) Check(string holds) => ("checks/budget.yaml", $$"""
            id: budget
            title: {zh: 预算, en: Budget}
            subject: project
            holds: {{holds}}
            figures: [planned, budget]
            """);
        Some.Check(Check("planned = budget and every line in lines satisfies line.amont > 0")).Errors.ShouldHaveSingleItem().Message.En.ShouldContain("amount");
        var pack = Some.Prepare(Check("planned = budget"));
        pack.Evaluate(PolicySubject.Project, """{"budget": 231000, "lines": [{"item": "堤", "amount": 75000}, {"item": "路", "amount": 60000}, {"item": "沼气", "amount": 96000}]}"""u8.ToArray())
            .Checks.ShouldHaveSingleItem().Status.ShouldBe(CheckStatus.Pass);
        pack.Evaluate(PolicySubject.Project, """{"budget": 1, "lines": [{"amount": null}]}"""u8.ToArray()).Checks[0].Status.ShouldBe(CheckStatus.Undetermined);
        pack.Evaluate(PolicySubject.Project, """{"budget": 1}"""u8.ToArray()).Checks[0].Needs.ShouldBe(["lines"]);
    }

    [Fact]
    public void A_procedure_s_outcome_for_a_loan_follows_its_precedence_and_waits_for_what_could_go_before()
    {
        var pack = Some.Prepare(("procedures/p.yaml", """
            id: p
            title: {zh: 损失, en: Loss}
            subject: loan
            outcomes:
              - {id: market, title: {zh: 市场, en: Market}, when: cause = "market"}
              - {id: recommended, title: {zh: 推荐, en: Recommended}, when: recommended}
            precedence: [{rule: market, over: recommended, reason: {zh: 例, en: a sample}}]
            """));
        (string?, string) Outcome(string facts) => pack.Evaluate(PolicySubject.Loan, Encoding.UTF8.GetBytes(facts)).Procedures.Select(p => (p.Outcome, string.Join(",", p.Needs))).Single();
        Outcome("""{"cause": "market", "recommended": true}""").ShouldBe(("market", ""));
        Outcome("""{"cause": "other", "recommended": true}""").ShouldBe(("recommended", ""));
        Outcome("""{"recommended": true}""").ShouldBe((null, "cause"));
        Outcome("""{"cause": "other", "recommended": false}""").ShouldBe((null, ""));
    }

    [Fact]
    public void A_pack_s_tests_give_the_facts_of_a_loan_and_expect_amounts_checks_and_outcomes()
    {
        var report = Some.Check(Subsidy(), ("checks/term.yaml", "id: term\ntitle: {zh: 期限, en: Term}\nsubject: loan\nholds: term <= 36"), ("tests/t.yaml", """
            on: 2016-05-01
            tests:
              - {name: right, facts: {registered: true, purpose: planting, interest_paid: 100, term: 36}, expect: {a: "100.00"}, checks: {term: pass}}
              - {name: wrong, facts: {registered: false, term: 37}, expect: {a: "100.00"}, checks: {term: pass}}
              - {name: misspelt, facts: {}, checks: {trm: pass}}
            """));
        (report.TestsPassed, report.TestsFailed).ShouldBe((1, 2));
        report.Errors.Select(e => e.Message.En).ShouldBe(
        [
            "Test 'wrong': status of a should be awarded but is not_eligible.", "Test 'wrong': status of term should be pass but is fail.",
            "Test 'misspelt': there is no rule 'trm'. Did you mean 'term'?",
        ]);
    }

    [Fact]
    public void A_pack_adds_facts_and_variables_of_a_subject_and_names_that_are_taken_are_refused()
    {
        var more = ("variables/loan.yaml", """
            - {id: orchards, of: loan, title: {zh: 果园, en: Orchards}, type: number, unit: mu, min: 0}
            - {id: per_mu, of: loan, title: {zh: 亩均贷款, en: Loan per mu}, unit: yuan, definition: "if orchards > 0 then principal / orchards else 0", meaning: {zh: 例, en: a sample}}
            """);
        Some.Prepare(Subsidy("per_mu > 100", "per_mu"), more).Evaluate(PolicySubject.Loan, """{"principal": 1000, "orchards": 4}"""u8.ToArray()).Results[0].Amount.ToString().ShouldBe("250.00");
        Some.Check(Subsidy(), ("parameters/p.yaml", "{id: principal, title: {zh: 本, en: P}, unit: yuan, from: unknown, value: 3}")).Errors.ShouldHaveSingleItem().Code.ShouldBe("name-taken");
        Some.Check(Some.Policy("b"), ("parameters/p.yaml", "{id: age, title: {zh: 岁, en: P}, unit: year, from: unknown, value: 3}")).Errors.ShouldHaveSingleItem().Code.ShouldBe("name-taken");
    }

    [Fact]
    public void Every_subject_has_its_dictionary_with_words_in_both_languages()
    {
        SubjectFiles.All.Select(f => f.Subject).ShouldBe(Enum.GetValues<PolicySubject>().Except([PolicySubject.Person, PolicySubject.Household]));
        foreach (var file in SubjectFiles.All)
        {
            var check = ("checks/c.yaml", $"id: c\ntitle: {{zh: 甲, en: A}}\nsubject: {file.Subject.ToString().ToLowerInvariant()}\nwhen: id = \"x\"\nholds: id = \"x\" or on > date(\"2016-01-01\")");
            Some.Check(check).Errors.Select(e => e.Message.En).ShouldNotContain(e => e.Contains("already means", StringComparison.Ordinal), file.Subject.ToString());
            Some.Prepare(check).Evaluate(file.Subject, "{}"u8.ToArray()).Checks.Count.ShouldBe(0);
            file.Facts.Select(f => f.Title.En).Distinct().Count().ShouldBe(file.Facts.Count, file.Subject.ToString());
        }
    }
}
