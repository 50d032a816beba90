using System.Text.Json.Nodes;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Model;
using Fuyao.Registry.Search;
using Fuyao.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Search;

public sealed class SearchTests
{
    private const string Head = "02";

    [Theory]
    [InlineData("張劉喆堃昇", "张刘哲坤升")]
    [InlineData(" Ａziz·买买提 ", "aziz买买提")]
    [InlineData("羣峯甯", "群峰宁")]
    public void Traditional_and_variant_characters_fold_to_one_form(string typed, string folded) => Hanzi.Fold(typed).ShouldBe(folded);

    [Theory]
    [InlineData("单小乐", "shanxiaole")]
    [InlineData("曾国藩", "zengguofan")]
    [InlineData("仇英", "qiuying")]
    [InlineData("解珍", "xiezhen")]
    [InlineData("尉迟恭", "yuchigong")]
    [InlineData("万俟卨", "moqixie")]
    [InlineData("吕女士", "lvnvshi")]
    public void A_name_reads_first_as_people_say_it(string name, string reading) => string.Concat(Hanzi.Read(name)[0]).ShouldBe(reading);

    [Fact]
    public void Every_word_that_a_part_of_a_name_asks_for_stands_in_the_index()
    {
        foreach (var name in (string[])["张伟", "欧阳明华", "買買提·艾力", "単", "Aziz Ahmad", "𠮷田"])
        {
            var words = SearchTokens.Of(name).Split(' ');
            var folded = Hanzi.Fold(name);
            for (var from = 0; from < folded.Length; from++)
            {
                for (var length = 1; from + length <= folded.Length; length++)
                {
                    var part = folded.Substring(from, length);
                    if (SearchTokens.Ask(part).FirstOrDefault(s => s.Match == SearchMatch.Part) is { } step)
                    {
                        step.Words.ShouldAllBe(w => words.Any(t => w.Begins ? t.StartsWith(w.Text, StringComparison.Ordinal) : t == w.Text), $"{part} in {name}");
                    }
                }
            }
        }
    }

    [Theory, EachEngine]
    public async Task One_box_finds_people_by_name_part_variant_pinyin_initials_and_numbers(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync("610729");
        await AddAsync(clerk, "A1", "张伟", "李秀英");
        await AddAsync(clerk, "A2", "張偉明", "单小花");
        await AddAsync(clerk, "B7", "李张伟", "曾国强");

        (await NamesAsync(clerk, "张伟")).ShouldBe(["张伟", "張偉明", "李张伟"], "whole name, beginning, part");
        (await NamesAsync(clerk, "張偉")).ShouldBe(["张伟", "張偉明", "李张伟"], "traditional characters find the same");
        (await NamesAsync(clerk, "伟明")).ShouldBe(["張偉明"]);
        (await NamesAsync(clerk, "伟")).ShouldBe(["张伟", "李张伟", "張偉明"], ignoreOrder: true);
        (await NamesAsync(clerk, "zhangwei")).ShouldBe(["张伟", "張偉明", "李张伟"], "the given name of the third reads so");
        (await NamesAsync(clerk, "ZW")).ShouldBe(["张伟"]);
        (await NamesAsync(clerk, "zwm")).ShouldBe(["張偉明"]);
        (await NamesAsync(clerk, "shanxiao")).ShouldBe(["单小花"]);
        (await NamesAsync(clerk, "danxiaohua")).ShouldBe(["单小花"], "the usual reading finds it too");
        (await NamesAsync(clerk, "zenggq")).ShouldBeEmpty();
        (await NamesAsync(clerk, "zgq")).ShouldBe(["曾国强"]);
        (await NamesAsync(clerk, "王五")).ShouldBeEmpty();
        var byNumber = (await clerk.GetAsync("/api/search?q=A"))["items"]!.AsArray();
        byNumber.ShouldBeEmpty("one letter is no question");
        ((string)(await clerk.GetAsync("/api/search?q=A2"))["items"]![0]!["number"]!).ShouldBe("A2");
        (await NamesAsync(clerk, Some.WithCheckDigit("61072919420305001").ToLowerInvariant())).ShouldBe(["张伟", "張偉明", "李张伟"], ignoreOrder: true);
        (await clerk.GetAsync("/api/search?q=13912345678"))["items"]!.AsArray().Select(i => (string)i!["match"]!).ShouldBe(["phone", "phone", "phone"]);
        var place = (await clerk.GetAsync("/api/search?q=" + Uri.EscapeDataString("留侯")))["items"]!.AsArray();
        place.Select(i => (string)i!["kind"]!).ShouldContain("township");
        await clerk.GetAsync("/api/search?q=" + new string('张', 65), 400);
    }

    [Theory, EachEngine]
    public async Task A_former_name_finds_the_person_who_had_it_after_those_who_have_it(DbEngine engine)
    {
        await using var register = await Register.CreateAsync(engine);
        await register.StateAsync([Home(1, "周大川"), Home(2, "周小川")], _ => Span.Always);
        await register.StateAsync([Home(1, "周小川明")], known => known!.SpanFrom(new DateOnly(2016, 1, 1)));
        await register.StateAsync([Home(1, "周小河")], known => known!.SpanFrom(new DateOnly(2016, 2, 1)));

        var hits = await FindAsync(register, "610729", "周小川");
        hits.Select(h => (h.Name, h.FormerName)).ShouldBe([("周小川", null), ("周小河", "周小川明")]);
        (await FindAsync(register, "610729", "zhoudachuan")).Select(h => (h.Name, h.FormerName)).ShouldBe([("周小河", "周大川")]);
    }

    [Theory, EachEngine]
    public async Task Nobody_is_found_outside_the_area_or_before_an_import_is_published(DbEngine engine)
    {
        await using var register = await Register.CreateAsync(engine);
        await register.StateAsync([Home(1, "周大川")], _ => Span.Always);
        var hidden = await register.StateAsync([Home(2, "周大江")], _ => Span.Always, publish: false);
        foreach (var text in (string[])["周大", "zhouda", "zdc", "H000001"])
        {
            (await FindAsync(register, Some.Elsewhere, text)).ShouldBeEmpty(text);
            (await FindAsync(register, Some.Township, text)).Single().Number.ShouldBe("H000001", text);
        }

        await register.PublishAsync(hidden);
        (await FindAsync(register, "610729", "周大")).Select(h => h.Name).ShouldBe(["周大川", "周大江"], ignoreOrder: true);
    }

    [Theory, EachEngine]
    public async Task What_an_abandoned_import_named_is_forgotten_and_rebuilding_finds_the_same(DbEngine engine)
    {
        await using var register = await Register.CreateAsync(engine);
        await register.StateAsync([.. Enumerable.Range(1, 40).Select(n => Home(n, $"周大{(char)('川' + n)}"))], _ => Span.Always);
        var hidden = await register.StateAsync([Home(90, "周大江")], _ => Span.Always, publish: false);
        await register.AsAsync("610729", async services =>
        {
            await services.GetRequiredService<ChangeWriter>().RollBackAsync(Some.County, hidden, default);
            return true;
        });
        var index = await EntriesAsync(register);
        index.ShouldNotContain("周大江");
        index.Count.ShouldBe(80);
        (await register.AsAsync("61", services => services.GetRequiredService<SearchIndex>().RebuildAsync(null, default))).ShouldBe(80);
        (await EntriesAsync(register)).ShouldBe(index, ignoreOrder: true);
    }

    private static async Task<List<string>> EntriesAsync(Register register) => await register.AsAsync("610729", services =>
        Task.FromResult(services.GetRequiredService<PlatformDb>().Set<SearchEntry>().Select(e => e.Name).ToList()));

    private static async Task<IReadOnlyList<SearchHit>> FindAsync(Register register, string area, string text) =>
        await register.AsAsync(area, async services => (await services.GetRequiredService<SearchRegister>().FindAsync(text, 20, default)).Items);

    private static HouseholdState Home(int n, string name) => Some.Household(n) with
    {
        Persons = [Some.Person((n * 10) + 1_000_000, name, Head, new DateOnly(1960, 1, 1)), Some.Person((n * 10) + 1_000_001, "李芳", "10", new DateOnly(1960, 1, 1))],
    };

    private static Task<JsonNode> AddAsync(Clerk clerk, string number, string head, string member) => clerk.CreateAsync(Some.HouseholdJson(number, h =>
    {
        h["persons"]![0]!["name"] = head;
        h["persons"]![1]!["name"] = member;
    }));

    private static async Task<List<string>> NamesAsync(Clerk clerk, string text) =>
        [.. (await clerk.GetAsync("/api/search?q=" + Uri.EscapeDataString(text)))["items"]!.AsArray().Where(i => (string)i!["kind"]! == "person").Select(i => (string)i!["name"]!)];
}
