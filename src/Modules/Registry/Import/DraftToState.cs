using Fuyao.Kernel;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Codes;
using Fuyao.Registry.Contracts;

namespace Fuyao.Registry.Import;

/// <summary>Which persons of a household in the register the rows of a file are, and what the register shall state.</summary>
internal sealed class DraftToState(Seal seal, TimeProvider clock)
{
    /// <summary>For a household that is not in the register.</summary>
    public HouseholdState New(HouseholdDraft draft) => new()
    {
        Id = Ids.New(clock),
        Number = draft.Number,
        Region = draft.Region,
        // The national export lists registered households; those with an exit date have left poverty.
        Facts = WithoutComponents(
            draft.Facts.Status.IsAbsent ? draft.Facts with { Status = draft.Facts.ExitedOn.IsAbsent ? HouseholdStatus.Registered : HouseholdStatus.Exited } : draft.Facts,
            Stated(draft)),
        StatedIncomePerHead = Stated(draft),
        Phone = draft.Phone,
        BankAccount = draft.BankAccount,
        Persons = [.. Rows(draft).Select(p => New(p))],
    };

    /// <summary>For a household that is: persons are recognised by id number, else by 人编号, else by name and birth date.</summary>
    /// <returns>The state and those of the register's members whom the file does not name; they stay.</returns>
    public (HouseholdState State, IReadOnlyList<PersonState> Unnamed) Existing(HouseholdDraft draft, HouseholdAggregate register, DateOnly day)
    {
        if (register.StateOn(day, seal) is not { } known)
        {
            return (New(draft) with { Id = register.Household.Id }, []);
        }

        var headers = draft.Headers!;
        var left = known.Persons.ToList();
        var persons = new List<PersonState>();
        foreach (var row in Rows(draft))
        {
            var match = left.FirstOrDefault(p => row.IdNumber is not null && p.IdNumber == row.IdNumber)
                ?? left.FirstOrDefault(p => !string.IsNullOrEmpty(row.Number) && p.Number == row.Number)
                ?? left.FirstOrDefault(p => p.Facts.Birth == row.Birth && Variants.PlainOf(p.Name ?? "") == Variants.PlainOf(row.Name));
            if (match is null)
            {
                persons.Add(New(row));
                continue;
            }

            left.Remove(match);
            persons.Add(match with
            {
                Name = row.Name,
                IdNumber = row.IdNumber ?? match.IdNumber,
                DisabilityCard = headers.Has("残疾证号") || row.DisabilityCard is not null ? row.DisabilityCard : match.DisabilityCard,
                Phone = headers.Has("户/人联系电话") ? row.Phone : match.Phone,
                Facts = FactsMerge.Keep(row.Facts, match.Facts, headers.LeftAlone.Person),
            });
        }

        var facts = FactsMerge.Keep(draft.Facts, known.Facts, headers.LeftAlone.Household);
        var stated = headers.Has("人均纯收入") ? Stated(draft) : known.StatedIncomePerHead;
        return (known with
        {
            Region = draft.Region,
            Facts = WithoutComponents(facts.Status.IsAbsent ? facts with { Status = known.Facts.Status } : facts, stated),
            StatedIncomePerHead = stated,
            Phone = draft.Phone ?? known.Phone,
            BankAccount = headers.Has("一卡通账号") ? draft.BankAccount : known.BankAccount,
            Persons = [.. persons, .. left],
        }, left);
    }

    private static Money? Stated(HouseholdDraft draft) => draft.StatedPerHead is { } yuan ? Money.FromYuan(yuan) : null;

    // Absent components count as nothing earned. Beside a stated figure, a year without any of them means that they are not known.
    private static HouseholdFacts WithoutComponents(HouseholdFacts facts, Money? stated)
    {
        if (stated is null || stated == Money.Zero || !facts.Income.TryGet(out var income) || IncomePerHead.HasComponents(income))
        {
            return facts;
        }

        var unknown = Fact<decimal>.Unknown;
        return facts with { Income = income with { Wage = unknown, Business = unknown, Property = unknown, Transfer = unknown, BusinessCost = unknown } };
    }

    // A row that repeats another's id number within the household was warned about and is left out.
    private static IEnumerable<PersonDraft> Rows(HouseholdDraft draft) =>
        draft.Persons.Where((p, i) => p.IdNumber is null || !draft.Persons.Take(i).Any(q => q.IdNumber == p.IdNumber));

    private PersonState New(PersonDraft row) => new()
    {
        Id = Ids.New(clock),
        Number = row.Number,
        Name = row.Name,
        IdNumber = row.IdNumber,
        DisabilityCard = row.DisabilityCard,
        Phone = row.Phone,
        Facts = row.Facts,
    };
}
