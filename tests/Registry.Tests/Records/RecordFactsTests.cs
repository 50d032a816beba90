using System.Text.Json.Nodes;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Groups;
using Fuyao.Registry.Records;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Records;

public sealed class RecordFactsTests
{
    [Fact]
    public void Every_field_of_the_dictionary_can_be_asked_for_and_read()
    {
        var dictionary = RecordDictionary.Instance;
        var kinds = dictionary.Kinds.Select(k => k.Id).ToList();
        kinds.ShouldBe([RecordKinds.Village, RecordKinds.Township, RecordKinds.Organisation, RecordKinds.Group, RecordKinds.Linkage, RecordKinds.Dwelling]);
        string[] types = ["integer", "number", "yuan", "boolean", "date", "year", "text", "code", "credit_code", "reference"];
        foreach (var field in dictionary.Fields)
        {
            field.Kinds.ShouldBeSubsetOf(kinds, field.Id);
            types.ShouldContain(field.Type, field.Id);
            dictionary.Sections.ShouldContain(s => s.Id == field.Section, field.Id);
            (field.Type == "code").ShouldBe(field.Codes is { Count: > 0 }, field.Id);
            foreach (var other in new[] { field.AtMost, field.After }.OfType<string>())
            {
                field.Kinds.ShouldAllBe(k => RecordDictionary.Of(k, field.Yearly).Any(f => f.Id == other), field.Id);
            }
        }

        foreach (var (kind, yearly) in kinds.SelectMany(k => new[] { (k, false), (k, true) }))
        {
            RecordDictionary.Of(kind, yearly).Select(f => f.Id).ShouldBeUnique($"{kind} {yearly}");
        }
    }

    [Fact]
    public void An_organisation_is_asked_what_its_kind_has_and_a_cooperative_has_no_school_stage()
    {
        var fields = RecordDictionary.Of("organisation", false).Concat(RecordDictionary.Of("organisation", true)).ToList();
        var kinds = fields.Single(f => f.Id == "kind").Codes!.Select(c => c.Code).ToList();
        fields.SelectMany(f => f.Of ?? []).ShouldBeSubsetOf(kinds);
        RecordDictionary.Instance.Fields.Where(f => f.Of is not null).ShouldAllBe(f => f.Kinds.SequenceEqual(new[] { "organisation" }) && !f.Required);

        Said("""{"kind":"school","stage":"primary"}""").ShouldBeEmpty();
        Said("""{"kind":"cooperative","stage":null,"business":"食用菌"}""").ShouldBeEmpty();
        var refused = Said("""{"kind":"cooperative","stage":"primary"}""").ShouldHaveSingleItem();
        (refused.Code, refused.Path).ShouldBe(("not-of-this-kind", "stage"));
        refused.Text.En.ShouldBe("'School stage' is not asked of a cooperative: clear it, or correct the kind.");

        static List<Problem> Said(string facts)
        {
            var problems = new List<Problem>();
            RecordFacts.Read("organisation", false, JsonNode.Parse(facts)!.AsObject(), false, problems);
            return problems;
        }
    }

    [Fact]
    public void All_faults_of_a_record_are_found_at_once_and_named_by_field()
    {
        var problems = new List<Problem>();
        RecordFacts.Read("village", true, JsonNode.Parse(
            """{"households":100,"unsafe_water_households":120,"population":-1,"cultivated":1.234,"bus":"yes","main_industry":null,"colour":"red"}""")!.AsObject(), true, problems);
        problems.Select(p => (p.Code, p.Path)).ShouldBe(
            [
                ("unknown-member", "colour"), ("more-than-whole", "unsafe_water_households"), ("wrong-value", "population"),
                ("wrong-value", "cultivated"), ("wrong-value", "bus"),
                .. RecordDictionary.Of("village", true).Where(f => f.Required && f.Id is not ("households" or "population" or "cultivated" or "bus" or "unsafe_water_households" or "main_industry"))
                    .Select(f => ("missing-member", (string?)f.Id)),
            ], ignoreOrder: true);
    }

    [Fact]
    public void Equal_facts_are_equal_text_whatever_their_order_and_zeros()
    {
        List<Problem> problems = [];
        var one = RecordFacts.Read("village", true, JsonNode.Parse("""{"population":10,"cultivated":1.50,"main_industry":" 茶叶 "}""")!.AsObject(), false, problems);
        var other = RecordFacts.Read("village", true, JsonNode.Parse("""{"main_industry":"茶叶","cultivated":1.5,"population":10.0}""")!.AsObject(), false, problems);
        problems.ShouldBeEmpty();
        RecordFacts.Write(one).ShouldBe(RecordFacts.Write(other));
    }

    [Theory]
    [InlineData("91350100M000100Y43", true)] // the standard's own example
    [InlineData("91350100M000100Y44", false)]
    [InlineData("91350100M0O0100Y43", false)] // the letter O is in no code
    [InlineData("91350100M000100Y4", false)]
    public void A_credit_code_is_checked_by_its_last_character(string code, bool valid) => CreditCode.IsValid(code).ShouldBe(valid);

    [Theory]
    [InlineData("三组", "3")]
    [InlineData("第三村民小组", "3")]
    [InlineData("3组", "3")]
    [InlineData(" 3 社", "3")]
    [InlineData("十二组", "12")]
    [InlineData("二十一组", "21")]
    [InlineData("十组", "10")]
    [InlineData("十十组", "十十组")]
    [InlineData("三岔口", "三岔口")]
    [InlineData("上湾自然村", "上湾自然村")]
    public void A_group_is_the_same_however_its_number_is_written(string text, string key) => GroupName.KeyOf(text).ShouldBe(key);
}
