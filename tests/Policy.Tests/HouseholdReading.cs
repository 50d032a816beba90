using System.Text;
using Fuyao.Feel.Values;
using Fuyao.Kernel.Problems;
using Fuyao.Policy.Dictionary;
using Fuyao.Policy.Packs;
using Shouldly;
using Xunit;

namespace Fuyao.Policy.Tests;

public class HouseholdReading
{
    private static readonly HouseholdDictionary Dictionary = HouseholdDictionary.Build([], HouseholdDictionary.Standard, [], [], new Findings());

    [Theory]
    [InlineData("relocation", FeelKind.Null)] // an object: none
    [InlineData("income", FeelKind.Null)]
    [InlineData("registered_on", FeelKind.Null)] // a date: none
    [InlineData("monitoring", FeelKind.Null)] // the one enumeration of which absence says none
    [InlineData("electricity", FeelKind.Boolean)] // a boolean: false
    [InlineData("cooperative", FeelKind.Boolean)]
    [InlineData("category", FeelKind.Unknown)] // an enumeration: unknown
    [InlineData("water_safe", FeelKind.Unknown)]
    [InlineData("willing", FeelKind.Unknown)]
    [InlineData("resources", FeelKind.Unknown)]
    [InlineData("stable_income", FeelKind.Unknown)]
    [InlineData("causes", FeelKind.List)] // an array: none
    [InlineData("hardship", FeelKind.List)]
    public void An_absent_member_is_what_the_contract_says(string name, FeelKind kind)
    {
        var value = Household("")[name];
        value.Kind.ShouldBe(kind);
        (value.IsTrue, value.Kind == FeelKind.List && value.AsList.Length > 0).ShouldBe((false, false));
    }

    [Theory]
    [InlineData("assets", "cars", FeelKind.Unknown)]
    [InlineData("assets", "town_housing", FeelKind.Unknown)]
    [InlineData("housing", "area", FeelKind.Unknown)]
    [InlineData("village", "poor", FeelKind.Boolean)]
    [InlineData("relocation", "moved", FeelKind.Boolean)]
    [InlineData("relocation", "mode", FeelKind.Unknown)]
    public void An_absent_member_of_an_object_that_is_there_is_what_the_contract_says(string name, string member, FeelKind kind) =>
        Household($"\"{name}\":{{}}")[name].AsContext[member].Kind.ShouldBe(kind);

    [Fact]
    public void Defaults_of_the_schema_apply() => Household("\"income\":{\"year\":2015}")["income"].AsContext["wage"].ShouldBe(FeelValue.Of(0m));

    [Theory]
    [InlineData("\"status\":null", "status")]
    [InlineData("\"electricity\":null", "electricity")]
    [InlineData("\"hardship\":null", "hardship")]
    [InlineData("\"relocation\":null", "relocation")]
    [InlineData("\"exited_on\":null", "exited_on")]
    public void An_explicit_null_is_unknown_and_names_itself(string members, string name)
    {
        // The status given by the builder is taken away so that it is not given twice.
        var json = Encoding.UTF8.GetString(Some.Household(members)).Replace("\"status\":\"registered\",", "", StringComparison.Ordinal);
        Read(Encoding.UTF8.GetBytes(json))[name].Needs.ShouldBe([name]);
    }

    [Theory]
    [InlineData("{", "not-json", null)]
    [InlineData("[]", "expected-object", null)]
    [InlineData("""{"id":"h","region":"61"}""", "bad-format", "region")]
    [InlineData("""{"id":"h","region":"610729101201"}""", "missing", "persons")]
    [InlineData("""{"id":"h","region":"610729101201","persons":[]}""", "item-count", "persons")]
    [InlineData("""{"id":"h","region":"610729101201","colour":1,"persons":[{"id":"p","sex":"male","birth":"2000-01-01"}]}""", "unknown-member", "colour")]
    [InlineData("""{"id":"h","region":"610729101201","persons":[{"id":"p","sex":"man","birth":"2000-01-01"}]}""", "unknown-code", "persons[0].sex")]
    [InlineData("""{"id":"h","region":"610729101201","persons":[{"id":"p","sex":"male","birth":"2001-02-29"}]}""", "bad-date", "persons[0].birth")]
    [InlineData("""{"id":"h","region":"610729101201","persons":[{"id":"p","sex":"male","birth":"2000-01-01"},{"id":"p","sex":"male","birth":"2000-01-01"}]}""", "duplicate-id", "persons[1].id")]
    [InlineData("""{"id":"h","region":"610729101201","land":{"cultivated":-1},"persons":[{"id":"p","sex":"male","birth":"2000-01-01"}]}""", "out-of-range", "land.cultivated")]
    [InlineData("""{"id":"h","region":"610729101201","hardship":["special","special"],"persons":[{"id":"p","sex":"male","birth":"2000-01-01"}]}""", "duplicate-item", "hardship")]
    [InlineData("""{"id":"h","id":"h","region":"610729101201","persons":[{"id":"p","sex":"male","birth":"2000-01-01"}]}""", "duplicate-member", "id")]
    [InlineData("""{"id":"h","region":"610729101201","persons":[{"id":"p","sex":"male","birth":"2000-01-01","disability":{"grade":1.5}}]}""", "out-of-range", "persons[0].disability.grade")]
    public void A_document_that_is_no_household_is_refused_with_the_place(string json, string code, string? path)
    {
        var problems = Should.Throw<ProblemException>(() => Some.Liuba().Evaluate(Encoding.UTF8.GetBytes(json))).Problems;
        problems.ShouldContain(p => p.Code == code && p.Path == path);
    }

    [Fact]
    public void All_faults_come_at_once()
    {
        var json = """{"id":"h","region":"6","status":"poor","persons":[{"id":"p","birth":"x"}]}"""u8.ToArray();
        Should.Throw<ProblemException>(() => Some.Liuba().Evaluate(json)).Problems.Select(p => p.Path)
            .ShouldBe(["region", "status", "persons[0].birth", "persons[0].sex"], ignoreOrder: true);
    }

    private static FeelContext Household(string members) => Read(Some.Household(members));

    private static FeelContext Read(byte[] json) => new(Dictionary.Household.Slots!.Shape, new HouseholdReader(Dictionary.Household, Dictionary.Persons).Read(json)!.Values);
}
