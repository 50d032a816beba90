using Fuyao.Feel.Analysis;
using Fuyao.Feel.Values;
using Fuyao.Policy.Dictionary;

namespace Fuyao.Policy.Evaluation;

/// <summary>A living person, or the household itself, with the input that its policies read.</summary>
/// <param name="Id">The person's id, or the household's.</param>
/// <param name="Input">One context for all policies of the subject; only its <c>results</c> slot changes between them.</param>
/// <param name="Slots">The input's slots.</param>
internal sealed record Subject(string Id, FeelContext Input, FeelValue[] Slots)
{
    /// <summary>Where other values are tried; a household and its persons share it.</summary>
    public FeelProbe Probe { get; init; } = new();
}

/// <summary>A household on a date: living and dead members told apart, derived variables worked out.</summary>
internal sealed class Subjects
{
    public required Subject Household { get; init; }

    public required IReadOnlyList<Subject> Persons { get; init; }

    public static Subjects Of(HouseholdFacts facts, CompiledPack pack)
    {
        var dictionary = pack.Dictionary;
        var (living, dead) = Members(facts, dictionary, pack.On);
        var personsValue = FeelValue.List([.. living.Select(p => Context(dictionary.Person, p.Values))]);
        var deceased = facts.LivingOnly ? FeelValue.Unknown("deceased") : FeelValue.List([.. dead.Select(p => Context(dictionary.Person, p.Values))]);
        var shape = dictionary.Household.Slots!.Shape;
        facts.Values[shape.Slot("persons")] = personsValue;
        facts.Values[shape.Slot(HouseholdDictionary.Size)] = FeelValue.Of((decimal)living.Count);
        var householdValue = Context(dictionary.Household, facts.Values);
        var on = FeelValue.Of(pack.On);

        // The input of a policy repeats the subject's own slots, so a derived value is written to both.
        var probe = new FeelProbe();
        var persons = new Subject[living.Count];
        for (var i = 0; i < persons.Length; i++)
        {
            var own = living[i].Values;
            var input = Input(dictionary.PersonScope, own, [householdValue, personsValue, deceased, on, FeelValue.Of(FeelContext.Empty)], pack.ParameterValues);
            persons[i] = new Subject(living[i].Id, input.Context, input.Slots) { Probe = probe };
            foreach (var variable in pack.PersonVariables)
            {
                own[variable.Slot] = input.Slots[variable.Slot] = variable.Value(input.Context, input.Slots);
            }
        }

        var household = Input(dictionary.HouseholdScope, facts.Values, [householdValue, deceased, on, FeelValue.Of(FeelContext.Empty)], pack.ParameterValues);
        foreach (var variable in pack.HouseholdVariables)
        {
            facts.Values[variable.Slot] = household.Slots[variable.Slot] = variable.Value(household.Context, household.Slots);
        }

        return new Subjects { Household = new Subject(facts.Id, household.Context, household.Slots) { Probe = probe }, Persons = persons };
    }

    private static (List<PersonFacts> Living, List<PersonFacts> Dead) Members(HouseholdFacts facts, HouseholdDictionary dictionary, DateOnly on)
    {
        var shape = dictionary.Person.Slots!.Shape;
        var (birth, death, relation) = (shape.Slot("birth"), shape.Slot("death"), shape.Slot("relation"));
        var (age, alive, head) = (shape.Slot(HouseholdDictionary.Age), shape.Slot(HouseholdDictionary.Alive), shape.Slot(HouseholdDictionary.Head));
        var today = FeelDate.From(on);
        List<PersonFacts> living = [];
        List<PersonFacts> dead = [];
        foreach (var person in facts.Persons)
        {
            var values = person.Values;
            var born = values[birth];
            var died = values[death];
            // A death nobody knows the day of is a death not known: the person counts until it is.
            var isDead = died.Kind == FeelKind.Date && died.AsDate.CompareTo(today) <= 0;
            if (!isDead && born.Kind == FeelKind.Date && born.AsDate.CompareTo(today) > 0)
            {
                continue;
            }

            var until = isDead ? died.AsDate : today;
            values[age] = born.Kind == FeelKind.Date ? FeelValue.Of((decimal)Ages.Completed(born.AsDate, until)) : born;
            values[alive] = FeelValue.Of(!isDead);
            values[head] = values[relation].IsUnknown ? values[relation] : FeelValue.Of(values[relation].AsString == "02");
            (isDead ? dead : living).Add(person);
        }

        return (living, dead);
    }

    private static FeelValue Context(SchemaNode node, FeelValue[] values) => FeelValue.Of(new FeelContext(node.Slots!.Shape, values));

    private static (FeelContext Context, FeelValue[] Slots) Input(
        Feel.Types.FeelScope scope, FeelValue[] own, ReadOnlySpan<FeelValue> globals, FeelValue[] parameters)
    {
        var slots = new FeelValue[scope.Shape.Count];
        own.CopyTo(slots, 0);
        globals.CopyTo(slots.AsSpan(own.Length));
        parameters.CopyTo(slots, own.Length + globals.Length);
        return (new FeelContext(scope.Shape, slots), slots);
    }
}

/// <summary>Ages in completed years.</summary>
internal static class Ages
{
    /// <summary>The day on which an age is completed.</summary>
    public static DateOnly Reached(FeelDate birth, int age)
    {
        var born = birth.ToDateOnly();
        return born is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(born.Year + age) ? new DateOnly(born.Year + age, 3, 1) : born.AddYears(age);
    }

    /// <summary>The birthday itself counts; whoever is born on 29 February has it on 1 March in common years.</summary>
    public static int Completed(FeelDate birth, FeelDate on)
    {
        var years = on.Year - birth.Year;
        return Math.Max(0, on.Month < birth.Month || (on.Month == birth.Month && on.Day < birth.Day) ? years - 1 : years);
    }
}
