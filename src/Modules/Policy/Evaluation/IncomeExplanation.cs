using Fuyao.Feel.Values;
using Fuyao.Kernel;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Dictionary;

namespace Fuyao.Policy.Evaluation;

/// <summary>The working of net income per head, from the definitions that policies read.</summary>
internal static class IncomeExplanation
{
    public static IncomeWorking Of(CompiledPack pack, HouseholdFacts facts)
    {
        var dictionary = pack.Dictionary;
        var total = dictionary.HouseholdVariables.Single(v => v.Definition.Id == "net_income");
        var perHead = dictionary.HouseholdVariables.Single(v => v.Definition.Id == "income_per_head");
        // Every derived variable up to income per head is worked out, whether a policy reads it or not.
        var needed = dictionary.HouseholdVariables.TakeWhile(v => v != perHead).Append(perHead);
        var subjects = Subjects.Of(facts, pack with { HouseholdVariables = [.. needed] });
        var slots = subjects.Household.Slots;
        var income = facts.Values[dictionary.Household.Slots!.Shape.Slot("income")];
        var value = slots[perHead.Slot];
        return new IncomeWorking(
            facts.Id,
            income.Kind == FeelKind.Context && income.AsContext["year"] is { IsNumber: true } year ? (int)year.AsNumber : null,
            [.. total.Definition.Lines.Select(line => Line(line, income, dictionary))],
            subjects.Persons.Count,
            Yuan(slots[total.Slot]),
            Yuan(value),
            value.Needs,
            $"{total.Definition.Id} = {total.Definition.Definition.Text}; {perHead.Definition.Id} = {perHead.Definition.Definition.Text}",
            total.Definition.Meaning ?? total.Definition.Title,
            total.Definition.Source);
    }

    private static IncomeLine Line((string Path, int Sign) line, FeelValue income, HouseholdDictionary dictionary)
    {
        var names = line.Path.Split('.');
        var node = dictionary.Household.Members.Single(m => m.Name == names[0]).Members.Single(m => m.Name == names[1]);
        return new IncomeLine(line.Path, node.Label, income.Kind == FeelKind.Context ? Yuan(income.AsContext[names[1]]) : null, line.Sign);
    }

    private static Money? Yuan(FeelValue value) => value.IsNumber ? Money.FromYuan(value.AsNumber) : null;
}
