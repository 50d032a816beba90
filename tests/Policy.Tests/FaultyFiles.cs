using Fuyao.Policy.Contracts;
using Shouldly;
using Xunit;

namespace Fuyao.Policy.Tests;

/// <summary>Files that nobody could mean, and files that somebody could: every one is answered with findings, none with an exception or silence.</summary>
public class FaultyFiles
{
    private static readonly string Policy = Some.Policy("a").Text;

    [Theory]
    [InlineData("readings: &a\n  - *a", 8, 5, "itself")] // would be written out for ever
    [InlineData("source: *nowhere", 7, 9, "nowhere")]
    [InlineData("? [x, y]\n: z", 7, 3, "name")]
    [InlineData("kind: cash\nkind: cash", 8, 1, "twice")]
    [InlineData("amounts:\n\ttable: 1", 8, 1, "tab")]
    public void Yaml_that_makes_no_sense_is_an_error_at_its_place(string lines, int line, int column, string why)
    {
        var error = Some.Check(Some.Policy("a", more: lines)).Errors.ShouldHaveSingleItem();
        (error.Code, error.File, error.Line, error.Column).ShouldBe(("yaml-syntax", "policies/a.yaml", line, column));
        error.Message.En.ShouldContain(why);
        error.Message.Zh.ShouldNotBe(error.Message.En);
    }

    [Fact]
    public void Aliases_of_aliases_and_endless_brackets_are_refused_before_they_take_all_memory()
    {
        var bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 9).Select(n =>
            $"{(char)('a' + n)}: &{(char)('a' + n)} [{string.Join(", ", Enumerable.Repeat($"*{(char)('a' + n - 1)}", 9))}]\n"));
        var chain = "a0: &a0 [x]\n" + string.Concat(Enumerable.Range(1, 20_000).Select(n => $"a{n}: &a{n} [*a{n - 1}]\n"));
        var deep = Policy + "readings: " + new string('[', 50_000);
        Some.Check(("policies/a.yaml", Policy), ("parameters/b.yaml", bomb), ("parameters/c.yaml", chain), ("policies/d.yaml", deep))
            .Errors.Where(e => e.Code == "yaml-syntax").Select(e => e.File).ShouldBe(["parameters/b.yaml", "parameters/c.yaml", "policies/d.yaml"]);
    }

    [Theory]
    [InlineData("policies/b.yml")]
    [InlineData("policies/more/b.yaml")]
    [InlineData("policies/b.YAML")]
    [InlineData("b.yaml")]
    public void A_file_that_would_not_be_read_is_an_error(string file) =>
        Some.Check(Some.Policy("a"), (file, Some.Policy("b").Text)).Errors.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            e => e.Code.ShouldBe("unread-file"),
            e => e.File.ShouldBe(file));

    [Theory]
    [InlineData("[{source: county, share: -1}, {source: city, share: 2}]", "bad-share")]
    [InlineData("[{source: county, share: 0}]", "bad-share")]
    [InlineData("[{source: county, share: 0.8}, {source: city, share: 0.1}]", "shares-sum")]
    [InlineData("[{source: county, share: \"0,5\"}, {source: city, share: \"0,5\"}]", "bad-number")] // once read as 5 and 5
    public void Shares_that_make_no_whole_are_an_error(string funding, string code) =>
        Some.Check(Some.Policy("a", more: $"funding: {funding}")).Errors.Select(e => e.Code).Distinct().ShouldBe([code]);

    [Theory]
    [InlineData("[{source: county, share: 6}, {source: city, share: 4}]")]
    [InlineData("[{source: county, share: 0.8}, {source: city, share: 0.2}]")]
    [InlineData("[{source: county, share: 1}, {source: city, share: 1}, {source: town, share: 1}]")]
    public void Ratios_and_parts_of_one_are_shares(string funding) =>
        Some.Check(Some.Policy("a", more: $"funding: {funding}")).Errors.ShouldBeEmpty();

    [Theory]
    [InlineData("age")]
    [InlineData("birth")]
    public void A_variable_cannot_take_the_name_of_what_the_register_says(string name) =>
        Some.Check(Some.Policy("a"), ("variables/v.yaml", $"- {{id: {name}, of: person, title: {{zh: 另一个, en: Another}}, definition: 1 + 1}}"))
            .Errors.ShouldHaveSingleItem().Code.ShouldBe("name-taken");

    [Fact]
    public void A_line_of_a_sum_counts_once_added_or_once_taken_off() =>
        Some.Check(Some.Policy("a"), ("variables/v.yaml", "- {id: mine, of: household, title: {zh: 某数, en: Some}, lines: {income.wage: plus}}"))
            .Errors.Select(e => e.Code).ShouldContain("bad-number");

    [Theory]
    [InlineData("{id: b, title: {zh: 乙, en: B}, after: [a], closes: 2016-09-05, takes: 10 days}", "calendar-infeasible")]
    [InlineData("{id: b, title: {zh: 乙, en: B}, after: [b]}", "stage-order")]
    [InlineData("{id: b, title: {zh: 乙, en: B}, after: [c]}\n  - {id: c, title: {zh: 丙, en: C}}", "stage-order")]
    [InlineData("{id: b, title: {zh: 乙, en: B}, after: [ab]}", "unknown-rule")]
    [InlineData("{id: a, title: {zh: 乙, en: B}}", "duplicate-id")]
    [InlineData("{id: b, title: {zh: 乙, en: B}, actor: {role: county, level: moon}}", "bad-choice")]
    [InlineData("{id: b, title: {zh: 乙, en: B}, votes: {quorum: 67}}", "bad-number")]
    [InlineData("{id: b, title: {zh: 乙, en: B}, notice: {days: -3}}", "bad-number")]
    [InlineData("{id: b, title: {zh: 乙, en: B}, notice: {days: 99999999999}}", "bad-number")]
    public void A_procedure_that_cannot_be_followed_is_an_error(string second, string code) =>
        Some.Check(Some.Policy("a"), ("procedures/x.yaml", $$"""
            id: x
            title: {zh: 程序, en: Procedure}
            subject: household
            stages:
              - {id: a, title: {zh: 甲, en: A}, opens: 2016-08-30, takes: 3 days}
              - {{second}}
            """)).Errors.Select(e => e.Code).ShouldBe([code]);

    [Fact]
    public void A_pack_s_files_are_utf_8_with_or_without_its_mark_and_with_any_line_ends()
    {
        PackCheckReport Written(byte[] bytes)
        {
            var directory = Some.Pack();
            Directory.CreateDirectory(Path.Combine(directory, "policies"));
            File.WriteAllBytes(Path.Combine(directory, "policies", "a.yaml"), bytes);
            return new PolicyEngine(new PolicyOptions { PacksDirectory = Path.GetDirectoryName(directory)! }).Check(directory);
        }

        var utf8 = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true);
        Written([.. utf8.GetPreamble(), .. utf8.GetBytes(Policy.ReplaceLineEndings("\r\n"))]).Errors.ShouldBeEmpty();
        Written([.. System.Text.Encoding.Unicode.GetPreamble(), .. System.Text.Encoding.Unicode.GetBytes(Policy)]).Errors.ShouldHaveSingleItem().Code.ShouldBe("not-utf8");
    }
}
