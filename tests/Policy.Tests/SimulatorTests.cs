using System.Text;
using System.Text.Json.Nodes;
using Fuyao.Kernel;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Dictionary;
using Shouldly;
using Xunit;

namespace Fuyao.Policy.Tests;

/// <summary>What a pack comes to over a population, against households one by one and against figures worked by hand.</summary>
public class SimulatorTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly HouseholdDictionary Dictionary = HouseholdDictionary.Build([], [], [], [], new());

    /// <summary>Among them packs with several payers, several parts, waivers, terms and school years.</summary>
    [Theory]
    [InlineData("liuba-2015")]
    [InlineData("ganzhou-education-2015")]
    [InlineData("guiding-2015")]
    [InlineData("gongqingcheng-2018")]
    [InlineData("education-002-9")]
    public void Figures_are_the_sums_of_what_every_household_is_due_by_itself(string id)
    {
        var random = new Random(71);
        var pack = Some.Engine.Prepare(id, Some.May2016);
        var drawn = Enumerable.Range(0, 3000).Select(_ => RandomHouseholds.Next(random, Dictionary.Household)).ToList();
        var (table, kept) = RandomHouseholds.Build([drawn], pack);
        var simulator = new Simulator(new SimulatedPopulation(table, new double[kept.Count], []), new SimulationOptions(Threads: 2));
        var simulated = simulator.Run(pack, TestContext.Current.CancellationToken);
        Dictionary<string, long> policies = [], sources = [];
        var (yearly, awards) = (0L, 0);
        for (var i = 0; i < kept.Count; i++)
        {
            var results = pack.Evaluate(Encoding.UTF8.GetBytes(kept[i].ToJsonString()), Explain.Nothing).Results.Where(r => r.Status == ResultStatus.Awarded && r.Value is null).ToList();
            var own = pack.Yearly(Encoding.UTF8.GetBytes(kept[i].ToJsonString())).Values.Sum(amount => amount.Fen);
            simulated.Yearly(i).Fen.ShouldBe(own, kept[i].ToJsonString());
            yearly += own;
            awards += results.Count;
            foreach (var result in results)
            {
                policies[result.Policy] = policies.GetValueOrDefault(result.Policy) + result.Amount.Fen;
                foreach (var share in result.Funding)
                {
                    sources[share.Source] = sources.GetValueOrDefault(share.Source) + share.Amount.Fen;
                }
            }
        }

        awards.ShouldBeGreaterThan(40);
        simulated.Figures.Yearly.Fen.ShouldBe(yearly);
        simulated.Figures.Policies.Where(p => p.Amount > Money.Zero).ToDictionary(p => p.Policy, p => p.Amount.Fen).ShouldBe(policies, ignoreOrder: true);
        simulated.Figures.Sources.Where(s => s.Amount > Money.Zero).ToDictionary(s => s.Source, s => s.Amount.Fen).ShouldBe(sources, ignoreOrder: true);
    }

    [Fact]
    public void Recurring_cash_counts_as_income_and_grants_and_waivers_do_not()
    {
        // Two of 1000 yuan a head at a line of 2000: 50 a month to one of them makes 1300 a head.
        var pack = Some.Prepare(
            Some.Policy("monthly", "age >= 60", "50"),
            ("policies/once.yaml", Some.Policy("once", amount: "9000").Text.Replace("period: month", "period: once", StringComparison.Ordinal)),
            ("policies/waived.yaml", Some.Policy("waived", amount: "9000").Text + "kind: waiver\npayee: school\n"));
        var simulator = Of(new PovertyLine(2000), PoorDefinition.Income, [(1000, ["1950-01-01", "2000-01-01"])]);
        simulator.Register!.Gap.ShouldBe(50, 1e-9);
        var simulated = simulator.Run(pack, TestContext.Current.CancellationToken);
        simulated.Figures.Poverty!.Gap.ShouldBe(35, 1e-9);
        simulated.CashPerHead(0).ShouldBe(300);
        simulated.Figures.Yearly.ShouldBe(Money.FromYuan((12 * 50) + (2 * 9000) + (2 * 12 * 9000)));
    }

    [Fact]
    public void Coverage_and_its_errors_count_persons()
    {
        // Poor and reached 2, poor and not reached 1, not poor and reached 1, of unknown income 1.
        var simulator = Of(new PovertyLine(2000), PoorDefinition.Income,
            [(1000, ["1950-01-01", "1951-01-01"]), (1500, ["2000-01-01"]), (5000, ["1950-01-01"]), (double.NaN, ["1950-01-01"])]);
        var simulated = simulator.Run(Some.Prepare(Some.Policy("a", "age >= 60")), TestContext.Current.CancellationToken);
        var targeting = simulated.Figures.Targeting!;
        (targeting.Poor, targeting.Recipients, targeting.Covered, targeting.Unknown).ShouldBe((3, 3, 2, 1));
        targeting.Coverage!.Value.ShouldBe(200 / 3.0, 1e-9);
        targeting.ExclusionError!.Value.ShouldBe(100 / 3.0, 1e-9);
        targeting.InclusionError!.Value.ShouldBe(100 / 3.0, 1e-9);
        simulator.List(SimulatedList.Missed, simulated, simulated).ShouldBe([1]);
        simulator.List(SimulatedList.Leaked, simulated, simulated).ShouldBe([2]);
    }

    [Fact]
    public void Changes_that_act_on_one_another_cost_otherwise_alone_and_last()
    {
        var pack = Some.Prepare(Some.Policy("a", amount: "days * rate"), ("parameters/p.yaml", """
            - {id: days, title: {zh: 天, en: Days}, from: unknown, value: 2}
            - {id: rate, title: {zh: 率, en: Rate}, from: unknown, value: 10}
            """));
        var simulator = Of(null, PoorDefinition.Income, [(1000, ["1950-01-01"]), (1000, ["1990-01-01"])]);
        var supposed = new Supposition(new Dictionary<string, string> { ["days"] = "3", ["rate"] = "20" }, []);
        var (before, all) = (simulator.Run(pack, Ct), simulator.Run(pack.Suppose(supposed), Ct));
        // 20 a month each now, 60 with both; 30 with the days alone, 40 with the rate alone.
        simulator.Marginal(pack, supposed, before, all, Ct).Select(m => (m.Change, m.From, m.To, m.Alone.Yuan, m.Last.Yuan)).ShouldBe(
            [("days", "2", "3", 240m, 480m), ("rate", "10", "20", 480m, 720m)]);
        var change = simulator.Compare(before, all);
        (change.Winners, change.Losers, change.Unchanged, change.MeanGain).ShouldBe((2, 0, 0, Money.FromYuan(480)));
        before.Figures.Poverty.ShouldBeNull("no line is drawn");
    }

    [Fact]
    public void Tenths_are_of_persons_and_hold_every_household_of_known_income()
    {
        var simulator = Of(null, PoorDefinition.Income, [.. Enumerable.Range(1, 20).Select(i => ((double)(i * 100), new[] { "1950-01-01" })), (double.NaN, ["1950-01-01"])]);
        var (none, some) = (simulator.Run(Some.Prepare(Some.Policy("a", "false")), Ct), simulator.Run(Some.Prepare(Some.Policy("a")), Ct));
        var change = simulator.Compare(none, some);
        change.Deciles.Select(d => (d.Decile, d.Households)).ShouldBe(Enumerable.Range(1, 10).Select(d => (d, 2)));
        change.Winners.ShouldBe(21, "also the household of unknown income wins");
        simulator.Compare(some, none).Losers.ShouldBe(21);
    }

    [Fact]
    public void The_Lorenz_curve_of_four_incomes_worked_by_hand()
    {
        double[] wanted = [0, 0.1, 0.3, 0.6, 1];
        Near(new PovertyMeasures([(4, 1), (2, 1), (3, 1), (1, 1)]).Lorenz(4)!, wanted);
        // A household of two is two persons; between persons the curve is straight.
        Near(new PovertyMeasures([(1, 2), (3, 2)]).Lorenz(8)!, [0, 0.0625, 0.125, 0.1875, 0.25, 0.4375, 0.625, 0.8125, 1]);
        Near(new PovertyMeasures([(7, 3), (7, 1)]).Lorenz(2)!, [0, 0.5, 1]);

        static void Near(double[] found, double[] wanted) => found.Zip(wanted).ShouldAllBe(p => Math.Abs(p.First - p.Second) < 1e-12);
    }

    [Fact]
    public void Levers_are_the_parameters_that_decide_amounts_also_through_variables_and_earlier_results()
    {
        var levers = Some.Liuba().Levers;
        levers.Parameters.Single(p => p.Id == "pension_from_70").Policies.ShouldBe(["elderly-pension", "backstop-topup"], ignoreOrder: true);
        levers.Parameters.Single(p => p.Id == "price_index_since_2010").Value.ShouldBeNull();
        levers.Parameters.ShouldNotContain(p => p.Id == "stock_persons", "a target decides no amount");
        levers.Parameters.Where(p => p is { Type: "number", Value: not null }).ShouldAllBe(p => p.Least <= decimal.Parse(p.Value!) && decimal.Parse(p.Value!) <= p.Most && p.Step > 0);
        levers.Tables.Single(t => t.Policy == "elderly-pension").Table.Rows.Count.ShouldBe(3);
    }

    /// <summary>A course of three months from the 15th of March is paid on the first of April, May and June, whichever day is asked about; what never ends is paid twelve times.</summary>
    [Theory]
    [InlineData("2016-05-01", 100)]
    [InlineData("2016-08-01", 0)]
    public void What_lasts_some_months_costs_those_months_and_not_twelve(string on, int now)
    {
        var pack = Some.Engine.Prepare("liuba-2015", DateOnly.Parse(on, System.Globalization.CultureInfo.InvariantCulture));
        var household = """
            {"id":"11111111-1111-1111-1111-111111111111","region":"610729101201","status":"registered","category":"general","persons":[
            {"id":"22222222-2222-2222-2222-222222222222","name":"a","sex":"male","birth":"1990-01-01","training":[{"programme":"yulu","from":"2016-03-15","months":3}]},
            {"id":"33333333-3333-3333-3333-333333333333","name":"b","sex":"male","birth":"1950-01-01"}]}
            """;
        var columns = OneHousehold(pack, household);
        var simulated = new Simulator(new SimulatedPopulation(columns.Table, [1000], []), new SimulationOptions()).Run(pack, Ct);
        var training = simulated.Figures.Policies.Single(p => p.Policy == "training-living");
        (training.Amount, training.Yearly).ShouldBe((Money.FromYuan(now), Money.FromYuan(300)));
        // 75 a month to the one of 66.
        simulated.Figures.Policies.Single(p => p.Policy == "elderly-pension").Yearly.ShouldBe(Money.FromYuan(900));
        simulated.Figures.Sources.Sum(s => s.Yearly.Fen).ShouldBe(simulated.Figures.Yearly.Fen);
        var alone = pack.Yearly(Encoding.UTF8.GetBytes(household));
        (alone["training-living"], alone["elderly-pension"]).ShouldBe((Money.FromYuan(300), Money.FromYuan(900)));
        simulated.Yearly(0).Fen.ShouldBe(alone.Values.Sum(a => a.Fen));
        // Half of it supposed: the months stay what they are.
        var dearer = new Simulator(new SimulatedPopulation(columns.Table, [1000], []), new SimulationOptions())
            .Run(pack.Suppose(new Supposition(new Dictionary<string, string> { ["training_living"] = "150" }, [])), Ct);
        (dearer.Figures.Yearly - simulated.Figures.Yearly).ShouldBe(Money.FromYuan(150));
    }

    /// <summary>Born in the first week of July 1936: 85 a month until July, 95 from August on, as the runs of these months award; born on the first of July, from July on.</summary>
    [Theory]
    [InlineData("1936-07-05", (7 * 85) + (5 * 95))]
    [InlineData("1936-07-01", (6 * 85) + (6 * 95))]
    [InlineData("1956-12-01", 75)]
    [InlineData("1957-01-01", 0)]
    public void A_birthday_within_the_year_counts_from_the_next_months_run(string birth, int yearly)
    {
        var household = $$"""
            {"id":"11111111-1111-1111-1111-111111111111","region":"610729101201","status":"registered","category":"general","persons":[
            {"id":"22222222-2222-2222-2222-222222222222","name":"a","sex":"male","birth":"{{birth}}"}]}
            """;
        foreach (var on in new[] { "2016-01-01", "2016-05-20", "2016-12-31" })
        {
            var pack = Some.Engine.Prepare("liuba-2015", DateOnly.Parse(on, System.Globalization.CultureInfo.InvariantCulture));
            var simulated = new Simulator(new SimulatedPopulation(OneHousehold(pack, household).Table, [1000], []), new SimulationOptions()).Run(pack, Ct);
            simulated.Figures.Policies.Single(p => p.Policy == "elderly-pension").Yearly.ShouldBe(Money.FromYuan(yearly), on);
            pack.Yearly(Encoding.UTF8.GetBytes(household)).GetValueOrDefault("elderly-pension").ShouldBe(Money.FromYuan(yearly), on);
        }

        // The runs of the twelve months.
        Enumerable.Range(1, 12).Sum(month => Some.Engine.Prepare("liuba-2015", new DateOnly(2016, month, 1))
            .Evaluate(Encoding.UTF8.GetBytes(household), Explain.Nothing, "elderly-pension").Results.Where(r => r.Status == ResultStatus.Awarded).Sum(r => r.Amount.Fen)).ShouldBe(yearly * 100);
    }

    /// <summary>
    /// One person, 3,000 a year of which 1,200 transfers, in 2015. A pension of 50 a month is 600 a year. Recorded or paid for 2015 it is in the 3,000: without
    /// benefits there are 2,400, and with the pension 3,000 again. Of another year, once, or of another scheme it is not, and 3,600 come out.
    /// </summary>
    [Theory]
    [InlineData("""{"programme":"养老金","amount":50,"date":"2015-03-01","recurring":"month"}""", 0, 2015, 2400)]
    [InlineData("""{"programme":"pension","amount":600,"date":"2015-12-01","recurring":"year"}""", 0, 2015, 2400)]
    [InlineData("", 600, 2015, 2400)]
    [InlineData("""{"programme":"pension","amount":50,"date":"2015-03-01","recurring":"month"},{"programme":"pension","amount":50,"date":"2015-04-01","recurring":"month"}""", 550, 2015, 2400)]
    [InlineData("""{"programme":"pension","amount":200,"date":"2015-03-01","recurring":"month"}""", 0, 2015, 1800)]
    [InlineData("""{"programme":"pension","amount":50,"date":"2016-03-01","recurring":"month"}""", 0, 2015, 3000)]
    [InlineData("""{"programme":"pension","amount":600,"date":"2015-03-01","recurring":"once"}""", 0, 2015, 3000)]
    [InlineData("""{"programme":"低保金","amount":50,"date":"2015-03-01","recurring":"month"}""", 0, 2015, 3000)]
    [InlineData("", 600, 2016, 3000)]
    public void A_benefit_that_the_stated_income_holds_is_taken_out_before_it_is_added(string received, int paid, int paidFor, double without)
    {
        var pack = Some.Prepare(("policies/pension.yaml", Some.Policy("pension", amount: "50").Text.Replace("{zh: 某项政策, en: Some policy}", "{zh: 养老金, en: Pension}", StringComparison.Ordinal)));
        var columns = OneHousehold(pack, $$"""
            {"id":"11111111-1111-1111-1111-111111111111","region":"610729101201","status":"registered","income":{"year":2015,"wage":1800,"business":0,"property":0,"transfer":1200,"business_cost":0},
            "received":[{{received}}],"persons":[{"id":"22222222-2222-2222-2222-222222222222","name":"a","sex":"male","birth":"1950-01-01"}]}
            """);
        var population = SimulatedPopulation.Of(pack, columns, _ => null, [], paid == 0 ? [] : [new PaidBenefit(0, "pension", paidFor, Money.FromYuan(paid))]);
        population.IncomePerHead.ShouldBe([3000.0]);
        var before = population.Before(pack);
        before.IncomePerHead.ShouldBe([without]);
        (before.TakenOut.Households, before.TakenOut.Amount.Yuan).ShouldBe((without < 3000 ? 1 : 0, (decimal)(3000 - without)));
        // The gap at a line of 4,000, by the income with the pension counted once.
        var simulator = new Simulator(before, new SimulationOptions(new PovertyLine(4000)));
        simulator.Register!.Gap.ShouldBe((4000 - without) / 40, 1e-9);
        simulator.Run(pack, Ct).Figures.Poverty!.Gap.ShouldBe((4000 - without - 600) / 40, 1e-9);
        population.Before(Some.Prepare(Some.Policy("other"))).IncomePerHead.ShouldBe([3000.0], "what the packs do not give stays income");
    }

    [Fact]
    public void Poor_may_be_whoever_meets_the_condition_of_a_policy()
    {
        var pack = Some.Prepare(Some.Policy("old", "age >= 60"), Some.Policy("young", "age < 40"));
        var simulated = Of(null, PoorDefinition.Policy, [(1, ["1950-01-01", "1980-01-01"]), (1, ["1980-01-01"]), (1, ["1990-01-01"])], new PoorPolicy(pack, "old")).Run(pack, Ct);
        var targeting = simulated.Figures.Targeting!;
        (targeting.Poor, targeting.Recipients, targeting.Covered, targeting.Unknown).ShouldBe((2, 4, 2, 0));
    }

    private static HouseholdColumns OneHousehold(PreparedPack pack, string json)
    {
        var household = JsonNode.Parse(json)!.AsObject();
        var persons = household["persons"]!.AsArray();
        household.Remove("persons");
        foreach (var name in new[] { "id", "region" })
        {
            household.Remove(name);
        }

        var builder = pack.Population();
        builder.Begin(610729101201, Encoding.UTF8.GetBytes(household.ToJsonString()));
        foreach (var person in persons)
        {
            builder.Person(Encoding.UTF8.GetBytes(person!.ToJsonString()));
        }

        builder.End().ShouldBeTrue();
        return builder.Build();
    }

    /// <summary>Households with an income per head and the days of birth of their members.</summary>
    private static Simulator Of(PovertyLine? line, PoorDefinition poor, IReadOnlyList<(double Income, string[] Births)> households, PoorPolicy? entitled = null)
    {
        var builder = Some.Liuba().Population();
        foreach (var (_, births) in households)
        {
            builder.Begin(610729101201, """{"status":"registered"}"""u8);
            foreach (var birth in births)
            {
                builder.Person(Encoding.UTF8.GetBytes(new JsonObject { ["sex"] = "male", ["birth"] = birth }.ToJsonString()));
            }

            builder.End().ShouldBeTrue();
        }

        return new Simulator(new SimulatedPopulation(builder.Build().Table, [.. households.Select(h => h.Income)], []), new SimulationOptions(line, poor, Entitled: entitled));
    }
}
