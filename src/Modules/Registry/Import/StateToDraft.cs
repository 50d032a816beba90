using Fuyao.Kernel;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Regions;

namespace Fuyao.Registry.Import;

/// <summary>What the register states in the shape that columns write from: for files to mend and for comparing cell by cell.</summary>
internal static class StateToDraft
{
    public static HouseholdDraft Of(HouseholdState state)
    {
        var draft = new HouseholdDraft
        {
            Number = state.Number,
            Region = state.Region,
            Facts = state.Facts,
            Phone = state.Phone,
            BankAccount = state.BankAccount,
            StatedPerHead = state.StatedIncomePerHead?.Yuan,
            StatedUnsafe = state.Facts.Housing.Or(new()).Grade.TryGet(out var grade) ? grade is HousingGrade.C or HousingGrade.D : null,
            StatedMembers = state.Persons.Count(p => p.Facts.Death.IsAbsent),
        };
        Name(draft);
        draft.Persons.AddRange(state.Persons.Select(Of));
        return draft;
    }

    public static PersonDraft Of(PersonState person) => new()
    {
        Matched = person.Id,
        Number = person.Number,
        Name = person.Name ?? "",
        IdNumber = person.IdNumber,
        DisabilityCard = person.DisabilityCard,
        Phone = person.Phone,
        Male = person.Facts.Sex == Sex.Male,
        Birth = person.Facts.Birth,
        Facts = person.Facts,
    };

    /// <summary>The place as the catalogue names it.</summary>
    public static void Name(HouseholdDraft draft)
    {
        var region = new RegionCode(draft.Region);
        (draft.County, draft.Township, draft.Village) =
            (RegionCatalog.NameOf(region.At(RegionLevel.County)), RegionCatalog.NameOf(region.At(RegionLevel.Township)), RegionCatalog.NameOf(region));
    }
}
