using Fuyao.Kernel;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Codes;
using Fuyao.Registry.Contracts;

namespace Fuyao.Registry.Import;

/// <summary>Which persons of a household in the register the rows of a file are, and what the register shall state.</summary>
internal sealed class DraftToState(TimeProvider clock)
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

    /// <summary>
    /// Which of the register's members each row speaks of: recognised by what matched it before, by id number, else by 人编号, else
    /// by name and birth date. Rows of somebody new have none.
    /// </summary>
    public static Dictionary<PersonDraft, PersonState> Match(HouseholdDraft draft, HouseholdState known)
    {
        var left = known.Persons.ToList();
        var matches = new Dictionary<PersonDraft, PersonState>();
        foreach (var row in Rows(draft))
        {
            var match = left.FirstOrDefault(p => row.Matched is not null && p.Id == row.Matched)
                ?? left.FirstOrDefault(p => row.IdNumber is not null && p.IdNumber == row.IdNumber)
                ?? left.FirstOrDefault(p => !string.IsNullOrEmpty(row.Number) && p.Number == row.Number)
                ?? left.FirstOrDefault(p => p.Facts.Birth == row.Birth && Variants.PlainOf(p.Name ?? "") == Variants.PlainOf(row.Name));
            if (match is not null)
            {
                left.Remove(match);
                matches.Add(row, match);
            }
        }

        return matches;
    }

    /// <summary>For a household that is in the register.</summary>
    /// <returns>The state and those of the register's members whom the file does not name; they stay.</returns>
    public (HouseholdState State, IReadOnlyList<PersonState> Unnamed) Existing(
        HouseholdDraft draft, HouseholdState known, IReadOnlyDictionary<PersonDraft, PersonState> matches, BlankCells blank)
    {
        var erase = blank == BlankCells.Erase;
        var persons = new List<PersonState>();
        foreach (var row in Rows(draft))
        {
            if (!matches.TryGetValue(row, out var match))
            {
                persons.Add(New(row));
                continue;
            }

            bool Says(string header) => erase && draft.Has(header) && !row.Untouched.Contains(header);
            persons.Add(match with
            {
                Name = row.Name.Length > 0 ? row.Name : match.Name,
                IdNumber = row.IdNumber ?? match.IdNumber,
                DisabilityCard = Says("残疾证号") ? row.DisabilityCard : row.DisabilityCard ?? match.DisabilityCard,
                Phone = Says("户/人联系电话") ? row.Phone : row.Phone ?? match.Phone,
                Facts = FactsMerge.Keep(row.Facts with
                {
                    Sex = row.Male is null ? match.Facts.Sex : row.Facts.Sex,
                    Birth = row.Birth ?? match.Facts.Birth,
                }, match.Facts, erase ? FactsMerge.Without(row.Raw!.Value.Headers.LeftAlone.Person, row.Untouched) : FactsMerge.All.Person),
            });
        }

        bool Stays(string header) => !erase || !draft.Has(header) || draft.Untouched.Contains(header);
        var leftAlone = erase ? FactsMerge.Without(FactsMerge.LeftAlone(draft).Household, draft.Untouched) : FactsMerge.All.Household;
        var facts = FactsMerge.Keep(draft.Facts, known.Facts, leftAlone);
        var stated = Stays("人均纯收入") ? Stated(draft) ?? known.StatedIncomePerHead : Stated(draft);
        var left = known.Persons.Where(p => matches.Values.All(m => m.Id != p.Id)).ToList();
        return (known with
        {
            Region = draft.Region == 0 ? known.Region : draft.Region,
            Facts = WithoutComponents(facts.Status.IsAbsent ? facts with { Status = known.Facts.Status } : facts, stated),
            StatedIncomePerHead = stated,
            Phone = draft.Phone ?? known.Phone,
            BankAccount = Stays("一卡通账号") ? draft.BankAccount ?? known.BankAccount : draft.BankAccount,
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
        draft.Persons.Where((p, i) => !p.OfHouseholdOnly && (p.IdNumber is null || !draft.Persons.Take(i).Any(q => q.IdNumber == p.IdNumber)));

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
