using System.Text;
using System.Text.Json.Nodes;
using Fuyao.Feel.Values;
using Fuyao.Policy.Columns;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Dictionary;
using Shouldly;
using Xunit;

namespace Fuyao.Policy.Tests;

/// <summary>Households laid out from JSON are the households that the interpreter reads from the same JSON.</summary>
public class PopulationBuilding
{
    private static readonly string[] Lost = ["income", "status", "labour", "insurance", "stage", "new_entrant", "in_plan", "place", "tuition_waived"];
    private static readonly HouseholdDictionary Dictionary = HouseholdDictionary.Build([], [], [], [], new());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_member_of_every_household_is_what_the_interpreter_reads(int seed)
    {
        var random = new Random(seed);
        var households = Enumerable.Range(0, 60).Select(_ => RandomHouseholds.Next(random, Dictionary.Household)).ToList();
        var (table, kept) = RandomHouseholds.Build([.. households.Chunk(seed * 10)]);
        kept.Count.ShouldBe(60);
        var reader = new HouseholdReader(Dictionary.Household, Dictionary.Persons);
        var rows = new ColumnHouseholds(Dictionary, table);
        for (var i = 0; i < kept.Count; i++)
        {
            var wanted = reader.Read(Encoding.UTF8.GetBytes(kept[i].ToJsonString()));
            wanted.ShouldNotBeNull(kept[i].ToJsonString());
            var found = rows.Read(i);
            Same(Dictionary.Household, found.Values, wanted.Values, "");
            wanted.Persons.RemoveAll(p => !IsLiving(p));
            found.Persons.Count.ShouldBe(wanted.Persons.Count);
            for (var p = 0; p < found.Persons.Count; p++)
            {
                Same(Dictionary.Person, found.Persons[p].Values, wanted.Persons[p].Values, $"household {i}, person {p}: ");
            }
        }
    }

    [Fact]
    public void Columns_from_json_award_what_each_household_is_awarded_by_itself()
    {
        var random = new Random(11);
        var pack = Some.Liuba();
        var households = Enumerable.Range(0, 400).Select(_ => RandomHouseholds.Next(random, Dictionary.Household)).ToList();
        var (table, kept) = RandomHouseholds.Build([households], pack);
        var results = pack.Over(table).Run(cancellation: TestContext.Current.CancellationToken);
        var awarded = 0;
        var persons = table.Lists["persons"].Offsets!;
        for (var i = 0; i < kept.Count; i++)
        {
            foreach (var group in pack.Evaluate(Encoding.UTF8.GetBytes(kept[i].ToJsonString()), Explain.Nothing).Results.GroupBy(r => r.Policy))
            {
                var first = pack.Policies.Single(p => p.Id == group.Key).Subject == PolicySubject.Person ? persons[i] : i;
                foreach (var (s, wanted) in group.Index())
                {
                    results.Award(group.Key, first + s).ShouldBe((wanted.Status, wanted.Amount), $"{group.Key} of {kept[i].ToJsonString()}");
                    awarded += wanted.Status == ResultStatus.Awarded ? 1 : 0;
                }
            }
        }

        awarded.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void What_waits_for_a_parameter_alone_needs_nothing_else_by_the_interpreter_and_contradictions_are_counted_alike()
    {
        var random = new Random(12);
        var pack = Some.Liuba();
        var (table, kept) = RandomHouseholds.Build([[.. Enumerable.Range(0, 600).Select(i => i % 2 == 0 ? RandomHouseholds.Next(random, Dictionary.Household) : WellKnown(random))]], pack);
        kept.Count.ShouldBe(600);
        var rules = pack.OverHouseholds(new HouseholdColumns(table), conflicts: true);
        rules.Interpreted.ShouldBeEmpty();
        var results = rules.Run(cancellation: TestContext.Current.CancellationToken);
        var (waiting, asking, contradictory) = (0, 0, 0);
        for (var i = 0; i < kept.Count; i++)
        {
            var outcome = pack.Evaluate(Encoding.UTF8.GetBytes(kept[i].ToJsonString()), Explain.Nothing);
            contradictory += outcome.Conflicts.Count > 0 ? 1 : 0;
            foreach (var open in outcome.Results.Where(r => r.Status == ResultStatus.Undetermined))
            {
                if (results.WaitsForParameter(open.Policy, i) is { } parameter)
                {
                    open.Needs.ShouldBe([parameter], $"{open.Policy} of {kept[i].ToJsonString()}");
                    waiting++;
                }
                else
                {
                    asking++;
                }
            }
        }

        results.Conflicts().ShouldBe(contradictory);
        waiting.ShouldBeGreaterThan(10);
        asking.ShouldBeGreaterThan(10);
    }

    [Theory]
    [InlineData("""{"status":"nonsense"}""")]
    [InlineData("""{"nonsense":1}""")]
    [InlineData("""{"land":{"forest":-1}}""")]
    [InlineData("""{"status":"registered","status":"registered"}""")]
    [InlineData("""{"registered_on":"2016-02-30"}""")]
    [InlineData("""{"hardship":["special","special"]}""")]
    [InlineData("""{"income":{"year":2015,"wage":1.00000001}}""")]
    [InlineData("""{"income":{"year":2015,"wage":12""")]
    [InlineData("""[]""")]
    public void A_household_that_cannot_be_read_leaves_no_trace(string facts)
    {
        var builder = Some.Liuba().Population();
        foreach (var text in (string[])["""{"income":{"year":2015,"wage":5},"hardship":["special"]}""", facts, """{"income":{"year":2015,"wage":7.5}}"""])
        {
            builder.Begin(610729101201, Encoding.UTF8.GetBytes(text));
            builder.Person("""{"sex":"male","birth":"1970-01-01","health":["chronic"]}"""u8);
            builder.End().ShouldBe(text != facts);
        }

        builder.Begin(610729101201, "{}"u8);
        builder.End().ShouldBeFalse("nobody lives there");
        builder.Begin(610729101201, "{}"u8);
        builder.Person("""{"sex":"male"}"""u8).ShouldBeFalse("no day of birth");
        builder.End().ShouldBeFalse();
        var table = builder.Table();
        (table.Count, table.Lists["persons"].Count, table.Lists["persons"].Lists["health"].Count, table.Lists["hardship"].Count).ShouldBe((2, 2, 2, 1));
        table.Columns["income.wage"].At(1).ShouldBe(FeelValue.Of(7.5m));
    }

    // Everything is known of it, but for one fact of every third.
    private static JsonObject WellKnown(Random random)
    {
        var household = JsonNode.Parse($$$"""
            {"id":"h","region":"610729101201","status":"registered","category":"general","income":{"year":2015,"wage":{{{random.Next(3000)}}},"business":0,"property":0,"transfer":0,"business_cost":0},
             "hardship":[],"received":[],"persons":[
               {"id":"p0","sex":"male","birth":"1950-01-01","labour":"none","health":["healthy"],"insurance":{"medical":false,"pension":false,"major_illness":false},"training":[]},
               {"id":"p1","sex":"male","birth":"1998-01-01","labour":"none","health":["healthy"],"insurance":{"medical":true,"pension":true,"major_illness":true},"training":[],
                "school":{"stage":"vocational_college","grade":1,"boarding":true,"public":true,"inclusive":false,"place":"province","new_entrant":true,"in_plan":true,"tuition_waived":false,"school_days":200,"disciplined":false,"extravagant":false}}]}
            """)!.AsObject();
        if (random.Next(3) == 0)
        {
            var person = household["persons"]![1]!.AsObject();
            JsonObject[] objects = [household, person, person["school"]!.AsObject()];
            foreach (var facts in objects)
            {
                var name = Lost[random.Next(Lost.Length)];
                if (facts.ContainsKey(name))
                {
                    facts[name] = null;
                }
            }
        }

        return household;
    }

    private static bool IsLiving(PersonFacts person)
    {
        var shape = Dictionary.Person.Slots!.Shape;
        var (birth, death) = (person.Values[shape.Slot("birth")], person.Values[shape.Slot("death")]);
        var on = FeelDate.From(Some.May2016);
        return !(death.Kind == FeelKind.Date && death.AsDate.CompareTo(on) <= 0) && birth.AsDate.CompareTo(on) <= 0;
    }

    private static void Same(SchemaNode node, FeelValue[] found, FeelValue[] wanted, string at)
    {
        foreach (var member in node.Members.Where(m => m.IsRuleInput && m != Dictionary.Persons && m.Name != "id"))
        {
            var slot = node.Slots!.Shape.Slot(member.Name);
            Same(member, found[slot], wanted[slot], $"{at}{member.Path}");
        }
    }

    private static void Same(SchemaNode node, FeelValue found, FeelValue wanted, string at)
    {
        found.Kind.ShouldBe(wanted.Kind, at);
        switch (wanted.Kind)
        {
            case FeelKind.Unknown:
                break;
            case FeelKind.Context:
                Same(node, [.. node.Slots!.Shape.Names.Select(n => found.AsContext[n])], [.. node.Slots!.Shape.Names.Select(n => wanted.AsContext[n])], at + ".");
                break;
            case FeelKind.List:
                found.AsList.Length.ShouldBe(wanted.AsList.Length, at);
                for (var i = 0; i < wanted.AsList.Length; i++)
                {
                    Same(node.Element!, found.AsList[i], wanted.AsList[i], $"{at}[{i}]");
                }

                break;
            default:
                found.ShouldBe(wanted, at);
                break;
        }
    }
}
