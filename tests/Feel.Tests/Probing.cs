using Fuyao.Feel.Analysis;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;
using Shouldly;
using Xunit;

namespace Fuyao.Feel.Tests;

/// <summary>Trying other values in place gives what a changed copy would give, and leaves the input as it was.</summary>
public class Probing
{
    private static readonly FeelType Person = FeelType.Context("person", [new("age", FeelType.Number)]);
    private static readonly FeelType Household = FeelType.Context("household", [new("status", FeelType.String), new("persons", FeelType.List(Person))]);
    private static readonly FeelScope OfPerson = new(new("age", FeelType.Number), new("household", Household));
    private static readonly FeelScope OfHousehold = new(new("status", FeelType.String), new("household", Household));

    private static readonly FeelContext TheHousehold = FeelContext.Of(
        ("status", FeelValue.Of("registered")), ("persons", FeelValue.List(One(70), One(30))));

    [Theory]
    [InlineData("age", "81")]
    [InlineData("household.status", "\"none\"")]
    [InlineData("household.persons.[1].age", "null")]
    public void A_value_put_in_place_is_that_of_a_changed_copy(string path, string value)
    {
        var input = OfPerson.Input(("age", FeelValue.Of(70m)), ("household", FeelValue.Of(TheHousehold)));
        var before = FeelValue.Of(input).ToString();
        var probe = new FeelProbe();
        probe.Follow(input);
        probe.Put(["household", "status"], FeelValue.Of("exited")).ShouldBeTrue();
        probe.Put(path.Split('.'), FeelExpression.Compile(value, FeelScope.Empty).Required().Evaluate(FeelContext.Empty).Value).ShouldBeTrue();
        FeelValue.Of(probe.Input).ShouldBe(FeelValue.Of(FeelPaths.With(input, path.Split('.'), FeelExpression.Compile(value, FeelScope.Empty).Required().Evaluate(FeelContext.Empty).Value)!));
        FeelValue.Of(input).ToString().ShouldBe(before);
        probe.Restore();
        FeelValue.Of(probe.Input).ShouldBe(FeelValue.Of(input));
    }

    [Fact]
    public void Inputs_that_share_a_household_share_its_copy_and_nothing_else()
    {
        var probe = new FeelProbe();
        var person = OfPerson.Input(("age", FeelValue.Of(70m)), ("household", FeelValue.Of(TheHousehold)));
        var household = OfHousehold.Input(("status", FeelValue.Of("registered")), ("household", FeelValue.Of(TheHousehold)));
        probe.Follow(person);
        probe.Put(["household", "status"], FeelValue.Of("exited"));
        probe.Follow(household);
        FeelValue.Of(probe.Input).ShouldBe(FeelValue.Of(household));
        probe.Put(["household", "status"], FeelValue.Of("none")).ShouldBeTrue();
        probe.Follow(person);
        FeelValue.Of(probe.Input).ShouldBe(FeelValue.Of(person));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("age.years")]
    [InlineData("household.persons.[2].age")]
    [InlineData("household.persons.age")]
    public void A_path_that_does_not_exist_takes_no_value(string path)
    {
        var probe = new FeelProbe();
        probe.Follow(OfPerson.Input(("age", FeelValue.Of(70m)), ("household", FeelValue.Of(TheHousehold))));
        probe.Put(path.Split('.'), FeelValue.True).ShouldBeFalse();
    }

    private static FeelValue One(int age) => FeelValue.Of(FeelContext.Of(("age", FeelValue.Of((decimal)age))));
}
