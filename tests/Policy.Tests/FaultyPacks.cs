using Shouldly;
using Xunit;

namespace Fuyao.Policy.Tests;

/// <summary>One pack for every kind of fault: none of them may be published.</summary>
public class FaultyPacks
{
    /// <summary>Name; condition; amount; the code; line and column; the example, or a part of the message when there is none.</summary>
    public static TheoryData<string, string, string, string, int, int, string> Faults => new()
    {
        { "a Chinese name misspelt", "年令 >= 60", "10", "unknown-name", 5, 11, "年龄 = " },
        { "an English name misspelt", "agee >= 60", "10", "unknown-name", 5, 11, "age = " },
        { "a name inside an object misspelt", "disability != null and disability.grad <= 3", "10", "unknown-name", 5, 45, "disability.grade = " },
        { "a text against a number", "'\"60\" >= 60'", "10", "type-mismatch", 5, 12, "write a number without quotes: 60" },
        { "a number added to a code", "age + labour = 3", "10", "type-mismatch", 5, 11, "does not work" },
        { "a condition that is a number", "age", "10", "type-mismatch", 5, 11, "boolean" },
        { "an amount that is a text", "true", "'\"ten\"'", "type-mismatch", 6, 10, "number" },
        { "a code that is none", "household.status = \"poor\"", "10", "unknown-code", 5, 30, "household.status = " },
        { "an age that nobody reaches", "age > 200", "10", "never-true", 5, 11, "age = 150" },
        { "a code that can be no number", "disability != null and disability.grade > 9", "10", "never-true", 5, 34, "disability.grade = 4" },
        { "two conditions that exclude each other", "age >= 60 and age < 50", "10", "never-true", 5, 11, "an never be true" },
        { "a date that may be missing", "death < on", "10", "possible-null", 5, 11, "death = null" },
        { "an object that may be missing", "disability.grade <= 3", "10", "possible-null", 5, 11, "disability = null" },
        { "yuan against persons", "household.income_per_head > household.labour_count", "10", "unit-mismatch", 5, 11, "yuan" },
        { "yuan and years added", "true", "household.income_per_head + age", "unit-mismatch", 6, 9, "year" },
        { "an amount of persons", "true", "household.labour_count", "unit-mismatch", 6, 9, "yuan" },
        { "a branch that is never taken", "household.status = \"registered\"", "if household.status = \"exited\" then 5 else 10", "never-true,unreachable-branch", 6, 9, "" },
        { "a branch inside a branch", "if age > 60 then (if age < 50 then true else false) else false", "10", "never-true", 5, 11, "an never be true" },
        { "a branch that no flag reaches", "true", "if only_child_lost and not(only_child_lost) then 5 else 10", "unreachable-branch", 6, 9, "never reached" },
        { "a division by zero", "true", "10 / 0", "division-by-zero", 6, 9, "zero" },
        { "rows that overlap", "age >= 60", "{table: {inputs: [age], rows: [[\"[60..70]\", 1], [\">= 70\", 2]]}}", "table-overlap", 6, 1, "age = 70" },
        { "a gap between rows", "age >= 60", "{table: {inputs: [age], rows: [[\"[60..70)\", 1], [\"> 70\", 2]]}}", "table-gap", 6, 1, "age = 70" },
        { "a row that nothing matches", "age >= 60", "{table: {inputs: [age], rows: [[\">= 60\", 1], [\"< 50\", 2]]}}", "table-dead-row,never-true", 6, 1, "" },
        { "a row that an earlier one hides", "age >= 60", "{table: {hit: FIRST, inputs: [age], rows: [[\">= 60\", 1], [\">= 80\", 2]]}}", "table-dead-row", 6, 1, "age = 80" },
        { "a cell of another type", "age >= 60", "{table: {inputs: [age], rows: [['\"old\"', 1]]}}", "type-mismatch", 6, 1, "" },
        { "a table without rows", "true", "{table: {inputs: [age], rows: []}}", "empty-table", 6, 1, "" },
        { "a comparison that is always true", "age != null", "10", "always-true", 5, 11, "always true" },
        { "a text that is no FEEL", "age >= ", "10", "syntax", 5, 11, "" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Are_refused_with_place_reason_and_example(string fault, string eligible, string amount, string codes, int line, int column, string shows)
    {
        var report = Some.Check(Some.Policy("a", eligible, amount));
        report.Ok.ShouldBeFalse(fault);
        var error = report.Errors.FirstOrDefault(e => codes.Split(',').Contains(e.Code)).ShouldNotBeNull($"{fault}: {string.Join("; ", report.Errors.Select(e => e.Code + " " + e.Message.En))}");
        (error.File, error.Line).ShouldBe(("policies/a.yaml", line), fault);
        error.Column.ShouldBeGreaterThanOrEqualTo(column, $"{fault}: {error.Column}");
        error.Message.Zh.ShouldNotBeNullOrEmpty();
        error.Message.En.ShouldNotBeNullOrEmpty();
        error.Message.Zh.ShouldNotBe(error.Message.En);
        $"{error.Example} {error.Message.En} {error.Message.Zh}".ShouldContain(shows, Case.Sensitive, fault);
    }

    [Theory]
    [InlineData("mean")]
    [InlineData("share")] // a variable that reads it
    public void An_average_is_never_paid(string amount)
    {
        var report = Some.Check(
            Some.Policy("a", amount: amount),
            ("parameters/p.yaml", "- {id: mean, title: {zh: 平均数, en: Mean}, from: unknown, value: 3000, unit: yuan, notes: {average: \"yes\"}}"),
            ("variables/v.yaml", "- {id: share, of: person, title: {zh: 份额, en: Share}, definition: mean / 2}"));
        report.Errors.Where(e => e.Code == "average-paid").ShouldHaveSingleItem($"{string.Join("; ", report.Errors.Select(e => e.Code + " " + e.Message.En))}")
            .File.ShouldBe("policies/a.yaml");
    }
}
