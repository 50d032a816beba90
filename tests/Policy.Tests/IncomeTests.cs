using Fuyao.Kernel;
using Shouldly;
using Xunit;

namespace Fuyao.Policy.Tests;

public class IncomeTests
{
    private const string Income = "\"income\":{\"year\":2015,\"wage\":18000,\"business\":9000,\"business_cost\":4000,\"property\":1000,\"transfer\":2400,\"excluded\":20000}";

    private static readonly byte[] Four = Some.Household(Income, Some.Person(), Some.Person("p2"), Some.Person("p3"), Some.Person("p4"));

    [Fact]
    public void Income_per_head_is_components_less_costs_over_living_persons()
    {
        var working = Some.Engine.ComputeIncome(Four, Some.May2016);
        (working.Total, working.PerHead, working.Heads, working.Year).ShouldBe((Money.FromYuan(26400), Money.FromYuan(6600), 4, 2015));
    }

    [Fact]
    public void The_working_shows_every_component_with_its_sign()
    {
        var lines = Some.Engine.ComputeIncome(Four, Some.May2016).Lines;
        lines.Select(l => (l.Id, l.Amount!.Value.ToString(), l.Sign)).ShouldBe(
        [
            ("income.wage", "18000.00", 1), ("income.business", "9000.00", 1), ("income.property", "1000.00", 1),
            ("income.transfer", "2400.00", 1), ("income.business_cost", "4000.00", -1), ("income.excluded", "20000.00", 0),
        ]);
        lines.Select(l => l.Label.Zh).First().ShouldBe("工资性收入");
    }

    [Fact]
    public void The_working_is_what_policies_read()
    {
        var pack = Some.Prepare(Some.Policy("a", amount: "household.income_per_head"));
        pack.Evaluate(Four).Results[0].Amount.ShouldBe(pack.ComputeIncome(Four).PerHead!.Value);
    }

    [Fact]
    public void Without_figures_the_working_says_what_is_needed()
    {
        var working = Some.Engine.ComputeIncome(Some.Household(), Some.May2016);
        (working.Total, working.PerHead).ShouldBe((null, null));
        working.Needs.ShouldBe(["income"]);
        working.Lines.ShouldAllBe(l => l.Amount == null);
    }
}
