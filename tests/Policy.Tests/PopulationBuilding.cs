using System.Text;
using Fuyao.Feel.Columns;
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
