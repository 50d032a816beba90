using System.Text;
using Fuyao.Feel.Types;
using Fuyao.Policy.Dictionary;
using Fuyao.Policy.Packs;
using Shouldly;
using Xunit;

namespace Fuyao.Policy.Tests;

public class DictionaryTests
{
    private static readonly HouseholdDictionary Dictionary = HouseholdDictionary.Build([], HouseholdDictionary.Standard, [], [], new Findings());

    [Fact]
    public void The_embedded_schema_is_the_contract_s_schema()
    {
        var contract = Path.Combine(Root(), "..", "shared", "contract", "household.schema.json");
        Assert.SkipUnless(File.Exists(contract), "needs ../shared/contract/household.schema.json beside the repository, which is not there");
        Encoding.UTF8.GetString(HouseholdDictionary.SchemaBytes).ShouldBe(File.ReadAllText(contract));
    }

    [Theory]
    [InlineData("年龄", "age")]
    [InlineData("户主", "head")]
    [InlineData("性别", "sex")]
    [InlineData("劳动能力", "labour")]
    [InlineData("失独", "only_child_lost")]
    public void A_person_s_variable_has_its_chinese_name(string alias, string name) =>
        Dictionary.PersonScope.Find(alias)!.Name.ShouldBe(name);

    [Theory]
    [InlineData("登记状态", "status")]
    [InlineData("人均纯收入", "income_per_head")]
    [InlineData("家庭人口", "size")]
    [InlineData("家庭成员", "persons")]
    [InlineData("贫困户属性", "category")]
    public void A_household_s_variable_has_its_chinese_name(string alias, string name) =>
        Dictionary.HouseholdScope.Find(alias)!.Name.ShouldBe(name);

    [Fact]
    public void Enumerations_are_closed() =>
        Dictionary.HouseholdScope.Find("status")!.Type.Codes.ShouldBe(["none", "applicant", "registered", "exited", "monitored"]);

    [Fact]
    public void Names_and_id_numbers_are_no_rule_input()
    {
        Dictionary.PersonScope.Find("name").ShouldBeNull();
        Dictionary.PersonScope.Find("id_number").ShouldBeNull();
        Dictionary.PersonScope.Find("disability_card").ShouldBeNull();
    }

    [Fact]
    public void Every_derived_variable_has_a_type_a_label_in_both_languages_and_a_definition()
    {
        foreach (var variable in Dictionary.HouseholdVariables.Concat(Dictionary.PersonVariables))
        {
            variable.Expression.ShouldNotBeNull(variable.Definition.Id);
            variable.Expression.Type.Kind.ShouldBe(FeelTypeKind.Number);
            variable.Definition.Title.Zh.ShouldNotBeEmpty();
            variable.Definition.Title.En.ShouldNotBeEmpty();
            variable.Definition.Meaning.ShouldNotBeNull();
            variable.Definition.Unit.ShouldNotBeNull();
        }
    }

    private static string Root() => Path.GetDirectoryName(Fuyao.Policy.Contracts.PolicyOptions.FindPacks(AppContext.BaseDirectory)!)!;
}
